#!/usr/bin/env python3
"""The demo: loads the bakery, says what to try, and keeps the readings coming until it is stopped.

Exit codes are those of load.py and live.py.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import live
import load
from loader import aws as cloud
from loader.progress import Progress

DEFAULT_URL = "http://127.0.0.1:8780"


def what_to_try(options, url: str, link: dict | None = None) -> str:
    """What to do next: the console first, then commands to be copied into another shell."""
    return f"""
The bakery is running on {url}{"" if options.no_live else " and its readings go on"}. Ctrl-C stops it.
{_console(link, url)}
Or try in another shell, in this folder:

{_aws_cli()}    eval "$({_gemel()} credentials{_where(url)})"

    aws iottwinmaker list-workspaces
    aws iottwinmaker get-entity --workspace-id {options.workspace} --entity-id mixer-3
    aws iottwinmaker get-property-value-history --workspace-id {options.workspace} --entity-id mixer-3 \\
        --component-name telemetry --selected-properties Temperature \\
        --start-time 2026-01-01T00:00:00Z --end-time 2030-01-01T00:00:00Z --order-by-time DESCENDING --max-results 3
    aws s3 ls s3://{options.bucket}/
"""


def console_link() -> dict | None:
    """What `gemel console-link` says of the server that runs here; `None` where there is no such command."""
    binary = os.environ.get("GEMEL_BIN")
    if not binary:
        return None
    command = [binary, "console-link", "--json", "--expires", "12h"]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
        link = json.loads(done.stdout)
        return link if isinstance(link, dict) and link.get("url") else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _console(link: dict | None, url: str) -> str:
    """The link that opens the console, or how to come by one."""
    again = f"{_gemel()} console-link{_where(url)}"
    if link is None:
        return f"\nThe console is on {url}/console/; a link that signs you in: {again}\n"
    if not link.get("hasConsole", True):
        return "\nThis gemel has no console built in; add it: make console && cargo build --release\n"
    rule = "-" * len(link["url"])
    return f"""
Open this in a browser; it signs one in, once:

  {rule}
  {link["url"]}
  {rule}

Another one: {again}
"""


def _gemel() -> str:
    """The binary as a person would name it from here."""
    binary = os.environ.get("GEMEL_BIN", "")
    if not binary:
        return "./target/release/gemel"
    path = Path(binary)
    try:
        return f"./{path.resolve().relative_to(Path.cwd())}"
    except ValueError:
        return str(path)


def _where(url: str) -> str:
    """The settings that `gemel credentials` needs where the server was started with others than its own."""
    words = ""
    if url != DEFAULT_URL:
        words += f" --listen {url.split('//')[-1]}"
    data = os.environ.get("GEMEL_DATA", "./gemel-data")
    if data not in ("./gemel-data", "gemel-data"):
        words += f" --data {data}"
    return words


def _aws_cli() -> str:
    """How to come by `aws`, where this machine has none on its PATH."""
    if shutil.which("aws"):
        return ""
    if (Path.cwd() / ".venv" / "bin" / "aws").exists():
        return "    . .venv/bin/activate                 # this machine has no aws; this one has\n"
    return (
        "    python3 -m venv .venv && .venv/bin/pip install awscli boto3   # this machine has no aws\n"
        "    . .venv/bin/activate\n"
    )


def _stay() -> int:
    """Waits until a signal ends it."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    return 0


def main(arguments: list | None = None) -> int:
    parser = load.load_options(live.options_parser())
    parser.add_argument("--no-live", action="store_true", help="load and stay, but write no readings of now")
    options = parser.parse_args(arguments)
    # Never AWS by accident: where no endpoint is named, the demo means the Gemel on this machine.
    url = options.endpoint_url = cloud.endpoint(options.endpoint_url) or DEFAULT_URL

    def run() -> int:
        aws = load.connect(options)
        now = int(time.time())
        load.load(options, aws, Progress(), now - now % 60)
        print(what_to_try(options, url, console_link()), flush=True)
        return _stay() if options.no_live else live.generate(options)

    return load.guarded(run, url)


if __name__ == "__main__":
    sys.exit(main())
