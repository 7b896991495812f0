//! Which operation a method and a path mean.

/// Which half of the API an operation belongs to: AWS gives each a host of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plane {
    /// `api.`
    Control,
    /// `data.`
    Data,
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident $({ $($label:ident),* })?;)*) => {
        /// An operation with its path's labels, decoded but not checked.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Operation { $($(#[$doc])* $name $({ $($label: String),* })?,)* }

        impl Operation {
            /// All operations' names, as in the public API.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// Its name, as in the public API.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$name $({ $($label: _),* })? => stringify!($name),)* }
            }
        }
    };
}

operations! {
    /// `POST /workspaces/{workspaceId}`
    CreateWorkspace { workspace_id };
    /// `GET /workspaces/{workspaceId}`
    GetWorkspace { workspace_id };
    /// `PUT /workspaces/{workspaceId}`
    UpdateWorkspace { workspace_id };
    /// `DELETE /workspaces/{workspaceId}`
    DeleteWorkspace { workspace_id };
    /// `POST /workspaces-list`
    ListWorkspaces;
    /// `POST /workspaces/{workspaceId}/component-types/{componentTypeId}`
    CreateComponentType { workspace_id, component_type_id };
    /// `GET /workspaces/{workspaceId}/component-types/{componentTypeId}`
    GetComponentType { workspace_id, component_type_id };
    /// `PUT /workspaces/{workspaceId}/component-types/{componentTypeId}`
    UpdateComponentType { workspace_id, component_type_id };
    /// `DELETE /workspaces/{workspaceId}/component-types/{componentTypeId}`
    DeleteComponentType { workspace_id, component_type_id };
    /// `POST /workspaces/{workspaceId}/component-types-list`
    ListComponentTypes { workspace_id };
    /// `POST /workspaces/{workspaceId}/entities`
    CreateEntity { workspace_id };
    /// `GET /workspaces/{workspaceId}/entities/{entityId}`
    GetEntity { workspace_id, entity_id };
    /// `PUT /workspaces/{workspaceId}/entities/{entityId}`
    UpdateEntity { workspace_id, entity_id };
    /// `DELETE /workspaces/{workspaceId}/entities/{entityId}`
    DeleteEntity { workspace_id, entity_id };
    /// `POST /workspaces/{workspaceId}/entities-list`
    ListEntities { workspace_id };
    /// `POST /workspaces/{workspaceId}/entities/{entityId}/components-list`
    ListComponents { workspace_id, entity_id };
    /// `POST /workspaces/{workspaceId}/properties-list`
    ListProperties { workspace_id };
    /// `POST /workspaces/{workspaceId}/entity-properties/value`
    GetPropertyValue { workspace_id };
    /// `POST /workspaces/{workspaceId}/entity-properties/history`
    GetPropertyValueHistory { workspace_id };
    /// `POST /workspaces/{workspaceId}/entity-properties`
    BatchPutPropertyValues { workspace_id };
    /// `POST /queries/execution`
    ExecuteQuery;
    /// `POST /workspaces/{workspaceId}/scenes`
    CreateScene { workspace_id };
    /// `GET /workspaces/{workspaceId}/scenes/{sceneId}`
    GetScene { workspace_id, scene_id };
    /// `PUT /workspaces/{workspaceId}/scenes/{sceneId}`
    UpdateScene { workspace_id, scene_id };
    /// `DELETE /workspaces/{workspaceId}/scenes/{sceneId}`
    DeleteScene { workspace_id, scene_id };
    /// `POST /workspaces/{workspaceId}/scenes-list`
    ListScenes { workspace_id };
    /// `POST /workspaces/{workspaceId}/sync-jobs/{syncSource}`
    CreateSyncJob { workspace_id, sync_source };
    /// `GET /sync-jobs/{syncSource}?workspace=`
    GetSyncJob { sync_source };
    /// `DELETE /workspaces/{workspaceId}/sync-jobs/{syncSource}`
    DeleteSyncJob { workspace_id, sync_source };
    /// `POST /workspaces/{workspaceId}/sync-jobs-list`
    ListSyncJobs { workspace_id };
    /// `POST /workspaces/{workspaceId}/sync-jobs/{syncSource}/resources-list`
    ListSyncResources { workspace_id, sync_source };
    /// `POST /metadata-transfer-jobs`
    CreateMetadataTransferJob;
    /// `GET /metadata-transfer-jobs/{metadataTransferJobId}`
    GetMetadataTransferJob { metadata_transfer_job_id };
    /// `POST /metadata-transfer-jobs-list`
    ListMetadataTransferJobs;
    /// `PUT /metadata-transfer-jobs/{metadataTransferJobId}/cancel`
    CancelMetadataTransferJob { metadata_transfer_job_id };
    /// `GET /pricingplan`
    GetPricingPlan;
    /// `POST /pricingplan`
    UpdatePricingPlan;
    /// `POST /tags`
    TagResource;
    /// `DELETE /tags`
    UntagResource;
    /// `POST /tags-list`
    ListTagsForResource;
}

