//! Values of properties: read as they are, read over time, written; the rules are the model's, the order of things is here.

mod history;
mod put;
#[cfg(test)]
pub(crate) mod tests;
mod value;

pub use value::{TabularConditions, ValueAsk, Values};

use crate::component_type::KnownTypes;
use crate::{App, Context};
use gemel_model::component_type::EffectiveType;
use gemel_model::entity::{Component, EffectiveTypes, Entity};
use gemel_model::id::{EntityId, WorkspaceId};
use gemel_model::tag::Resource;
use gemel_model::{Error, Result};

impl App {
    /// Refuses unless the caller may do this to the entity, or to the whole workspace when none is named.
    pub(crate) fn require_values(
        &self,
        cx: &Context,
        action: &str,
        workspace_id: &WorkspaceId,
        entity_id: Option<&EntityId>,
    ) -> Result<()> {
        let resource = match entity_id {
            Some(it) => Resource::Entity(workspace_id.clone(), it.clone()),
            None => Resource::Workspace(workspace_id.clone()),
        };
        cx.require(action, &self.arn(&resource))
    }
}

/// The component at a path, with its type as it stands.
pub(crate) fn component_at<'a>(
    entity: &'a Entity,
    path: &str,
    types: &'a KnownTypes,
) -> Result<(&'a Component, &'a EffectiveType)> {
    let component = entity.component(path.split('/')).ok_or_else(|| {
        Error::not_found(format!("component `{path}` does not exist in entity `{}`", entity.id))
    })?;
    let effective = types.effective(&component.component_type_id).ok_or_else(|| {
        Error::internal(format!(
            "component `{path}` of entity `{}` is of the type `{}`, which is gone",
            entity.id, component.component_type_id
        ))
    })?;
    Ok((component, effective))
}
