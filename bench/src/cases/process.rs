//! The process itself: how fast it starts, what it takes while nothing happens, how large it is.

use crate::ROUNDS;
use crate::process::{Server, binary};
use crate::report::{Section, round, spread};

/// Cold start to the first answer on an empty folder, resident memory after it, size of the binary.
pub(crate) fn start() -> Result<Section, String> {
    let (mut seconds, mut megabytes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let server = Server::gemel()?;
        seconds.push(server.start_seconds);
        megabytes.push(mega(server.cost().1));
    }
    let size = std::fs::metadata(binary()?).map_err(|error| error.to_string())?.len();
    let mut section = Section::new(&["start to first answer, s", "idle memory, MB", "binary, MB"]);
    section.row([spread(&seconds), spread(&megabytes), round(mega(size))]);
    Ok(section)
}

/// Bytes as megabytes.
#[expect(clippy::cast_precision_loss, reason = "sizes of processes and files are far below 2^52")]
pub(crate) fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