impl Operation {
    /// Which half of the API it belongs to.
    pub const fn plane(&self) -> Plane {
        match self {
            Self::GetPropertyValue { .. }
            | Self::GetPropertyValueHistory { .. }
            | Self::BatchPutPropertyValues { .. } => Plane::Data,
            _ => Plane::Control,
        }
    }
}

/// Which operation a method and the decoded segments of a path mean; `None` when there is none.
pub fn operation(method: &str, segments: &[&str]) -> Option<Operation> {
    match segments {
        ["workspaces", workspace_id, rest @ ..] => in_workspace(method, workspace_id, rest),
        _ => of_account(method, segments),
    }
}

fn of_account(method: &str, segments: &[&str]) -> Option<Operation> {
    use Operation as It;
    Some(match (method, segments) {
        ("POST", ["workspaces-list"]) => It::ListWorkspaces,
        ("POST", ["queries", "execution"]) => It::ExecuteQuery,
        ("GET", ["sync-jobs", source]) => It::GetSyncJob { sync_source: (*source).into() },
        ("POST", ["metadata-transfer-jobs"]) => It::CreateMetadataTransferJob,
        ("GET", ["metadata-transfer-jobs", id]) => {
            It::GetMetadataTransferJob { metadata_transfer_job_id: (*id).into() }
        }
        ("POST", ["metadata-transfer-jobs-list"]) => It::ListMetadataTransferJobs,
        ("PUT", ["metadata-transfer-jobs", id, "cancel"]) => {
            It::CancelMetadataTransferJob { metadata_transfer_job_id: (*id).into() }
        }
        ("GET", ["pricingplan"]) => It::GetPricingPlan,
        ("POST", ["pricingplan"]) => It::UpdatePricingPlan,
        ("POST", ["tags"]) => It::TagResource,
        ("DELETE", ["tags"]) => It::UntagResource,
        ("POST", ["tags-list"]) => It::ListTagsForResource,
        _ => return None,
    })
}

