//! Settings from each origin, wrong settings, and the page of settings.

use super::*;

fn parse(arguments: &[&str]) -> Result<Config, String> {
    let command = with_settings(Command::new("serve"));
    let matches =
        command.try_get_matches_from([&["serve"], arguments].concat()).map_err(|it| it.to_string())?;
    read(&matches)
}

fn with_file(text: &str, arguments: &[&str]) -> Result<Config, String> {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    parse(&[&["--config", file.path().to_str().unwrap()], arguments].concat())
}

#[test]
fn defaults_are_complete() {
    let config = parse(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8780");
    assert_eq!(config.quotas, Quotas::GENEROUS);
    assert_eq!(config.cors_origins, ["*"]);
}

#[test]
fn a_flag_beats_the_file_and_the_file_the_default() {
    let file =
        "listen = \"0.0.0.0:1\"\nregion = \"eu-west-1\"\n[quotas]\nprofile = \"aws\"\nworkspaces_max = 3\n";
    let config = with_file(file, &["--region", "eu-central-1"]).unwrap();
    assert_eq!(config.listen.to_string(), "0.0.0.0:1");
    assert_eq!(config.region, "eu-central-1");
    assert_eq!((config.quotas.workspaces_max, config.quotas.scenes_per_workspace_max), (3, 100));
}

#[test]
fn what_is_wrong_is_said() {
    let check = |file: &str, want: &str| {
        let got = with_file(file, &[]).unwrap_err();
        assert!(got.contains(want), "{file}: {got}");
    };
    check("listne = \"x\"", "sets `listne`, which is no setting");
    check("[quotas]\nworkspaces = 1", "sets `quotas.workspaces`");
    check("listen = \"here\"", "`listen` is `here`, it must be an address");
    check("account_id = \"12\"", "twelve digits");
    check("[quotas]\nprofile = \"big\"", "must be `generous` or `aws`");
    check("[tls]\ncert = \"c.pem\"", "`tls.cert` is set without `tls.key`");
    check("root_access_key_id = \"AK\"", "set both or neither");
    check("[log]\nformat = \"xml\"", "must be `text` or `json`");
    check("[quotas]\nentity_depth_max = 5000", "at most 1000");
    check("[console]\nconnect = \"https://a.example/b\"", "must be an origin such as");
    check("[console]\nconnect = \"https://a.example; script-src *\"", "must be an origin such as");
    check("[console]\nconnect = [\"tiles.example\"]", "must be an origin such as");
    check("[live]\nlisteners_max = \"many\"", "a number of subscriptions");
    check("= 1", "is not TOML");
}

#[test]
fn the_page_of_settings_is_true() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/ref/config.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, page()).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == page(), "docs/ref/config.md is old; run with UPDATE_EXPECT=1 and read the change");
}
