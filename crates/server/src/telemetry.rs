//! Logs and metrics: the only place that chooses where they go.

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::SystemTime;

/// Bounds of the histograms of durations, in seconds.
const DURATION_BOUNDS_S: [f64; 12] =
    [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];

/// How often what was measured is counted.
const UPKEEP: Duration = Duration::from_secs(5);

/// Sends log lines to standard error, as `text` or `json`.
///
/// # Errors
/// In words, when the filter cannot be read.
pub fn log(format: &str, level: &str) -> Result<(), String> {
    // That library logs every refused request as its own error, bodies and signatures included; we say it once, with
    // the request's id.
    let directives = if level.contains("s3s") { level.to_owned() } else { format!("{level},s3s=off") };
    let filter =
        EnvFilter::try_new(directives).map_err(|error| format!("`log.level` is `{level}`: {error}"))?;
    let lines =
        // A line that cannot be written is lost: telling so on the same standard error would panic in a request.
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .with_timer(SystemTime)
            .log_internal_errors(false);
    let set = match format {
        "json" => lines.json().flatten_event(true).with_current_span(false).try_init(),
        _ => {
            let colour = std::io::IsTerminal::is_terminal(&std::io::stderr())
                && std::env::var_os("NO_COLOR").is_none();
            lines.with_ansi(colour).with_target(false).try_init()
        }
    };
    set.map_err(|error| format!("cannot start logging: {error}"))
}

/// Collects metrics; the handle writes the page `/metrics`.
///
/// # Errors
/// In words, when metrics are collected already.
pub fn metrics() -> Result<PrometheusHandle, String> {
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &DURATION_BOUNDS_S)
        .map_err(|error| format!("cannot set up metrics: {error}"))?;
    let handle = builder.install_recorder().map_err(|error| format!("cannot collect metrics: {error}"))?;
    describe();
    keep_up(handle.clone())?;
    Ok(handle)
}

/// Durations are gathered one by one until somebody counts them; without this that would be whoever asks for the page,
/// and where nobody does, memory would grow with every request.
fn keep_up(handle: PrometheusHandle) -> Result<(), String> {
    let work = move || {
        loop {
            std::thread::sleep(UPKEEP);
            handle.run_upkeep();
        }
    };
    let started = std::thread::Builder::new().name("metrics".to_owned()).spawn(work);
    started.map(drop).map_err(|error| format!("cannot start the thread of metrics: {error}"))
}

fn describe() {
    metrics::describe_counter!("gemel_requests_total", "Requests answered, by service, operation and status");
    metrics::describe_histogram!("gemel_request_seconds", "Time to the answer's head, by service");
    metrics::describe_gauge!("gemel_connections", "Open connections");
    metrics::describe_gauge!("gemel_live_listeners", "Open live subscriptions");
    metrics::describe_counter!("gemel_live_events_total", "Events sent on live subscriptions, by kind");
    metrics::describe_gauge!("gemel_tasks", "Background work under way");
    metrics::describe_gauge!("gemel_start_time_seconds", "When the process started, epoch seconds");
}
