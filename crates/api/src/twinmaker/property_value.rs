//! Reading and writing property values.

use super::value::DataValue;
use crate::{Epoch, Map};

shapes! {
    /// `POST /workspaces/{workspaceId}/entity-properties/value`
    GetPropertyValueRequest {
        component_name: String,
        component_path: String,
        component_type_id: String,
        entity_id: String,
        selected_properties: Vec<String>, // required, 1..=10
        max_results: i64,
        next_token: String,
        property_group_name: String,
        tabular_conditions: TabularConditions,
    }

    /// Order and filters of rows.
    TabularConditions {
        order_by: Vec<OrderBy>,       // 1..=10
        property_filters: Vec<PropertyFilter>, // 1..=10
    }

    /// A column to order by.
    OrderBy { order: String, property_name: String }

    /// A filter.
    PropertyFilter { property_name: String, operator: String, value: DataValue }

    /// Its answer.
    GetPropertyValueResponse {
        property_values: Map<PropertyLatestValue>,
        next_token: String,
        tabular_property_values: Vec<Vec<Map<DataValue>>>,
    }

    /// A property's value.
    PropertyLatestValue { property_reference: EntityPropertyReference, property_value: DataValue }

    /// Which property of what.
    EntityPropertyReference {
        component_name: String,
        component_path: String,
        external_id_property: Map<String>,
        entity_id: String,
        property_name: String,
    }

    /// `POST /workspaces/{workspaceId}/entity-properties/history`
    GetPropertyValueHistoryRequest {
        entity_id: String,
        component_name: String,
        component_path: String,
        component_type_id: String,
        selected_properties: Vec<String>, // required, 1..=10
        property_filters: Vec<PropertyFilter>, // 1..=10
        start_date_time: Epoch,       // deprecated
        end_date_time: Epoch,         // deprecated
        interpolation: InterpolationParameters,
        next_token: String,
        max_results: i64,
        order_by_time: String,
        start_time: String,           // 20..=35
        end_time: String,             // 20..=35
    }

    /// How to fill between values.
    InterpolationParameters { interpolation_type: String, interval_in_seconds: i64 }

    /// Its answer.
    GetPropertyValueHistoryResponse { property_values: Vec<PropertyValueHistory>, next_token: String }

    /// The history of one property.
    PropertyValueHistory { entity_property_reference: EntityPropertyReference, values: Vec<PropertyValue> }

    /// A value at a time.
    PropertyValue {
        timestamp: Epoch,             // deprecated
        value: DataValue,
        time: String,                 // 20..=35
    }

    /// `POST /workspaces/{workspaceId}/entity-properties`
    BatchPutPropertyValuesRequest {
        entries: Vec<PropertyValueEntry>, // required, 1..=10
    }

    /// Values of one property.
    PropertyValueEntry {
        entity_property_reference: EntityPropertyReference,
        property_values: Vec<PropertyValue>, // 1..=10
    }

    /// Its answer.
    BatchPutPropertyValuesResponse { error_entries: Vec<BatchPutPropertyErrorEntry> }

    /// What was refused of one entry.
    BatchPutPropertyErrorEntry { errors: Vec<BatchPutPropertyError> }

    /// One refusal.
    BatchPutPropertyError { error_code: String, error_message: String, entry: PropertyValueEntry }
}
