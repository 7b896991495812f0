#!/usr/bin/env python3
"""What `make demo` and `gemel demo` run: starts Gemel, waits until it is ready, then hands over to demo.py. Ctrl-C ends both.

Takes GEMEL_BIN (the binary), GEMEL_DATA (its data folder) and GEMEL_LISTEN (host:port) from the environment, and the
options of demo.py. Exit codes are those of demo.py; 3 where the server does not start.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import demo
from loader.aws import UNREACHABLE

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0
LOG_LINES = 8
DEFAULTS = {"GEMEL_BIN": "target/release/gemel", "GEMEL_DATA": "./gemel-data", "GEMEL_LISTEN": "127.0.0.1:8780"}


class NotStarted(Exception):
    """The server is not there; says why."""


def answers(url: str) -> bool:
    """Whether a server at this address says that it is ready."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def start(binary: str, data: Path, url: str) -> subprocess.Popen:
    """Starts the server and waits until it is ready. Its log goes to a file beside its data."""
    if answers(url):
        raise NotStarted(
            f"a server answers on {url} already; stop it, or choose another address: "
            "make demo LISTEN=127.0.0.1:8781, or gemel demo --listen 127.0.0.1:8781"
        )
    log = data.with_name(data.name + ".log")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as out:
        # A session of its own: Ctrl-C reaches us first, and the server is stopped after the last value is written.
        server = subprocess.Popen(
            [binary, "serve"], stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )
    deadline = time.monotonic() + READY_WITHIN_S
    while not answers(url):
        if server.poll() is not None:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES:])
            raise NotStarted(f"the server ended with {server.returncode}; the end of {log}:\n{tail}")
        if time.monotonic() > deadline:
            stop(server)
            raise NotStarted(f"the server is not ready after {READY_WITHIN_S:.0f} s; see {log}")
        time.sleep(0.05)
    print(f"gemel is ready on {url}; its log is {log}", flush=True)
    return server


def stop(server: subprocess.Popen) -> None:
    """Asks the server to end, and ends it when it does not."""
    server.terminate()
    try:
        server.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def credentials(binary: str) -> dict:
    """What `gemel credentials` says, as environment variables."""
    answer = subprocess.run([binary, "credentials", "--json"], check=True, capture_output=True, text=True)
    return json.loads(answer.stdout)


def address(listen: str) -> str:
    """Where a server that listens there is reached from this machine."""
    host, _, port = listen.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)
    return f"http://{host}:{port}"


def ended(*_) -> None:
    raise KeyboardInterrupt


def main(arguments: list) -> int:
    settings = {name: os.environ.setdefault(name, value) for name, value in DEFAULTS.items()}
    binary = os.environ["GEMEL_BIN"] = str(Path(settings["GEMEL_BIN"]).resolve())
    url = address(settings["GEMEL_LISTEN"])
    signal.signal(signal.SIGTERM, ended)
    server = None
    try:
        server = start(binary, Path(settings["GEMEL_DATA"]), url)
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE"):
            os.environ.pop(name, None)
        os.environ.update(credentials(binary))
        return demo.main(["--endpoint-url", url, *arguments])
    except KeyboardInterrupt:
        return 0
    except (NotStarted, OSError, subprocess.CalledProcessError) as error:
        print(f"error: {error}", file=sys.stderr)
        return UNREACHABLE
    finally:
        if server:
            print("stopping gemel", flush=True)
            stop(server)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
