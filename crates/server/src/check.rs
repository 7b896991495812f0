//! The check of a data folder: every record, index entry, block and object, read and compared; nothing is changed.

use crate::config::Config;
use crate::foundation::Foundation;
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use std::sync::Arc;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What is wrong, in words; of very many, the first.
    pub findings: Vec<String>,
    /// How much is wrong.
    pub n_findings: u64,
    /// What was looked at, in words.
    pub summary: String,
}

/// Checks the folder of a stopped server.
///
/// # Errors
/// In words, when the check itself cannot run.
pub fn stopped(
    config: &Config,
    clock: &Arc<dyn Clock>,
    spawner: &Arc<dyn Spawner>,
) -> Result<Report, String> {
    if !config.data.join("format").exists() {
        return Err(format!("`{}` is no data folder of gemel; name it with --data", config.data.display()));
    }
    // The series folder is read as it lies; opening the engine would mend a torn tail first.
    let series = gemel_series::verify(&config.data.join("series")).map_err(|it| it.chain())?;
    let foundation = Foundation::open(config, clock, spawner)?;
    let mut report = crate::foundation::guarded(&config.data, || twins_and_objects(&foundation))?;
    report.n_findings += series.damages.len() as u64;
    report.findings.extend(series.damages);
    report.summary = format!(
        "{}, {} values in {} series files, {} log records",
        report.summary, series.n_points, series.n_files, series.n_log_records
    );
    Ok(report)
}

/// Checks the folder of a running server, on one snapshot; the series store's files are read by a stopped check only.
///
/// # Errors
/// In words, when the check itself cannot run.
pub async fn running(foundation: Arc<Foundation>) -> Result<Report, String> {
    let work = move || {
        let mut report = twins_and_objects(&foundation)?;
        report.summary.push_str("; values are checked when the server is stopped");
        Ok(report)
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| "the check stopped half way".to_owned())?
}

fn twins_and_objects(foundation: &Foundation) -> Result<Report, String> {
    let twins = foundation.store.verify().map_err(|it| it.chain())?;
    let handle = tokio::runtime::Handle::current();
    let objects = handle.block_on(foundation.objects.check()).map_err(|it| it.chain())?;
    let n_records: u64 = twins.n_records.values().sum();
    let told = |it: &gemel_store::verify::Finding| {
        format!("{:?} `{}`: {}", it.key.space, it.key.bytes.escape_ascii(), it.problem)
    };
    let mut findings: Vec<String> = twins.findings.iter().map(told).collect();
    findings.extend(objects.findings);
    Ok(Report {
        findings,
        n_findings: twins.n_findings + objects.n_findings,
        summary: format!(
            "{n_records} records, {} objects of {} bytes",
            objects.n_objects, objects.size_bytes
        ),
    })
}
