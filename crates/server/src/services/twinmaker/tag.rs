//! Tags: shapes in, one call, shapes out.

use super::{Call, Reply, json, page_size};
use gemel_api::{Map, twinmaker as shape};
use gemel_model::id::{TagKey, TagValue, TwinMakerArn, count, required};
use gemel_model::limits::TAGS_PER_RESOURCE_MAX;
use gemel_model::tag::{Resource, Tags};
use gemel_model::{Error, Result};

pub(super) async fn tag(call: &Call<'_>) -> Reply {
    let request: shape::TagResourceRequest = call.body()?;
    let arn = required("resourceARN", request.resource_arn)?;
    let added = tags(Some(required("tags", request.tags)?))?;
    call.app.tag_resource(call.cx, &resource(call, "resourceARN", &arn)?, &added).await?;
    json(&shape::TagResourceResponse {})
}

pub(super) async fn untag(call: &Call<'_>) -> Reply {
    let arn = required("resourceARN", call.query("resourceARN")?)?;
    let keys = call.query_all("tagKeys")?;
    count("tagKeys", keys.len(), 0, TAGS_PER_RESOURCE_MAX)?;
    for key in &keys {
        TagKey::parse("tagKeys", key)?;
    }
    call.app.untag_resource(call.cx, &resource(call, "resourceARN", &arn)?, &keys).await?;
    json(&shape::TagResourceResponse {})
}

pub(super) async fn list(call: &Call<'_>) -> Reply {
    let request: shape::ListTagsForResourceRequest = call.body()?;
    let arn = required("resourceARN", request.resource_arn)?;
    let limit = page_size(request.max_results)?;
    let cursor = call.cursor("", request.next_token.as_deref())?;
    let resource = resource(call, "resourceARN", &arn)?;
    let page = call.app.tags_of(call.cx, &resource, cursor, limit).await?;
    json(&shape::ListTagsForResourceResponse {
        tags: Some(Map::from_iter(page.items)),
        next_token: call.token("", page.next),
    })
}

/// The tags of a request.
pub(super) fn tags(given: Option<Map<String>>) -> Result<Tags> {
    let given = given.unwrap_or_default();
    count("tags", given.len(), 0, TAGS_PER_RESOURCE_MAX)?;
    for (key, value) in given.iter() {
        TagKey::parse("tags", key)?;
        TagValue::parse(&format!("tags.{key}"), value)?;
    }
    Ok(given.0)
}

/// The resource of an ARN of this account and region; anything else is well formed at best, and not found.
pub(super) fn resource(call: &Call<'_>, member: &str, arn: &str) -> Result<Resource> {
    let arn = TwinMakerArn::parse(member, arn)?;
    let settings = &call.app.settings;
    let ours = format!(":iottwinmaker:{}:{}:", settings.region, settings.account_id);
    let missing = || Error::not_found(format!("resource `{arn}` does not exist"));
    let (_, path) = arn.as_str().split_once(&ours).ok_or_else(missing)?;
    Resource::of_path(path).ok_or_else(missing)
}
