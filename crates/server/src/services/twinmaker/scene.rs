//! Scenes: shapes in, one call, shapes out.

use super::{Call, Reply, epoch, json, page_size, tag, workspace_id};
use gemel_api::{Map, twinmaker as shape};
use gemel_app::scene::{SceneChange, SceneDraft};
use gemel_model::id::{
    Description, Name, S3Url, SceneCapability, SceneId, SceneMetadataValue, WorkspaceId, count, required,
};
use gemel_model::scene::Scene;
use gemel_model::tag::Resource;
use gemel_model::{IndexMap, Result};

/// Entries of `capabilities` and `sceneMetadata`.
const ITEMS_MAX: usize = 50;

pub(super) async fn create(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::CreateSceneRequest = call.body()?;
    let id = SceneId::parse("sceneId", &required("sceneId", request.scene_id)?)?;
    let capabilities = capabilities(request.capabilities)?.unwrap_or_default();
    let location = location(request.content_location)?;
    let is_dynamic = capabilities.iter().any(|it| it == "DYNAMIC_SCENE");
    let draft = SceneDraft {
        content_location: if is_dynamic { location } else { Some(required("contentLocation", location)?) },
        description: description(request.description)?,
        capabilities,
        metadata: metadata(request.scene_metadata)?.unwrap_or_default(),
        tags: tag::tags(request.tags)?,
    };
    let made = call.app.create_scene(call.cx, &workspace, id, draft).await?;
    json(&shape::CreateSceneResponse {
        arn: Some(arn(call, &workspace, &made.id)),
        creation_date_time: epoch(made.created),
    })
}

pub(super) async fn get(call: &Call<'_>, label: &str, scene: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let it = call.app.scene(call.cx, &workspace, &SceneId::parse("sceneId", scene)?).await?;
    json(&shape::GetSceneResponse {
        workspace_id: Some(workspace.to_string()),
        arn: Some(arn(call, &workspace, &it.id)),
        scene_id: Some(it.id.to_string()),
        content_location: Some(it.content_location.unwrap_or_default()),
        creation_date_time: epoch(it.created),
        update_date_time: epoch(it.updated),
        description: Some(it.description.unwrap_or_default()),
        capabilities: Some(it.capabilities),
        scene_metadata: Some(it.metadata.into_iter().map(|(key, value)| (key.to_string(), value)).collect()),
    })
}

pub(super) async fn update(call: &Call<'_>, label: &str, scene: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let id = SceneId::parse("sceneId", scene)?;
    let request: shape::UpdateSceneRequest = call.body()?;
    let change = SceneChange {
        content_location: location(request.content_location)?,
        description: description(request.description)?,
        capabilities: capabilities(request.capabilities)?,
        metadata: metadata(request.scene_metadata)?,
    };
    let updated = call.app.update_scene(call.cx, &workspace, &id, change).await?;
    json(&shape::UpdateSceneResponse { update_date_time: epoch(updated) })
}

pub(super) async fn delete(call: &Call<'_>, label: &str, scene: &str) -> Reply {
    let workspace = workspace_id(label)?;
    call.app.delete_scene(call.cx, &workspace, &SceneId::parse("sceneId", scene)?).await?;
    json(&shape::DeleteSceneResponse {})
}

pub(super) async fn list(call: &Call<'_>, label: &str) -> Reply {
    let workspace = workspace_id(label)?;
    let request: shape::ListScenesRequest = call.body()?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor(label, request.next_token.as_deref())?;
    let page = call.app.scenes(call.cx, &workspace, cursor, limit).await?;
    json(&shape::ListScenesResponse {
        scene_summaries: Some(page.items.into_iter().map(|it| summary(call, &workspace, it)).collect()),
        next_token: call.token(label, page.next),
    })
}

fn summary(call: &Call<'_>, workspace: &WorkspaceId, it: Scene) -> shape::SceneSummary {
    shape::SceneSummary {
        arn: Some(arn(call, workspace, &it.id)),
        scene_id: Some(it.id.to_string()),
        content_location: Some(it.content_location.unwrap_or_default()),
        creation_date_time: epoch(it.created),
        update_date_time: epoch(it.updated),
        description: Some(it.description.unwrap_or_default()),
    }
}

fn arn(call: &Call<'_>, workspace: &WorkspaceId, id: &SceneId) -> String {
    call.app.arn(&Resource::Scene(workspace.clone(), id.clone()))
}

fn location(given: Option<String>) -> Result<Option<String>> {
    given.map(|it| S3Url::parse("contentLocation", &it).map(|it| it.to_string())).transpose()
}

fn description(given: Option<String>) -> Result<Option<String>> {
    given.map(|it| Description::parse("description", &it).map(|it| it.to_string())).transpose()
}

fn capabilities(given: Option<Vec<String>>) -> Result<Option<Vec<String>>> {
    if let Some(given) = &given {
        count("capabilities", given.len(), 0, ITEMS_MAX)?;
        for it in given {
            SceneCapability::parse("capabilities", it)?;
        }
    }
    Ok(given)
}

fn metadata(given: Option<Map<String>>) -> Result<Option<IndexMap<Name, String>>> {
    let Some(given) = given else { return Ok(None) };
    count("sceneMetadata", given.len(), 0, ITEMS_MAX)?;
    let pairs = given.into_iter().map(|(key, value)| {
        SceneMetadataValue::parse(&format!("sceneMetadata.{key}"), &value)?;
        Ok((Name::parse("sceneMetadata", &key)?, value))
    });
    pairs.collect::<Result<_>>().map(Some)
}
