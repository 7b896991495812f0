//! Functions (Lambda): make, look up, change, remove, list, call.
//!
//! The record in the store is the truth. The engine runs what was deployed last, and is told of every function again at
//! the start. Code lies on disk before the record names it; code that no record names is swept at the start.

mod checks;
#[cfg(test)]
mod tests;

use crate::Context;
use crate::objects::{Failure, Objects, Slice};
use checks::Settled;
use futures::StreamExt;
use gemel_connect::lambda::{Code, CodeSource, FunctionSpec, State};
use gemel_connect::{Call, Called, Functions as Engine};
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_model::{Error, Kind, Result};
use gemel_store::change::Refusal;
use gemel_store::twins::{Page, Versioned};
use gemel_store::{Key, Space, TwinStore, blob, key};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Mutex, Semaphore};

/// Bytes that a zip may have: AWS's number for what is sent with a request.
const ZIP_BYTES_MAX: u64 = 50 * 1024 * 1024;
/// Bytes that a zip in a bucket may have.
const OBJECT_BYTES_MAX: u64 = 262_144_000;
/// Calls that nobody waits for, under way or waiting.
const EVENTS_MAX: usize = 1_000;
/// Functions read at once.
const PAGE: usize = 200;

/// Functions, over their ports.
pub struct Functions {
    store: Arc<dyn TwinStore>,
    objects: Arc<Objects>,
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
    spawner: Arc<dyn Spawner>,
    region: String,
    account_id: String,
    /// Held from a commit to its deployment, so that the engine hears of changes in their order.
    order: Mutex<()>,
    events: Arc<Semaphore>,
}

/// What functions stand on.
pub struct FunctionPorts {
    /// Where records are kept.
    pub store: Arc<dyn TwinStore>,
    /// Where code in buckets is.
    pub objects: Arc<Objects>,
    /// Who runs them.
    pub engine: Arc<dyn Engine>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Background work.
    pub spawner: Arc<dyn Spawner>,
}

/// Where a request says the code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeOrigin {
    /// In the request.
    Zip(Vec<u8>),
    /// In a bucket of this server.
    Object {
        /// The bucket.
        bucket: String,
        /// The key.
        key: String,
    },
    /// In a folder of this machine.
    Folder(PathBuf),
}

/// What a request says of a function to be made.
#[derive(Debug, Clone)]
pub struct FunctionDraft {
    /// The name.
    pub name: String,
    /// Where its code is.
    pub code: CodeOrigin,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
    /// Its settings; those that must be there are.
    pub settings: FunctionChange,
}

/// What a request changes of a function; absent members stay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FunctionChange {
    /// The runtime.
    pub runtime: Option<String>,
    /// The handler.
    pub handler: Option<String>,
    /// The role's ARN.
    pub role: Option<String>,
    /// Free text.
    pub description: Option<String>,
    /// How long an invocation may take.
    pub timeout_s: Option<i64>,
    /// How much memory a worker may use.
    pub memory_mb: Option<i64>,
    /// The function's own variables, all of them.
    pub variables: Option<BTreeMap<String, String>>,
    /// The revision that is changed, when the caller wants to be sure.
    pub revision_id: Option<String>,
}

impl Functions {
    /// Functions of an account in a region.
    pub fn new(ports: FunctionPorts, region: String, account_id: String) -> Self {
        let FunctionPorts { store, objects, engine, clock, spawner } = ports;
        let events = Arc::new(Semaphore::new(EVENTS_MAX));
        Self { store, objects, engine, clock, spawner, region, account_id, order: Mutex::default(), events }
    }

