//! `gemel console-link`: a link that signs one browser in, once.

use crate::clock::SystemClock;
use crate::cmd::credentials::url;
use crate::config;
use crate::console::{self, link};
use clap::{Arg, ArgAction, ArgMatches, Command};
use gemel_model::time::{Clock, Timestamp};
use std::process::ExitCode;

/// How long a link may be good.
const EXPIRES_SECONDS: std::ops::RangeInclusive<i64> = 60..=12 * 3_600;

pub(super) fn command() -> Command {
    Command::new("console-link")
        .about("Print a link that signs one browser in to the console, once")
        .arg(
            Arg::new("expires")
                .long("expires")
                .value_name("TIME")
                .default_value("15m")
                .value_parser(seconds)
                .help("How long the link is good: 1m to 12h"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one JSON object instead"))
}

pub(super) fn run(matches: &ArgMatches) -> Result<ExitCode, String> {
    let config = config::read(matches)?;
    if !config.data.join("format").exists() {
        return Err(format!(
            "`{}` is no data folder of gemel; start the server once, or name its data folder with --data",
            config.data.display()
        ));
    }
    let now = SystemClock.now().seconds();
    let ends = now + matches.get_one::<i64>("expires").copied().unwrap_or(*EXPIRES_SECONDS.start());
    let token = link::make(&config.data, ends, now)?;
    let url = format!("{}/console/#link={token}", url(&config));
    if matches.get_flag("json") {
        let expiration = Timestamp::from_seconds(ends).to_string();
        let told =
            serde_json::json!({ "url": url, "expiration": expiration, "hasConsole": console::IS_BUILT });
        println!("{told}");
    } else {
        println!("{url}");
        if !console::IS_BUILT {
            eprintln!("gemel: the console was not built into this gemel; {}", console::HOW_TO_BUILD);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A time such as `90s`, `15m` or `12h`.
fn seconds(text: &str) -> Result<i64, String> {
    let wrong = || "it must be a time from 1m to 12h, such as 15m".to_owned();
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3_600,
        _ => return Err(wrong()),
    };
    let number: i64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    number.checked_mul(unit).filter(|it| EXPIRES_SECONDS.contains(it)).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times() {
        for (text, want) in [("60s", 60), ("15m", 900), ("12h", 43_200)] {
            assert_eq!(seconds(text), Ok(want));
        }
        for text in ["", "m", "59s", "13h", "-5m", "15", "9223372036854775807h", "1ü"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
