//! `gemel check`: is everything in a data folder whole, and does it agree.

use crate::clock::SystemClock;
use crate::tasks::Tasks;
use crate::{admin, check, config};
use clap::{Arg, ArgAction, ArgMatches, Command};
use gemel_model::task::Spawner;
use gemel_model::time::Clock;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn command() -> Command {
    Command::new("check")
        .about("Check every record, index and object of a data folder, also of a running server")
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one JSON object instead"))
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    let report = match admin::ask_check(&config.data) {
        Some(answer) => answer?,
        None => {
            let runtime = super::runtime()?;
            let clock: Arc<dyn Clock> = Arc::new(SystemClock);
            let spawner: Arc<dyn Spawner> = Arc::new(Tasks::new(runtime.handle().clone()));
            let task = runtime.spawn_blocking(move || check::stopped(&config, &clock, &spawner));
            runtime.block_on(task).map_err(|_| "the check stopped half way".to_owned())??
        }
    };
    if matches.get_flag("json") {
        let object = serde_json::json!({
            "findings": report.findings, "findingCount": report.n_findings, "summary": report.summary,
        });
        println!("{object}");
    } else {
        for it in &report.findings {
            println!("{it}");
        }
        let untold = report.n_findings.saturating_sub(report.findings.len() as u64);
        if untold > 0 {
            println!("… and {untold} more");
        }
        let verdict = if report.n_findings == 0 {
            "all is well".to_owned()
        } else {
            format!("{} findings", report.n_findings)
        };
        println!("{verdict}: {}", report.summary);
    }
    Ok(if report.n_findings == 0 { ExitCode::SUCCESS } else { ExitCode::from(super::FOUND) })
}
