//! Lambda: shapes in, one call, shapes out; and Lambda's own form of errors.

mod shapes;

use super::failure::{self, Failure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use gemel_api::lambda::{self as shape, Operation, operation};
use gemel_app::function::{FunctionDraft, Functions};
use gemel_app::{Caller, Context};
use gemel_connect::Call;
use gemel_connect::lambda::FunctionSpec;
use gemel_model::{Error, Kind, Result as ModelResult};
use gemel_wire::page_token::{Binding, Sealer};
use gemel_wire::protocol::{Protocol, rest_json};
use gemel_wire::{Fault, Refusal, Request};
use http::{HeaderName, HeaderValue, Response};
use serde::Serialize;
use std::sync::Arc;

/// Functions in one page of a list: AWS's number.
const PAGE_MAX: i64 = 50;
/// Bytes of an event that is answered: AWS's number.
const PAYLOAD_BYTES_MAX: usize = 6_291_456;
/// Bytes of an event that nobody waits for: AWS's number.
const EVENT_BYTES_MAX: usize = 1_048_576;

/// The service.
pub struct Lambda {
    functions: Arc<Functions>,
    pages: Arc<Sealer>,
}

/// What a handler gives back.
struct Reply {
    status: u16,
    body: Bytes,
    headers: Vec<(&'static str, String)>,
}

impl Lambda {
    /// The service over functions; `pages` seals its markers.
    pub fn new(functions: Arc<Functions>, pages: Arc<Sealer>) -> Self {
        Self { functions, pages }
    }

    /// Answers one request of an authenticated caller, with the name of its operation.
    pub async fn call(
        &self,
        caller: Caller,
        request: &Request,
        request_id: &str,
    ) -> (&'static str, Response<Bytes>) {
        let cx = Context { caller, request_id: request_id.to_owned() };
        let (name, reply) = match decoded(request) {
            Ok(operation) => (operation.name(), self.carry_out(&cx, request, operation).await),
            Err(fault) => ("-", Err(fault.into())),
        };
        let answer = match reply {
            Ok(reply) => {
                let mut answer = rest_json::response(reply.status, reply.body, request_id);
                for (name, value) in reply.headers {
                    if let Ok(value) = HeaderValue::from_str(&value) {
                        answer.headers_mut().insert(HeaderName::from_static(name), value);
                    }
                }
                answer
            }
            Err(Failure::Fault(fault)) => written(&fault, request_id),
            Err(Failure::Error(error)) => written(&fault_of(&error), request_id),
        };
        (name, answer)
    }

    /// Every operation, a line each.
    async fn carry_out(
        &self,
        cx: &Context,
        request: &Request,
        operation: Operation,
    ) -> Result<Reply, Failure> {
        use Operation as It;
        match operation {
            It::CreateFunction => self.create(cx, request).await,
            It::ListFunctions => self.list(cx, request).await,
            It::GetFunction(it) => self.get(cx, &self.name(request, &it)?).await,
            It::DeleteFunction(it) => self.delete(cx, &self.name(request, &it)?).await,
            It::GetFunctionConfiguration(it) => {
                json(200, &shapes::configuration(&self.functions.get(cx, &self.name(request, &it)?).await?))
            }
            It::UpdateFunctionConfiguration(it) => self.update(cx, request, &self.name(request, &it)?).await,
            It::UpdateFunctionCode(it) => self.update_code(cx, request, &self.name(request, &it)?).await,
            It::Invoke(it) => self.invoke(cx, request, &self.name(request, &it)?).await,
            It::GetFunctionConcurrency(it) => {
                json(200, &shapes::concurrency(&self.functions.get(cx, &self.name(request, &it)?).await?))
            }
            It::PutFunctionConcurrency(it) => {
                self.set_concurrency(cx, request, &self.name(request, &it)?).await
            }
            It::DeleteFunctionConcurrency(it) => {
                self.functions.set_concurrency(cx, &self.name(request, &it)?, None).await?;
                Ok(Reply { status: 204, body: Bytes::new(), headers: Vec::new() })
            }
            It::Unpromised(name) => Err(Error::new(
                Kind::NotImplemented,
                format!("{name} is not built in this version of Gemel; docs/guide/functions.md says what is"),
            )
            .into()),
        }
    }

    async fn create(&self, cx: &Context, request: &Request) -> Result<Reply, Failure> {
        let given: shape::CreateFunctionRequest = body(request)?;
        let name = given
            .function_name
            .clone()
            .ok_or_else(|| Error::constraint("functionName", None, "Member must not be null"))?;
        let name = self.plain_name(&name, None)?;
        shapes::refuse_unbuilt(given.publish, given.layers.as_deref(), given.file_system_configs.as_deref())?;
        let draft = FunctionDraft {
            name,
            code: shapes::origin(given.code.clone().unwrap_or_default())?,
            tags: given.tags.clone().map(|it| it.into_iter().collect()).unwrap_or_default(),
            settings: shapes::first(given),
        };
        json(201, &shapes::configuration(&self.functions.create(cx, draft).await?))
    }

    async fn list(&self, cx: &Context, request: &Request) -> Result<Reply, Failure> {
        let limit = match query(request, "MaxItems")? {
            None => PAGE_MAX,
            Some(text) => text.parse().ok().filter(|it| (1..=10_000).contains(it)).ok_or_else(|| {
                let rule = "Member must be a number from 1 to 10000";
                Error::constraint("maxItems", Some(&text), rule)
            })?,
        };
        let binding = Binding::new("ListFunctions", "", [0; 32]);
        let after = match query(request, "Marker")?.filter(|it| !it.is_empty()) {
            None => None,
            Some(marker) => Some(self.pages.open(&binding, &marker).map_err(|_| {
                Error::invalid("the Marker is not one that ListFunctions gave out; ask again without it")
            })?),
        };
        let limit = usize::try_from(limit.min(PAGE_MAX)).unwrap_or(1);
        let page = self.functions.list(cx, after.as_deref(), limit).await?;
        json(
            200,
            &shape::ListFunctionsResponse {
                next_marker: page.next.map(|it| self.pages.seal(&binding, &it)),
                functions: Some(page.items.iter().map(shapes::configuration).collect()),
            },
        )
    }

    async fn get(&self, cx: &Context, name: &str) -> Result<Reply, Failure> {
        json(200, &shapes::function(&self.functions.get(cx, name).await?))
    }

    async fn delete(&self, cx: &Context, name: &str) -> Result<Reply, Failure> {
        self.functions.delete(cx, name).await?;
        Ok(Reply { status: 204, body: Bytes::new(), headers: Vec::new() })
    }

    async fn update(&self, cx: &Context, request: &Request, name: &str) -> Result<Reply, Failure> {
        let given: shape::UpdateFunctionConfigurationRequest = body(request)?;
        shapes::refuse_unbuilt(None, given.layers.as_deref(), given.file_system_configs.as_deref())?;
        let changed = self.functions.update(cx, name, &shapes::change(given)).await?;
        json(200, &shapes::configuration(&changed))
    }

    async fn update_code(&self, cx: &Context, request: &Request, name: &str) -> Result<Reply, Failure> {
        let given: shape::UpdateFunctionCodeRequest = body(request)?;
        shapes::refuse_unbuilt(given.publish, None, None)?;
        let is_dry = given.dry_run.unwrap_or(false);
        let revision_id = given.revision_id.clone();
        let origin = shapes::origin(shapes::code(given))?;
        let changed = self.functions.update_code(cx, name, origin, revision_id.as_deref(), is_dry).await?;
        json(200, &shapes::configuration(&changed))
    }

    async fn set_concurrency(&self, cx: &Context, request: &Request, name: &str) -> Result<Reply, Failure> {
        let given: shape::Concurrency = body(request)?;
        let n = given.reserved_concurrent_executions;
        let n = n.ok_or_else(|| {
            Error::constraint("reservedConcurrentExecutions", None, "Member must not be null")
        })?;
        let changed: FunctionSpec = self.functions.set_concurrency(cx, name, Some(n)).await?;
        json(200, &shapes::concurrency(&changed))
    }

    async fn invoke(&self, cx: &Context, request: &Request, name: &str) -> Result<Reply, Failure> {
        let kind = request.header("x-amz-invocation-type").unwrap_or("RequestResponse");
        let mut call = Call::new(event(&request.body)?);
        call.request_id.clone_from(&cx.request_id);
        call.client_context = request.header("x-amz-client-context").map(client_context).transpose()?;
        let version = || vec![("x-amz-executed-version", "$LATEST".to_owned())];
        match kind {
            "RequestResponse" => {
                within(call.payload.len(), kind, PAYLOAD_BYTES_MAX)?;
                let called = self.functions.call(cx, name, call).await?;
                let mut headers = version();
                headers.extend(called.error.map(|it| ("x-amz-function-error", it)));
                if request.header("x-amz-log-type").is_some_and(|it| it.eq_ignore_ascii_case("Tail")) {
                    headers.push(("x-amz-log-result", STANDARD.encode(called.log_tail)));
                }
                Ok(Reply { status: 200, body: called.payload, headers })
            }
            "Event" => {
                within(call.payload.len(), kind, EVENT_BYTES_MAX)?;
                self.functions.start(cx, name, call).await?;
                Ok(Reply { status: 202, body: Bytes::new(), headers: Vec::new() })
            }
            "DryRun" => {
                self.functions.may_call(cx, name).await?;
                Ok(Reply { status: 204, body: Bytes::new(), headers: version() })
            }
            other => {
                let rule = "Member must satisfy enum value set: [Event, RequestResponse, DryRun]";
                Err(Error::constraint("invocationType", Some(other), rule).into())
            }
        }
    }

    /// The name in a path, which may be an ARN and have a qualifier; another qualifier may stand in the query.
    fn name(&self, request: &Request, given: &str) -> Result<String, Failure> {
        let qualifier = query(request, "Qualifier")?;
        Ok(self.plain_name(given, qualifier.as_deref())?)
    }

    /// The name alone. A function of another account or region, or another version, does not exist here.
    fn plain_name(&self, given: &str, qualifier: Option<&str>) -> ModelResult<String> {
        let (name, own) = parts_of(given).ok_or_else(|| {
            let rule = "Member must satisfy regular expression pattern: \
                        (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?\
                        (function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
            Error::constraint("functionName", Some(given), rule)
        })?;
        let arn = self.functions.arn(name);
        let is_ours = !given.starts_with("arn:")
            || given == arn
            || given.strip_prefix(&arn).is_some_and(|it| it.starts_with(':'));
        match own.or(qualifier) {
            Some(it) if it != "$LATEST" => Err(self.functions.missing(&format!("{name}:{it}"))),
            _ if !is_ours => Err(Error::not_found(format!("Function not found: {given}"))),
            _ => Ok(name.to_owned()),
        }
    }
}

/// Name and qualifier of `name`, `name:qualifier`, `account:function:name` or a whole ARN.
fn parts_of(given: &str) -> Option<(&str, Option<&str>)> {
    let rest = match given.rsplit_once("function:") {
        Some((head, rest)) if head.is_empty() || head.ends_with(':') => rest,
        _ => given,
    };
    let (name, qualifier) = rest.split_once(':').map_or((rest, None), |(name, it)| (name, Some(it)));
    let is_word =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it));
    (is_word(name) && qualifier.is_none_or(|it| it == "$LATEST" || is_word(it))).then_some((name, qualifier))
}

