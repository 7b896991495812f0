//! What a property is: as drafted by a user, and as it stands after inheritance.

use crate::error::{Error, Result};
use crate::id;
use crate::value::{DataType, Value, check_data_type, check_value};
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

impl PropertyDefinition {
    /// What a draft at `member` makes of the definition below it, or alone when there is none: what the draft says
    /// wins, what it leaves out stays. The kind of data cannot change.
    pub fn over(member: &str, below: Option<&Self>, draft: &PropertyDefinitionDraft) -> Result<Self> {
        match below {
            Some(it) => it.overridden(member, draft),
            None => Self::declared(member, draft),
        }
    }

    /// The definition with data type and default in their own forms, or why they do not fit together.
    pub fn checked(self, member: &str) -> Result<Self> {
        let data_type = check_data_type(&format!("{member}.dataType"), &self.data_type)?;
        let default_value = match &self.default_value {
            Some(it) => Some(check_value(&format!("{member}.defaultValue"), it, &data_type)?),
            None => None,
        };
        Ok(Self { data_type, default_value, ..self })
    }

    /// Values are read through a connector or a series store, never kept with the entity.
    pub fn is_elsewhere(&self) -> bool {
        self.is_time_series || self.is_stored_externally
    }

    fn declared(member: &str, draft: &PropertyDefinitionDraft) -> Result<Self> {
        let data_type = id::required(&format!("{member}.dataType"), draft.data_type.clone())?;
        Ok(Self {
            data_type,
            is_time_series: draft.is_time_series.unwrap_or_default(),
            is_required_in_entity: draft.is_required_in_entity.unwrap_or_default(),
            is_external_id: draft.is_external_id.unwrap_or_default(),
            is_stored_externally: draft.is_stored_externally.unwrap_or_default(),
            is_imported: draft.is_imported,
            is_final: false,
            is_inherited: false,
            default_value: draft.default_value.clone(),
            configuration: draft.configuration.clone().unwrap_or_default(),
            display_name: draft.display_name.clone(),
        })
    }

    fn overridden(&self, member: &str, draft: &PropertyDefinitionDraft) -> Result<Self> {
        let data_type = match &draft.data_type {
            Some(it) => narrowed(&format!("{member}.dataType"), &self.data_type, it)?,
            None => self.data_type.clone(),
        };
        let mut configuration = self.configuration.clone();
        configuration.extend(draft.configuration.clone().unwrap_or_default());
        Ok(Self {
            data_type,
            is_time_series: draft.is_time_series.unwrap_or(self.is_time_series),
            is_required_in_entity: draft.is_required_in_entity.unwrap_or(self.is_required_in_entity),
            is_external_id: draft.is_external_id.unwrap_or(self.is_external_id),
            is_stored_externally: draft.is_stored_externally.unwrap_or(self.is_stored_externally),
            is_imported: self.is_imported || draft.is_imported,
            is_final: self.is_final,
            is_inherited: self.is_inherited,
            default_value: draft.default_value.clone().or_else(|| self.default_value.clone()),
            configuration,
            display_name: draft.display_name.clone().or_else(|| self.display_name.clone()),
        })
    }
}

/// `own` over `inherited`: of the same kind, and whatever `own` leaves open as inherited.
fn narrowed(member: &str, inherited: &DataType, own: &DataType) -> Result<DataType> {
    if own.kind != inherited.kind {
        return Err(Error::constraint(
            &format!("{member}.type"),
            Some(own.kind.as_str()),
            format_args!("the inherited type {} cannot change", inherited.kind.as_str()),
        ));
    }
    let nested = match (&inherited.nested, &own.nested) {
        (Some(it), Some(own)) => Some(Box::new(narrowed(&format!("{member}.nestedType"), it, own)?)),
        (it, own) => own.clone().or_else(|| it.clone()),
    };
    let mut merged = own.clone();
    merged.nested = nested;
    if merged.allowed_values.is_empty() {
        merged.allowed_values.clone_from(&inherited.allowed_values);
    }
    merged.unit_of_measure = merged.unit_of_measure.or_else(|| inherited.unit_of_measure.clone());
    merged.relationship = merged.relationship.or_else(|| inherited.relationship.clone());
    Ok(merged)
}
