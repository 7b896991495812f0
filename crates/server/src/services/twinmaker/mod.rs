//! IoT TwinMaker: each operation is one line here and one small function in its resource's file.

mod component;
mod component_type;
mod entity;
mod live;
mod pricing;
mod property;
mod property_values;
mod scene;
mod tag;
mod value;
mod workspace;
mod written;

use super::failure::{self, Failure};
use crate::front::{Body, whole};
use crate::listener::Stopping;
use bytes::Bytes;
use gemel_api::twinmaker::{Operation, SUBSCRIBE, operation, subscription};
use gemel_app::{App, Caller, Context};
use gemel_model::id::WorkspaceId;
use gemel_model::time::Timestamp;
use gemel_model::{Error, Kind, Result as ModelResult, limits};
use gemel_wire::page_token::{Binding, Sealer, request_hash};
use gemel_wire::protocol::{Protocol, rest_json};
use gemel_wire::{Fault, Refusal, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The service.
pub struct TwinMaker {
    app: Arc<App>,
    pages: Arc<Sealer>,
    stopping: Stopping,
}

/// What every handler gives back: the JSON of its response shape.
pub(crate) type Reply = Result<Bytes, Failure>;

/// One call of one operation.
pub(crate) struct Call<'a> {
    /// The platform.
    pub(crate) app: &'a App,
    /// Who asks.
    pub(crate) cx: &'a Context,
    /// What was sent.
    pub(crate) request: &'a Request,
    operation: &'static str,
    pages: &'a Sealer,
}

impl TwinMaker {
    /// The service over the platform; `pages` seals its page tokens, `stopping` ends its streams.
    pub fn new(app: Arc<App>, pages: Arc<Sealer>, stopping: Stopping) -> Self {
        Self { app, pages, stopping }
    }

    /// Answers one request of an authenticated caller, with the name of its operation.
    pub async fn call(
        &self,
        caller: Caller,
        request: &Request,
        request_id: &str,
    ) -> (&'static str, http::Response<Body>) {
        let (name, answer) = self.dispatch(caller, request, request_id).await;
        let answer = answer.unwrap_or_else(|failure| {
            let fault = match failure {
                Failure::Fault(fault) => fault,
                Failure::Error(error) => failure::twinmaker(&error),
            };
            whole(rest_json::fault(&fault, request_id))
        });
        (name, answer)
    }

    async fn dispatch(
        &self,
        caller: Caller,
        request: &Request,
        request_id: &str,
    ) -> (&'static str, Result<http::Response<Body>, Failure>) {
        let segments = match request.segments() {
            Ok(it) => it,
            Err(malformed) => {
                return ("-", Err(Refusal::BadPath(malformed).fault(Protocol::RestJson).into()));
            }
        };
        let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
        let subscribed = subscription(request.method(), &segments);
        let operation = operation(request.method(), &segments);
        let name = match (subscribed, &operation) {
            (Some(_), _) => SUBSCRIBE,
            (None, Some(operation)) => operation.name(),
            (None, None) => {
                let what = format!("{} {}", request.method(), request.parts.uri.path());
                return ("-", Err(Refusal::UnknownOperation(what).fault(Protocol::RestJson).into()));
            }
        };
        if let Err(fault) = content_type(request) {
            return (name, Err(fault.into()));
        }
        let cx = Context { caller, request_id: request_id.to_owned() };
        let call = Call { app: &self.app, cx: &cx, request, operation: name, pages: &self.pages };
        let answer = match (subscribed, operation) {
            (Some(workspace_id), _) => live::subscribe(&call, workspace_id, self.stopping.clone()).await,
            (None, Some(operation)) => {
                carry_out(&call, operation).await.map(|it| whole(rest_json::response(200, it, request_id)))
            }
            (None, None) => Err(not_built(name)),
        };
        (name, answer)
    }
}

/// Every operation, a line each.
async fn carry_out(call: &Call<'_>, operation: Operation) -> Reply {
    use Operation as It;
    match operation {
        It::CreateWorkspace { workspace_id } => workspace::create(call, &workspace_id).await,
        It::GetWorkspace { workspace_id } => workspace::get(call, &workspace_id).await,
        It::UpdateWorkspace { workspace_id } => workspace::update(call, &workspace_id).await,
        It::DeleteWorkspace { workspace_id } => workspace::delete(call, &workspace_id).await,
        It::ListWorkspaces => workspace::list(call).await,
        It::CreateComponentType { workspace_id, component_type_id } => {
            component_type::create(call, &workspace_id, &component_type_id).await
        }
        It::GetComponentType { workspace_id, component_type_id } => {
            component_type::get(call, &workspace_id, &component_type_id).await
        }
        It::UpdateComponentType { workspace_id, component_type_id } => {
            component_type::update(call, &workspace_id, &component_type_id).await
        }
        It::DeleteComponentType { workspace_id, component_type_id } => {
            component_type::delete(call, &workspace_id, &component_type_id).await
        }
        It::ListComponentTypes { workspace_id } => component_type::list(call, &workspace_id).await,
        It::CreateEntity { workspace_id } => entity::create(call, &workspace_id).await,
        It::GetEntity { workspace_id, entity_id } => entity::get(call, &workspace_id, &entity_id).await,
        It::UpdateEntity { workspace_id, entity_id } => entity::update(call, &workspace_id, &entity_id).await,
        It::DeleteEntity { workspace_id, entity_id } => entity::delete(call, &workspace_id, &entity_id).await,
        It::ListEntities { workspace_id } => entity::list(call, &workspace_id).await,
        It::ListComponents { workspace_id, entity_id } => {
            component::list(call, &workspace_id, &entity_id).await
        }
        It::ListProperties { workspace_id } => property::list(call, &workspace_id).await,
        It::CreateScene { workspace_id } => scene::create(call, &workspace_id).await,
        It::GetScene { workspace_id, scene_id } => scene::get(call, &workspace_id, &scene_id).await,
        It::UpdateScene { workspace_id, scene_id } => scene::update(call, &workspace_id, &scene_id).await,
        It::DeleteScene { workspace_id, scene_id } => scene::delete(call, &workspace_id, &scene_id).await,
        It::ListScenes { workspace_id } => scene::list(call, &workspace_id).await,
        It::GetPropertyValue { workspace_id } => property_values::get(call, &workspace_id).await,
        It::GetPropertyValueHistory { workspace_id } => property_values::history(call, &workspace_id).await,
        It::BatchPutPropertyValues { workspace_id } => property_values::put(call, &workspace_id).await,
        It::GetPricingPlan => pricing::get(call).await,
        It::UpdatePricingPlan => pricing::update(call).await,
        It::TagResource => tag::tag(call).await,
        It::UntagResource => tag::untag(call).await,
        It::ListTagsForResource => tag::list(call).await,
        other => Err(not_built(other.name())),
    }
}

