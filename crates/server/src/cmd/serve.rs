//! `gemel serve`: opens the data folder, takes requests, and ends so that nothing under way is lost.

use crate::clock::SystemClock;
use crate::cmd::credentials;
use crate::config::{self, Config};
use crate::console::{self, Console};
use crate::foundation::Foundation;
use crate::front::Front;
use crate::keys::Keys;
use crate::services::{Services, lambda, s3, sts, twinmaker};
use crate::tasks::Tasks;
use crate::{admin, functions, listener, telemetry};
use clap::ArgMatches;
use gemel_app::{App, Settings};
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use gemel_wire::cors::Origins;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    telemetry::log(&config.log_format, &config.log_level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("gemel")
        .build()
        .map_err(|error| format!("cannot start threads: {error}"))?;
    let code = runtime.block_on(serve(config));
    // What still runs was named in the log; it must not hold the process.
    runtime.shutdown_timeout(Duration::from_secs(1));
    code
}

async fn serve(config: Config) -> Result<ExitCode, String> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let tasks = Tasks::new(tokio::runtime::Handle::current());
    let spawner: Arc<dyn Spawner> = Arc::new(tasks.clone());
    let metrics = telemetry::metrics()?;
    metrics::gauge!("gemel_start_time_seconds").set(clock.now().seconds_f64());
    let tls = config.tls.as_ref().map(|(cert, key)| listener::tls(cert, key)).transpose()?;
    // The socket comes before the data: a second server on one address must not even open the folder.
    let socket = listener::bind(config.listen).await?;
    let foundation = Arc::new(Foundation::open(&config, &clock, &spawner)?);
    let keys = Arc::new(Keys::open(&config.data, &config.account_id, config.root_credentials.clone())?);
    let origins = origins(&config);
    let bound = socket.local_addr().map_err(|error| format!("the socket has no address: {error}"))?;
    let engine = Arc::new(functions::engine(&config, bound, &keys, &clock, &spawner).await?);
    // Before anything that may call one.
    let functions = functions::functions(&config, &foundation, &engine, &clock, &spawner).await?;
    let app = Arc::new(App::new(
        gemel_app::Ports {
            store: Arc::clone(&foundation.store) as _,
            series: Arc::clone(&foundation.series) as _,
            objects: Arc::clone(&foundation.objects),
            invoker: Arc::clone(&engine) as _,
            clock: Arc::clone(&clock),
            spawner: Arc::clone(&spawner),
        },
        settings(&config),
    ));
    // What a crash interrupted goes on before the first request, or behind.
    app.resume_entities().await.map_err(|it| it.chain())?;
    app.resume_component_types().await.map_err(|it| it.chain())?;
    let (stop, stopping) = stopped()?;
    let services = Services {
        twinmaker: twinmaker::TwinMaker::new(Arc::clone(&app), keys.sealer(), stopping.clone()),
        s3: s3_service(&config, &foundation, &keys, &origins),
        sts: sts::Sts::new(&config.account_id),
        lambda: lambda::Lambda::new(Arc::new(functions), keys.sealer()),
    };
    let desk_clock = Arc::clone(&clock);
    let below = Arc::clone(&foundation);
    let health = Box::new(move || below.store.failure().map(|it| it.chain()));
    let console = console(&config, &keys);
    let front =
        Front::new((services, console), (keys, clock), origins, config.body_max_bytes, metrics, health);
    let grace = Duration::from_secs(config.shutdown_grace_s);
    let mut again = Signals::new()?;
    let desk = admin::Desk {
        foundation: Arc::clone(&foundation),
        data: config.data.clone(),
        clock: desk_clock,
        spawner,
    };
    let administration = admin::listen(desk)?;
    announce(&config, &socket);
    let orderly = async {
        let finished = listener::serve(socket, tls, Arc::new(front), (stop, stopping), grace).await;
        drop(administration);
        engine.close();
        (finished, tasks.finish(grace).await)
    };
    let (finished, unfinished) = tokio::select! {
        ended = orderly => ended,
        () = again.second() => {
            tracing::warn!("a second signal: stopped at once, requests under way are cut");
            return Ok(ExitCode::FAILURE);
        }
    };
    if !finished || !unfinished.is_empty() {
        tracing::warn!(?unfinished, "stopped with work under way");
    }
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn settings(config: &Config) -> Settings {
    Settings {
        account_id: config.account_id.clone(),
        region: config.region.clone(),
        quotas: config.quotas,
        live_listeners_max: config.live_listeners_max,
    }
}

fn console(config: &Config, keys: &Arc<Keys>) -> Console {
    let settings = console::Settings {
        data: config.data.clone(),
        public_url: config.public_url.clone(),
        account_id: config.account_id.clone(),
        region: config.region.clone(),
        connect: config.console_connect.clone(),
    };
    Console::new(settings, Arc::clone(keys))
}

fn origins(config: &Config) -> Origins {
    if config.cors_origins.iter().any(|it| it == "*") {
        Origins::Any
    } else {
        Origins::Listed(config.cors_origins.clone())
    }
}

fn s3_service(
    config: &Config,
    foundation: &Foundation,
    keys: &Arc<Keys>,
    origins: &Origins,
) -> s3::S3Service {
    let keys = Arc::clone(keys);
    let settings = s3::Settings {
        account_id: config.account_id.clone(),
        region: config.region.clone(),
        base_domains: config.objects_domains.clone(),
        origins: origins.clone(),
    };
    s3::S3Service::new(Arc::clone(&foundation.objects), Arc::new(move |key| keys.secret_of(key)), settings)
}

/// Ends on SIGINT or SIGTERM, and tells the streams.
fn stopped() -> Result<(impl Future<Output = ()>, listener::Stopping), String> {
    let mut signals = Signals::new()?;
    let (tell, stopping) = tokio::sync::watch::channel(false);
    let stop = async move {
        signals.next().await;
        tracing::info!("stopping: requests under way may finish; a second signal cuts them");
        tell.send_replace(true);
    };
    Ok((stop, stopping))
}

/// The signals that ask for an end; every one of these hears each of them.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot listen for signals: {error}");
        Ok(Self {
            interrupt: signal(SignalKind::interrupt()).map_err(failed)?,
            terminate: signal(SignalKind::terminate()).map_err(failed)?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// Ends on the second signal: whoever asks twice does not want to wait.
    async fn second(&mut self) {
        self.next().await;
        self.next().await;
    }
}

fn announce(config: &Config, socket: &tokio::net::TcpListener) {
    let listen = socket.local_addr().map_or_else(|_| config.listen.to_string(), |it| it.to_string());
    tracing::info!(listen, data = %config.data.display(), version = env!("CARGO_PKG_VERSION"), "gemel serves");
    if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        eprintln!(
            "\n  Gemel serves {0}\n  In another shell, a link to the console: gemel console-link --data {1}\n  The AWS CLI: eval \"$(gemel credentials --data {1})\"; aws iottwinmaker list-workspaces\n",
            credentials::url(config),
            config.data.display()
        );
    }
}
