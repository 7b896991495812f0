//! Reads: answers in a second, latency and CPU, beside nginx with a file of the same size.

use super::plant;
use crate::load::{self, Plan};
use crate::process::Server;
use crate::report::{Section, median, round, spread};
use crate::{ROUNDS, process, wrk};

const SECONDS: f64 = 3.0;
const WRK_SECONDS: u32 = 2;

struct Question<'a> {
    method: &'a str,
    path: String,
    body: String,
}

/// GetEntity of one of a thousand entities.
pub(crate) fn get_entity() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 1_000)?;
    let questions: Vec<Question> = (0..1_000)
        .map(|n| Question {
            method: "GET",
            path: format!("/workspaces/bench/entities/e-{n}"),
            body: String::new(),
        })
        .collect();
    against_nginx(&server, &questions, &[1, 16])
}

/// ListEntities by pages of 200.
pub(crate) fn list_entities() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 1_000)?;
    let body = r#"{"filters":[{"parentEntityId":"$ROOT"}],"maxResults":200}"#.to_owned();
    let question = Question { method: "POST", path: "/workspaces/bench/entities-list".to_owned(), body };
    against_nginx(&server, &[question], &[1, 16])
}

/// GetPropertyValue of two static properties.
pub(crate) fn get_property_value() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 100)?;
    let question = |n| Question {
        method: "POST",
        path: "/workspaces/bench/entity-properties/value".to_owned(),
        body: format!(r#"{{"entityId":"e-{n}","componentName":"one","selectedProperties":["p0","p1"]}}"#),
    };
    against_nginx(&server, &(0..100).map(question).collect::<Vec<_>>(), &[1, 16])
}

/// GetPropertyValueHistory of 200 points out of 2,000.
pub(crate) fn history() -> Result<Section, String> {
    let server = Server::gemel()?;
    plant(&server, 10)?;
    for entity in 0..10 {
        for batch in 0..20 {
            server.call(
                "iottwinmaker",
                "POST",
                "/workspaces/bench/entity-properties",
                &points(entity, batch),
            )?;
        }
    }
    let question = |n| Question {
        method: "POST",
        path: "/workspaces/bench/entity-properties/history".to_owned(),
        body: format!(
            r#"{{"entityId":"e-{n}","componentName":"one","selectedProperties":["t0"],"maxResults":200,
                "startTime":"2026-01-01T00:05:00Z","endTime":"2026-01-02T00:00:00Z"}}"#
        ),
    };
    against_nginx(&server, &(0..10).map(question).collect::<Vec<_>>(), &[1, 16])
}

/// A hundred points of one property, a second apart, in ten entries of ten values.
fn points(entity: usize, batch: usize) -> String {
    let entries = (0..10).map(|entry| {
        let values = (0..10).map(|value| {
            let second = batch * 100 + entry * 10 + value;
            let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
            format!(r#"{{"time":"2026-01-01T{hour:02}:{minute:02}:{second:02}Z","value":{{"doubleValue":{second}.25}}}}"#)
        });
        format!(
            r#"{{"entityPropertyReference":{{"entityId":"e-{entity}","componentName":"one","propertyName":"t0"}},
                "propertyValues":[{}]}}"#,
            values.collect::<Vec<_>>().join(",")
        )
    });
    format!(r#"{{"entries":[{}]}}"#, entries.collect::<Vec<_>>().join(","))
}