fn decoded(request: &Request) -> Result<Operation, Fault> {
    let segments = request.segments().map_err(|it| Refusal::BadPath(it).fault(Protocol::RestJson))?;
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    operation(request.method(), &segments).ok_or_else(|| {
        let what = format!("{} {}", request.method(), request.parts.uri.path());
        Refusal::UnknownOperation(what).fault(Protocol::RestJson)
    })
}

fn body<T: serde::de::DeserializeOwned + Default>(request: &Request) -> Result<T, Fault> {
    gemel_api::decode(&request.body)
}

fn query(request: &Request, key: &str) -> Result<Option<String>, Fault> {
    let query = request.query().map_err(|it| Refusal::BadPath(it).fault(Protocol::RestJson))?;
    Ok(query.get(key).map(str::to_owned))
}

fn json<T: Serialize>(status: u16, shape: &T) -> Result<Reply, Failure> {
    match serde_json::to_vec(shape) {
        Ok(it) => Ok(Reply { status, body: it.into(), headers: Vec::new() }),
        Err(error) => Err(Error::internal("cannot write the response as JSON").because(error).into()),
    }
}

/// The event of a call: JSON as it came; nothing at all is an empty object.
fn event(body: &Bytes) -> Result<Bytes, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Bytes::from_static(b"{}"));
    }
    match serde_json::from_slice::<serde::de::IgnoredAny>(body) {
        Ok(_) => Ok(body.clone()),
        Err(error) => Err(Fault::new(
            400,
            "InvalidRequestContentException",
            format!("Could not parse request body into json: {error}"),
        )),
    }
}

