//! The page `docs/ref/config.md`, written from the table of settings.

use super::SETTINGS;
use std::fmt::Write;

/// The whole page.
pub fn page() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         Every setting can be given as a flag of `gemel serve`, as an environment variable, or in `gemel.toml` \
         (`--config FILE` names another).\n\
         A flag beats the environment, the environment beats the file, the file beats the default.\n\
         This page is written from the program: `UPDATE_EXPECT=1 cargo test -p gemel-server config`.\n\n\
         | key in the file | flag | environment | default | what it does |\n|---|---|---|---|---|\n",
    );
    for it in SETTINGS {
        let default = it.default.map_or_else(|| "–".to_owned(), |it| format!("`{it}`"));
        let _ = writeln!(
            page,
            "| `{}` | `--{} {}` | `{}` | {default} | {} |",
            it.key,
            it.flag(),
            it.unit,
            it.env,
            it.help
        );
    }
    page.push_str(
        "\nA key with a dot lies in a section of the file:\n\n\
         ```toml\nlisten = \"0.0.0.0:8780\"\n\n[functions]\npython = \"/opt/python/bin/python3\"\n\n\
         [quotas]\nprofile = \"aws\"\nworkspaces_max = 100\n```\n",
    );
    page
}
