//! Components of entities.

use super::value::{PropertyRequest, PropertyResponse, PropertySummary, Status};
use crate::Map;

shapes! {
    /// A component, in CreateEntity.
    ComponentRequest {
        description: String,
        component_type_id: String,
        properties: Map<PropertyRequest>,
        property_groups: Map<ComponentPropertyGroupRequest>,
    }

    /// A composite child's initial values, in CreateEntity.
    CompositeComponentRequest {
        description: String,
        properties: Map<PropertyRequest>,
        property_groups: Map<ComponentPropertyGroupRequest>,
    }

    /// A component, in UpdateEntity.
    ComponentUpdateRequest {
        update_type: String,
        description: String,
        component_type_id: String,
        property_updates: Map<PropertyRequest>,
        property_group_updates: Map<ComponentPropertyGroupRequest>,
    }

    /// A composite child, in UpdateEntity.
    CompositeComponentUpdateRequest {
        update_type: String,
        description: String,
        property_updates: Map<PropertyRequest>,
        property_group_updates: Map<ComponentPropertyGroupRequest>,
    }

    /// A property group of a component, in a request.
    ComponentPropertyGroupRequest { group_type: String, property_names: Vec<String>, update_type: String }

    /// A property group of a component, as it stands.
    ComponentPropertyGroupResponse { group_type: String, property_names: Vec<String>, is_inherited: bool }

    /// A component, as it stands.
    ComponentResponse {
        component_name: String,
        description: String,
        component_type_id: String,
        status: Status,
        defined_in: String,
        properties: Map<PropertyResponse>,
        property_groups: Map<ComponentPropertyGroupResponse>,
        sync_source: String,
        are_all_properties_returned: bool,
        composite_components: Map<ComponentSummary>,
        are_all_composite_components_returned: bool,
    }

    /// A component in a list.
    ComponentSummary {
        component_name: String,
        component_type_id: String,
        defined_in: String,
        description: String,
        property_groups: Map<ComponentPropertyGroupResponse>,
        status: Status,
        sync_source: String,
        component_path: String,
    }

    /// `POST /workspaces/{workspaceId}/entities/{entityId}/components-list`
    ListComponentsRequest { component_path: String, max_results: i64, next_token: String }

    /// Its answer.
    ListComponentsResponse { component_summaries: Vec<ComponentSummary>, next_token: String }

    /// `POST /workspaces/{workspaceId}/properties-list`
    ListPropertiesRequest {
        component_name: String,
        component_path: String,
        entity_id: String,            // required
        max_results: i64,
        next_token: String,
    }

    /// Its answer.
    ListPropertiesResponse { property_summaries: Vec<PropertySummary>, next_token: String }
}
