"""One journey (workspace, type, entity, values, scene, and all gone again) with each unmodified AWS SDK and the CLI."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY, Gemel, environment

JOURNEYS = Path(__file__).resolve().parent / "journeys"
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", Path.home() / ".cache" / "gemel" / "target"))
BUILD_MAX_S = 900


def variables(gemel: Gemel, **extra: str) -> dict[str, str]:
    """What `gemel credentials` exports."""
    return environment(
        AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY, AWS_REGION=REGION, AWS_DEFAULT_REGION=REGION,
        AWS_ENDPOINT_URL=gemel.url, AWS_DISABLE_HOST_PREFIX_INJECTION="true", **extra,
    )


def need(*programs: str) -> None:
    """Skips, by name, where a toolchain is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not on this machine")


def prepare(command: list[str], folder: Path, missing: str) -> None:
    """Fetches and builds; a registry that does not have the SDK skips the test, by name."""
    built = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=BUILD_MAX_S)
    if built.returncode and missing and missing in built.stdout + built.stderr:
        pytest.skip(f"the SDK cannot be fetched here: `{' '.join(command)}` says {missing!r}")
    assert built.returncode == 0, built.stdout + built.stderr


def travel(command: list[str], folder: Path, gemel: Gemel) -> None:
    """Goes on the journey in a workspace of its own."""
    workspace = f"journey-{uuid.uuid4().hex[:12]}"
    done = subprocess.run(
        [*command, workspace], cwd=folder, env=variables(gemel), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the journey is done" in done.stdout


def test_boto3(gemel: Gemel) -> None:
    travel([sys.executable, "journey.py"], JOURNEYS / "python", gemel)


def test_aws_cli(gemel: Gemel) -> None:
    aws = Path(sys.executable).with_name("aws")
    if not aws.exists():
        need("aws")
        aws = Path(shutil.which("aws") or "aws")
    travel(["bash", "journey.sh", str(aws)], JOURNEYS / "cli", gemel)


def test_javascript(gemel: Gemel) -> None:
    need("node", "npm")
    folder = JOURNEYS / "javascript"
    prepare(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder, "")
    travel(["node", "journey.mjs"], folder, gemel)


def test_go(gemel: Gemel, tmp_path: Path) -> None:
    need("go")
    program = tmp_path / "journey"
    prepare(["go", "build", "-o", str(program), "."], JOURNEYS / "go", "")
    travel([str(program)], tmp_path, gemel)


def test_rust(gemel: Gemel) -> None:
    need("cargo")
    folder = JOURNEYS / "rust"
    prepare(["cargo", "build", "--locked", "--quiet", "--target-dir", str(TARGET)], folder, "")
    travel([str(TARGET / "debug" / "gemel-journey")], folder, gemel)


def test_java(gemel: Gemel, tmp_path: Path) -> None:
    need("mvn", "javac")
    folder = JOURNEYS / "java"
    build = ["mvn", "-q", "-B", "package", f"-Dbuild={tmp_path}"]
    prepare(build, folder, "software.amazon.awssdk:iottwinmaker:jar")
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 localhost api.localhost data.localhost\n")
    java = ["java", f"-Djdk.net.hosts.file={hosts}", "-jar", str(tmp_path / "journey.jar")]
    travel(java, tmp_path, gemel)
