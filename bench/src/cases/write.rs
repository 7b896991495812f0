//! Durable writes: each answer means that the bytes are on disk; the floor is how often the disk can be asked.

use super::read::{Round, measured, of};
use super::{entity, plant};
use crate::load::Plan;
use crate::process::Server;
use crate::report::{Section, median, round, spread};
use crate::{ROUNDS, floor};
use std::sync::atomic::{AtomicUsize, Ordering};

const SECONDS: f64 = 3.0;

/// CreateEntity by one and by many writers.
pub(crate) fn create_entity() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 1)?;
    let number = AtomicUsize::new(0);
    let mut section =
        Section::new(&["writers", "entities/s", "p50 ms", "p99 ms", "CPU µs each", "fdatasync/s", "ratio"]);
    for writers in [1, 16, 64] {
        let (mut ours, mut floors) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let signer = server.signer("iottwinmaker");
            let next = |_: usize, _: usize| {
                let body = entity(&format!("w-{}", number.fetch_add(1, Ordering::Relaxed)), "e-0");
                Some(signer.request("POST", "/workspaces/bench/entities", body.as_bytes()))
            };
            ours.push(measured(&server, Plan { connections: writers, seconds: SECONDS }, next)?);
            floors.push(floor::synced_appends_per_second(1_024, 1.0)?);
        }
        section.row(row(writers, &ours, &floors));
    }
    section.note("fdatasync/s: one thread appending 1 kB and syncing it, in the same minute; a ratio above 1 is group commit");
    Ok(section)
}

/// BatchPutPropertyValues of a hundred points.
pub(crate) fn batch_put() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 16)?;
    let number = AtomicUsize::new(0);
    let mut section = Section::new(&[
        "connections",
        "batches/s",
        "p50 ms",
        "p99 ms",
        "CPU µs each",
        "fdatasync/s",
        "ratio",
    ]);
    let mut points = Vec::new();
    for connections in [1, 16] {
        let (mut ours, mut floors) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let signer = server.signer("iottwinmaker");
            let next = |connection: usize, _: usize| {
                let body = batch(connection, number.fetch_add(1, Ordering::Relaxed));
                Some(signer.request("POST", "/workspaces/bench/entity-properties", body.as_bytes()))
            };
            ours.push(measured(&server, Plan { connections, seconds: SECONDS }, next)?);
            floors.push(floor::synced_appends_per_second(1_024, 1.0)?);
        }
        points.push(median(&of(&ours, |it| it.rate)) * 100.0);
        section.row(row(connections, &ours, &floors));
    }
    section.note(format!(
        "a batch is 10 entries of 10 values: {} points/s on 1 connection, {} on 16",
        round(points[0]),
        round(points[1])
    ));
    Ok(section)
}

fn batch(connection: usize, number: usize) -> String {
    let entries = (0..10).map(|entry| {
        let values = (0..10).map(|value| {
            let nanos = number * 100 + entry * 10 + value;
            let (seconds, fraction) = (nanos / 1_000, nanos % 1_000);
            let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
            let time = format!("2026-01-01T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z");
            format!(r#"{{"time":"{time}","value":{{"doubleValue":{nanos}.5}}}}"#)
        });
        format!(
            r#"{{"entityPropertyReference":{{"entityId":"e-{connection}","componentName":"{}","propertyName":"t{}"}},"propertyValues":[{}]}}"#,
            if entry % 2 == 0 { "one" } else { "two" },
            entry / 2 % 2,
            values.collect::<Vec<_>>().join(",")
        )
    });
    format!(r#"{{"entries":[{}]}}"#, entries.collect::<Vec<_>>().join(","))
}

fn row(connections: usize, ours: &[Round], floors: &[f64]) -> Vec<String> {
    vec![
        connections.to_string(),
        spread(&of(ours, |it| it.rate)),
        round(median(&of(ours, |it| it.p50_ms))),
        spread(&of(ours, |it| it.p99_ms)),
        round(median(&of(ours, |it| it.cpu_us))),
        spread(floors),
        round(median(&of(ours, |it| it.rate)) / median(floors)),
    ]
}
