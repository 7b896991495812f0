//! `gemel demo`: serves, loads the demo plant that is in the binary, and keeps it alive.
//!
//! The plant is a program in Python that uses the public AWS API only. It is unpacked to `DATA/demo` and takes this
//! process's place; it starts the server itself.

use crate::config::{self, Config, SETTINGS};
use crate::foundation;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command as Program, ExitCode, Stdio};

/// Names and contents of `examples/bakery`, without its tests.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/demo.rs"));
/// Serves and loads.
const MAIN: &str = "serve_demo.py";

/// Whether a Python is new enough and has what the plant needs.
const PROBE: &str = "import sys, boto3; sys.exit(sys.version_info < (3, 10))";

pub(super) fn command() -> Command {
    Command::new("demo")
        .about("Serve, load the demo plant and keep it alive; needs Python 3.10 with boto3")
        .arg(
            Arg::new("scene")
                .long("scene")
                .value_name("SCENE")
                .value_parser(["plant", "large"])
                .default_value("plant")
                .help("`large` also loads a scene of 5,000 nodes"),
        )
        .arg(
            Arg::new("days")
                .long("days")
                .value_name("DAYS")
                .help("Days of readings to load, 0 to 365 [default: 7]"),
        )
        .arg(
            Arg::new("no-live")
                .long("no-live")
                .action(ArgAction::SetTrue)
                .help("Load and serve, but write no readings of now"),
        )
        .arg(
            Arg::new("more")
                .last(true)
                .num_args(0..)
                .value_name("OPTIONS")
                .help("Other options of the plant's own demo.py; `-- --help` lists them"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    if config.tls.is_some() {
        return Err("the demo serves plain HTTP; leave `tls.cert` and `tls.key` out".to_owned());
    }
    let python = python(std::env::var("GEMEL_PYTHON").ok().as_deref())?;
    let binary = std::env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let folder = unpack(&config)?;
    let mut program = Program::new(python);
    program.arg(folder.join(MAIN)).args(options(matches));
    for setting in SETTINGS {
        if let Some(value) = matches.get_one::<String>(setting.key) {
            program.env(setting.env, value);
        }
    }
    if let Some(file) = matches.get_one::<String>("config") {
        program.env("GEMEL_CONFIG", file);
    }
    program
        .env("GEMEL_BIN", binary)
        .env("GEMEL_DATA", &config.data)
        .env("GEMEL_LISTEN", config.listen.to_string());
    // It takes this process's place, so that signals reach it. It comes back only when that fails.
    Err(format!("cannot run `{}`: {}", folder.join(MAIN).display(), program.exec()))
}

/// The options of `demo.py`.
fn options(matches: &ArgMatches) -> Vec<String> {
    let mut options = Vec::new();
    for name in ["scene", "days"] {
        if let Some(value) = matches.get_one::<String>(name) {
            options.extend([format!("--{name}"), value.clone()]);
        }
    }
    if matches.get_flag("no-live") {
        options.push("--no-live".to_owned());
    }
    options.extend(matches.get_many::<String>("more").into_iter().flatten().cloned());
    options
}

/// The first Python that can run the plant.
fn python(told: Option<&str>) -> Result<String, String> {
    let tried: Vec<&str> = match told {
        Some(it) => vec![it],
        None => vec!["./.venv/bin/python", "python3"],
    };
    let can = |it: &&&str| {
        let mut probe = Program::new(it);
        probe.args(["-c", PROBE]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        probe.status().is_ok_and(|it| it.success())
    };
    if let Some(found) = tried.iter().find(can) {
        return Ok((*found).to_owned());
    }
    Err(format!(
        "the demo plant needs Python 3.10 or newer with boto3, and {} not one; \
         do `python3 -m venv .venv && .venv/bin/pip install boto3`, or name a Python in GEMEL_PYTHON",
        match tried.as_slice() {
            [one] => format!("`{one}` (GEMEL_PYTHON) is"),
            all => format!(
                "neither {} is",
                all.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" nor ")
            ),
        }
    ))
}

/// Writes the plant's files to `DATA/demo`, over those of another version; gives the folder.
fn unpack(config: &Config) -> Result<PathBuf, String> {
    foundation::prepare(&config.data)?;
    let folder = config.data.join("demo");
    unpack_to(&folder, FILES).map_err(|error| format!("cannot write to `{}`: {error}", folder.display()))?;
    Ok(folder)
}

fn unpack_to(folder: &Path, files: &[(&str, &[u8])]) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plant_is_in_the_binary() {
        let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
        for name in [MAIN, "demo.py", "load.py", "live.py", "loader/aws.py", "maintenance/maintenance.csv"] {
            assert!(names.contains(&name), "{name} is not among {names:?}");
        }
        assert!(!names.iter().any(|it| it.contains("tests") || it.contains("__pycache__")), "{names:?}");
    }

    #[test]
    fn what_another_version_left_goes() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("demo");
        unpack_to(&at, &[("old.py", b"old"), ("a/b.py", b"1")]).unwrap();
        unpack_to(&at, &[("a/b.py", b"2")]).unwrap();
        assert!(!at.join("old.py").exists());
        assert_eq!(fs::read(at.join("a/b.py")).unwrap(), b"2");
    }

    #[test]
    fn options_go_on_to_the_plant() {
        let check = |given: &[&str], want: &[&str]| {
            let matches = command().try_get_matches_from([&["demo"], given].concat()).unwrap();
            assert_eq!(options(&matches), want);
        };
        check(&[], &["--scene", "plant"]);
        check(
            &["--scene", "large", "--days", "1", "--no-live", "--", "--seed", "7"],
            &["--scene", "large", "--days", "1", "--no-live", "--seed", "7"],
        );
        assert!(command().try_get_matches_from(["demo", "--scene", "huge"]).is_err());
    }

    #[test]
    fn a_python_that_cannot_is_said() {
        let words = python(Some("/no/such/python")).unwrap_err();
        assert!(words.contains("`/no/such/python` (GEMEL_PYTHON) is not one"), "{words}");
        assert!(words.contains("pip install boto3"), "{words}");
    }
}
