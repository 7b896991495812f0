"""Starts the real binary on a free port and an empty folder, and gives unmodified clients for it."""

import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent
ACCESS_KEY = "AKIATESTSOFGEMEL0000"
SECRET_KEY = "the-secret-of-gemel-tests-and-no-other"
REGION = "us-east-1"
ACCOUNT = "000000000000"
START_MAX_S = 60


def binary() -> Path:
    """The binary under test: GEMEL_BIN, or the debug build of this tree."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = Path(os.environ.get("GEMEL_BIN", target / "debug" / "gemel"))
    path = path if path.is_absolute() else ROOT / path
    if not path.exists():
        raise FileNotFoundError(f"{path} does not exist: build it (cargo build -p gemel-server), or set GEMEL_BIN")
    return path


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without anybody's AWS or Gemel settings, plus `extra`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "GEMEL_"))}
    return {**kept, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull, **extra}


def free_port() -> int:
    """A port of the loopback address that nobody listened on a moment ago."""
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


class Gemel:
    """One server process on one data folder; it can be stopped, killed and started again."""

    def __init__(self, data: Path, **settings: str | None) -> None:
        """`settings` are environment variables without their `GEMEL_`, in lower case: `quotas="aws"`; None unsets one."""
        self.data = Path(data)
        self.settings = settings
        self.log = self.data.with_name(self.data.name + ".log")
        self.port = 0
        self.process: subprocess.Popen | None = None

    @property
    def scheme(self) -> str:
        """`https` when a certificate is set."""
        return "https" if "tls_cert" in self.settings else "http"

    @property
    def host(self) -> str:
        """Address and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Where clients go."""
        return f"{self.scheme}://{self.host}"

    def environment(self) -> dict[str, str]:
        """What the process, and every other command of the binary, runs in."""
        settings = {f"GEMEL_{name.upper()}": value for name, value in self.settings.items()}
        keys = {"GEMEL_ROOT_ACCESS_KEY_ID": ACCESS_KEY, "GEMEL_ROOT_SECRET_ACCESS_KEY": SECRET_KEY}
        return environment(**{name: value for name, value in {**keys, **settings}.items() if value is not None})

    def start(self) -> "Gemel":
        """Starts the process and waits until it is ready."""
        for _ in range(3):
            self.spawn()
            if self._becomes_ready():
                return self
        raise RuntimeError(f"the server does not start:\n{self.log_tail()}")

    def spawn(self) -> None:
        """Starts the process and does not wait."""
        self.port = free_port()
        command = [str(binary()), "serve", "--listen", self.host, "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)

    def _becomes_ready(self) -> bool:
        until = time.monotonic() + START_MAX_S
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            try:
                if self.get("/readyz")[0] == 200:
                    return True
            except OSError:
                time.sleep(0.01)
        self.kill()
        return False

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of a plain GET without a signature."""
        request = urllib.request.Request(self.url + path, headers=headers)
        unverified = ssl._create_unverified_context() if self.scheme == "https" else None
        try:
            with urllib.request.urlopen(request, timeout=10, context=unverified) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def stop(self) -> int:
        """Ends the process as a service manager would; gives its exit code."""
        if self.process is None or self.process.poll() is not None:
            return self.process.returncode if self.process else 0
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self) -> None:
        """Kill −9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def run(self, *arguments: str, timeout_s: float = 120) -> subprocess.CompletedProcess:
        """Runs another command of the binary on the same folder; does not check its exit code."""
        command = [str(binary()), *arguments, "--data", str(self.data)]
        return subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, timeout=timeout_s, check=False
        )

    def session(self) -> boto3.Session:
        """A boto3 session with the root's credentials."""
        return boto3.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION)

    def client(self, service: str, endpoint: str | None = None, **config: object):
        """A boto3 client; `config` are botocore's, over what every test wants."""
        settings = {"inject_host_prefix": False, "retries": {"max_attempts": 0}, "read_timeout": 60, **config}
        if service == "s3":
            settings = {"s3": {"addressing_style": "path"}, **settings}
        return self.session().client(service, endpoint_url=endpoint or self.url, config=Config(**settings), verify=False)

    def log_tail(self, n_bytes: int = 4000) -> str:
        """The end of the log, for messages of failed tests."""
        return self.log.read_bytes()[-n_bytes:].decode(errors="replace") if self.log.exists() else ""

    def __enter__(self) -> "Gemel":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
