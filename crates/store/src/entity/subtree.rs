//! A walk through all entities below one, in steps of bounded size and memory.

use super::{below, first_child};
use crate::twins::{Answers, Page, page};
use crate::{Space, TwinStore, key};
use gemel_model::id::{EntityId, Parent, WorkspaceId};
use gemel_model::{Error, Result};
use std::collections::VecDeque;

/// Children read at a time.
const CHILDREN_PAGE: usize = 200;

/// When an entity is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Before all that hangs below it.
    ParentsFirst,
    /// After all that hangs below it: the order in which a subtree can be removed.
    ChildrenFirst,
}

/// An entity met on the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Descendant {
    /// The entity.
    pub id: EntityId,
    /// Levels below the start; its children are 1.
    pub depth: usize,
    /// Something hung below it when it was met.
    pub has_children: bool,
}

/// The way through a subtree so far. It holds one page of children a level, however large the subtree is.
#[derive(Debug)]
pub struct Subtree {
    workspace: WorkspaceId,
    order: Order,
    levels: Vec<Level>,
}

/// The children of one entity on the way down.
#[derive(Debug)]
struct Level {
    parent: Parent,
    waiting: VecDeque<(EntityId, bool)>,
    after: Option<Vec<u8>>,
    is_all_read: bool,
}

impl Subtree {
    /// A walk through all that hangs below `start`, which is not told itself.
    pub fn new(workspace: WorkspaceId, start: Parent, order: Order) -> Self {
        Self { workspace, order, levels: vec![Level::of(start)] }
    }

    /// The next entities, at most `limit`; none when the walk is over. Entities told may be removed before the next
    /// step.
    pub async fn next(&mut self, store: &dyn TwinStore, limit: usize) -> Result<Vec<Descendant>> {
        let mut found = Vec::new();
        while found.len() < limit.max(1) {
            let depth = self.levels.len();
            let Some(level) = self.levels.last_mut() else { break };
            if let Some((id, has_children)) = level.waiting.pop_front() {
                if !has_children {
                    found.push(Descendant { id, depth, has_children });
                    continue;
                }
                if depth >= super::DEPTH_MAX {
                    return Err(Error::internal(format!("entities below `{id}` form a circle")));
                }
                if self.order == Order::ParentsFirst {
                    found.push(Descendant { id: id.clone(), depth, has_children });
                }
                self.levels.push(Level::of(Parent::Entity(id)));
            } else if level.is_all_read {
                let ended = self.levels.pop().and_then(|it| it.parent.entity().cloned());
                if let (Order::ChildrenFirst, Some(id), true) = (self.order, ended, depth > 1) {
                    found.push(Descendant { id, depth: depth - 1, has_children: true });
                }
            } else {
                level.read_on(store, &self.workspace).await?;
            }
        }
        Ok(found)
    }
}

impl Level {
    fn of(parent: Parent) -> Self {
        Self { parent, waiting: VecDeque::new(), after: None, is_all_read: false }
    }

    async fn read_on(&mut self, store: &dyn TwinStore, workspace: &WorkspaceId) -> Result<()> {
        let prefix = below(workspace, &self.parent);
        let Page { items, next } =
            page(store, Space::EntityByParent, prefix, self.after.as_deref(), CHILDREN_PAGE).await?;
        let ids: Vec<EntityId> = items
            .iter()
            .map(|(key, _)| key::last_text(&key.bytes).map(EntityId::trusted))
            .collect::<Result<_>>()?;
        let questions: Vec<_> = ids.iter().map(|it| first_child(workspace, it)).collect();
        let mut answers = Answers::of(store, &questions).await?;
        self.waiting.extend(ids.into_iter().map(|id| (id, answers.one().is_some())));
        self.is_all_read = next.is_none();
        self.after = next;
        Ok(())
    }
}
