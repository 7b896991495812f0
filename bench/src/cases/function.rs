//! Functions: what a warm invocation costs beside the handler itself.

use super::read::{measured, of};
use crate::ROUNDS;
use crate::load::Plan;
use crate::process::Server;
use crate::report::{Section, median, round, spread};
use std::process::Command;

const HANDLER: &str = "def handle(event, context):\n    return {'propertyValues': []}\n";
const SECONDS: f64 = 4.0;

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
    let mut section = Section::new(&["connections", "invocations/s", "p50 ms", "p99 ms", "CPU µs each"]);
    for connections in [1, 4] {
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let request = server.signer("lambda").request("POST", path, b"{}");
            rounds.push(measured(&server, Plan { connections, seconds: SECONDS }, |_, _| {
                Some(request.clone())
            })?);
        }
        section.row([
            connections.to_string(),
            spread(&of(&rounds, |it| it.rate)),
            spread(&of(&rounds, |it| it.p50_ms)),
            spread(&of(&rounds, |it| it.p99_ms)),
            round(median(&of(&rounds, |it| it.cpu_us))),
        ]);
    }
    section.note("CPU is the server's and the workers' together; the handler does nothing, so all of it is the way there and back");
    Ok(section)
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
