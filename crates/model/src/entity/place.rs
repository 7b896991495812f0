//! Where an entity hangs: moves, cycles and depth. What hangs above is looked up by the caller.

use super::{ParentUpdate, ParentUpdateType};
use crate::error::{Error, Result};
use crate::id::{self, EntityId, Parent};
use crate::quota::{self, Quotas};

/// Where a parent update leads.
pub fn destination(update: &ParentUpdate) -> Result<Parent> {
    match update.update_type {
        ParentUpdateType::Delete => Ok(Parent::Root),
        ParentUpdateType::Update => id::required("parentEntityUpdate.parentEntityId", update.parent.clone()),
    }
}

/// Refuses to hang an entity below itself. `ancestors` are those of the new parent, itself included.
pub fn check_move<'a>(id: &EntityId, mut ancestors: impl Iterator<Item = &'a EntityId>) -> Result<()> {
    if ancestors.all(|it| it != id) {
        return Ok(());
    }
    Err(Error::invalid(format!("entity {id} cannot move below itself or one of its own descendants")))
}

/// Refuses an entity at `depth`, the top level being 1, with `height` levels below it, when that is too deep.
pub fn check_depth(depth: usize, height: usize, quotas: &Quotas) -> Result<()> {
    quota::within("levels of entities", depth + height, quotas.entity_depth_max)
}
