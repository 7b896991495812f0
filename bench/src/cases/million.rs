//! A million entities, six levels deep: how long they take to load, what they weigh, and how lists fare among them.

use super::process::mega;
use super::read::{measured, of};
use super::{entity, plant};
use crate::load::{self, Plan};
use crate::process::Server;
use crate::report::{Section, median, round, spread};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const WRITERS: usize = 64;
/// Children of every entity but the leaves: 16^5 is just above a million.
const FAN: usize = 16;

/// The bench at a tenth of the size and in full, so that growth shows.
pub(crate) fn million() -> Result<Section, String> {
    let mut section = Section::new(&[
        "entities",
        "load s",
        "entities/s",
        "disk MB",
        "bytes each",
        "memory after restart MB",
        "restart s",
        "GetEntity p99 ms",
        "children p99 ms",
        "by type p99 ms",
    ]);
    let full = std::env::var("GEMEL_BENCH_ENTITIES").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000_000);
    for n_entities in [full / 10, full] {
        row(&mut section, n_entities)?;
    }
    section.note("each entity has 2 components of 5 values; lists are pages of 200; 16 connections; GEMEL_BENCH_ENTITIES sets the size");
    Ok(section)
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes here are far below 2^52")]
fn row(section: &mut Section, n_entities: usize) -> Result<(), String> {
    let mut server = Server::gemel()?;
    plant(&server, 1)?;
    let begun = Instant::now();
    load_all(&server, n_entities)?;
    let load_seconds = begun.elapsed().as_secs_f64();
    server.stop();
    let disk = server.disk_bytes();
    let mut server = Server::gemel_in(server.folder.clone(), true)?;
    let memory = mega(server.cost().1);
    let figures: Result<Vec<String>, String> = questions(n_entities)
        .into_iter()
        .map(|question| {
            let mut rounds = Vec::new();
            for _ in 0..crate::ROUNDS {
                let signer = server.signer("iottwinmaker");
                let next = |connection: usize, n: usize| {
                    let (method, path, body) = question(connection * 31_337 + n * 7_919);
                    Some(signer.request(method, &path, body.as_bytes()))
                };
                rounds.push(measured(&server, Plan { connections: 16, seconds: 3.0 }, next)?);
            }
            Ok(format!(
                "{} ({}/s)",
                spread(&of(&rounds, |it| it.p99_ms)),
                round(median(&of(&rounds, |it| it.rate)))
            ))
        })
        .collect();
    let head = [
        round(n_entities as f64),
        round(load_seconds),
        round(n_entities as f64 / load_seconds),
        round(mega(disk)),
        round(disk as f64 / n_entities as f64),
        round(memory),
        round(server.start_seconds),
    ];
    section.row(head.into_iter().chain(figures?));
    server.stop();
    Ok(())
}

/// Parents first: an entity's parent has a smaller number, and waits for nobody by being loaded a level at a time.
fn load_all(server: &Server, n_entities: usize) -> Result<(), String> {
    let mut from = 0;
    while from < n_entities {
        // All whose parents are loaded: the children of everything before `from`.
        let until = if from == 0 { 1 } else { n_entities.min(from * FAN + 1) };
        let number = AtomicUsize::new(from);
        let signer = server.signer("iottwinmaker");
        let next = |_: usize, _: usize| {
            let n = number.fetch_add(1, Ordering::Relaxed);
            (n < until).then(|| {
                let parent = if n == 0 { "$ROOT".to_owned() } else { format!("m-{}", (n - 1) / FAN) };
                signer.request(
                    "POST",
                    "/workspaces/bench/entities",
                    entity(&format!("m-{n}"), &parent).as_bytes(),
                )
            })
        };
        // A signature is good for a quarter of an hour, so a level goes in pieces of ten minutes.
        let outcome = load::run(&server.host, Plan { connections: WRITERS, seconds: 600.0 }, next);
        if outcome.n_failures > 0 {
            return Err(format!("{} of {} entities were refused", outcome.n_failures, until - from));
        }
        from = number.into_inner().min(until);
    }
    Ok(())
}

type Question = Box<dyn Fn(usize) -> (&'static str, String, String) + Sync>;

fn questions(n_entities: usize) -> [Question; 3] {
    let inner = (n_entities / FAN).max(1);
    let list = "/workspaces/bench/entities-list".to_owned();
    let by_type = list.clone();
    [
        Box::new(move |n| ("GET", format!("/workspaces/bench/entities/m-{}", n % n_entities), String::new())),
        Box::new(move |n| {
            let body = format!(r#"{{"filters":[{{"parentEntityId":"m-{}"}}]}}"#, n % inner);
            ("POST", list.clone(), body)
        }),
        Box::new(move |_| {
            let body = r#"{"filters":[{"componentTypeId":"com.example.bench"}],"maxResults":200}"#.to_owned();
            ("POST", by_type.clone(), body)
        }),
    ]
}
