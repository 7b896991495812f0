//! Tags in the store, and the resources found by them.

use crate::change::{Change, Refusal};
use crate::twins::{self, Page, Versioned};
use crate::{Check, Key, Space, Stored, TwinStore, component_type, entity, key, record, scene, workspace};
use gemel_model::tag::{Resource, Tags};
use gemel_model::{Error, Result};

/// The record of a resource's tags; there is none while it has no tags.
pub fn key(resource: &Resource) -> Key {
    Key { space: Space::Tags, bytes: key::join(&[resource.path().as_bytes()]) }
}

/// The tags of a resource; `None` when it has none.
pub async fn get(store: &dyn TwinStore, resource: &Resource) -> Result<Option<Versioned<Tags>>> {
    twins::one(store, key(resource)).await?.map(|it| decode(&it)).transpose()
}

/// The resources that carry a tag, by path.
pub async fn resources(
    store: &dyn TwinStore,
    tag: (&str, &str),
    after: Option<&[u8]>,
    limit: usize,
) -> Result<Page<Resource>> {
    let prefix = key::join(&[tag.0.as_bytes(), tag.1.as_bytes()]);
    let page = twins::page(store, Space::ResourceByTag, prefix, after, limit).await?;
    page.map(|(key, _)| {
        let path = key::last_text(&key.bytes)?;
        Resource::of_path(&path)
            .ok_or_else(|| Error::internal(format!("a tag is of `{path}`, which is no resource")))
    })
    .transposed()
}

/// Gives a resource these tags instead of those that were read. Built-in component types carry none.
pub fn set(resource: &Resource, before: Option<&Versioned<Tags>>, after: &Tags) -> Result<Change> {
    let mut change = Change::new();
    change.require(Check::Present(record_of(resource)), Refusal::ResourceMissing);
    change.require_unchanged(key(resource), before.map_or(0, |it| it.version));
    let no_tags = Tags::new();
    let old = before.map_or(&no_tags, |it| &it.value);
    for (tag, value) in old.iter().filter(|(tag, value)| after.get(*tag) != Some(*value)) {
        change.delete(index_key(tag, value, resource));
    }
    for (tag, value) in after.iter().filter(|(tag, value)| old.get(*tag) != Some(*value)) {
        change.put(index_key(tag, value, resource), Vec::new());
    }
    if after.is_empty() {
        change.delete(key(resource));
    } else {
        change.put(key(resource), record::encode_tags(after)?);
    }
    Ok(change)
}

/// Gives a resource its first tags in the same change that makes it.
pub fn first(resource: &Resource, tags: &Tags) -> Result<Change> {
    let mut change = Change::new();
    if tags.is_empty() {
        return Ok(change);
    }
    change.require(Check::Absent(key(resource)), Refusal::Exists);
    for (tag, value) in tags {
        change.put(index_key(tag, value, resource), Vec::new());
    }
    change.put(key(resource), record::encode_tags(tags)?);
    Ok(change)
}

/// Removes the tags of a resource together with it.
pub(crate) fn forget(change: &mut Change, resource: &Resource, tags: Option<&Versioned<Tags>>) {
    change.require_unchanged(key(resource), tags.map_or(0, |it| it.version));
    let Some(tags) = tags else { return };
    change.delete(key(resource));
    for (tag, value) in &tags.value {
        change.delete(index_key(tag, value, resource));
    }
}

/// The index entry of a tag of a resource.
pub(crate) fn index_key(tag: &str, value: &str, resource: &Resource) -> Key {
    let bytes = key::join(&[tag.as_bytes(), value.as_bytes(), resource.path().as_bytes()]);
    Key { space: Space::ResourceByTag, bytes }
}

/// The record of the resource itself.
pub(crate) fn record_of(resource: &Resource) -> Key {
    match resource {
        Resource::Workspace(it) => workspace::key(it),
        Resource::Entity(workspace, it) => entity::key(workspace, it),
        Resource::ComponentType(workspace, it) => component_type::key(workspace, it),
        Resource::Scene(workspace, it) => scene::key(workspace, it),
    }
}

fn decode(stored: &Stored) -> Result<Versioned<Tags>> {
    Ok(Versioned { value: record::decode_tags(&stored.bytes)?, version: stored.version })
}
