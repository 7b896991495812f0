"""The maintenance function: zipped in memory, made or brought up to date."""

import base64
import hashlib
import io
import time
import zipfile
from pathlib import Path

from botocore.exceptions import ClientError

from plant.deployment import Deployment

from .aws import Aws, LoadError, is_missing
from .compare import contains

FOLDER = Path(__file__).resolve().parent.parent / "maintenance"
FILES = ("handler.py", "maintenance.csv")
WAIT_S = 60.0


def package() -> bytes:
    """The zip of the function; the same bytes on every run, so that it can be compared."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in FILES:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (FOLDER / name).read_bytes())
    return buffer.getvalue()


def settings(deployment: Deployment) -> dict:
    """The configuration of the function, as both CreateFunction and UpdateFunctionConfiguration take it."""
    return {
        "FunctionName": deployment.function,
        "Description": "Reads the bakery's maintenance records from a CSV file",
        "Role": deployment.lambda_role,
        "Runtime": "python3.12",
        "Handler": "handler.handle",
        "Timeout": 10,
        "MemorySize": 128,
    }


def ensure_function(aws: Aws, deployment: Deployment) -> int:
    """Makes the function, or updates what differs; answers how much was written."""
    code, wanted = package(), settings(deployment)
    try:
        stored = aws.functions.get_function(FunctionName=deployment.function)["Configuration"]
    except ClientError as error:
        if not is_missing(error):
            raise
        aws.functions.create_function(**wanted, Code={"ZipFile": code})
        _wait(aws, deployment.function)
        return 1
    written = 0
    if stored.get("CodeSha256") != base64.b64encode(hashlib.sha256(code).digest()).decode():
        aws.functions.update_function_code(FunctionName=deployment.function, ZipFile=code)
        _wait(aws, deployment.function)
        written += 1
    if not contains(stored, wanted):
        aws.functions.update_function_configuration(**wanted)
        _wait(aws, deployment.function)
        written += 1
    return written


def _wait(aws: Aws, name: str) -> None:
    """Waits until the function may be called."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        stored = aws.functions.get_function(FunctionName=name)["Configuration"]
        states = (stored.get("State", "Active"), stored.get("LastUpdateStatus", "Successful"))
        if "Failed" in states:
            reason = stored.get("StateReason") or stored.get("LastUpdateStatusReason") or "no reason given"
            raise LoadError(f"function `{name}` cannot run: {reason}")
        if states == ("Active", "Successful"):
            return
        time.sleep(0.2)
    raise LoadError(f"function `{name}` is not ready after {WAIT_S:.0f} s")
