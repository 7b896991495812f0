//! Workspaces: make, look up, change, remove, list.

use crate::{App, Context, with_retries};
use gemel_model::id::{RoleArn, S3Location, WorkspaceId};
use gemel_model::quota::within;
use gemel_model::tag::{Resource, Tags};
use gemel_model::time::Timestamp;
use gemel_model::workspace::Workspace;
use gemel_model::{Error, Kind, Result, tag};
use gemel_store::change::Refusal;
use gemel_store::twins::Page;
use gemel_store::{counter, workspace};

/// The workspace that SiteWise makes on AWS; it can never be deleted there, nor here.
const DEFAULT_WORKSPACE: &str = "IoTSiteWiseDefaultWorkspace";

/// What a request says of a workspace to be made.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceDraft {
    /// Free text.
    pub description: Option<String>,
    /// Its bucket, which must exist.
    pub s3_location: Option<S3Location>,
    /// The role it acts under.
    pub role: Option<RoleArn>,
    /// Its tags.
    pub tags: Tags,
}

/// What a request changes of a workspace; absent members stay.
#[derive(Debug, Clone, Default)]
pub struct WorkspaceChange {
    /// Free text.
    pub description: Option<String>,
    /// Its bucket, which must exist; the marker moves there.
    pub s3_location: Option<S3Location>,
    /// The role it acts under.
    pub role: Option<RoleArn>,
}

impl App {
    /// Makes a workspace; its bucket, if it has one, gets a marker that says not to delete it.
    pub async fn create_workspace(
        &self,
        cx: &Context,
        id: WorkspaceId,
        draft: WorkspaceDraft,
    ) -> Result<Workspace> {
        let resource = Resource::Workspace(id.clone());
        cx.require("iottwinmaker:CreateWorkspace", &self.arn(&resource))?;
        within(
            "the number of workspaces",
            counter::workspaces(&*self.store).await? + 1,
            self.settings.quotas.workspaces_max,
        )?;
        if let Some(location) = &draft.s3_location {
            self.check_bucket(location).await?;
        }
        let now = self.clock.now();
        let made = Workspace {
            id: id.clone(),
            description: draft.description,
            s3_location: draft.s3_location.as_ref().map(ToString::to_string),
            role: draft.role.map(|it| it.to_string()),
            linked_services: Vec::new(),
            created: now,
            updated: now,
        };
        let tags = gemel_store::tag::first(&resource, &tag::merged(&Tags::new(), &draft.tags)?)?;
        workspace::put(None, &made)?.and(tags).commit(&*self.store).await?.map_err(|it| refused(&id, &it))?;
        if let Some(location) = &draft.s3_location {
            self.objects.put_marker(location.bucket(), &id).await.map_err(Error::from)?;
        }
        Ok(made)
    }

    /// A workspace.
    pub async fn workspace(&self, cx: &Context, id: &WorkspaceId) -> Result<Workspace> {
        cx.require("iottwinmaker:GetWorkspace", &self.arn(&Resource::Workspace(id.clone())))?;
        let found = workspace::get(&*self.store, id).await?;
        found.map(|it| it.value).ok_or_else(|| missing(id))
    }

    /// Changes a workspace; gives when.
    pub async fn update_workspace(
        &self,
        cx: &Context,
        id: &WorkspaceId,
        change: WorkspaceChange,
    ) -> Result<Timestamp> {
        cx.require("iottwinmaker:UpdateWorkspace", &self.arn(&Resource::Workspace(id.clone())))?;
        if let Some(location) = &change.s3_location {
            self.check_bucket(location).await?;
        }
        let (before, after) = with_retries(|| self.change_workspace(id, &change)).await?;
        if let Some(location) =
            change.s3_location.filter(|it| before.s3_location.as_deref() != Some(it.as_str()))
        {
            self.objects.put_marker(location.bucket(), id).await.map_err(Error::from)?;
            self.remove_marker(&before).await?;
        }
        Ok(after.updated)
    }

    async fn change_workspace(
        &self,
        id: &WorkspaceId,
        change: &WorkspaceChange,
    ) -> Result<(Workspace, Workspace)> {
        let before = workspace::get(&*self.store, id).await?.ok_or_else(|| missing(id))?;
        let mut after = before.value.clone();
        after.updated = self.clock.now();
        if let Some(it) = &change.description {
            after.description = Some(it.clone());
        }
        if let Some(it) = &change.s3_location {
            after.s3_location = Some(it.to_string());
        }
        if let Some(it) = &change.role {
            after.role = Some(it.to_string());
        }
        workspace::put(Some(&before), &after)?.commit(&*self.store).await?.map_err(|it| refused(id, &it))?;
        Ok((before.value, after))
    }

    /// Removes an empty workspace, and the marker in its bucket, never the bucket.
    pub async fn delete_workspace(&self, cx: &Context, id: &WorkspaceId) -> Result<()> {
        let resource = Resource::Workspace(id.clone());
        cx.require("iottwinmaker:DeleteWorkspace", &self.arn(&resource))?;
        if id.as_str() == DEFAULT_WORKSPACE {
            return Err(Error::invalid(format!(
                "workspace `{id}` is the default workspace and cannot be deleted"
            )));
        }
        let gone = with_retries(|| async {
            let before = workspace::get(&*self.store, id).await?.ok_or_else(|| missing(id))?;
            let tags = gemel_store::tag::get(&*self.store, &resource).await?;
            let change = workspace::delete(&before, tags.as_ref());
            change.commit(&*self.store).await?.map_err(|it| refused(id, &it))?;
            Ok(before.value)
        });
        let gone = gone.await?;
        self.changes.tell_workspace(id);
        self.series.remove(id, None, None).await?;
        self.remove_marker(&gone).await
    }

    /// Workspaces, by id.
    pub async fn workspaces(
        &self,
        cx: &Context,
        after: Option<Vec<u8>>,
        limit: usize,
    ) -> Result<Page<Workspace>> {
        cx.require("iottwinmaker:ListWorkspaces", "*")?;
        let page = workspace::list(&*self.store, after.as_deref(), limit).await?;
        Ok(Page { items: page.items.into_iter().map(|it| it.value).collect(), next: page.next })
    }

    async fn check_bucket(&self, location: &S3Location) -> Result<()> {
        if self.objects.has_bucket(location.bucket()).await? {
            return Ok(());
        }
        Err(Error::invalid(format!(
            "the bucket `{}` of s3Location `{location}` does not exist; create it first",
            location.bucket()
        )))
    }

    async fn remove_marker(&self, of: &Workspace) -> Result<()> {
        let Some(location) = &of.s3_location else { return Ok(()) };
        let bucket = S3Location::trusted(location.as_str());
        match self.objects.remove_marker(bucket.bucket(), &of.id).await.map_err(Error::from) {
            // Whoever removed the bucket by hand removed the marker with it.
            Err(error) if error.kind() == Kind::NotFound => Ok(()),
            done => done,
        }
    }
}

/// What is said of a workspace that does not exist.
pub(crate) fn missing(id: &WorkspaceId) -> Error {
    Error::not_found(format!("workspace `{id}` does not exist"))
}

fn refused(id: &WorkspaceId, refusal: &Refusal) -> Error {
    match refusal {
        Refusal::Exists => Error::new(Kind::Conflict, format!("workspace `{id}` already exists")),
        Refusal::WorkspaceMissing => missing(id),
        Refusal::WorkspaceInUse => Error::invalid(format!(
            "workspace `{id}` is not empty; delete its entities, scenes and component types first"
        )),
        _ => Error::new(Kind::Contention, format!("workspace `{id}` was changed by another writer")),
    }
}
