//! Quotas: how much of everything; generous by default, AWS's own numbers by one setting.

use crate::error::{Error, Kind, Result};

/// How much of everything an account may have. Numbers are inclusive maxima.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Workspaces.
    pub workspaces_max: usize,
    /// Entities in a workspace.
    pub entities_per_workspace_max: usize,
    /// Component types in a workspace, built-in ones apart.
    pub component_types_per_workspace_max: usize,
    /// Scenes in a workspace.
    pub scenes_per_workspace_max: usize,
    /// Components of an entity.
    pub components_per_entity_max: usize,
    /// Properties of a component type or component.
    pub properties_per_component_max: usize,
    /// Levels of entities below the root.
    pub entity_depth_max: usize,
    /// Levels of component types.
    pub component_type_depth_max: usize,
    /// Parents of a component type.
    pub parents_per_component_type_max: usize,
    /// Levels of a composite component.
    pub composite_depth_max: usize,
    /// Component types in one composite tree.
    pub composite_types_max: usize,
}

impl Quotas {
    /// AWS's numbers of 2025.
    pub const AWS: Self = Self {
        workspaces_max: 15,
        entities_per_workspace_max: 50_000,
        component_types_per_workspace_max: 1_000,
        scenes_per_workspace_max: 100,
        components_per_entity_max: 30,
        properties_per_component_max: 800,
        entity_depth_max: 30,
        component_type_depth_max: 10,
        parents_per_component_type_max: 10,
        composite_depth_max: 5,
        composite_types_max: 50,
    };

    /// What a self-hosted user gets: his limit is his disk; what guards recursion stays.
    pub const GENEROUS: Self = Self {
        workspaces_max: 10_000,
        entities_per_workspace_max: 100_000_000,
        component_types_per_workspace_max: 100_000,
        scenes_per_workspace_max: 100_000,
        components_per_entity_max: 1_000,
        properties_per_component_max: 8_000,
        entity_depth_max: 256,
        component_type_depth_max: 32,
        parents_per_component_type_max: 10,
        composite_depth_max: 16,
        composite_types_max: 500,
    };
}

/// Refuses `n` of `what` when it exceeds `max`: `ServiceQuotaExceededException` on the wire.
pub fn within(what: &str, n: usize, max: usize) -> Result<()> {
    if n <= max {
        return Ok(());
    }
    Err(Error::new(
        Kind::Quota,
        format!(
            "{what} would be {n}, the quota is {max}; raise it in the section `quotas` of the configuration"
        ),
    ))
}
