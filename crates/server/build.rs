//! Embeds the built console and the demo plant: writes tables of files that `include_bytes!` reads.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    write(&out.join("console.rs"), &console(&repository));
    write(&out.join("demo.rs"), &demo(&repository));
    println!("cargo:rerun-if-changed=build.rs");
}

/// The files of `console/dist`; none when it was not built.
fn console(repository: &Path) -> String {
    println!("cargo:rerun-if-env-changed=GEMEL_CONSOLE_DIST");
    let told = std::env::var_os("GEMEL_CONSOLE_DIST").map(PathBuf::from);
    let dist = told.clone().unwrap_or_else(|| repository.join("console/dist"));
    if dist.join("index.html").is_file() {
        println!("cargo:rerun-if-changed={}", dist.display());
        return console_table(&dist);
    }
    // Cargo runs this again each time when a path is missing, so the nearest folder that is there is watched.
    let folder = dist.ancestors().skip(1).find(|it| it.is_dir()).unwrap_or(repository);
    println!("cargo:rerun-if-changed={}", folder.display());
    println!(
        "cargo:warning=the web console is not built, so a page that says so is embedded: \
         run `make console` (needs Node 20.19 or newer), then build again"
    );
    "&[]".to_owned()
}

/// Each file once, with those of its `.gz` and `.br` twins that are smaller.
fn console_table(dist: &Path) -> String {
    let mut table = String::from("&[\n");
    for (name, path) in files(dist, &|_| true) {
        let is_twin = [".gz", ".br"]
            .iter()
            .any(|it| name.strip_suffix(it).is_some_and(|plain| dist.join(plain).is_file()));
        if is_twin {
            continue;
        }
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        let hash: String = Sha256::digest(&bytes).iter().take(12).fold(String::new(), |mut text, it| {
            let _ = write!(text, "{it:02x}");
            text
        });
        let twin = |ending: &str| {
            let twin = PathBuf::from(format!("{}{ending}", path.display()));
            let pays = fs::metadata(&twin).is_ok_and(|it| it.len() < bytes.len() as u64);
            if pays { format!("Some(include_bytes!({}))", literal(&twin)) } else { "None".to_owned() }
        };
        let _ = writeln!(
            table,
            "    Embedded {{ name: {name:?}, hash: {hash:?}, plain: include_bytes!({}), gzip: {}, brotli: {} }},",
            literal(&path),
            twin(".gz"),
            twin(".br"),
        );
    }
    table + "]"
}

/// What `gemel demo` unpacks: the demo plant without its tests.
fn demo(repository: &Path) -> String {
    let folder = repository.join("examples/bakery");
    println!("cargo:rerun-if-changed={}", folder.display());
    let is_wanted = |name: &str| {
        let parts: Vec<&str> = name.split('/').collect();
        !parts.iter().any(|it| it.starts_with('.') || *it == "tests" || *it == "__pycache__")
    };
    let mut table = String::from("&[\n");
    for (name, path) in files(&folder, &is_wanted) {
        let _ = writeln!(table, "    ({name:?}, include_bytes!({})),", literal(&path));
    }
    table + "]"
}

/// A path as a string literal.
fn literal(path: &Path) -> String {
    format!("{:?}", path.display().to_string())
}

/// All files below a folder that are wanted, by name; names have slashes.
fn files(folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if !is_wanted(&name) {
                continue;
            }
            let path = fs::canonicalize(entry.path()).unwrap_or_else(|_| entry.path());
            if path.is_dir() {
                waiting.push((format!("{name}/"), path));
            } else {
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

fn write(path: &Path, text: &str) {
    // Written only when it differs: what includes it is then not built again for nothing.
    if fs::read_to_string(path).is_ok_and(|it| it == text) {
        return;
    }
    fs::write(path, text).unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
}