/// The honest answer for what is on the debt list.
fn not_built(operation: &str) -> Failure {
    Error::new(
        Kind::NotImplemented,
        format!(
            "{operation} is not built yet in this version of Gemel; docs/ref/differences.md lists what is"
        ),
    )
    .into()
}

/// Bodies are JSON; anything else was meant for somebody else. No content type at all is fine.
fn content_type(request: &Request) -> Result<(), Fault> {
    let Some(given) = request.header("content-type") else { return Ok(()) };
    let kind = given.split(';').next().unwrap_or_default().trim();
    let is_json = kind.eq_ignore_ascii_case("application/json")
        || kind.eq_ignore_ascii_case("application/x-amz-json-1.1");
    if is_json || request.body.is_empty() {
        return Ok(());
    }
    Err(Refusal::ContentType(given.to_owned()).fault(Protocol::RestJson))
}

impl Call<'_> {
    /// The body as a request shape.
    pub(crate) fn body<T: DeserializeOwned + Default>(&self) -> Result<T, Fault> {
        gemel_api::decode(&self.request.body)
    }

    /// The first value of a query key.
    pub(crate) fn query(&self, key: &str) -> Result<Option<String>, Fault> {
        let query = self.request.query().map_err(|it| Refusal::BadPath(it).fault(Protocol::RestJson))?;
        Ok(query.get(key).map(str::to_owned))
    }

    /// All values of a repeated query key.
    pub(crate) fn query_all(&self, key: &str) -> Result<Vec<String>, Fault> {
        let query = self.request.query().map_err(|it| Refusal::BadPath(it).fault(Protocol::RestJson))?;
        Ok(query.all(key).map(str::to_owned).collect())
    }

    /// The cursor inside of a page token; an absent or empty token begins at the start.
    pub(crate) fn cursor(&self, workspace: &str, token: Option<&str>) -> ModelResult<Option<Vec<u8>>> {
        let Some(token) = token.filter(|it| !it.is_empty()) else { return Ok(None) };
        gemel_model::id::length("nextToken", token, 0, 17_880)?;
        self.pages.open(&self.binding(workspace), token).map(Some).map_err(|_| {
            Error::invalid(
                "nextToken is not one that this operation gave out for this request; ask again without it",
            )
        })
    }

    /// A page token for a cursor, bound to this operation and request.
    pub(crate) fn token(&self, workspace: &str, cursor: Option<Vec<u8>>) -> Option<String> {
        cursor.map(|it| self.pages.seal(&self.binding(workspace), &it))
    }

    /// The body was decoded before, so it is JSON or empty; an empty one is bound like `{}`.
    fn binding(&self, workspace: &str) -> Binding {
        let request = serde_json::from_slice(&self.request.body)
            .unwrap_or_else(|_| serde_json::Value::Object(serde_json::Map::new()));
        let whole = (self.request.parts.uri.path(), request);
        let hash = request_hash(&serde_json::json!({ "path": whole.0, "hash": request_hash(&whole.1) }));
        Binding::new(self.operation, workspace, hash)
    }
}

/// Writes a response shape.
pub(crate) fn json<T: Serialize>(shape: &T) -> Reply {
    match serde_json::to_vec(shape) {
        Ok(it) => Ok(it.into()),
        Err(error) => Err(Error::internal("cannot write the response as JSON").because(error).into()),
    }
}

/// The size of a page: 0 and absent mean the most there is.
pub(crate) fn page_size(max_results: Option<i64>) -> ModelResult<usize> {
    let rule = |it: i64, rule: &str| Error::constraint("maxResults", Some(&it.to_string()), rule);
    match max_results {
        None | Some(0) => Ok(limits::PAGE_MAX),
        Some(it) if it < 0 => Err(rule(it, "Member must have value greater than or equal to 0")),
        Some(it) => match usize::try_from(it) {
            Ok(n) if n <= limits::PAGE_MAX => Ok(n),
            _ => Err(rule(it, "Member must have value less than or equal to 200")),
        },
    }
}

/// The wire's `timestamp`, as every shape takes its members.
#[expect(clippy::unnecessary_wraps, reason = "the members of shapes are optional")]
pub(crate) fn epoch(time: Timestamp) -> Option<gemel_api::Epoch> {
    Some(gemel_api::Epoch(time.seconds_f64()))
}

/// The id of a workspace from its label in the path.
pub(crate) fn workspace_id(label: &str) -> ModelResult<WorkspaceId> {
    WorkspaceId::parse("workspaceId", label)
}