fn client_context(header: &str) -> Result<String, Fault> {
    let wrong = || {
        Fault::new(
            400,
            "InvalidRequestContentException",
            "Client context must be a valid Base64-encoded JSON object.",
        )
    };
    let text = String::from_utf8(STANDARD.decode(header).map_err(|_| wrong())?).map_err(|_| wrong())?;
    serde_json::from_str::<serde_json::Map<_, _>>(&text).map_err(|_| wrong())?;
    // It travels on as a header.
    Ok(text.replace(['\r', '\n'], " "))
}

fn within(n_bytes: usize, kind: &str, limit: usize) -> Result<(), Fault> {
    if n_bytes <= limit {
        return Ok(());
    }
    let words =
        format!("{n_bytes} byte payload is too large for the {kind} invocation type (limit {limit} bytes)");
    Err(Fault::new(413, "RequestTooLargeException", words))
}

/// Lambda's status and code of an error.
fn fault_of(error: &Error) -> Fault {
    let is_constraint = error.message().starts_with("1 validation error detected");
    let (status, code) = match error.kind() {
        Kind::Invalid if is_constraint => (400, "ValidationException"),
        Kind::Invalid | Kind::Quota | Kind::TooManyTags | Kind::QueryTimeout => {
            (400, "InvalidParameterValueException")
        }
        Kind::Denied => (403, "AccessDeniedException"),
        Kind::NotFound => (404, "ResourceNotFoundException"),
        Kind::Conflict => (409, "ResourceConflictException"),
        Kind::Throttled | Kind::Contention => (429, "TooManyRequestsException"),
        Kind::NotImplemented => (501, "NotImplementedException"),
        Kind::Connector | Kind::ConnectorTimeout => (502, "ResourceNotReadyException"),
        Kind::Internal => (500, "ServiceException"),
    };
    failure::log(error);
    let fault = Fault::new(status, code, error.public_message());
    if code == "TooManyRequestsException" {
        fault.with("Reason", "ReservedFunctionConcurrentInvocationLimitExceeded")
    } else {
        fault
    }
}

