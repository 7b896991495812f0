//! Component types on disk, as declared. The id stands in the key.

use super::definition::{DefinitionV1, GroupV1, by_name, groups, groups_by_name, named};
use super::value::StatusV1;
use super::{Nothing, Record, decode, encode, mirrored};
use gemel_model::Result;
use gemel_model::component_type::ComponentType;
use gemel_model::function::{DataConnector, Function, FunctionKind, Scope};
use gemel_model::id::{ComponentTypeId, Name};
use gemel_model::time::Timestamp;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct ComponentTypeV1 {
    name: Option<String>,
    description: Option<String>,
    is_singleton: Option<bool>,
    extends_from: Vec<String>,
    property_definitions: Vec<(String, DefinitionV1)>,
    imported_definitions: Vec<(String, DefinitionV1)>,
    functions: Vec<(FunctionKindV1, FunctionV1)>,
    property_groups: Vec<(String, GroupV1)>,
    composite_component_types: Vec<(String, String)>,
    is_schema_initialized: bool,
    status: StatusV1,
    created_ns: i64,
    updated_ns: i64,
    sync_source: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct FunctionV1 {
    required_properties: Option<Vec<String>>,
    scope: Option<ScopeV1>,
    implemented_by: Option<ConnectorV1>,
}

#[derive(Serialize, Deserialize)]
enum ConnectorV1 {
    Lambda(String),
    Native,
}

mirrored! {
    /// The kinds of function.
    FunctionKindV1 of FunctionKind {
        SchemaInitializer,
        DataReader,
        DataReaderByEntity,
        DataReaderByComponentType,
        DataWriter,
        AttributePropertyValueReaderByEntity,
        TabularDataReaderByEntity,
    }
}

mirrored! {
    /// What a function serves.
    ScopeV1 of Scope { Entity, Workspace }
}

impl Record for ComponentTypeV1 {
    const VERSION: u8 = 1;
    type Previous = Nothing;

    fn climb(previous: Nothing) -> Self {
        match previous {}
    }
}

/// The record of a component type.
pub fn encode_component_type(of: &ComponentType) -> Result<Vec<u8>> {
    encode(&ComponentTypeV1 {
        name: of.name.clone(),
        description: of.description.clone(),
        is_singleton: of.is_singleton,
        extends_from: of.extends_from.iter().map(ToString::to_string).collect(),
        property_definitions: named(&of.property_definitions),
        imported_definitions: named(&of.imported_definitions),
        functions: of.functions.iter().map(|(kind, it)| ((*kind).into(), it.into())).collect(),
        property_groups: groups(&of.property_groups),
        composite_component_types: of
            .composite_component_types
            .iter()
            .map(|(name, it)| (name.to_string(), it.to_string()))
            .collect(),
        is_schema_initialized: of.is_schema_initialized,
        status: (&of.status).into(),
        created_ns: of.created.nanos(),
        updated_ns: of.updated.nanos(),
        sync_source: of.sync_source.clone(),
    })
}

/// The component type of a record.
pub fn decode_component_type(id: ComponentTypeId, bytes: &[u8]) -> Result<ComponentType> {
    let record: ComponentTypeV1 = decode(bytes)?;
    Ok(ComponentType {
        id,
        name: record.name,
        description: record.description,
        is_singleton: record.is_singleton,
        extends_from: record.extends_from.into_iter().map(ComponentTypeId::trusted).collect(),
        property_definitions: by_name(record.property_definitions),
        imported_definitions: by_name(record.imported_definitions),
        functions: record.functions.into_iter().map(|(kind, it)| (kind.into(), it.into())).collect(),
        property_groups: groups_by_name(record.property_groups),
        composite_component_types: record
            .composite_component_types
            .into_iter()
            .map(|(name, it)| (Name::trusted(name), ComponentTypeId::trusted(it)))
            .collect(),
        is_schema_initialized: record.is_schema_initialized,
        status: record.status.into(),
        created: Timestamp::from_nanos(record.created_ns),
        updated: Timestamp::from_nanos(record.updated_ns),
        sync_source: record.sync_source,
    })
}

impl From<&Function> for FunctionV1 {
    fn from(of: &Function) -> Self {
        let names = |it: &Vec<Name>| it.iter().map(ToString::to_string).collect();
        Self {
            required_properties: of.required_properties.as_ref().map(names),
            scope: of.scope.map(Into::into),
            implemented_by: of.implemented_by.as_ref().map(|it| match it {
                DataConnector::Lambda(arn) => ConnectorV1::Lambda(arn.clone()),
                DataConnector::Native => ConnectorV1::Native,
            }),
        }
    }
}

impl From<FunctionV1> for Function {
    fn from(of: FunctionV1) -> Self {
        let names = |it: Vec<String>| it.into_iter().map(Name::trusted).collect();
        Self {
            required_properties: of.required_properties.map(names),
            scope: of.scope.map(Into::into),
            implemented_by: of.implemented_by.map(|it| match it {
                ConnectorV1::Lambda(arn) => DataConnector::Lambda(arn),
                ConnectorV1::Native => DataConnector::Native,
            }),
        }
    }
}
