//! The build's own tools: `cargo xtask tidy` checks what a machine can check of the house's rules.

mod bans;
mod debts;
mod floors;
mod imports;
mod sizes;
mod tree;

use std::process::ExitCode;

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy(),
        _ => {
            eprintln!("usage: cargo xtask tidy    floors, imports, bans, sizes, headers, debts");
            ExitCode::from(2)
        }
    }
}

fn tidy() -> ExitCode {
    let files = tree::files();
    let mut findings = Vec::new();
    findings.extend(floors::check());
    findings.extend(bans::check(&files));
    findings.extend(imports::check(&files));
    findings.extend(sizes::check(&files));
    findings.extend(debts::check());
    for it in &findings {
        println!("{it}");
    }
    println!("tidy: {} files read, {} findings", files.len(), findings.len());
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
