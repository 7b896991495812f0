//! Objects: a megabyte out of a bucket, beside nginx sending the same file.

use super::read::{measured, of};
use crate::ROUNDS;
use crate::load::{self, Plan};
use crate::process::Server;
use crate::report::{Section, median, round, spread};

const SIZE: usize = 1 << 20;
const SECONDS: f64 = 3.0;

/// GET of 1 MB.
pub(crate) fn get() -> Result<Section, String> {
    let server = Server::gemel()?;
    // Not all zeros: nothing on the way may get away with compressing it.
    let bytes: Vec<u8> =
        (0..SIZE).map(|it| (it.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
    server.call("s3", "PUT", "/bench", "")?;
    load::once(&server.host, &server.signer("s3").request("PUT", "/bench/file.bin", &bytes))?;
    let nginx = Server::nginx(&[("file.bin", &bytes)]);
    let mut section = Section::new(&[
        "connections",
        "Gemel MB/s",
        "p99 ms",
        "CPU µs each",
        "nginx MB/s",
        "nginx CPU µs",
        "ratio",
    ]);
    for connections in [1, 8] {
        let plan = Plan { connections, seconds: SECONDS };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let request = server.signer("s3").request("GET", "/bench/file.bin", b"");
            ours.push(measured(&server, plan, |_, _| Some(request.clone()))?);
            if let Ok(nginx) = &nginx {
                let request = format!("GET /file.bin HTTP/1.1\r\nhost: {}\r\n\r\n", nginx.host).into_bytes();
                theirs.push(measured(nginx, plan, |_, _| Some(request.clone()))?);
            }
        }
        section.row([
            connections.to_string(),
            spread(&of(&ours, |it| it.rate)),
            round(median(&of(&ours, |it| it.p99_ms))),
            round(median(&of(&ours, |it| it.cpu_us))),
            spread(&of(&theirs, |it| it.rate)),
            round(median(&of(&theirs, |it| it.cpu_us))),
            round(median(&of(&ours, |it| it.rate)) / median(&of(&theirs, |it| it.rate))),
        ]);
    }
    if let Err(why) = nginx {
        section.note(format!("no peer: {why}"));
    }
    Ok(section)
}
