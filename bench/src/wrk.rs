//! The load by `wrk`, which takes less of the shared cores than our own: for answers that cost next to nothing.

use std::fmt::Write as _;
use std::process::Command;

/// Answers in a second for whole requests over `connections`, sent in turn.
pub(crate) fn rate(
    host: &str,
    requests: &[Vec<u8>],
    connections: usize,
    seconds: u32,
) -> Result<f64, String> {
    let mut script = String::from("local all = {}\n");
    for request in requests {
        // `%q`-like: every byte that is not plain is written as its number.
        let plain = |it: u8| it.is_ascii_graphic() && it != b'"' && it != b'\\' || it == b' ';
        script.push_str("all[#all + 1] = \"");
        for byte in request {
            if plain(*byte) {
                script.push(char::from(*byte));
            } else {
                let _ = write!(script, "\\{byte:03}");
            }
        }
        script.push_str("\"\n");
    }
    script.push_str("local at = 0\nfunction request() at = at % #all + 1; return all[at] end\n");
    let path = std::env::temp_dir().join(format!("gemel-bench-{}.lua", std::process::id()));
    std::fs::write(&path, script).map_err(|error| error.to_string())?;
    let ran = Command::new("wrk")
        .args(["-t", "1", "-c", &connections.to_string(), "-d", &seconds.to_string(), "-s"])
        .arg(&path)
        .arg(format!("http://{host}/"))
        .output();
    let _ = std::fs::remove_file(&path);
    let said = String::from_utf8_lossy(&ran.map_err(|error| format!("no wrk: {error}"))?.stdout).into_owned();
    if said.contains("Non-2xx") {
        return Err(format!("wrk was refused: {said}"));
    }
    let figure = said.lines().find_map(|it| it.trim().strip_prefix("Requests/sec:"));
    figure.and_then(|it| it.trim().parse().ok()).ok_or_else(|| format!("wrk said no rate: {said}"))
}
