//! Entities.

use super::component::{
    ComponentRequest, ComponentResponse, ComponentUpdateRequest, CompositeComponentRequest,
    CompositeComponentUpdateRequest,
};
use super::value::Status;
use crate::{Epoch, Map};

shapes! {
    /// `POST /workspaces/{workspaceId}/entities`
    CreateEntityRequest {
        entity_id: String,            // made by the server when absent
        entity_name: String,          // required, 1..=256
        description: String,
        components: Map<ComponentRequest>,
        composite_components: Map<CompositeComponentRequest>,
        parent_entity_id: String,     // $ROOT when absent
        tags: Map<String>,            // 0..=50
    }

    /// Its answer.
    CreateEntityResponse { entity_id: String, arn: String, creation_date_time: Epoch, state: String }

    /// The answer of `GET /workspaces/{workspaceId}/entities/{entityId}`
    GetEntityResponse {
        entity_id: String,
        entity_name: String,
        arn: String,
        status: Status,
        workspace_id: String,
        description: String,
        components: Map<ComponentResponse>,
        parent_entity_id: String,
        has_child_entities: bool,
        creation_date_time: Epoch,
        update_date_time: Epoch,
        sync_source: String,
        are_all_components_returned: bool,
    }

    /// `PUT /workspaces/{workspaceId}/entities/{entityId}`
    UpdateEntityRequest {
        entity_name: String,
        description: String,
        component_updates: Map<ComponentUpdateRequest>,
        composite_component_updates: Map<CompositeComponentUpdateRequest>,
        parent_entity_update: ParentEntityUpdateRequest,
    }

    /// Where an entity moves to.
    ParentEntityUpdateRequest { update_type: String, parent_entity_id: String }

    /// Its answer.
    UpdateEntityResponse { update_date_time: Epoch, state: String }

    /// The answer of `DELETE /workspaces/{workspaceId}/entities/{entityId}?isRecursive=`
    DeleteEntityResponse { state: String }

    /// `POST /workspaces/{workspaceId}/entities-list`
    ListEntitiesRequest {
        filters: Vec<ListEntitiesFilter>, // at most one
        max_results: i64,
        next_token: String,
    }

    /// A filter: exactly one member is set.
    ListEntitiesFilter { parent_entity_id: String, component_type_id: String, external_id: String }

    /// Its answer.
    ListEntitiesResponse { entity_summaries: Vec<EntitySummary>, next_token: String }

    /// An entity in a list.
    EntitySummary {
        entity_id: String,
        entity_name: String,
        arn: String,
        parent_entity_id: String,
        status: Status,
        description: String,
        has_child_entities: bool,
        creation_date_time: Epoch,
        update_date_time: Epoch,
    }
}
