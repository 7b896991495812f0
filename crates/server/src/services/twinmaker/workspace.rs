//! Workspaces: shapes in, one call, shapes out.

use super::{Call, Reply, epoch, json, page_size, tag, workspace_id};
use gemel_api::twinmaker as shape;
use gemel_app::workspace::{WorkspaceChange, WorkspaceDraft};
use gemel_model::id::{Description, RoleArn, S3Location, WorkspaceId};
use gemel_model::tag::Resource;
use gemel_model::workspace::Workspace;
use gemel_model::{Error, Result};

pub(super) async fn create(call: &Call<'_>, label: &str) -> Reply {
    let id = workspace_id(label)?;
    let request: shape::CreateWorkspaceRequest = call.body()?;
    let draft = WorkspaceDraft {
        description: text(request.description)?,
        s3_location: request.s3_location.map(|it| S3Location::parse("s3Location", &it)).transpose()?,
        role: request.role.map(|it| RoleArn::parse("role", &it)).transpose()?,
        tags: tag::tags(request.tags)?,
    };
    let made = call.app.create_workspace(call.cx, id, draft).await?;
    json(&shape::CreateWorkspaceResponse {
        arn: Some(arn(call, &made.id)),
        creation_date_time: epoch(made.created),
    })
}

pub(super) async fn get(call: &Call<'_>, label: &str) -> Reply {
    let id = id_or_arn(call, label)?;
    let it = call.app.workspace(call.cx, &id).await?;
    json(&shape::GetWorkspaceResponse {
        arn: Some(arn(call, &it.id)),
        workspace_id: Some(it.id.to_string()),
        description: Some(it.description.unwrap_or_default()),
        linked_services: Some(it.linked_services),
        s3_location: it.s3_location,
        role: it.role,
        creation_date_time: epoch(it.created),
        update_date_time: epoch(it.updated),
    })
}

pub(super) async fn update(call: &Call<'_>, label: &str) -> Reply {
    let id = workspace_id(label)?;
    let request: shape::UpdateWorkspaceRequest = call.body()?;
    let change = WorkspaceChange {
        description: text(request.description)?,
        s3_location: request.s3_location.map(|it| S3Location::parse("s3Location", &it)).transpose()?,
        role: request.role.map(|it| RoleArn::parse("role", &it)).transpose()?,
    };
    let updated = call.app.update_workspace(call.cx, &id, change).await?;
    json(&shape::UpdateWorkspaceResponse { update_date_time: epoch(updated) })
}

pub(super) async fn delete(call: &Call<'_>, label: &str) -> Reply {
    let id = workspace_id(label)?;
    call.app.delete_workspace(call.cx, &id).await?;
    json(&shape::DeleteWorkspaceResponse { message: Some(format!("workspace {id} is deleted")) })
}

pub(super) async fn list(call: &Call<'_>) -> Reply {
    let request: shape::ListWorkspacesRequest = call.body()?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor("", request.next_token.as_deref())?;
    let page = call.app.workspaces(call.cx, cursor, limit).await?;
    json(&shape::ListWorkspacesResponse {
        workspace_summaries: Some(page.items.into_iter().map(|it| summary(call, it)).collect()),
        next_token: call.token("", page.next),
    })
}

fn summary(call: &Call<'_>, it: Workspace) -> shape::WorkspaceSummary {
    shape::WorkspaceSummary {
        arn: Some(arn(call, &it.id)),
        workspace_id: Some(it.id.to_string()),
        description: Some(it.description.unwrap_or_default()),
        linked_services: Some(it.linked_services),
        creation_date_time: epoch(it.created),
        update_date_time: epoch(it.updated),
    }
}

fn arn(call: &Call<'_>, id: &WorkspaceId) -> String {
    call.app.arn(&Resource::Workspace(id.clone()))
}

fn text(description: Option<String>) -> Result<Option<String>> {
    description.map(|it| Description::parse("description", &it).map(|it| it.to_string())).transpose()
}

/// GetWorkspace takes an id, or a whole ARN of this account and region.
fn id_or_arn(call: &Call<'_>, label: &str) -> Result<WorkspaceId> {
    if !label.starts_with("arn:") {
        return workspace_id(label);
    }
    match tag::resource(call, "workspaceId", label)? {
        Resource::Workspace(it) => Ok(it),
        _ => Err(Error::invalid(format!("`{label}` is not the ARN of a workspace"))),
    }
}