/// Alternates the questions with nginx answering a static file as long as the first answer.
fn against_nginx(
    server: &Server,
    questions: &[Question<'_>],
    connections: &[usize],
) -> Result<Section, String> {
    let first = &questions[0];
    let answer = server.call("iottwinmaker", first.method, &first.path, &first.body)?;
    let nginx = Server::nginx(&[("answer.json", &answer)]);
    let mut section = Section::new(&[
        "connections",
        "Gemel answers/s",
        "p50 ms",
        "p99 ms",
        "CPU µs each",
        "nginx answers/s",
        "nginx CPU µs",
        "ratio",
    ]);
    for connections in connections {
        let plan = Plan { connections: *connections, seconds: SECONDS };
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..ROUNDS {
            ours.push(ask(server, questions, plan)?);
            if let Ok(nginx) = &nginx {
                let request =
                    format!("GET /answer.json HTTP/1.1\r\nhost: {}\r\n\r\n", nginx.host).into_bytes();
                theirs.push(measured(nginx, plan, |_, _| Some(request.clone()))?);
            }
        }
        section.row(row(*connections, &ours, &theirs));
    }
    section.note(format!("an answer has {} bytes", answer.len()));
    if let Ok(nginx) = &nginx {
        section.note(by_wrk(server, questions, nginx));
    }
    if let Err(why) = nginx {
        section.note(format!("no peer: {why}"));
    }
    Ok(section)
}

/// The same by `wrk` over 16 connections: a cheaper client leaves more of the machine to both.
fn by_wrk(server: &Server, questions: &[Question<'_>], nginx: &Server) -> String {
    let static_file = format!("GET /answer.json HTTP/1.1\r\nhost: {}\r\n\r\n", nginx.host).into_bytes();
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let figures = (
            wrk::rate(&server.host, &signed(server, questions), 16, WRK_SECONDS),
            wrk::rate(&nginx.host, std::slice::from_ref(&static_file), 16, WRK_SECONDS),
        );
        match figures {
            (Ok(a), Ok(b)) => {
                ours.push(a);
                theirs.push(b);
            }
            (Err(why), _) | (_, Err(why)) => return format!("not measured by wrk: {why}"),
        }
    }
    format!(
        "by wrk, which costs less than our own client, on 16 connections: Gemel {} answers/s, nginx {}, ratio {}",
        spread(&ours),
        spread(&theirs),
        round(median(&ours) / median(&theirs))
    )
}

/// What one round found: answers in a second, p50 and p99 in ms, CPU in µs an answer.
pub(crate) struct Round {
    pub(crate) rate: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) cpu_us: f64,
}

fn ask(server: &Server, questions: &[Question<'_>], plan: Plan) -> Result<Round, String> {
    let requests = signed(server, questions);
    measured(server, plan, |connection, n| requests.get((connection * 7 + n) % requests.len()).cloned())
}

/// Signed once: the same signed request is good for a quarter of an hour.
fn signed(server: &Server, questions: &[Question<'_>]) -> Vec<Vec<u8>> {
    let signer = server.signer("iottwinmaker");
    questions.iter().map(|it| signer.request(it.method, &it.path, it.body.as_bytes())).collect()
}

/// One round of load with the server's CPU time.
pub(crate) fn measured(
    server: &process::Server,
    plan: Plan,
    next: impl Fn(usize, usize) -> Option<Vec<u8>> + Sync,
) -> Result<Round, String> {
    let before = server.cost().0;
    let outcome = load::run(&server.host, plan, next);
    if outcome.n_failures > 0 || outcome.n_answers == 0 {
        return Err(format!("{} answers and {} failures", outcome.n_answers, outcome.n_failures));
    }
    let cpu_us = (server.cost().0 - before) * 1e6 / (outcome.rate() * outcome.seconds);
    Ok(Round {
        rate: outcome.rate(),
        p50_ms: outcome.percentile_ms(50),
        p99_ms: outcome.percentile_ms(99),
        cpu_us,
    })
}

pub(crate) fn of(rounds: &[Round], figure: impl Fn(&Round) -> f64) -> Vec<f64> {
    rounds.iter().map(figure).collect()
}

fn row(connections: usize, ours: &[Round], theirs: &[Round]) -> Vec<String> {
    let ratio = median(&of(ours, |it| it.rate)) / median(&of(theirs, |it| it.rate));
    vec![
        connections.to_string(),
        spread(&of(ours, |it| it.rate)),
        round(median(&of(ours, |it| it.p50_ms))),
        spread(&of(ours, |it| it.p99_ms)),
        round(median(&of(ours, |it| it.cpu_us))),
        spread(&of(theirs, |it| it.rate)),
        round(median(&of(theirs, |it| it.cpu_us))),
        if ratio.is_nan() { "–".to_owned() } else { round(ratio) },
    ]
}
