//! The few words in which built-in types are written down.

use super::CREATED;
use crate::component_type::{ComponentType, PropertyGroup};
use crate::definition::PropertyDefinitionDraft;
use crate::function::{DataConnector, Function, FunctionKind};
use crate::id::{ComponentTypeId, Name};
use crate::status::Status;
use crate::value::{DataType, Type, Value};
use indexmap::IndexMap;

/// A type under its id, as the lists of the families hold them.
pub(super) type Declared = (&'static str, ComponentType);

/// A property of a built-in type.
pub(super) struct Property {
    name: &'static str,
    draft: PropertyDefinitionDraft,
}

/// A type with properties, and nothing else yet.
pub(super) fn component_type(id: &'static str, description: &str, properties: Vec<Property>) -> Declared {
    let property_definitions = properties.into_iter().map(|it| (Name::trusted(it.name), it.draft)).collect();
    let declared = ComponentType {
        id: ComponentTypeId::trusted(id),
        name: None,
        description: Some(description.to_owned()),
        is_singleton: None,
        extends_from: Vec::new(),
        property_definitions,
        imported_definitions: IndexMap::new(),
        functions: IndexMap::new(),
        property_groups: IndexMap::new(),
        composite_component_types: IndexMap::new(),
        is_schema_initialized: false,
        status: Status::default(),
        created: CREATED,
        updated: CREATED,
        sync_source: None,
    };
    (id, declared)
}

/// The type with parents.
pub(super) fn extending((id, mut declared): Declared, parents: &[&str]) -> Declared {
    declared.extends_from = parents.iter().map(|it| ComponentTypeId::trusted(*it)).collect();
    (id, declared)
}

/// The type with functions that the platform implements.
pub(super) fn native((id, mut declared): Declared, kinds: &[FunctionKind], required: &[&str]) -> Declared {
    for kind in kinds {
        let names = required.iter().map(|it| Name::trusted(*it)).collect::<Vec<_>>();
        let function = Function {
            required_properties: (!names.is_empty()).then_some(names),
            scope: None,
            implemented_by: Some(DataConnector::Native),
        };
        declared.functions.insert(*kind, function);
    }
    (id, declared)
}

/// The type with a function that heirs must implement.
pub(super) fn declaring((id, mut declared): Declared, kind: FunctionKind, required: &[&str]) -> Declared {
    let names = required.iter().map(|it| Name::trusted(*it)).collect::<Vec<_>>();
    let required_properties = (!names.is_empty()).then_some(names);
    declared.functions.insert(kind, Function { required_properties, ..Function::default() });
    (id, declared)
}

/// The type with an empty TABULAR group, to be filled by heirs.
pub(super) fn grouping((id, mut declared): Declared, group: &str) -> Declared {
    declared.property_groups.insert(Name::trusted(group), PropertyGroup::default());
    (id, declared)
}

/// A property of a type.
pub(super) fn property(name: &'static str, data_type: DataType) -> Property {
    Property { name, draft: PropertyDefinitionDraft { data_type: Some(data_type), ..Default::default() } }
}

/// Properties of one type.
pub(super) fn properties(names: &[&'static str], data_type: &DataType) -> Vec<Property> {
    names.iter().map(|it| property(it, data_type.clone())).collect()
}

impl Property {
    /// A component must have a value for it.
    pub(super) fn required(mut self) -> Self {
        self.draft.is_required_in_entity = Some(true);
        self
    }

    /// The value names the asset in an outside store.
    pub(super) fn external_id(mut self) -> Self {
        self.draft.is_external_id = Some(true);
        self
    }

    /// Values live in an outside time-series store.
    pub(super) fn time_series(mut self) -> Self {
        self.draft.is_time_series = Some(true);
        self.draft.is_stored_externally = Some(true);
        self
    }

    /// Brought by a schemaInitializer.
    pub(super) fn imported(mut self) -> Self {
        self.draft.is_imported = true;
        self
    }
}

/// STRING
pub(super) const fn string() -> DataType {
    DataType::plain(Type::String)
}

/// STRING, one of a few.
pub(super) fn one_of(words: &[&str]) -> DataType {
    let allowed_values = words.iter().map(|it| Value::String((*it).to_owned())).collect();
    DataType { allowed_values, ..string() }
}

/// DOUBLE
pub(super) const fn double() -> DataType {
    DataType::plain(Type::Double)
}

/// INTEGER
pub(super) const fn integer() -> DataType {
    DataType::plain(Type::Integer)
}

/// BOOLEAN
pub(super) const fn boolean() -> DataType {
    DataType::plain(Type::Boolean)
}

/// RELATIONSHIP
pub(super) const fn relationship() -> DataType {
    DataType::plain(Type::Relationship)
}

/// A MAP of STRING.
pub(super) fn strings() -> DataType {
    DataType::map(string())
}
