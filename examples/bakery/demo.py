#!/usr/bin/env python3
"""The demo: loads the bakery, says what to try, and keeps the readings coming until it is stopped.

Exit codes are those of load.py and live.py.
"""

import os
import shutil
import sys
import time
from pathlib import Path

import live
import load
from loader import aws as cloud
from loader.progress import Progress

REPOSITORY = Path(__file__).resolve().parents[2]
DEFAULT_URL = "http://127.0.0.1:8780"


def what_to_try(options, url: str) -> str:
    """What to do next, to be copied into another shell."""
    return f"""
The bakery is running on {url} and its readings go on. Ctrl-C stops it.
Try in another shell, in the folder of this repository:

{_aws_cli()}    eval "$(./target/release/gemel credentials{_where(url)})"

    aws iottwinmaker list-workspaces
    aws iottwinmaker get-entity --workspace-id {options.workspace} --entity-id mixer-3
    aws iottwinmaker get-property-value-history --workspace-id {options.workspace} --entity-id mixer-3 \\
        --component-name telemetry --selected-properties Temperature \\
        --start-time 2026-01-01T00:00:00Z --end-time 2030-01-01T00:00:00Z --order-by-time DESCENDING --max-results 3
    aws s3 ls s3://{options.bucket}/
"""


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
    if (REPOSITORY / ".venv" / "bin" / "aws").exists():
        return "    . .venv/bin/activate                 # this machine has no aws; this one has\n"
    return (
        "    python3 -m venv .venv && .venv/bin/pip install awscli boto3   # this machine has no aws\n"
        "    . .venv/bin/activate\n"
    )


def main(arguments: list | None = None) -> int:
    options = load.load_options(live.options_parser()).parse_args(arguments)
    # Never AWS by accident: where no endpoint is named, the demo means the Gemel on this machine.
    url = options.endpoint_url = cloud.endpoint(options.endpoint_url) or DEFAULT_URL

    def run() -> int:
        aws = load.connect(options)
        now = int(time.time())
        load.load(options, aws, Progress(), now - now % 60)
        print(what_to_try(options, url), flush=True)
        return live.generate(options)

    return load.guarded(run, url)


if __name__ == "__main__":
    sys.exit(main())
