//! The report: one table a case, with the machine and the command above it.

use std::fmt::Write as _;
use std::path::PathBuf;

/// What one case found.
pub(crate) struct Section {
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

/// All cases of a run.
pub(crate) struct Report {
    sections: Vec<(String, String, Section)>,
}

impl Section {
    /// A table with these columns.
    pub(crate) fn new(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), rows: Vec::new(), notes: Vec::new() }
    }

    /// A case that could not run, and why.
    pub(crate) fn skipped(why: &str) -> Self {
        let mut section = Self::new(&[]);
        section.note(format!("not run: {why}"));
        section
    }

    /// Adds a row.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells: Vec<String> = cells.into_iter().collect();
        eprintln!("  {}", cells.join(" | "));
        self.rows.push(cells);
    }

    /// Adds a sentence below the table.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        eprintln!("  {text}");
        self.notes.push(text);
    }
}

impl Report {
    pub(crate) fn new() -> Self {
        Self { sections: Vec::new() }
    }

    pub(crate) fn add(&mut self, name: &str, what: &str, section: Section) {
        self.sections.push((name.to_owned(), what.to_owned(), section));
    }

    /// The whole report as a document.
    pub(crate) fn text(&self) -> String {
        let mut text = format!(
            "# Performance\n\nWritten by `make bench` (`cargo run --release -p bench -- --write`) on {}.\n\
             {}.\n\
             Each case alternates with what it is compared with, {} rounds; figures are medians with the range in \
             brackets.\n\
             Gemel checks the signature of every request, and what it acknowledges is on disk.\n\
             The load comes from the same machine and shares its cores.\n",
            jiff::Timestamp::now().strftime("%Y-%m-%d"),
            machine(),
            super::ROUNDS,
        );
        for (name, what, section) in &self.sections {
            let _ = write!(text, "\n## {name}\n\n{}.\n", capital(what));
            if !section.rows.is_empty() {
                let _ = write!(
                    text,
                    "\n| {} |\n|{}\n",
                    section.head.join(" | "),
                    "---|".repeat(section.head.len())
                );
                for row in &section.rows {
                    let _ = writeln!(text, "| {} |", row.join(" | "));
                }
            }
            if !section.notes.is_empty() {
                text.push('\n');
            }
            for note in &section.notes {
                let _ = writeln!(text, "{}.", capital(note));
            }
        }
        text
    }
}

/// What stands below this line was written by hand, and stays when the report is written again.
const BY_HAND: &str = "<!-- below this line: by hand, kept by --write -->";

/// Writes the report, and below it what was there by hand.
pub(crate) fn write(text: &str) -> std::io::Result<()> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/ref/performance.md");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let by_hand = before.split_once(BY_HAND).map_or("\n", |it| it.1);
    std::fs::write(path, format!("{text}\n{BY_HAND}\n{}", by_hand.trim_start()))
}

fn machine() -> String {
    let cpus = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes: u64 = info.split_whitespace().nth(1).and_then(|it| it.parse().ok()).unwrap_or(0);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "The machine: {cpus} cores, {} GiB of memory, load {} at the end of the run",
        kilobytes / 1_048_576,
        load.split_whitespace().next().unwrap_or("unknown")
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// Median and range of some figures, with a unit's precision.
pub(crate) fn spread(figures: &[f64]) -> String {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return "–".to_owned() };
    format!("{} [{}–{}]", round(median(&sorted)), round(*least), round(*most))
}

/// The middle figure.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Three digits that mean something, thousands apart.
pub(crate) fn round(it: f64) -> String {
    match it.abs() {
        x if x >= 1_000.0 => thousands(it),
        x if x >= 100.0 => format!("{it:.0}"),
        x if x >= 10.0 => format!("{it:.1}"),
        x if x >= 1.0 => format!("{it:.2}"),
        _ => format!("{it:.3}"),
    }
}

fn thousands(it: f64) -> String {
    let digits = format!("{it:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
