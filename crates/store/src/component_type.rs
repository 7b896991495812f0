//! Component types in the store: a workspace's own; built-in ones are constants of the model.

use crate::change::{Change, Refusal};
use crate::counter::{self, Counted};
use crate::twins::{self, Answers, Page, Versioned};
use crate::{Check, Key, Read, Space, Stored, TwinStore, key, record, tag, workspace};
use gemel_model::component_type::{ComponentType, Usage};
use gemel_model::id::{ComponentTypeId, EntityId, WorkspaceId};
use gemel_model::tag::{Resource, Tags};
use gemel_model::{Error, Kind, Result};
use std::collections::{BTreeMap, BTreeSet};

/// How often reading types level by level begins again because they changed meanwhile.
const READ_TRIES_MAX: usize = 8;

/// Own types with all own types that they need, from one state of the workspace's types.
#[derive(Debug, Clone, PartialEq)]
pub struct Closure {
    /// The types, by id: those asked for, and all that these extend or are composed of.
    pub types: BTreeMap<ComponentTypeId, Versioned<ComponentType>>,
    /// Ids that were met and that the workspace does not have.
    pub missing: BTreeSet<ComponentTypeId>,
    /// The generation of the workspace's types that this holds for.
    pub generation: u64,
}

/// How one type uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Use {
    Extends,
    Composes,
}

impl Use {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Extends => "e",
            Self::Composes => "c",
        }
    }
}

/// The record of a component type.
pub fn key(workspace: &WorkspaceId, id: &ComponentTypeId) -> Key {
    let bytes = key::join(&[workspace.as_str().as_bytes(), id.as_str().as_bytes()]);
    Key { space: Space::ComponentType, bytes }
}

/// A component type.
pub async fn get(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    id: &ComponentTypeId,
) -> Result<Option<Versioned<ComponentType>>> {
    twins::one(store, key(workspace, id)).await?.map(|it| decode(id.clone(), &it)).transpose()
}

/// Several component types from one snapshot, in the order asked.
pub async fn get_many(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    ids: &[ComponentTypeId],
) -> Result<Vec<Option<Versioned<ComponentType>>>> {
    let questions: Vec<Read> = ids.iter().map(|it| Read::Key(key(workspace, it))).collect();
    let mut answers = Answers::of(store, &questions).await?;
    ids.iter().map(|id| answers.one().map(|it| decode(id.clone(), &it)).transpose()).collect()
}

/// The types of `ids`, all that they extend or are composed of, and so on; one read a level. Reserved ids are left
/// out. `None` when there is no such workspace.
pub async fn closure(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    ids: impl IntoIterator<Item = ComponentTypeId>,
) -> Result<Option<Closure>> {
    let roots: BTreeSet<ComponentTypeId> = ids.into_iter().filter(|it| !it.is_reserved()).collect();
    for _ in 0..READ_TRIES_MAX {
        match closure_once(store, workspace, roots.clone()).await {
            Err(error) if error.kind() == Kind::Contention => {}
            done => return done,
        }
    }
    Err(Error::new(Kind::Contention, "the workspace's component types change all the time"))
}

async fn closure_once(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    roots: BTreeSet<ComponentTypeId>,
) -> Result<Option<Closure>> {
    let mut closure: Option<Closure> = None;
    let mut wanted = roots;
    loop {
        let mut questions = vec![Read::Key(workspace::generation_key(workspace))];
        questions.extend(wanted.iter().map(|it| Read::Key(key(workspace, it))));
        let mut answers = Answers::of(store, &questions).await?;
        let Some(generation) = answers.one().map(|it| it.version) else { return Ok(None) };
        let found = closure.get_or_insert_with(|| Closure {
            types: BTreeMap::new(),
            missing: BTreeSet::new(),
            generation,
        });
        if found.generation != generation {
            return Err(Error::new(Kind::Contention, "the workspace's component types changed"));
        }
        for id in std::mem::take(&mut wanted) {
            match answers.one() {
                Some(it) => {
                    let read = decode(id.clone(), &it)?;
                    wanted.extend(read.value.references().filter(|it| !it.is_reserved()).cloned());
                    found.types.insert(id, read);
                }
                None => {
                    found.missing.insert(id);
                }
            }
        }
        wanted.retain(|it| !found.types.contains_key(it) && !found.missing.contains(it));
        if wanted.is_empty() {
            return Ok(closure);
        }
    }
}

