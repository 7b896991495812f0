//! Component types: as declared, and as they stand after inheritance.

use crate::definition::{PropertyDefinition, PropertyDefinitionDraft};
use crate::function::{EffectiveFunction, Function, FunctionKind};
use crate::id::{ComponentTypeId, Name};
use crate::status::Status;
use crate::time::Timestamp;
use indexmap::IndexMap;

mod admit;
#[cfg(test)]
mod naive;
mod resolve;
#[cfg(test)]
mod tests;
mod types;

pub use admit::{
    Admitted, Change, Usage, check_group, delete, initialized, refuse_reserved, update, validate_new,
};
pub use resolve::{effective, effective_of};
pub use types::Types;

/// A component type as it was declared; inheritance is not applied.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentType {
    /// Its id.
    pub id: ComponentTypeId,
    /// Its name, for people.
    pub name: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// At most one component of it in an entity; `None` means as inherited, else false.
    pub is_singleton: Option<bool>,
    /// Parents, in order; the first wins where two define the same name.
    pub extends_from: Vec<ComponentTypeId>,
    /// Own properties, and restated parts of inherited ones.
    pub property_definitions: IndexMap<Name, PropertyDefinitionDraft>,
    /// What schemaInitializer brought: definitions, with their values as defaults.
    pub imported_definitions: IndexMap<Name, PropertyDefinitionDraft>,
    /// Own functions.
    pub functions: IndexMap<FunctionKind, Function>,
    /// Own property groups.
    pub property_groups: IndexMap<Name, PropertyGroup>,
    /// Own composite children.
    pub composite_component_types: IndexMap<Name, ComponentTypeId>,
    /// schemaInitializer ran successfully.
    pub is_schema_initialized: bool,
    /// Where it is in its life.
    pub status: Status,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// Who keeps it in step, for synced types.
    pub sync_source: Option<String>,
}

/// A TABULAR group of properties; the wire knows no other kind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PropertyGroup {
    /// The properties, in order.
    pub property_names: Vec<Name>,
}

/// A component type as it stands: own members over all ancestors'.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectiveType {
    /// Its id.
    pub id: ComponentTypeId,
    /// All ancestors, nearest first, each once; not the type itself.
    pub ancestors: Vec<ComponentTypeId>,
    /// All properties.
    pub property_definitions: IndexMap<Name, PropertyDefinition>,
    /// All functions.
    pub functions: IndexMap<FunctionKind, EffectiveFunction>,
    /// All property groups, with whether each is inherited.
    pub property_groups: IndexMap<Name, (PropertyGroup, bool)>,
    /// All composite children: type, whether inherited, and the type that declares the child.
    pub composite_component_types: IndexMap<Name, CompositeChild>,
    /// At most one component of it in an entity.
    pub is_singleton: bool,
    /// Something is declared but not implemented: it can be extended, not used.
    pub is_abstract: bool,
    /// Its own schemaInitializer run ended well.
    pub is_schema_initialized: bool,
}

/// A composite child of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompositeChild {
    /// The child's type.
    pub component_type_id: ComponentTypeId,
    /// It comes from a parent type.
    pub is_inherited: bool,
    /// The type that declares it.
    pub defined_in: ComponentTypeId,
}

impl EffectiveType {
    /// Whether it is the type, or one of its heirs.
    pub fn is_a(&self, id: &str) -> bool {
        self.id.as_str() == id || self.ancestors.iter().any(|it| it.as_str() == id)
    }

    /// The function of a kind, if somebody implements it.
    pub fn implemented(&self, kind: FunctionKind) -> Option<&EffectiveFunction> {
        self.functions.get(&kind).filter(|it| it.function.implemented_by.is_some())
    }

    /// Whether a schemaInitializer runs when the type is made: it is implemented, the type is not abstract, and what
    /// it needs has defaults.
    pub fn wants_initializer(&self) -> bool {
        let Some(initializer) = self.implemented(FunctionKind::SchemaInitializer) else { return false };
        let needed = initializer.function.required_properties.iter().flatten();
        !self.is_abstract
            && needed.into_iter().all(|it| self.has_default(it))
            && self
                .property_definitions
                .values()
                .all(|it| !it.is_required_in_entity || it.is_elsewhere() || it.default_value.is_some())
    }

    fn has_default(&self, property: &Name) -> bool {
        self.property_definitions.get(property).is_some_and(|it| it.default_value.is_some())
    }
}
