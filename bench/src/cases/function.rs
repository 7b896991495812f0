//! Functions: what a warm invocation costs beside the handler itself.

use super::read::{measured, of};
use crate::ROUNDS;
use crate::load::Plan;
use crate::process::Server;
use crate::report::{Section, median, round, spread};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

const HANDLER: &str = "def handle(event, context):\n    return {'propertyValues': []}\n";
/// The least a Python worker can be: a line of JSON in, the handler, a line of JSON out.
const BARE_LOOP: &str = "import json, sys\nfor line in sys.stdin:\n    \
    print(json.dumps(handle(json.loads(line), None)), flush=True)\n";
const BARE_CALLS: usize = 5_000;
const SECONDS: f64 = 3.0;

/// A warm Python function through Invoke.
pub(crate) fn invoke() -> Result<Section, String> {
    let server = Server::gemel()?;
    let body = serde_json::json!({
        "FunctionName": "bench", "Runtime": "python3.11", "Handler": "index.handle",
        "Role": "arn:aws:iam::000000000000:role/bench", "Code": { "ZipFile": zip()? },
    });
    server.call("lambda", "POST", "/2015-03-31/functions", &body.to_string())?;
    let path = "/2015-03-31/functions/bench/invocations";
    server.call("lambda", "POST", path, "{}")?;
    let mut section = Section::new(&[
        "connections",
        "invocations/s",
        "p50 ms",
        "p99 ms",
        "CPU µs each",
        "bare loop p50 ms",
        "added ms",
    ]);
    for connections in [1, 4] {
        let (mut rounds, mut bare) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let request = server.signer("lambda").request("POST", path, b"{}");
            rounds.push(measured(&server, Plan { connections, seconds: SECONDS }, |_, _| {
                Some(request.clone())
            })?);
            bare.push(bare_loop_ms()?);
        }
        let p50 = of(&rounds, |it| it.p50_ms);
        section.row([
            connections.to_string(),
            spread(&of(&rounds, |it| it.rate)),
            spread(&p50),
            spread(&of(&rounds, |it| it.p99_ms)),
            round(median(&of(&rounds, |it| it.cpu_us))),
            spread(&bare),
            round(median(&p50) - median(&bare)),
        ]);
    }
    section.note("CPU is the server's and the workers' together; the handler does nothing, so all of it is the way there and back");
    section.note("the bare loop is a Python process that reads a line of JSON, calls the handler and writes a line, asked over pipes by one thread");
    Ok(section)
}

/// The median of a call's time when nothing but Python and two pipes stand between.
fn bare_loop_ms() -> Result<f64, String> {
    let failed = |error: std::io::Error| format!("the bare loop: {error}");
    let mut child = Command::new("python3")
        .args(["-c", &format!("{HANDLER}{BARE_LOOP}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("the bare loop has no pipes".to_owned());
    };
    let (mut from, mut line, mut times) = (BufReader::new(from), String::new(), Vec::new());
    for _ in 0..BARE_CALLS {
        let begun = Instant::now();
        to.write_all(b"{}\n").map_err(failed)?;
        line.clear();
        from.read_line(&mut line).map_err(failed)?;
        times.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    drop(to);
    let _ = child.wait();
    Ok(median(&times))
}

/// The function's code as a zip in base64, made by the Python that will run it.
fn zip() -> Result<String, String> {
    let program = format!(
        "import base64, io, zipfile\nout = io.BytesIO()\nwith zipfile.ZipFile(out, 'w') as z:\n    \
         z.writestr('index.py', {HANDLER:?})\nprint(base64.b64encode(out.getvalue()).decode())"
    );
    let made = Command::new("python3")
        .args(["-c", &program])
        .output()
        .map_err(|error| format!("no python3: {error}"))?;
    Ok(String::from_utf8_lossy(&made.stdout).trim().to_owned())
}
