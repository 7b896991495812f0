//! Gemel beside its floors and peers, in one run: `cargo run --release -p bench -- [names…]`; `--write` keeps the report.
//!
//! Every figure that stands alone proves nothing on a shared machine, so each case runs what it is compared with in the
//! same minute, in turn (A B A B …), three rounds, and reports the median, the range and the ratio.

mod cases;
mod floor;
mod load;
mod process;
mod report;
mod sign;
mod wrk;

use report::{Report, Section};
use std::process::ExitCode;

/// Rounds of every comparison.
pub(crate) const ROUNDS: usize = 3;

type Case = (&'static str, &'static str, fn() -> Result<Section, String>);

/// Name, what it measures, and the case itself.
const CASES: &[Case] = &[
    ("start", "cold start, idle memory, size of the binary", cases::process::start),
    ("get-entity", "GetEntity against nginx with a static file of equal size", cases::read::get_entity),
    ("list-entities", "ListEntities, pages of 200", cases::read::list_entities),
    ("get-property-value", "GetPropertyValue of a static property", cases::read::get_property_value),
    ("history", "GetPropertyValueHistory, 200 points", cases::read::history),
    (
        "create-entity",
        "CreateEntity, durable, 1 and 64 writers, against fdatasync",
        cases::write::create_entity,
    ),
    ("batch-put", "BatchPutPropertyValues, 10 × 10 values, 16 connections", cases::write::batch_put),
    ("s3-get", "S3 GET of 1 MB against nginx with the same file", cases::object::get),
    ("function", "a warm Python function through Invoke", cases::function::invoke),
    ("million", "1,000,000 entities: load, disk, memory, restart, lists", cases::million::million),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|it| it == "--help" || it == "-h") {
        usage();
        return ExitCode::SUCCESS;
    }
    let keep = arguments.iter().any(|it| it == "--write");
    let names: Vec<&String> = arguments.iter().filter(|it| !it.starts_with("--")).collect();
    if let Some(unknown) = names.iter().find(|name| CASES.iter().all(|it| it.0 != name.as_str())) {
        eprintln!("bench: there is no case `{unknown}`");
        usage();
        return ExitCode::from(2);
    }
    let mut report = Report::new();
    for (name, what, run) in CASES {
        if names.is_empty() || names.iter().any(|it| it == name) {
            eprintln!("{name}: {what}");
            let section = run().unwrap_or_else(|why| Section::skipped(&why));
            report.add(name, what, section);
        }
    }
    let text = report.text();
    println!("{text}");
    if keep && let Err(error) = report::write(&text) {
        eprintln!("bench: cannot write the report: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn usage() {
    eprintln!("usage: cargo run --release -p bench -- [--write] [case …]\n\ncases:");
    for (name, what, _) in CASES {
        eprintln!("  {name:<20}{what}");
    }
}