/// An error as Lambda writes it. The message's member begins with a capital in some shapes and not in others.
fn written(fault: &Fault, request_id: &str) -> Response<Bytes> {
    let kind = if fault.is_senders() { "User" } else { "Service" };
    let member = match &*fault.code {
        "ResourceNotFoundException" | "ServiceException" | "AccessDeniedException" => "Message",
        _ => "message",
    };
    let mut document = serde_json::Map::new();
    document.insert("Type".to_owned(), kind.into());
    document.insert(member.to_owned(), fault.message.clone().into());
    for (name, value) in &fault.members {
        document.insert((*name).to_owned(), value.clone().into());
    }
    let body = serde_json::Value::Object(document).to_string();
    let mut response = rest_json::response(fault.status, body, request_id);
    if let Ok(code) = HeaderValue::from_str(&fault.code) {
        response.headers_mut().insert(HeaderName::from_static("x-amzn-errortype"), code);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, want: Option<(&str, Option<&str>)>) {
        assert_eq!(parts_of(given), want, "{given}");
    }

    #[test]
    fn names_come_in_four_forms() {
        check("f", Some(("f", None)));
        check("f:$LATEST", Some(("f", Some("$LATEST"))));
        check("f:3", Some(("f", Some("3"))));
        check("000000000000:function:f", Some(("f", None)));
        check("function:f", Some(("f", None)));
        check("arn:aws:lambda:us-east-1:000000000000:function:f", Some(("f", None)));
        check("arn:aws:lambda:us-east-1:000000000000:function:f:prod", Some(("f", Some("prod"))));
        check("my-function", Some(("my-function", None)));
        check("", None);
        check("a b", None);
        check("../f", None);
        check("f:", None);
        check("f:a:b", None);
    }

    #[test]
    fn errors_have_lambdas_form() {
        let check = |error: Error, want: (u16, &str, &str)| {
            let response = written(&fault_of(&error), "id");
            let code = response.headers()["x-amzn-errortype"].to_str().unwrap().to_owned();
            let body = String::from_utf8(response.body().to_vec()).unwrap();
            assert_eq!((response.status().as_u16(), code.as_str(), body.as_str()), want);
        };
        check(
            Error::not_found("Function not found: x"),
            (404, "ResourceNotFoundException", r#"{"Type":"User","Message":"Function not found: x"}"#),
        );
        check(
            Error::new(Kind::Conflict, "x"),
            (409, "ResourceConflictException", r#"{"Type":"User","message":"x"}"#),
        );
        check(
            Error::invalid("x"),
            (400, "InvalidParameterValueException", r#"{"Type":"User","message":"x"}"#),
        );
        check(
            Error::internal("x"),
            (500, "ServiceException", r#"{"Type":"Service","Message":"internal error"}"#),
        );
        let constraint = Error::constraint("timeout", Some("0"), "no");
        assert_eq!(fault_of(&constraint).code, "ValidationException");
    }

    #[test]
    fn events_are_json() {
        assert_eq!(event(&Bytes::new()).unwrap(), "{}");
        assert_eq!(event(&Bytes::from_static(b" [1 ]")).unwrap(), " [1 ]");
        assert_eq!(event(&Bytes::from_static(b"{")).unwrap_err().code, "InvalidRequestContentException");
        assert_eq!(client_context(&STANDARD.encode("{\"a\":\n1}")).unwrap(), "{\"a\": 1}");
        assert!(client_context("%").is_err());
        assert!(client_context(&STANDARD.encode("[]")).is_err());
    }
}
