//! Scenes.

use crate::{Epoch, Map};

shapes! {
    /// `POST /workspaces/{workspaceId}/scenes`
    CreateSceneRequest {
        scene_id: String,             // required
        content_location: String,     // required, but for dynamic scenes
        description: String,
        capabilities: Vec<String>,    // 0..=50
        tags: Map<String>,            // 0..=50
        scene_metadata: Map<String>,  // 0..=50
    }

    /// Its answer.
    CreateSceneResponse { arn: String, creation_date_time: Epoch }

    /// The answer of `GET /workspaces/{workspaceId}/scenes/{sceneId}`
    GetSceneResponse {
        workspace_id: String,
        scene_id: String,
        content_location: String,
        arn: String,
        creation_date_time: Epoch,
        update_date_time: Epoch,
        description: String,
        capabilities: Vec<String>,
        scene_metadata: Map<String>,
    }

    /// `PUT /workspaces/{workspaceId}/scenes/{sceneId}`
    UpdateSceneRequest {
        content_location: String,
        description: String,
        capabilities: Vec<String>,
        scene_metadata: Map<String>,
    }

    /// Its answer.
    UpdateSceneResponse { update_date_time: Epoch }

    /// The answer of `DELETE /workspaces/{workspaceId}/scenes/{sceneId}`
    DeleteSceneResponse {}

    /// `POST /workspaces/{workspaceId}/scenes-list`
    ListScenesRequest { max_results: i64, next_token: String }

    /// Its answer.
    ListScenesResponse { scene_summaries: Vec<SceneSummary>, next_token: String }

    /// A scene in a list.
    SceneSummary {
        scene_id: String,
        content_location: String,
        arn: String,
        creation_date_time: Epoch,
        update_date_time: Epoch,
        description: String,
    }
}
