"""The process: how it starts, what it keeps to itself, and how it ends."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY, Gemel, binary, environment
from signed import Signer

OWN_KEYS = {"root_access_key_id": None, "root_secret_access_key": None}


def aws() -> str:
    """The AWS CLI of this environment, or the machine's."""
    beside = Path(sys.executable).with_name("aws")
    found = str(beside) if beside.exists() else shutil.which("aws")
    if not found:
        pytest.skip("the AWS CLI is not on this machine")
    return found


def test_credentials_are_made_once_and_the_cli_takes_them(fresh) -> None:
    server: Gemel = fresh(**OWN_KEYS)
    kept = server.data / "credentials"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert re.search(r"^aws_access_key_id = AKIA\w{16}$", kept.read_text(), re.M)
    command = f'eval "$("$GEMEL" credentials --data "$DATA" --listen {server.host})"; "$AWS" iottwinmaker list-workspaces'
    variables = environment(GEMEL=str(binary()), DATA=str(server.data), AWS=aws(), AWS_SESSION_TOKEN="of-somebody-else")
    done = subprocess.run(["bash", "-c", command], env=variables, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert '"workspaceSummaries": []' in done.stdout
    before = kept.read_text()
    server.stop()
    server.start()
    assert kept.read_text() == before


def test_credentials_lines(gemel: Gemel) -> None:
    done = gemel.run("credentials", "--listen", gemel.host)
    lines = dict(re.findall(r"^export (\w+)=(.*)$", done.stdout, re.M))
    assert lines == {
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ENDPOINT_URL": gemel.url,
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
    }


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of our own for this machine's names."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not on this machine")
    cert, key = folder / "cert.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,DNS:api.localhost,DNS:data.localhost,IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", names, "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )
    return cert, key


def test_tls(fresh, tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    server: Gemel = fresh(tls_cert=str(cert), tls_key=str(key))
    client = boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION).client(
        "iottwinmaker", endpoint_url=server.url, verify=str(cert), config=Config(inject_host_prefix=False)
    )
    client.create_workspace(workspaceId="w1")
    assert client.get_workspace(workspaceId="w1")["workspaceId"] == "w1"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        assert not plain.recv(4096).startswith(b"HTTP/1.1 200")


WRONG_STARTS = {
    "data is a file": ({}, "data"),
    "certificate without key": ({"GEMEL_TLS_CERT": "/nowhere.pem"}, "tls"),
    "port of another server": ({"GEMEL_LISTEN": "TAKEN"}, "in use"),
    "unknown quota profile": ({"GEMEL_QUOTAS": "endless"}, "endless"),
    "account that is no number": ({"GEMEL_ACCOUNT_ID": "me"}, "account"),
}


@pytest.mark.parametrize("how", WRONG_STARTS)
def test_wrong_settings_end_the_start_in_words(gemel: Gemel, tmp_path: Path, how: str) -> None:
    settings, words = WRONG_STARTS[how]
    data = tmp_path / "data"
    if how == "data is a file":
        data.write_text("")
    settings = {name: gemel.host if value == "TAKEN" else value for name, value in settings.items()}
    variables = environment(**{"GEMEL_DATA": str(data), "GEMEL_LISTEN": "127.0.0.1:0", **settings})
    done = subprocess.run([binary(), "serve"], env=variables, capture_output=True, text=True, timeout=30)
    assert done.returncode in (1, 2)
    assert words in done.stderr.lower()
    assert "panicked" not in done.stderr


def test_two_servers_do_not_share_a_folder(gemel: Gemel) -> None:
    variables = {**gemel.environment(), "GEMEL_DATA": str(gemel.data), "GEMEL_LISTEN": "127.0.0.1:0"}
    done = subprocess.run([binary(), "serve"], env=variables, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert str(gemel.data) in done.stderr


def half_a_request(server: Gemel) -> tuple[socket.socket, bytes]:
    """A connection on which the server waits for the body of a create; and that body."""
    body = b'{"description": "sent while the server was stopping"}'
    headers = {"host": server.host, "content-type": "application/json"}
    signed = Signer().headers("POST", "/workspaces/late1", headers, body)
    lines = [f"{name}: {value}" for name, value in signed.items()]
    head = "\r\n".join(
        ["POST /workspaces/late1 HTTP/1.1", *lines, f"content-length: {len(body)}", "expect: 100-continue", "", ""]
    )
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    connection.sendall(head.encode())
    assert connection.recv(4096).startswith(b"HTTP/1.1 100"), "the server asks for the body when it begins to read it"
    return connection, body


def refuses_connections(server: Gemel) -> bool:
    """Whether nobody takes a new connection within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_request_under_way_is_finished_at_shutdown(fresh, how: signal.Signals) -> None:
    server: Gemel = fresh()
    connection, body = half_a_request(server)
    server.process.send_signal(how)
    assert refuses_connections(server)
    connection.sendall(body)
    assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    connection.close()
    assert server.process.wait(timeout=20) == 0
    server.start()
    found = server.client("iottwinmaker").get_workspace(workspaceId="late1")
    assert found["description"] == "sent while the server was stopping"


def test_shutdown_does_not_wait_for_ever(fresh) -> None:
    server: Gemel = fresh(shutdown_grace_s="1")
    connection, _ = half_a_request(server)
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    assert time.monotonic() - begun < 10
    connection.close()


def test_an_idle_connection_does_not_hold_the_shutdown(fresh) -> None:
    server: Gemel = fresh()
    with socket.create_connection(("127.0.0.1", server.port)):
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 10


def test_secrets_stay_out_of_the_log(gemel: Gemel) -> None:
    gemel.client("iottwinmaker").list_workspaces()
    assert SECRET_KEY not in gemel.log.read_text(errors="replace")


def test_the_data_folder_is_the_owners(fresh) -> None:
    server: Gemel = fresh()
    for name in ("secret.key",):
        assert (server.data / name).stat().st_mode & 0o077 == 0, name
    assert os.listdir(server.data)
