#!/usr/bin/env python3
"""Runs every check and test of the project, stage by stage, and counts the tests in the last line."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))

# name, command; a check counts as one test
CHECKS = [
    ("format", ["cargo", "fmt", "--all", "--check"]),
    ("clippy", ["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--quiet", "--", "-D", "warnings"]),
    ("tidy", ["cargo", "xtask", "tidy"]),
    ("npm check", ["npm", "run", "--silent", "check"]),
]


def suites() -> list[tuple[str, list[str]]]:
    """The test suites: cargo's, then those that drive the binary from outside."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", str(min(4, (os.cpu_count() or 2) * 2))]
    return [
        ("cargo test", ["cargo", "test", "--workspace", "--locked", "--quiet", "--no-fail-fast"]),
        ("npm test", ["npm", "test", "--silent"]),
        ("bakery", [*pytest, "examples/bakery/tests"]),
        ("conformance", [*pytest, "tests/conformance"]),
        ("sdk", [*pytest, "tests/sdk"]),
        ("process", [*pytest, "tests/process"]),
        ("durability", [*pytest, "tests/durability"]),
        # A browser that draws 3D in software needs a core of its own.
        ("browser", [*pytest[:-1], "2", "--dist", "loadfile", "tests/browser"]),
    ]


def run(name: str, command: list[str]) -> tuple[int, str, float]:
    """Runs a command, shows its output as it comes, and gives exit code, output and seconds."""
    print(f"\n=== {name}: {' '.join(command[:6])}", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        env={**os.environ, "GEMEL_BIN": os.environ.get("GEMEL_BIN", str(TARGET / "debug" / "gemel"))},
    )
    lines = []
    for line in process.stdout or []:
        lines.append(line)
        print(line, end="", flush=True)
    return process.wait(), "".join(lines), time.monotonic() - begun


def counts(output: str) -> tuple[int, int, int]:
    """Passed, failed and skipped tests that a runner's closing lines tell."""
    passed = failed = skipped = 0
    for line in re.findall(r"^test result: .*$", output, re.M):
        numbers = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|ignored)", line)}
        passed += numbers.get("passed", 0)
        failed += numbers.get("failed", 0)
        skipped += numbers.get("ignored", 0)
    for line in re.findall(r"^ +Tests +.*$", re.sub(r"\x1b\[[\d;]*m", "", output), re.M):
        numbers = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped)", line)}
        passed += numbers.get("passed", 0)
        failed += numbers.get("failed", 0)
        skipped += numbers.get("skipped", 0)
    for line in re.findall(r"^(?:=+ )?\d+ \w+.* in [\d.]+s.*$", output, re.M):
        numbers = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|errors?)", line)}
        passed += numbers.get("passed", 0)
        failed += numbers.get("failed", 0) + numbers.get("error", 0) + numbers.get("errors", 0)
        skipped += numbers.get("skipped", 0)
    return passed, failed, skipped


def main() -> int:
    """Runs all stages, also after one failed, and says how each ended."""
    wanted = sys.argv[1:]
    total = [0, 0, 0]
    table = []
    for name, command in CHECKS:
        if wanted and name not in wanted:
            continue
        code, _, seconds = run(name, command)
        total[0 if code == 0 else 1] += 1
        table.append((name, "ok" if code == 0 else "FAILED", seconds, ""))
    if not wanted or {"conformance", "sdk", "process", "durability", "browser"} & set(wanted):
        code, _, seconds = run("build", ["cargo", "build", "--locked", "-p", "gemel-server"])
        if code:
            print("0 passed, 1 failed")
            return 1
    for name, command in suites():
        if wanted and name not in wanted:
            continue
        code, output, seconds = run(name, command)
        passed, failed, skipped = counts(output)
        # A runner that failed without saying which test did (it did not compile, it died) is one failure.
        failed += 1 if code and not failed else 0
        if passed + failed == 0:
            failed = 1
            print(f"{name}: no test ran")
        for at, number in enumerate((passed, failed, skipped)):
            total[at] += number
        table.append((name, "ok" if not failed else "FAILED", seconds, f"{passed} passed, {failed} failed, {skipped} skipped"))
    print()
    for name, state, seconds, words in table:
        print(f"{name:<14}{state:<8}{seconds:7.1f} s   {words}")
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] else 0


if __name__ == "__main__":
    sys.exit(main())
