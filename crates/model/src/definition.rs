//! What a property is: as drafted by a user, and as it stands after inheritance.

use crate::value::{DataType, Value};
use indexmap::IndexMap;

/// A property as a user writes it: every member may be absent, and absent means "as inherited, or the default".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PropertyDefinitionDraft {
    /// The type; required unless the property is inherited.
    pub data_type: Option<DataType>,
    /// A component must have a value for it.
    pub is_required_in_entity: Option<bool>,
    /// The value names the asset in an outside store.
    pub is_external_id: Option<bool>,
    /// Read on demand through a connector.
    pub is_stored_externally: Option<bool>,
    /// Values live in a time-series store.
    pub is_time_series: Option<bool>,
    /// The value shown while none is set.
    pub default_value: Option<Value>,
    /// Text for connectors, in the order given.
    pub configuration: Option<IndexMap<String, String>>,
    /// A name for people.
    pub display_name: Option<String>,
    /// Set by schemaInitializer only, never by a request.
    pub is_imported: bool,
}

/// A property as it stands: complete, with where it comes from.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "the wire has exactly these seven flags")]
pub struct PropertyDefinition {
    /// The type.
    pub data_type: DataType,
    /// Values live in a time-series store.
    pub is_time_series: bool,
    /// A component must have a value for it.
    pub is_required_in_entity: bool,
    /// The value names the asset in an outside store.
    pub is_external_id: bool,
    /// Read on demand through a connector.
    pub is_stored_externally: bool,
    /// Came from schemaInitializer.
    pub is_imported: bool,
    /// The value is consumed by a schemaInitializer and can no longer change.
    pub is_final: bool,
    /// The definition comes from a parent type.
    pub is_inherited: bool,
    /// The value shown while none is set.
    pub default_value: Option<Value>,
    /// Text for connectors.
    pub configuration: IndexMap<String, String>,
    /// A name for people.
    pub display_name: Option<String>,
}