/// The types of a workspace, by id, whose ids begin with `namespace`; all when it is empty.
pub async fn list(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    namespace: &str,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Versioned<ComponentType>>> {
    let limit = limit.max(1);
    let read = Read::Range {
        space: Space::ComponentType,
        prefix: key::join_begin(&[workspace.as_str().as_bytes()], namespace.as_bytes()),
        after: after.map(|it| key::join(&[workspace.as_str().as_bytes(), it])),
        limit: limit.saturating_add(1),
    };
    let found = Answers::of(store, &[read]).await?.all();
    let types: Vec<_> = found
        .into_iter()
        .map(|(key, it)| decode(ComponentTypeId::trusted(key::last_text(&key.bytes)?), &it))
        .collect::<Result<_>>()?;
    Ok(Page::of(types, limit, |it| it.value.id.as_str().as_bytes().to_vec()))
}

/// The types that name `parent` in their `extendsFrom`, by id.
pub async fn list_by_parent(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    parent: &ComponentTypeId,
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Versioned<ComponentType>>> {
    let prefix = heirs_prefix(workspace, parent);
    let page = twins::page(store, Space::ComponentTypeByParent, prefix, after, limit).await?;
    let ids: Vec<_> = page
        .items
        .iter()
        .map(|(key, _)| key::last_text(&key.bytes).map(ComponentTypeId::trusted))
        .collect::<Result<_>>()?;
    let items = get_many(store, workspace, &ids).await?;
    let items = items.into_iter().flatten().filter(|it| it.value.extends_from.contains(parent)).collect();
    Ok(Page { items, next: page.next })
}

/// The ids of `id` and of all own types that extend it, directly or not. One read a level.
///
/// At most `limit`; a workspace with more is refused as `Invalid`, because what is asked of them all would never end.
pub async fn with_heirs(
    store: &dyn TwinStore,
    workspace: &WorkspaceId,
    id: &ComponentTypeId,
    limit: usize,
) -> Result<BTreeSet<ComponentTypeId>> {
    let mut found = BTreeSet::from([id.clone()]);
    let mut level = vec![id.clone()];
    while !level.is_empty() {
        let questions: Vec<Read> = level
            .iter()
            .map(|it| Read::Range {
                space: Space::ComponentTypeByParent,
                prefix: heirs_prefix(workspace, it),
                after: None,
                limit: limit.saturating_add(1),
            })
            .collect();
        let mut answers = Answers::of(store, &questions).await?;
        let mut next = Vec::new();
        for _ in &level {
            for (key, _) in answers.all() {
                let heir = ComponentTypeId::trusted(key::last_text(&key.bytes)?);
                if found.insert(heir.clone()) {
                    next.push(heir);
                }
            }
        }
        if found.len() > limit {
            return Err(Error::invalid(format!(
                "component type `{id}` has more than {limit} heirs; name one of them"
            )));
        }
        level = next;
    }
    Ok(found)
}

/// Who relies on a component type: one of each kind, from one snapshot.
pub async fn usage(store: &dyn TwinStore, workspace: &WorkspaceId, id: &ComponentTypeId) -> Result<Usage> {
    let first = |space, prefix| Read::Range { space, prefix, after: None, limit: 1 };
    let used_by = |how: Use| key::join(&[workspace.as_str(), id.as_str(), how.as_str()].map(str::as_bytes));
    let components = key::join(&[workspace.as_str(), id.as_str()].map(str::as_bytes));
    let questions = [
        first(Space::EntityByComponentType, components),
        first(Space::ComponentTypeByParent, used_by(Use::Extends)),
        first(Space::ComponentTypeByParent, used_by(Use::Composes)),
    ];
    let mut answers = Answers::of(store, &questions).await?;
    let mut user = || answers.all().first().map(|(key, _)| key::last_text(&key.bytes)).transpose();
    Ok(Usage {
        entity: user()?.map(EntityId::trusted),
        heir: user()?.map(ComponentTypeId::trusted),
        composed_in: user()?.map(ComponentTypeId::trusted),
    })
}

/// Applies `change` only if no entity and no other type uses the component type.
pub fn require_unused(change: &mut Change, workspace: &WorkspaceId, id: &ComponentTypeId) {
    for space in [Space::ComponentTypeByParent, Space::EntityByComponentType] {
        let users = key::join(&[workspace.as_str().as_bytes(), id.as_str().as_bytes()]);
        change.require(Check::EmptyPrefix(space, users), Refusal::ComponentTypeInUse);
    }
}

/// Makes a component type, or changes the one that was read. What it extends or is composed of must exist.
pub fn put(
    workspace: &WorkspaceId,
    before: Option<&Versioned<ComponentType>>,
    after: &ComponentType,
) -> Result<Change> {
    let mut change = Change::new();
    match before {
        Some(it) => {
            change.require_unchanged(key(workspace, &after.id), it.version);
        }
        None => {
            change.require(Check::Present(workspace::key(workspace)), Refusal::WorkspaceMissing);
            change.require(Check::Absent(key(workspace, &after.id)), Refusal::Exists);
            change.add(counter::key_of(workspace, Counted::ComponentTypes), 1);
        }
    }
    let old = before.map(|it| uses(&it.value)).unwrap_or_default();
    let new = uses(after);
    for (other, how) in new.difference(&old) {
        // A type may be composed of itself no more than extend itself; the model refuses both before this.
        if !other.is_reserved() {
            let refusal = Refusal::ComponentTypeMissing(other.clone());
            change.require(Check::Present(key(workspace, other)), refusal);
        }
        change.put(index_key(workspace, other, *how, &after.id), Vec::new());
    }
    for (other, how) in old.difference(&new) {
        change.delete(index_key(workspace, other, *how, &after.id));
    }
    change.put(key(workspace, &after.id), record::encode_component_type(after)?);
    change.put(workspace::generation_key(workspace), Vec::new());
    Ok(change)
}

/// Removes a component type that nobody uses, and its tags.
pub fn delete(
    workspace: &WorkspaceId,
    before: &Versioned<ComponentType>,
    tags: Option<&Versioned<Tags>>,
) -> Change {
    let id = &before.value.id;
    let mut change = Change::new();
    change.require_unchanged(key(workspace, id), before.version);
    require_unused(&mut change, workspace, id);
    for (other, how) in uses(&before.value) {
        change.delete(index_key(workspace, &other, how, id));
    }
    change.delete(key(workspace, id)).add(counter::key_of(workspace, Counted::ComponentTypes), -1);
    change.put(workspace::generation_key(workspace), Vec::new());
    tag::forget(&mut change, &Resource::ComponentType(workspace.clone(), id.clone()), tags);
    change
}

/// The types that a type uses, and how: what it is indexed under.
pub(crate) fn uses(of: &ComponentType) -> BTreeSet<(ComponentTypeId, Use)> {
    let extended = of.extends_from.iter().map(|it| (it.clone(), Use::Extends));
    let composed = of.composite_component_types.values().map(|it| (it.clone(), Use::Composes));
    extended.chain(composed).collect()
}

/// The index entry of a type by one that it uses.
pub(crate) fn index_key(
    workspace: &WorkspaceId,
    used: &ComponentTypeId,
    how: Use,
    by: &ComponentTypeId,
) -> Key {
    let parts = [workspace.as_str(), used.as_str(), how.as_str(), by.as_str()].map(str::as_bytes);
    Key { space: Space::ComponentTypeByParent, bytes: key::join(&parts) }
}

fn heirs_prefix(workspace: &WorkspaceId, parent: &ComponentTypeId) -> Vec<u8> {
    key::join(&[workspace.as_str(), parent.as_str(), Use::Extends.as_str()].map(str::as_bytes))
}

fn decode(id: ComponentTypeId, stored: &Stored) -> Result<Versioned<ComponentType>> {
    Ok(Versioned { value: record::decode_component_type(id, &stored.bytes)?, version: stored.version })
}
