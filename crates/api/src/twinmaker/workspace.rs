//! Workspaces.

use crate::{Epoch, Map};

shapes! {
    /// `POST /workspaces/{workspaceId}`
    CreateWorkspaceRequest { description: String, s3_location: String, role: String, tags: Map<String> }

    /// Its answer.
    CreateWorkspaceResponse { arn: String, creation_date_time: Epoch }

    /// The answer of `GET /workspaces/{workspaceId}`
    GetWorkspaceResponse {
        workspace_id: String,
        arn: String,
        description: String,
        linked_services: Vec<String>,
        s3_location: String,
        role: String,
        creation_date_time: Epoch,
        update_date_time: Epoch,
    }

    /// `PUT /workspaces/{workspaceId}`
    UpdateWorkspaceRequest { description: String, role: String, s3_location: String }

    /// Its answer.
    UpdateWorkspaceResponse { update_date_time: Epoch }

    /// The answer of `DELETE /workspaces/{workspaceId}`
    DeleteWorkspaceResponse { message: String }

    /// `POST /workspaces-list`
    ListWorkspacesRequest { max_results: i64, next_token: String }

    /// Its answer.
    ListWorkspacesResponse { workspace_summaries: Vec<WorkspaceSummary>, next_token: String }

    /// A workspace in a list.
    WorkspaceSummary {
        workspace_id: String,
        arn: String,
        description: String,
        linked_services: Vec<String>,
        creation_date_time: Epoch,
        update_date_time: Epoch,
    }
}
