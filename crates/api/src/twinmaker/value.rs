//! Values, types and definitions of properties; states.

use crate::{Double, Map};

shapes! {
    /// A value; exactly one member is set.
    DataValue {
        boolean_value: bool,
        double_value: Double,
        integer_value: i32,
        long_value: i64,
        string_value: String,         // 1..=256 in the model; up to 2,048 are taken
        list_value: Vec<DataValue>,   // 0..=50
        map_value: Map<DataValue>,    // 0..=50
        relationship_value: RelationshipValue,
        expression: String,           // 1..=316, ${Parameters.name}
    }

    /// Where a relationship points.
    RelationshipValue { target_entity_id: String, target_component_name: String }

    /// The type of a property.
    DataType {
        #[serde(rename = "type")]
        kind: String,                 // required
        nested_type: Box<DataType>,
        allowed_values: Vec<DataValue>, // 0..=50
        unit_of_measure: String,      // 1..=256
        relationship: Relationship,
    }

    /// What a RELATIONSHIP links to.
    Relationship { target_component_type_id: String, relationship_type: String }

    /// A property, as a request defines it.
    PropertyDefinitionRequest {
        data_type: DataType,
        is_required_in_entity: bool,
        is_external_id: bool,
        is_stored_externally: bool,
        is_time_series: bool,
        default_value: DataValue,
        configuration: Map<String>,
        display_name: String,         // 0..=256
    }

    /// A property, as it stands.
    PropertyDefinitionResponse {
        data_type: DataType,
        is_time_series: bool,
        is_required_in_entity: bool,
        is_external_id: bool,
        is_stored_externally: bool,
        is_imported: bool,
        is_final: bool,
        is_inherited: bool,
        default_value: DataValue,
        configuration: Map<String>,
        display_name: String,
    }

    /// A property of a component, in a request.
    PropertyRequest { definition: PropertyDefinitionRequest, value: DataValue, update_type: String }

    /// A property of a component, as it stands.
    PropertyResponse {
        definition: PropertyDefinitionResponse,
        value: DataValue,
        are_all_property_values_returned: bool,
    }

    /// A property in ListProperties.
    PropertySummary {
        definition: PropertyDefinitionResponse,
        property_name: String,
        value: DataValue,
        are_all_property_values_returned: bool,
    }

    /// State and error.
    Status { state: String, error: ErrorDetails }

    /// Why a thing is in ERROR; `{}` when it is not.
    ErrorDetails { code: String, message: String }
}