    /// Tells the engine of every function; to be called once, at the start.
    pub async fn restore(&self) -> Result<usize> {
        let (mut n_functions, mut after) = (0, None);
        loop {
            let page = self.page(after.as_deref(), PAGE).await?;
            n_functions += page.items.len();
            page.items.into_iter().for_each(|it| self.engine.deploy(it));
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok(n_functions),
            }
        }
    }

    /// Makes a function and tries whether it starts. A function that does not is made too: its state says why.
    pub async fn create(&self, cx: &Context, draft: FunctionDraft) -> Result<FunctionSpec> {
        let name = checks::name(&draft.name)?;
        cx.require("lambda:CreateFunction", &self.arn(name))?;
        let settled = Settled::first(&draft.settings)?;
        let exists = || Error::new(Kind::Conflict, format!("Function already exist: {name}"));
        if self.read(name).await?.is_some() {
            return Err(exists());
        }
        let code = self.keep(cx, name, draft.code).await?;
        let mut function = settled.into_spec(name, self.arn(name), code);
        function.tags = draft.tags;
        function.last_modified_epoch_ms = self.clock.now().millis();
        function.state = self.tried(&function).await;
        match self.commit(&function, 0).await {
            Err(error) if error.kind() == Kind::Conflict => {
                self.engine.discard_code(name, &function.code).await;
                Err(exists())
            }
            done => done.map(|()| function),
        }
    }

    /// A function.
    pub async fn get(&self, cx: &Context, name: &str) -> Result<FunctionSpec> {
        cx.require("lambda:GetFunction", &self.arn(name))?;
        Ok(self.existing(name).await?.value)
    }

    /// Gives a function other code; `is_dry` only checks it.
    pub async fn update_code(
        &self,
        cx: &Context,
        name: &str,
        code: CodeOrigin,
        revision_id: Option<&str>,
        is_dry: bool,
    ) -> Result<FunctionSpec> {
        cx.require("lambda:UpdateFunctionCode", &self.arn(name))?;
        let before = self.existing(name).await?;
        same_revision(&before.value, revision_id)?;
        let mut function = before.value.clone();
        function.code = self.keep(cx, name, code).await?;
        if is_dry {
            self.engine.discard_code(name, &function.code).await;
            return Ok(function);
        }
        let done = self.change(&before, &mut function).await;
        if done.is_err() {
            self.engine.discard_code(name, &function.code).await;
        }
        done.map(|()| function)
    }

    /// Changes a function's settings.
    pub async fn update(&self, cx: &Context, name: &str, change: &FunctionChange) -> Result<FunctionSpec> {
        cx.require("lambda:UpdateFunctionConfiguration", &self.arn(name))?;
        let before = self.existing(name).await?;
        same_revision(&before.value, change.revision_id.as_deref())?;
        let mut function = Settled::changed(&before.value, change)?.onto(&before.value);
        self.change(&before, &mut function).await?;
        Ok(function)
    }

    /// Sets how many invocations may run at once; `None` is the server's own number.
    pub async fn set_concurrency(&self, cx: &Context, name: &str, n: Option<i64>) -> Result<FunctionSpec> {
        cx.require("lambda:PutFunctionConcurrency", &self.arn(name))?;
        let before = self.existing(name).await?;
        let mut function = before.value.clone();
        function.concurrency = n.map(checks::concurrency).transpose()?;
        self.commit(&function, before.version).await?;
        Ok(function)
    }

    /// Functions in the order of their names.
    pub async fn list(&self, cx: &Context, after: Option<&[u8]>, limit: usize) -> Result<Page<FunctionSpec>> {
        cx.require("lambda:ListFunctions", "*")?;
        self.page(after, limit).await
    }

    /// Removes a function and its code; calls under way end.
    pub async fn delete(&self, cx: &Context, name: &str) -> Result<()> {
        cx.require("lambda:DeleteFunction", &self.arn(name))?;
        let before = self.existing(name).await?;
        let _order = self.order.lock().await;
        let done = blob::delete(place(name), before.version).commit(&*self.store).await?;
        done.map_err(|it| busy(name, &it))?;
        self.engine.remove(name);
        Ok(())
    }

    /// Calls a function and waits for its answer.
    pub async fn call(&self, cx: &Context, name: &str, call: Call) -> Result<Called> {
        cx.require("lambda:InvokeFunction", &self.arn(name))?;
        self.engine.call(name, call).await.map_err(|error| match error.kind() {
            Kind::NotFound => self.missing(name),
            _ => error,
        })
    }

    /// Calls a function and does not wait. What it answers goes to its log.
    pub async fn start(&self, cx: &Context, name: &str, call: Call) -> Result<()> {
        self.may_call(cx, name).await?;
        let full =
            || Error::new(Kind::Throttled, format!("{EVENTS_MAX} events wait already; try again later"));
        let permit = Arc::clone(&self.events).try_acquire_owned().map_err(|_| full())?;
        let (engine, name) = (Arc::clone(&self.engine), name.to_owned());
        let work = async move {
            // Its failure is in the function's log; what the engine itself says is in ours.
            if let Err(error) = engine.call(&name, call).await {
                tracing::warn!(function = name, cause = error.chain(), "an event was not handled");
            }
            drop(permit);
        };
        self.spawner.spawn("function event", Box::pin(work));
        Ok(())
    }

    /// Whether a call would be let through.
    pub async fn may_call(&self, cx: &Context, name: &str) -> Result<()> {
        cx.require("lambda:InvokeFunction", &self.arn(name))?;
        self.existing(name).await.map(|_| ())
    }

    /// The ARN of a function of this account.
    pub fn arn(&self, name: &str) -> String {
        format!("arn:aws:lambda:{}:{}:function:{name}", self.region, self.account_id)
    }

    /// The error for a function that does not exist, in AWS's words.
    pub fn missing(&self, name: &str) -> Error {
        Error::not_found(format!("Function not found: {}", self.arn(name)))
    }

    async fn read(&self, name: &str) -> Result<Option<Versioned<FunctionSpec>>> {
        let Some(found) = blob::get(&*self.store, place(name)).await? else { return Ok(None) };
        Ok(Some(Versioned { value: FunctionSpec::decode(&found.value)?, version: found.version }))
    }

    async fn existing(&self, name: &str) -> Result<Versioned<FunctionSpec>> {
        self.read(name).await?.ok_or_else(|| self.missing(name))
    }

    async fn page(&self, after: Option<&[u8]>, limit: usize) -> Result<Page<FunctionSpec>> {
        let page = blob::list(&*self.store, Space::Function, &[], after, limit).await?;
        let items =
            page.items.into_iter().map(|(_, it)| FunctionSpec::decode(&it.value)).collect::<Result<_>>()?;
        Ok(Page { items, next: page.next })
    }

    /// Brings code to disk.
    async fn keep(&self, cx: &Context, name: &str, origin: CodeOrigin) -> Result<Code> {
        let source = match origin {
            CodeOrigin::Zip(bytes) if bytes.len() as u64 > ZIP_BYTES_MAX => {
                return Err(too_large(ZIP_BYTES_MAX));
            }
            CodeOrigin::Zip(bytes) => CodeSource::Zip(bytes),
            CodeOrigin::Object { bucket, key } => CodeSource::Zip(self.object(&bucket, &key).await?),
            CodeOrigin::Folder(_) if !cx.caller.arn.ends_with(":root") => {
                // A function that could name a folder could read what its sandbox hides from it.
                return Err(Error::new(
                    Kind::Denied,
                    format!(
                        "User: {} is not authorized to use a folder of the server as code",
                        cx.caller.arn
                    ),
                ));
            }
            CodeOrigin::Folder(path) if !path.is_absolute() => {
                return Err(Error::invalid(format!(
                    "the folder `{}` must be given with its whole path",
                    path.display()
                )));
            }
            CodeOrigin::Folder(path) => CodeSource::Folder(path),
        };
        self.engine.keep_code(name, source).await
    }

    async fn object(&self, bucket: &str, key: &str) -> Result<Vec<u8>> {
        let refused = |failure: Failure| match failure {
            Failure::NoSuchBucket => Error::invalid(
                "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket \
                 does not exist",
            ),
            Failure::NoSuchKey => Error::invalid(
                "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does \
                 not exist.",
            ),
            other => other.into(),
        };
        let admit = |it: &crate::objects::Object| match it.size {
            size if size > OBJECT_BYTES_MAX => Err(too_large(OBJECT_BYTES_MAX).into()),
            _ => Ok::<_, Refused>(()),
        };
        let opened = self.objects.open(bucket, key, Slice::All, admit).await;
        let mut opened = opened.map_err(|it| match it {
            Refused::Objects(failure) => refused(failure),
            Refused::Here(error) => error,
        })?;
        let mut bytes = Vec::new();
        while let Some(chunk) = opened.body.next().await {
            bytes.extend_from_slice(&chunk?);
        }
        Ok(bytes)
    }

    /// Tries whether a function starts.
    async fn tried(&self, function: &FunctionSpec) -> State {
        match self.engine.probe(function).await {
            Ok(()) => State::Active,
            Err(failure) => State::Failed { code: failure.code.to_owned(), reason: failure.message },
        }
    }

    /// Tries and commits a changed function.
    async fn change(&self, before: &Versioned<FunctionSpec>, function: &mut FunctionSpec) -> Result<()> {
        function.last_modified_epoch_ms = self.clock.now().millis();
        function.revision_id = uuid::Uuid::new_v4().to_string();
        function.state = self.tried(function).await;
        self.commit(function, before.version).await
    }

    async fn commit(&self, function: &FunctionSpec, before: u64) -> Result<()> {
        let _order = self.order.lock().await;
        let done = blob::put(place(&function.name), before, function.encode()?).commit(&*self.store).await?;
        done.map_err(|it| busy(&function.name, &it))?;
        self.engine.deploy(function.clone());
        Ok(())
    }
}

/// Why an object could not be read.
enum Refused {
    Objects(Failure),
    Here(Error),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::Objects(failure)
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Here(error)
    }
}

fn place(name: &str) -> Key {
    Key { space: Space::Function, bytes: key::join(&[name.as_bytes()]) }
}

fn same_revision(function: &FunctionSpec, wanted: Option<&str>) -> Result<()> {
    match wanted {
        Some(it) if it != function.revision_id => Err(Error::new(
            Kind::Conflict,
            "The RevisionId provided does not match the latest RevisionId. Call the GetFunction API to retrieve the \
             latest RevisionId",
        )),
        _ => Ok(()),
    }
}

fn busy(name: &str, refusal: &Refusal) -> Error {
    tracing::debug!(name, ?refusal, "a function was changed by two at once");
    Error::new(
        Kind::Conflict,
        "The operation cannot be performed at this time. An update is in progress for resource",
    )
}

fn too_large(limit_bytes: u64) -> Error {
    Error::invalid(format!("the zip is too large; at most {limit_bytes} bytes are taken"))
}
