//! Workspaces, scenes, tags and the pricing plan on disk. Ids stand in the keys.

use super::{Nothing, Record, decode, encode, mirrored};
use gemel_model::Result;
use gemel_model::id::{Name, SceneId, WorkspaceId};
use gemel_model::pricing::{PricingMode, PricingPlan};
use gemel_model::scene::Scene;
use gemel_model::tag::Tags;
use gemel_model::time::Timestamp;
use gemel_model::workspace::Workspace;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct WorkspaceV1 {
    description: Option<String>,
    s3_location: Option<String>,
    role: Option<String>,
    linked_services: Vec<String>,
    created_ns: i64,
    updated_ns: i64,
}

#[derive(Serialize, Deserialize)]
struct SceneV1 {
    content_location: Option<String>,
    description: Option<String>,
    capabilities: Vec<String>,
    metadata: Vec<(String, String)>,
    created_ns: i64,
    updated_ns: i64,
}

#[derive(Serialize, Deserialize)]
struct TagsV1 {
    tags: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct PricingPlanV1 {
    mode: PricingModeV1,
    bundle_names: Vec<String>,
    effective_ns: i64,
    updated_ns: i64,
    is_chosen: bool,
}

mirrored! {
    /// How AWS would bill.
    PricingModeV1 of PricingMode { Basic, Standard, TieredBundle }
}

macro_rules! first_form {
    ($($name:ident),*) => {$(
        impl Record for $name {
            const VERSION: u8 = 1;
            type Previous = Nothing;

            fn climb(previous: Nothing) -> Self {
                match previous {}
            }
        }
    )*};
}
first_form!(WorkspaceV1, SceneV1, TagsV1, PricingPlanV1);

/// The record of a workspace.
pub fn encode_workspace(of: &Workspace) -> Result<Vec<u8>> {
    encode(&WorkspaceV1 {
        description: of.description.clone(),
        s3_location: of.s3_location.clone(),
        role: of.role.clone(),
        linked_services: of.linked_services.clone(),
        created_ns: of.created.nanos(),
        updated_ns: of.updated.nanos(),
    })
}

/// The workspace of a record.
pub fn decode_workspace(id: WorkspaceId, bytes: &[u8]) -> Result<Workspace> {
    let record: WorkspaceV1 = decode(bytes)?;
    Ok(Workspace {
        id,
        description: record.description,
        s3_location: record.s3_location,
        role: record.role,
        linked_services: record.linked_services,
        created: Timestamp::from_nanos(record.created_ns),
        updated: Timestamp::from_nanos(record.updated_ns),
    })
}

/// The record of a scene.
pub fn encode_scene(of: &Scene) -> Result<Vec<u8>> {
    encode(&SceneV1 {
        content_location: of.content_location.clone(),
        description: of.description.clone(),
        capabilities: of.capabilities.clone(),
        metadata: of.metadata.iter().map(|(name, it)| (name.to_string(), it.clone())).collect(),
        created_ns: of.created.nanos(),
        updated_ns: of.updated.nanos(),
    })
}

/// The scene of a record.
pub fn decode_scene(id: SceneId, bytes: &[u8]) -> Result<Scene> {
    let record: SceneV1 = decode(bytes)?;
    Ok(Scene {
        id,
        content_location: record.content_location,
        description: record.description,
        capabilities: record.capabilities,
        metadata: record.metadata.into_iter().map(|(name, it)| (Name::trusted(name), it)).collect(),
        created: Timestamp::from_nanos(record.created_ns),
        updated: Timestamp::from_nanos(record.updated_ns),
    })
}

/// The record of a resource's tags.
pub fn encode_tags(of: &Tags) -> Result<Vec<u8>> {
    encode(&TagsV1 { tags: of.iter().map(|(key, value)| (key.clone(), value.clone())).collect() })
}

/// The tags of a record.
pub fn decode_tags(bytes: &[u8]) -> Result<Tags> {
    let record: TagsV1 = decode(bytes)?;
    Ok(record.tags.into_iter().collect())
}

/// The record of the pricing plan.
pub fn encode_pricing_plan(of: &PricingPlan) -> Result<Vec<u8>> {
    encode(&PricingPlanV1 {
        mode: of.mode.into(),
        bundle_names: of.bundle_names.clone(),
        effective_ns: of.effective.nanos(),
        updated_ns: of.updated.nanos(),
        is_chosen: of.is_chosen,
    })
}

/// The pricing plan of a record.
pub fn decode_pricing_plan(bytes: &[u8]) -> Result<PricingPlan> {
    let record: PricingPlanV1 = decode(bytes)?;
    Ok(PricingPlan {
        mode: record.mode.into(),
        bundle_names: record.bundle_names,
        effective: Timestamp::from_nanos(record.effective_ns),
        updated: Timestamp::from_nanos(record.updated_ns),
        is_chosen: record.is_chosen,
    })
}
