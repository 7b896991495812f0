//! The engine of functions as the configuration wants it, and the credentials its workers get.

use crate::clock::SystemClock;
use crate::config::Config;
use crate::foundation::Foundation;
use crate::keys::Keys;
use gemel_app::function::{FunctionPorts, Functions};
use gemel_connect::lambda::{Credentials, Engine, Issued, Settings};
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_model::{Error, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// Invocations of one function at once, where it does not say so itself.
const CONCURRENCY: u32 = 8;

/// Opens the engine; `listen` is the address that was really bound.
///
/// # Errors
/// In words.
pub async fn engine(
    config: &Config,
    listen: SocketAddr,
    keys: &Arc<Keys>,
    clock: &Arc<dyn Clock>,
    spawner: &Arc<dyn Spawner>,
) -> std::result::Result<Engine, String> {
    let actual = Config { listen, ..config.clone() };
    let settings = Settings {
        folder: std::path::absolute(config.data.join("functions")).map_err(|error| error.to_string())?,
        work: std::path::absolute(config.data.join("workers")).map_err(|error| error.to_string())?,
        python: config.functions_python.clone(),
        node: config.functions_node.clone(),
        workers_max: config.functions_workers_max,
        concurrency: CONCURRENCY,
        idle_max: Duration::from_secs(config.functions_idle_s),
        connector_limit: Duration::from_secs(config.functions_connector_timeout_s),
        region: config.region.clone(),
        endpoint_url: crate::cmd::url(&actual),
        sandbox: None,
    };
    let lender = Arc::new(Lender { keys: Arc::clone(keys), account_id: config.account_id.clone() });
    Engine::open(settings, Arc::clone(clock), Arc::clone(spawner), lender).await.map_err(|it| it.chain())
}

/// Functions over the engine, which then knows every function that there is.
///
/// # Errors
/// In words: a record cannot be read.
pub async fn functions(
    config: &Config,
    foundation: &Foundation,
    engine: &Arc<Engine>,
    clock: &Arc<dyn Clock>,
    spawner: &Arc<dyn Spawner>,
) -> std::result::Result<Functions, String> {
    let ports = FunctionPorts {
        store: Arc::clone(&foundation.store) as _,
        objects: Arc::clone(&foundation.objects),
        engine: Arc::clone(engine) as _,
        clock: Arc::clone(clock),
        spawner: Arc::clone(spawner),
    };
    let functions = Functions::new(ports, config.region.clone(), config.account_id.clone());
    functions.restore().await.map_err(|it| it.chain())?;
    engine.sweep();
    Ok(functions)
}

/// Lends the account's rights to functions, for a while.
struct Lender {
    keys: Arc<Keys>,
    account_id: String,
}

impl Credentials for Lender {
    fn issue(&self, role_arn: &str, function_name: &str, valid_s: i64) -> Result<Issued> {
        let role = role_arn.rsplit('/').next().filter(|it| !it.is_empty()).unwrap_or("function");
        let arn = format!("arn:aws:sts::{}:assumed-role/{role}/{function_name}", self.account_id);
        let until = SystemClock.now().seconds().saturating_add(valid_s);
        let lent = self.keys.lend(&arn, until).map_err(Error::internal)?;
        Ok(Issued {
            access_key_id: lent.access_key_id,
            secret_access_key: lent.secret_access_key,
            session_token: lent.session_token,
        })
    }
}
