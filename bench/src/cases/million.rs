//! A million entities, six levels deep: how long they take to load, what they weigh, how fast a server with them is up
//! again, and how lists fare among them.

use super::process::mega;
use super::read::{measured, of};
use super::{entity, plant};
use crate::load::{self, Plan};
use crate::process::Server;
use crate::report::{Section, median, round};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

const WRITERS: usize = 64;
/// Children of every entity but the leaves: 16^5 is just above a million.
const FAN: usize = 16;
/// A signature is good for a quarter of an hour, so a level that takes longer goes in pieces.
const PIECE_SECONDS: f64 = 600.0;

/// A figure with its name and what it should be.
struct Figure {
    name: &'static str,
    target: &'static str,
    value: f64,
}

/// The bench at a tenth of the size and in full, so that growth shows.
pub(crate) fn million() -> Result<Section, String> {
    let full = std::env::var("GEMEL_BENCH_ENTITIES").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000_000);
    let mut section = Section::new(&["figure", "a tenth", "in full", "growth", "target"]);
    let (small, large) = (figures(full / 10)?, figures(full)?);
    for (small, large) in small.iter().zip(&large) {
        let exponent = (large.value / small.value).log10();
        section.row([
            large.name.to_owned(),
            round(small.value),
            round(large.value),
            if exponent.is_finite() { format!("n^{exponent:.2}") } else { "–".to_owned() },
            large.target.to_owned(),
        ]);
    }
    section.note("each entity has 2 components of 5 values, one an external id; 64 writers; lists are pages of 200; 16 connections; GEMEL_BENCH_ENTITIES sets the size");
    section.note("after kill −9 the file of the twins is looked through before it is used");
    Ok(section)
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes here are far below 2^52")]
fn figures(n_entities: usize) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    let mut add = |name, target, value: f64| {
        eprintln!("  {n_entities}: {name} {}", round(value));
        figures.push(Figure { name, target, value });
    };
    let mut first = Server::gemel()?;
    plant(&first, 1)?;
    let begun = Instant::now();
    load_all(&first, n_entities)?;
    let seconds = begun.elapsed().as_secs_f64();
    add("entities", "", n_entities as f64);
    add("load, s", "", seconds);
    add("entities/s", "", n_entities as f64 / seconds);
    add("memory after the load, MB", "", mega(first.cost().1));
    first.kill();
    let mut second = Server::gemel_in(first.folder.clone(), true)?;
    add("restart after kill −9, s", "≤ 1", second.start_seconds);
    second.stop();
    add("disk, MB", "≤ 2,000", mega(second.disk_bytes()));
    add("disk, bytes an entity", "", second.disk_bytes() as f64 / n_entities as f64);
    let mut third = Server::gemel_in(first.folder.clone(), true)?;
    add("restart after a clean stop, s", "≤ 1", third.start_seconds);
    add("memory after restart, MB", "≤ 500", mega(third.cost().1));
    for (names, question) in questions(n_entities) {
        let mut rounds = Vec::new();
        for _ in 0..crate::ROUNDS {
            let signer = third.signer("iottwinmaker");
            let next = |connection: usize, n: usize| {
                let (method, path, body) = question(connection * 31_337 + n * 7_919);
                Some(signer.request(method, &path, body.as_bytes()))
            };
            rounds.push(measured(&third, Plan { connections: 16, seconds: 2.0 }, next)?);
        }
        add(names[0], "", median(&of(&rounds, |it| it.rate)));
        add(names[1], "", median(&of(&rounds, |it| it.p50_ms)));
        add(names[2], "", median(&of(&rounds, |it| it.p99_ms)));
        add(names[3], "", median(&of(&rounds, |it| it.cpu_us)));
    }
    add("memory after the lists, MB", "≤ 500", mega(third.cost().1));
    third.stop();
    Ok(figures)
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
        let outcome = load::run(&server.host, Plan { connections: WRITERS, seconds: PIECE_SECONDS }, next);
        if outcome.n_failures > 0 {
            return Err(format!("{} of {} entities were refused", outcome.n_failures, until - from));
        }
        from = number.into_inner().min(until);
    }
    Ok(())
}

/// Makes the n-th request of a question: method, path, body.
type Question = Box<dyn Fn(usize) -> (&'static str, String, String) + Sync>;

/// The names of each question's figures, and the question.
fn questions(n_entities: usize) -> [([&'static str; 4], Question); 4] {
    let inner = (n_entities / FAN).max(1);
    let list = |body: String| ("POST", "/workspaces/bench/entities-list".to_owned(), body);
    [
        (
            ["GetEntity, answers/s", "GetEntity, p50 ms", "GetEntity, p99 ms", "GetEntity, CPU µs"],
            Box::new(move |n| {
                ("GET", format!("/workspaces/bench/entities/m-{}", n % n_entities), String::new())
            }),
        ),
        (
            ["children, answers/s", "children, p50 ms", "children, p99 ms", "children, CPU µs"],
            Box::new(move |n| list(format!(r#"{{"filters":[{{"parentEntityId":"m-{}"}}]}}"#, n % inner))),
        ),
        (
            ["by type, answers/s", "by type, p50 ms", "by type, p99 ms", "by type, CPU µs"],
            Box::new(move |_| {
                list(r#"{"filters":[{"componentTypeId":"com.example.bench"}],"maxResults":200}"#.to_owned())
            }),
        ),
        (
            [
                "by external id, answers/s",
                "by external id, p50 ms",
                "by external id, p99 ms",
                "by external id, CPU µs",
            ],
            Box::new(move |n| {
                list(format!(r#"{{"filters":[{{"externalId":"value 4 of m-{}"}}]}}"#, n % n_entities))
            }),
        ),
    ]
}
