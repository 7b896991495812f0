"""The command line as a person uses it: help, credentials, hosts, check, backup and restore, and what errors say."""

import json
import os
import subprocess
import threading
from pathlib import Path

import pytest

from gemel_server import ACCESS_KEY, Gemel, binary, environment


def gemel(*arguments: str, cwd: Path | None = None, **extra: str) -> subprocess.CompletedProcess:
    """Runs the binary without anybody's settings."""
    return subprocess.run(
        [str(binary()), *arguments], env=environment(**extra), cwd=cwd, capture_output=True, text=True, timeout=120
    )


def test_help_lists_every_command_and_every_setting(tmp_path: Path) -> None:
    told = gemel("--help").stdout
    for word in ("serve", "credentials", "console-link", "demo", "hosts", "check", "backup", "restore", "Exit codes"):
        assert word in told, word
    settings = gemel("serve", "--help").stdout
    page = (Path(__file__).resolve().parents[2] / "docs" / "ref" / "config.md").read_text()
    flags = [line.split("`")[3].split()[0] for line in page.splitlines() if line.startswith("| `")]
    assert len(flags) > 20
    for flag in flags:
        assert flag in settings, flag


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(shell: str) -> None:
    done = gemel("completions", shell)
    assert done.returncode == 0 and "credentials" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["serve", "--listen", "nowhere"], 1, "`listen` is `nowhere`, it must be an address"),
        (["serve", "--config", "missing.toml"], 1, "cannot read `missing.toml`"),
        (["serve", "--account-id", "12"], 1, "twelve digits"),
        (["serve", "--nonsense"], 2, "unexpected argument"),
        (["serv"], 2, "serve"),
        (["credentials", "--data", "nothing"], 1, "start the server once"),
        (["check", "--data", "nothing"], 1, "no data folder of gemel"),
        (["backup", "b.gemel", "--data", "nothing"], 1, "no data folder of gemel"),
        (["restore", "missing.gemel", "--data", "new"], 1, "cannot read `missing.gemel`"),
        (["serve", "--listen", "127.0.0.1:0", "--data", "d", "--tls-cert", "c.pem"], 1, "set both or neither"),
        (["serve", "--listen", "127.0.0.1:0", "--data", "d", "--tls-cert", "c", "--tls-key", "k"], 1, "cannot read cert"),
    ],
)
def test_errors_say_what_to_do(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    done = gemel(*arguments, cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr, done.stderr
    assert "panicked" not in done.stderr


def test_an_address_in_use_is_said_and_the_folder_is_left_alone(gemel_on: Gemel, tmp_path: Path) -> None:
    done = gemel("serve", "--listen", gemel_on.host, "--data", str(tmp_path / "other"))
    assert done.returncode == 1 and "in use by another process" in done.stderr
    assert not (tmp_path / "other").exists()


def test_a_folder_in_use_is_said(gemel_on: Gemel) -> None:
    done = gemel("serve", "--listen", "127.0.0.1:0", "--data", str(gemel_on.data))
    assert done.returncode == 1 and "in use" in done.stderr or "another" in done.stderr, done.stderr


def test_credentials_are_made_once_and_kept_private(tmp_path: Path) -> None:
    server = Gemel(tmp_path / "data")
    server.environment = lambda: environment()  # no keys from outside
    with server:
        first = gemel("credentials", "--data", str(server.data), "--listen", server.host)
        assert first.returncode == 0 and "export AWS_ACCESS_KEY_ID=AKIA" in first.stdout
        assert f"export AWS_ENDPOINT_URL=http://{server.host}" in first.stdout
        assert "export AWS_DISABLE_HOST_PREFIX_INJECTION=true" in first.stdout
        mode = (server.data / "credentials").stat().st_mode & 0o777
        assert mode == 0o600
        told = json.loads(gemel("credentials", "--json", "--data", str(server.data)).stdout)
    with server:
        again = json.loads(gemel("credentials", "--json", "--data", str(server.data)).stdout)
        assert again["AWS_SECRET_ACCESS_KEY"] == told["AWS_SECRET_ACCESS_KEY"]


def test_hosts_says_who_needs_them() -> None:
    told = gemel("hosts").stdout
    assert "127.0.0.1 localhost api.localhost data.localhost" in told
    for sdk in ("Go v2", "Java v2", "Rust", "JavaScript v3"):
        assert sdk in told


@pytest.fixture()
def gemel_on(tmp_path: Path):
    """A server of this test's own."""
    with Gemel(tmp_path / "data") as server:
        yield server


def fill(server: Gemel) -> None:
    """A little of everything."""
    twins, s3 = server.client("iottwinmaker"), server.client("s3")
    twins.create_workspace(workspaceId="plant", tags={"a": "b"})
    twins.create_component_type(
        workspaceId="plant", componentTypeId="com.example.t", extendsFrom=["com.gemel.timeseries"],
        propertyDefinitions={"v": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True}},
    )
    for number in range(50):
        twins.create_entity(
            workspaceId="plant", entityId=f"e-{number}", entityName=f"e {number}",
            components={"c": {"componentTypeId": "com.example.t"}},
        )
    reference = {"entityId": "e-0", "componentName": "c", "propertyName": "v"}
    value = {"time": "2026-01-01T00:00:01Z", "value": {"doubleValue": 1.5}}
    twins.batch_put_property_values(
        workspaceId="plant", entries=[{"entityPropertyReference": reference, "propertyValues": [value]}]
    )
    s3.create_bucket(Bucket="things")
    s3.put_object(Bucket="things", Key="../../a b\u00fc", Body=b"x" * 100_000)


def look(server: Gemel) -> None:
    """Everything that `fill` made is there."""
    twins, s3 = server.client("iottwinmaker"), server.client("s3")
    assert len(twins.list_entities(workspaceId="plant")["entitySummaries"]) >= 50
    history = twins.get_property_value_history(
        workspaceId="plant", entityId="e-0", componentName="c", selectedProperties=["v"],
        startTime="2026-01-01T00:00:00Z", endTime="2026-01-02T00:00:00Z",
    )
    assert history["propertyValues"][0]["values"][0]["value"] == {"doubleValue": 1.5}
    assert s3.get_object(Bucket="things", Key="../../a b\u00fc")["Body"].read() == b"x" * 100_000


def test_backup_of_a_running_server_under_writes_and_restore(gemel_on: Gemel, tmp_path: Path) -> None:
    fill(gemel_on)
    stop = threading.Event()

    def overwrite() -> None:
        s3 = gemel_on.client("s3")
        number = 0
        while not stop.is_set():
            number += 1
            s3.put_object(Bucket="things", Key=f"k{number % 5}", Body=os.urandom(50_000))

    writers = [threading.Thread(target=overwrite) for _ in range(2)]
    for it in writers:
        it.start()
    file = tmp_path / "plant.gemel"
    try:
        done = gemel_on.run("backup", str(file))
        assert done.returncode == 0, done.stderr
        assert gemel_on.run("check").returncode == 0
    finally:
        stop.set()
        for it in writers:
            it.join()
    assert (file.stat().st_mode & 0o777) == 0o600
    refused = gemel_on.run("backup", str(file))
    assert refused.returncode == 1 and "exists already" in refused.stderr
    copy = Gemel(tmp_path / "copy")
    restored = copy.run("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    checked = copy.run("check")
    assert checked.returncode == 0 and "all is well" in checked.stdout, checked.stdout + checked.stderr
    with copy:
        look(copy)
    again = copy.run("restore", str(file))
    assert again.returncode == 1 and "not empty" in again.stderr


def test_backup_of_a_stopped_server(gemel_on: Gemel, tmp_path: Path) -> None:
    fill(gemel_on)
    gemel_on.stop()
    file = tmp_path / "plant.gemel"
    assert gemel_on.run("backup", str(file)).returncode == 0
    copy = Gemel(tmp_path / "copy")
    assert copy.run("restore", str(file)).returncode == 0
    with copy:
        look(copy)


@pytest.mark.parametrize("damage", ["cut", "other"])
def test_a_damaged_backup_leaves_nothing(gemel_on: Gemel, tmp_path: Path, damage: str) -> None:
    fill(gemel_on)
    file = tmp_path / "plant.gemel"
    assert gemel_on.run("backup", str(file)).returncode == 0
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if damage == "cut" else b"PK\x03\x04" + b"\0" * 10_000)
    copy = Gemel(tmp_path / "copy")
    done = copy.run("restore", str(file))
    assert done.returncode == 1 and "backup" in done.stderr, done.stderr
    assert not copy.data.exists()


def test_check_finds_damage(gemel_on: Gemel) -> None:
    fill(gemel_on)
    gemel_on.stop()
    assert gemel_on.run("check").returncode == 0
    contents = [it for it in (gemel_on.data / "objects" / "content").rglob("*") if it.is_file()]
    contents[0].unlink()
    done = gemel_on.run("check")
    assert done.returncode == 3 and "missing" in done.stdout, done.stdout
    told = json.loads(gemel_on.run("check", "--json").stdout)
    assert told["findingCount"] >= 1
    backup = gemel_on.run("backup", str(gemel_on.data.with_name("damaged.gemel")))
    assert backup.returncode == 3 and "damaged before this backup" in backup.stderr


def test_metrics_and_log_lines(gemel_on: Gemel) -> None:
    twins = gemel_on.client("iottwinmaker")
    answer = twins.list_workspaces()
    request_id = answer["ResponseMetadata"]["RequestId"]
    try:
        twins.get_workspace(workspaceId="nobody")
    except twins.exceptions.ResourceNotFoundException as error:
        refused_id = error.response["ResponseMetadata"]["RequestId"]
    page = gemel_on.get("/metrics")[1].decode()
    assert 'gemel_requests_total{service="iottwinmaker",operation="ListWorkspaces",status="200"}' in page
    assert "gemel_request_seconds_bucket" in page
    assert request_id and refused_id in gemel_on.log_tail(100_000)
    assert ACCESS_KEY not in page
