//! Property definitions and property groups on disk.

use super::value::{DataTypeV1, ValueV1};
use gemel_model::IndexMap;
use gemel_model::component_type::PropertyGroup;
use gemel_model::definition::PropertyDefinitionDraft;
use gemel_model::id::Name;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
pub(super) struct DefinitionV1 {
    data_type: Option<DataTypeV1>,
    is_required_in_entity: Option<bool>,
    is_external_id: Option<bool>,
    is_stored_externally: Option<bool>,
    is_time_series: Option<bool>,
    default_value: Option<ValueV1>,
    configuration: Option<Vec<(String, String)>>,
    display_name: Option<String>,
    is_imported: bool,
}

pub(super) type GroupV1 = Vec<String>;

impl From<&PropertyDefinitionDraft> for DefinitionV1 {
    fn from(of: &PropertyDefinitionDraft) -> Self {
        Self {
            data_type: of.data_type.as_ref().map(DataTypeV1::from),
            is_required_in_entity: of.is_required_in_entity,
            is_external_id: of.is_external_id,
            is_stored_externally: of.is_stored_externally,
            is_time_series: of.is_time_series,
            default_value: of.default_value.as_ref().map(ValueV1::from),
            configuration: of
                .configuration
                .as_ref()
                .map(|it| it.iter().map(|(key, value)| (key.clone(), value.clone())).collect()),
            display_name: of.display_name.clone(),
            is_imported: of.is_imported,
        }
    }
}

impl From<DefinitionV1> for PropertyDefinitionDraft {
    fn from(of: DefinitionV1) -> Self {
        Self {
            data_type: of.data_type.map(Into::into),
            is_required_in_entity: of.is_required_in_entity,
            is_external_id: of.is_external_id,
            is_stored_externally: of.is_stored_externally,
            is_time_series: of.is_time_series,
            default_value: of.default_value.map(Into::into),
            configuration: of.configuration.map(|it| it.into_iter().collect()),
            display_name: of.display_name,
            is_imported: of.is_imported,
        }
    }
}

/// A map by name, in its order.
pub(super) fn named<T, R: for<'a> From<&'a T>>(map: &IndexMap<Name, T>) -> Vec<(String, R)> {
    map.iter().map(|(name, it)| (name.to_string(), R::from(it))).collect()
}

/// The map by name that [`named`] wrote.
pub(super) fn by_name<T, R: Into<T>>(pairs: Vec<(String, R)>) -> IndexMap<Name, T> {
    pairs.into_iter().map(|(name, it)| (Name::trusted(name), it.into())).collect()
}

/// Groups by name, in their order.
pub(super) fn groups(map: &IndexMap<Name, PropertyGroup>) -> Vec<(String, GroupV1)> {
    map.iter()
        .map(|(name, it)| (name.to_string(), it.property_names.iter().map(ToString::to_string).collect()))
        .collect()
}

/// The groups that [`groups`] wrote.
pub(super) fn groups_by_name(pairs: Vec<(String, GroupV1)>) -> IndexMap<Name, PropertyGroup> {
    let group =
        |names: GroupV1| PropertyGroup { property_names: names.into_iter().map(Name::trusted).collect() };
    pairs.into_iter().map(|(name, it)| (Name::trusted(name), group(it))).collect()
}
