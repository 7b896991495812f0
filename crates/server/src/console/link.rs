//! One-time links to the console: the command line makes them, the server takes each once.
//!
//! ```text
//! DATA/console-links/<SHA-256 of the token, hex>   holds when the link ends, epoch seconds; mode 0600
//! ```
//!
//! The token itself is kept nowhere. A backup does not carry links.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Bytes of a token.
const TOKEN_BYTES: usize = 32;
/// A file here holds a number; more is not read of it.
const FILE_BYTES_MAX: u64 = 64;

/// Where the links of a data folder are.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("console-links")
}

/// Makes a link that is good until `ends_epoch_s`; gives its token.
///
/// # Errors
/// In words: what cannot be written.
pub(crate) fn make(data: &Path, ends_epoch_s: i64, now_epoch_s: i64) -> Result<String, String> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no randomness: {error}"))?;
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let folder = folder(data);
    let failed = |error: io::Error| {
        format!("cannot write to `{}`: {error}; run this as the user the server runs as", folder.display())
    };
    match fs::DirBuilder::new().mode(0o700).create(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    sweep(&folder, now_epoch_s);
    let path = folder.join(name(&token));
    let draft = folder.join(format!("{}.new", name(&token)));
    let write = || {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(format!("{ends_epoch_s}\n").as_bytes())?;
        // Made by root for a server that is not: the server must be able to read it, and to take it away.
        let owner = fs::metadata(data)?;
        for it in [&folder, &draft] {
            if fs::metadata(it)?.uid() != owner.uid() {
                std::os::unix::fs::chown(it, Some(owner.uid()), Some(owner.gid()))?;
            }
        }
        fs::rename(&draft, &path)
    };
    write().map_err(failed)?;
    Ok(token)
}

/// Takes a link. Whoever removes its file has it; all others hear that it is gone.
///
/// # Errors
/// In words, for whoever holds the link: what is wrong with it and what to do.
pub(crate) fn redeem(folder: &Path, token: &str, now_epoch_s: i64) -> Result<(), String> {
    const AGAIN: &str = "run `gemel console-link` again for a new one";
    let path = folder.join(name(token));
    let ends = ends(&path);
    let is_ours = fs::remove_file(&path).is_ok();
    sweep(folder, now_epoch_s);
    match ends {
        Some(ends) if is_ours && now_epoch_s < ends => Ok(()),
        Some(_) if is_ours => Err(format!("this link has expired; {AGAIN}")),
        _ => Err(format!("this link was used already, or is not one of this server; {AGAIN}")),
    }
}

/// The hash of a token as hex: whatever a client sends, it is the name of a file in the folder and nothing else.
fn name(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// When a link ends; 0 for a file that does not say it.
fn ends(path: &Path) -> Option<i64> {
    let text = fs::read_to_string(path).ok()?;
    Some(text.trim().parse().unwrap_or(0))
}

/// Removes links that are over. What cannot be read is left: it is not ours.
fn sweep(folder: &Path, now_epoch_s: i64) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_link = entry.file_name().len() == 2 * TOKEN_BYTES
            && entry.metadata().is_ok_and(|it| it.is_file() && it.len() <= FILE_BYTES_MAX);
        if is_link && ends(&entry.path()).is_some_and(|it| it <= now_epoch_s) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_link_is_good_once_and_in_time() {
        let data = tempfile::tempdir().unwrap();
        let links = folder(data.path());
        let token = make(data.path(), 1_000, 100).unwrap();
        assert_eq!(token.len(), 43);
        assert!(redeem(&links, "no such link", 100).unwrap_err().contains("gemel console-link"));
        assert!(redeem(&links, "../../credentials", 100).is_err());
        assert_eq!(redeem(&links, &token, 999), Ok(()));
        assert!(redeem(&links, &token, 999).unwrap_err().contains("used already"));
        let late = make(data.path(), 1_000, 100).unwrap();
        assert!(redeem(&links, &late, 1_000).unwrap_err().contains("expired"));
        assert!(redeem(&links, &late, 999).unwrap_err().contains("used already"));
    }

    #[test]
    fn links_are_private_and_old_ones_go() {
        let data = tempfile::tempdir().unwrap();
        let links = folder(data.path());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let names = || {
            let mut names: Vec<String> = fs::read_dir(&links)
                .unwrap()
                .map(|it| it.unwrap().file_name().into_string().unwrap())
                .collect();
            names.sort();
            names
        };
        let old = make(data.path(), 10, 1).unwrap();
        assert_eq!(names(), [name(&old)]);
        assert_eq!((mode(&links), mode(&links.join(name(&old)))), (0o700, 0o600));
        fs::write(links.join("notes.txt"), "mine").unwrap();
        let new = make(data.path(), 100, 11).unwrap();
        let mut want = [name(&new), "notes.txt".to_owned()];
        want.sort();
        assert_eq!(names(), want);
        assert!(!fs::read_to_string(links.join(name(&new))).unwrap().contains(&new));
    }

    #[test]
    fn of_all_who_race_one_wins() {
        let data = tempfile::tempdir().unwrap();
        let links = folder(data.path());
        for _ in 0..20 {
            let token = make(data.path(), 1_000, 100).unwrap();
            let won = std::thread::scope(|scope| {
                let racers: Vec<_> =
                    (0..8).map(|_| scope.spawn(|| redeem(&links, &token, 200).is_ok())).collect();
                racers.into_iter().map(|it| it.join().unwrap()).filter(|it| *it).count()
            });
            assert_eq!(won, 1);
        }
    }
}
