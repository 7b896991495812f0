//! Component types.

use super::value::{PropertyDefinitionRequest, PropertyDefinitionResponse, Status};
use crate::{Epoch, Map};

shapes! {
    /// `POST /workspaces/{workspaceId}/component-types/{componentTypeId}`
    CreateComponentTypeRequest {
        is_singleton: bool,
        description: String,
        property_definitions: Map<PropertyDefinitionRequest>,
        extends_from: Vec<String>,
        functions: Map<FunctionRequest>,
        tags: Map<String>,            // 0..=50
        property_groups: Map<PropertyGroupRequest>,
        component_type_name: String,  // 0..=256
        composite_component_types: Map<CompositeComponentTypeRequest>,
    }

    /// Its answer.
    CreateComponentTypeResponse { arn: String, creation_date_time: Epoch, state: String }

    /// The answer of `GET /workspaces/{workspaceId}/component-types/{componentTypeId}`
    GetComponentTypeResponse {
        workspace_id: String,
        is_singleton: bool,
        component_type_id: String,
        description: String,
        property_definitions: Map<PropertyDefinitionResponse>,
        extends_from: Vec<String>,
        functions: Map<FunctionResponse>,
        creation_date_time: Epoch,
        update_date_time: Epoch,
        arn: String,
        is_abstract: bool,
        is_schema_initialized: bool,
        status: Status,
        property_groups: Map<PropertyGroupResponse>,
        sync_source: String,
        component_type_name: String,
        composite_component_types: Map<CompositeComponentTypeResponse>,
    }

    /// `PUT /workspaces/{workspaceId}/component-types/{componentTypeId}`
    UpdateComponentTypeRequest {
        is_singleton: bool,
        description: String,
        property_definitions: Map<PropertyDefinitionRequest>,
        extends_from: Vec<String>,
        functions: Map<FunctionRequest>,
        property_groups: Map<PropertyGroupRequest>,
        component_type_name: String,
        composite_component_types: Map<CompositeComponentTypeRequest>,
    }

    /// Its answer.
    UpdateComponentTypeResponse { workspace_id: String, arn: String, component_type_id: String, state: String }

    /// The answer of `DELETE /workspaces/{workspaceId}/component-types/{componentTypeId}`
    DeleteComponentTypeResponse { state: String }

    /// `POST /workspaces/{workspaceId}/component-types-list`
    ListComponentTypesRequest { filters: Vec<ListComponentTypesFilter>, next_token: String, max_results: i64 }

    /// A filter: exactly one member is set.
    ListComponentTypesFilter { extends_from: String, namespace: String, is_abstract: bool }

    /// Its answer.
    ListComponentTypesResponse {
        workspace_id: String,
        component_type_summaries: Vec<ComponentTypeSummary>,
        next_token: String,
        max_results: i64,
    }

    /// A component type in a list.
    ComponentTypeSummary {
        arn: String,
        component_type_id: String,
        creation_date_time: Epoch,
        update_date_time: Epoch,
        description: String,
        status: Status,
        component_type_name: String,
    }

    /// A function, in a request.
    FunctionRequest { required_properties: Vec<String>, scope: String, implemented_by: DataConnector }

    /// A function, as it stands.
    FunctionResponse {
        required_properties: Vec<String>,
        scope: String,
        implemented_by: DataConnector,
        is_inherited: bool,
    }

    /// Who implements a function.
    DataConnector { lambda: LambdaFunction, is_native: bool }

    /// A Lambda function.
    LambdaFunction { arn: String }

    /// A property group, in a request.
    PropertyGroupRequest { group_type: String, property_names: Vec<String> }

    /// A property group, as it stands.
    PropertyGroupResponse { group_type: String, property_names: Vec<String>, is_inherited: bool }

    /// A composite child, in a request.
    CompositeComponentTypeRequest { component_type_id: String }

    /// A composite child, as it stands.
    CompositeComponentTypeResponse { component_type_id: String, is_inherited: bool }
}
