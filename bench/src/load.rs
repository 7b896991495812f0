//! The load: blocking connections on threads of their own, each sending its next request when the last is answered.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// What a run of load found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// Answers with status 2xx.
    pub(crate) n_answers: u64,
    /// Answers with another status, and connections that broke.
    pub(crate) n_failures: u64,
    /// How long the run took.
    pub(crate) seconds: f64,
    latencies_us: Vec<u32>,
}

impl Outcome {
    /// Answers in a second.
    #[expect(clippy::cast_precision_loss, reason = "a count of answers is far below 2^52")]
    pub(crate) fn rate(&self) -> f64 {
        self.n_answers as f64 / self.seconds
    }

    /// The latency that `percent` of the answers keep, in milliseconds.
    pub(crate) fn percentile_ms(&self, percent: usize) -> f64 {
        let at = (self.latencies_us.len() * percent / 100).min(self.latencies_us.len().saturating_sub(1));
        f64::from(self.latencies_us.get(at).copied().unwrap_or(0)) / 1e3
    }
}

/// How long, and over how many connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) connections: usize,
    pub(crate) seconds: f64,
}

/// Sends what `next(connection, n)` gives to `host` for as long as the plan says, or until it gives nothing.
pub(crate) fn run(host: &str, plan: Plan, next: impl Fn(usize, usize) -> Option<Vec<u8>> + Sync) -> Outcome {
    let begun = Instant::now();
    let until = begun + Duration::from_secs_f64(plan.seconds);
    let parts: Vec<Outcome> = std::thread::scope(|scope| {
        let next = &next;
        let threads: Vec<_> =
            (0..plan.connections).map(|it| scope.spawn(move || connection(host, it, until, next))).collect();
        threads.into_iter().map(|it| it.join().unwrap_or_default()).collect()
    });
    let mut all = Outcome { seconds: begun.elapsed().as_secs_f64(), ..Outcome::default() };
    for part in parts {
        all.n_answers += part.n_answers;
        all.n_failures += part.n_failures;
        all.latencies_us.extend(part.latencies_us);
    }
    all.latencies_us.sort_unstable();
    all
}

fn connection(
    host: &str,
    number: usize,
    until: Instant,
    next: impl Fn(usize, usize) -> Option<Vec<u8>>,
) -> Outcome {
    let mut outcome = Outcome::default();
    let Ok(mut stream) = connect(host) else {
        outcome.n_failures += 1;
        return outcome;
    };
    let mut buffer = vec![0; 256 * 1024];
    for n in 0.. {
        // The time first: what `next` gave must be sent.
        let Some(request) = (Instant::now() < until).then(|| next(number, n)).flatten() else { break };
        let sent = Instant::now();
        match exchange(&mut stream, &request, &mut buffer) {
            Ok(200..=299) => {
                outcome.n_answers += 1;
                outcome.latencies_us.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok(_) => outcome.n_failures += 1,
            Err(_) => {
                outcome.n_failures += 1;
                match connect(host) {
                    Ok(it) => stream = it,
                    Err(_) => break,
                }
            }
        }
    }
    outcome
}

pub(crate) fn connect(host: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(host)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    Ok(stream)
}

/// One request and the whole of its answer; gives the status.
pub(crate) fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut [u8]) -> std::io::Result<u16> {
    stream.write_all(request)?;
    let broken = |what: &str| std::io::Error::other(what.to_owned());
    let mut n_read = 0;
    let head_end = loop {
        let n = stream.read(&mut buffer[n_read..])?;
        if n == 0 {
            return Err(broken("the connection ended"));
        }
        n_read += n;
        if let Some(at) = find(&buffer[..n_read], b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = std::str::from_utf8(&buffer[..head_end]).map_err(|_| broken("a head that is no text"))?;
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or_else(|| broken("no status"))?;
    let mut end = End::of(head).ok_or_else(|| broken("an answer without a length"))?;
    let mut is_over = end.takes(&buffer[head_end..n_read]);
    while !is_over {
        let n = stream.read(buffer)?;
        if n == 0 {
            return Err(broken("the answer ended early"));
        }
        is_over = end.takes(&buffer[..n]);
    }
    Ok(status)
}

/// Where an answer's body ends.
enum End {
    /// After so many more bytes.
    After(usize),
    /// After the empty chunk; these are the last bytes seen. One answer is under way at a time, so the body cannot be
    /// taken for the next one's; one that holds the mark itself at the end of a packet would end too early.
    EmptyChunk(Vec<u8>),
}

impl End {
    const EMPTY_CHUNK: &'static [u8] = b"0\r\n\r\n";

    fn of(head: &str) -> Option<Self> {
        head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            if name.eq_ignore_ascii_case("content-length") {
                return value.trim().parse().ok().map(Self::After);
            }
            (name.eq_ignore_ascii_case("transfer-encoding") && value.trim() == "chunked")
                .then(|| Self::EmptyChunk(Vec::new()))
        })
    }

    /// Takes the next bytes of the body; says whether they are the last.
    fn takes(&mut self, bytes: &[u8]) -> bool {
        match self {
            Self::After(left) => {
                *left = left.saturating_sub(bytes.len());
                *left == 0
            }
            Self::EmptyChunk(tail) => {
                tail.extend_from_slice(&bytes[bytes.len().saturating_sub(Self::EMPTY_CHUNK.len())..]);
                tail.drain(..tail.len().saturating_sub(Self::EMPTY_CHUNK.len()));
                tail == Self::EMPTY_CHUNK
            }
        }
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|it| it == what)
}

/// One request outside of any measurement; gives the body, or says what went wrong.
pub(crate) fn once(host: &str, request: &[u8]) -> Result<Vec<u8>, String> {
    let work = || -> std::io::Result<(u16, Vec<u8>)> {
        let mut stream = connect(host)?;
        stream.write_all(request)?;
        let mut answer = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        let mut end = None;
        loop {
            let n = stream.read(&mut buffer)?;
            answer.extend_from_slice(&buffer[..n]);
            let fresh = if end.is_none() { head_of(&answer) } else { None };
            let is_over = match (&mut end, fresh) {
                (Some(end), _) => End::takes(end, &buffer[..n]),
                (None, Some(head)) => {
                    let rest = &answer[head.len()..];
                    end = End::of(head);
                    end.as_mut().is_some_and(|it| it.takes(rest))
                }
                (None, None) => false,
            };
            if n == 0 || is_over {
                break;
            }
        }
        let status =
            String::from_utf8_lossy(&answer).split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
        let body = find(&answer, b"\r\n\r\n").map(|at| answer[at + 4..].to_vec()).unwrap_or_default();
        Ok((status, body))
    };
    match work() {
        Ok((200..=299, body)) => Ok(body),
        Ok((status, body)) => Err(format!("status {status}: {}", String::from_utf8_lossy(&body))),
        Err(error) => Err(format!("no answer from {host}: {error}")),
    }
}

fn head_of(answer: &[u8]) -> Option<&str> {
    find(answer, b"\r\n\r\n").and_then(|at| std::str::from_utf8(&answer[..at + 4]).ok())
}