fn in_workspace(method: &str, workspace_id: &str, rest: &[&str]) -> Option<Operation> {
    use Operation as It;
    let workspace_id = workspace_id.to_owned();
    Some(match (method, rest) {
        ("POST", []) => It::CreateWorkspace { workspace_id },
        ("GET", []) => It::GetWorkspace { workspace_id },
        ("PUT", []) => It::UpdateWorkspace { workspace_id },
        ("DELETE", []) => It::DeleteWorkspace { workspace_id },
        ("POST", ["component-types-list"]) => It::ListComponentTypes { workspace_id },
        ("POST", ["entities"]) => It::CreateEntity { workspace_id },
        ("POST", ["entities-list"]) => It::ListEntities { workspace_id },
        ("POST", ["properties-list"]) => It::ListProperties { workspace_id },
        ("POST", ["entity-properties"]) => It::BatchPutPropertyValues { workspace_id },
        ("POST", ["entity-properties", "value"]) => It::GetPropertyValue { workspace_id },
        ("POST", ["entity-properties", "history"]) => It::GetPropertyValueHistory { workspace_id },
        ("POST", ["scenes"]) => It::CreateScene { workspace_id },
        ("POST", ["scenes-list"]) => It::ListScenes { workspace_id },
        ("POST", ["sync-jobs-list"]) => It::ListSyncJobs { workspace_id },
        (method, ["component-types", id]) => of_component_type(method, workspace_id, (*id).into())?,
        (method, ["entities", id, rest @ ..]) => of_entity(method, workspace_id, (*id).into(), rest)?,
        (method, ["scenes", id]) => of_scene(method, workspace_id, (*id).into())?,
        (method, ["sync-jobs", source, rest @ ..]) => {
            of_sync_job(method, workspace_id, (*source).into(), rest)?
        }
        _ => return None,
    })
}

fn of_component_type(method: &str, workspace_id: String, component_type_id: String) -> Option<Operation> {
    Some(match method {
        "POST" => Operation::CreateComponentType { workspace_id, component_type_id },
        "GET" => Operation::GetComponentType { workspace_id, component_type_id },
        "PUT" => Operation::UpdateComponentType { workspace_id, component_type_id },
        "DELETE" => Operation::DeleteComponentType { workspace_id, component_type_id },
        _ => return None,
    })
}

fn of_entity(method: &str, workspace_id: String, entity_id: String, rest: &[&str]) -> Option<Operation> {
    Some(match (method, rest) {
        ("GET", []) => Operation::GetEntity { workspace_id, entity_id },
        ("PUT", []) => Operation::UpdateEntity { workspace_id, entity_id },
        ("DELETE", []) => Operation::DeleteEntity { workspace_id, entity_id },
        ("POST", ["components-list"]) => Operation::ListComponents { workspace_id, entity_id },
        _ => return None,
    })
}

fn of_scene(method: &str, workspace_id: String, scene_id: String) -> Option<Operation> {
    Some(match method {
        "GET" => Operation::GetScene { workspace_id, scene_id },
        "PUT" => Operation::UpdateScene { workspace_id, scene_id },
        "DELETE" => Operation::DeleteScene { workspace_id, scene_id },
        _ => return None,
    })
}

fn of_sync_job(method: &str, workspace_id: String, sync_source: String, rest: &[&str]) -> Option<Operation> {
    Some(match (method, rest) {
        ("POST", []) => Operation::CreateSyncJob { workspace_id, sync_source },
        ("DELETE", []) => Operation::DeleteSyncJob { workspace_id, sync_source },
        ("POST", ["resources-list"]) => Operation::ListSyncResources { workspace_id, sync_source },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: &str, path: &str, want: Option<&str>) {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        assert_eq!(operation(method, &segments).map(|it| it.name()), want, "{method} {path}");
    }

    #[test]
    fn paths() {
        check("POST", "/workspaces/w", Some("CreateWorkspace"));
        check("POST", "/workspaces-list", Some("ListWorkspaces"));
        check("GET", "/workspaces/w/entities/e", Some("GetEntity"));
        check("POST", "/workspaces/w/entities/e/components-list", Some("ListComponents"));
        check("POST", "/workspaces/w/entity-properties", Some("BatchPutPropertyValues"));
        check("POST", "/workspaces/w/entity-properties/history", Some("GetPropertyValueHistory"));
        check("GET", "/sync-jobs/SITEWISE", Some("GetSyncJob"));
        check("POST", "/workspaces/w/sync-jobs/S/resources-list", Some("ListSyncResources"));
        check("PATCH", "/workspaces/w", None);
        check("GET", "/workspaces", None);
        check("GET", "/workspaces/w/entities", None);
        check("GET", "/", None);
        assert_eq!(Operation::NAMES.len(), 40);
    }
}
