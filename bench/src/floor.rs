//! The disk's own limit: how often it can be asked to keep something, measured in the same minute.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::{Duration, Instant};

/// Appends of `size_bytes`, each with fdatasync, in a second.
pub(crate) fn synced_appends_per_second(size_bytes: usize, seconds: f64) -> Result<f64, String> {
    let path = std::env::temp_dir().join(format!("gemel-bench-{}.floor", std::process::id()));
    let failed = |error: std::io::Error| format!("cannot write `{}`: {error}", path.display());
    let mut file = OpenOptions::new().create(true).append(true).open(&path).map_err(failed)?;
    let (begun, bytes, mut n) = (Instant::now(), vec![b'x'; size_bytes], 0_u32);
    while begun.elapsed() < Duration::from_secs_f64(seconds) {
        file.write_all(&bytes).map_err(failed)?;
        file.sync_data().map_err(failed)?;
        n += 1;
    }
    let rate = f64::from(n) / begun.elapsed().as_secs_f64();
    let _ = std::fs::remove_file(&path);
    Ok(rate)
}
