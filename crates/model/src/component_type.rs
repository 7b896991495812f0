//! Component types: as declared, and as they stand after inheritance.

use crate::definition::{PropertyDefinition, PropertyDefinitionDraft};
use crate::function::{EffectiveFunction, Function, FunctionKind};
use crate::id::{ComponentTypeId, Name};
use crate::status::Status;
use crate::time::Timestamp;
use indexmap::IndexMap;

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
