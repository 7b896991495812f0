"""What breaks servers from outside: a log that cannot be written, keys that are blank, a start that was cut."""

import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from gemel_server import Gemel, binary, environment
from signed import Signer


def test_a_log_that_cannot_be_written_breaks_no_request(tmp_path: Path) -> None:
    server = Gemel(tmp_path / "data")
    server.log = Path("/dev/full")  # as standard error is when the disk of the log is full
    server.log_tail = lambda *_: "(no log: standard error is /dev/full)"
    with server:
        client = server.client("iottwinmaker")
        for _ in range(3):
            with pytest.raises(client.exceptions.ResourceNotFoundException):
                client.get_workspace(workspaceId="nope1")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("credentials", "[default]\naws_access_key_id = AK\naws_secret_access_key = \n", "must have the lines"),
        ("credentials", "[default]\naws_access_key_id =\naws_secret_access_key = x\n", "must have the lines"),
        ("secret.key", "", "64 hex digits"),
        ("format", "99\n", "newer gemel"),
    ],
)
def test_a_broken_file_is_said(tmp_path: Path, name: str, text: str, words: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "format").write_text("1\n")
    (data / name).write_text(text)
    command = [str(binary()), "serve", "--listen", "127.0.0.1:0", "--data", str(data)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert "panicked" not in done.stderr


def test_a_second_signal_ends_the_process_at_once(tmp_path: Path) -> None:
    server = Gemel(tmp_path / "data", shutdown_grace_s="30").start()
    head = Signer().headers("POST", "/workspaces-list", {"host": server.host}, b"{}")
    lines = [f"{name}: {value}" for name, value in head.items()]
    text = "\r\n".join(["POST /workspaces-list HTTP/1.1", *lines, "content-length: 2", "expect: 100-continue", "", ""])
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(text.encode())
        assert connection.recv(4096).startswith(b"HTTP/1.1 100")
        server.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + 10
        while "stopping" not in server.log_tail() and time.monotonic() < until:
            time.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(timeout=10) != 0
