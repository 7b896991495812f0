"""Reads the cases: YAML files, one a noun, each a list of cases (README.md says how one is written)."""

import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
CASES = HERE / "cases" / "twinmaker"
STATUS = {
    "ValidationException": 400,
    "SerializationException": 400,
    "TooManyTagsException": 400,
    "QueryTimeoutException": 400,
    "ServiceQuotaExceededException": 402,
    "AccessDeniedException": 403,
    "ExpiredTokenException": 403,
    "IncompleteSignatureException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "UnrecognizedClientException": 403,
    "ResourceNotFoundException": 404,
    "UnknownOperationException": 404,
    "ConflictException": 409,
    "RequestEntityTooLargeException": 413,
    "UnsupportedMediaTypeException": 415,
    "ConnectorFailureException": 424,
    "ConnectorTimeoutException": 424,
    "NotImplementedException": 501,
}
CASE_KEYS = {"name", "check", "given", "server", "differs", "steps"}
STEP_KEYS = {"call", "input", "expect", "error", "raw", "invalid", "save", "headers"}
RAW_KEYS = {"method", "path", "body", "headers", "sign", "host"}


@dataclass(frozen=True)
class Error:
    """What a refused call must say."""

    code: str
    status: int
    message: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One call and what must come back."""

    call: str
    input: dict = field(default_factory=dict)
    expect: object = None
    error: Error | None = None
    raw: dict | None = None
    invalid: bool = False
    save: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One behaviour, in one step or several, each beginning where the one before ended."""

    noun: str
    name: str
    checks: tuple[int, ...]
    given: tuple
    server: dict | None
    differs: str | None
    steps: tuple[Step, ...]

    @property
    def id(self) -> str:
        """How a test of it is called."""
        return f"{self.noun}: {self.name}"


def error(given: object) -> Error | None:
    """`Code`, or `{code, status?, message?}` with one or several texts that the message must hold."""
    if given is None:
        return None
    given = {"code": given} if isinstance(given, str) else given
    message = given.get("message", ())
    message = (message,) if isinstance(message, str) else tuple(message)
    return Error(given["code"], given.get("status", STATUS.get(given["code"], 0)), message)


def step(given: dict, where: str) -> Step:
    """One step; a key that nobody knows is a mistake."""
    unknown = given.keys() - STEP_KEYS | (given.get("raw") or {}).keys() - RAW_KEYS
    if unknown or "call" not in given:
        raise ValueError(f"{where}: unknown keys {sorted(unknown)}, or no `call`")
    return Step(**{**given, "error": error(given.get("error")), "input": given.get("input") or {}})


def case(noun: str, given: dict) -> Case:
    """One case: its own step, or those under `steps`."""
    where = f"{noun}: {given.get('name')}"
    steps = given.get("steps") or [{key: it for key, it in given.items() if key not in CASE_KEYS}]
    extra = given.keys() - CASE_KEYS - (set() if "steps" in given else STEP_KEYS)
    if extra or "name" not in given:
        raise ValueError(f"{where}: unknown keys {sorted(extra)}, or no `name`")
    checks = given.get("check", ())
    return Case(
        noun=noun,
        name=given["name"],
        checks=(checks,) if isinstance(checks, int) else tuple(checks),
        given=tuple(given.get("given") or ()),
        server=given.get("server"),
        differs=given.get("differs"),
        steps=tuple(step(it, where) for it in steps),
    )


@functools.cache
def all_cases() -> tuple[Case, ...]:
    """Every case, in the order of the files."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        found += [case(path.stem, it) for it in yaml.safe_load(path.read_text())]
    names = [it.id for it in found]
    twice = {it for it in names if names.count(it) > 1}
    if twice:
        raise ValueError(f"two cases have one name: {sorted(twice)}")
    return tuple(found)


@functools.cache
def fixtures() -> dict[str, list[dict]]:
    """The named things that `given` can ask for."""
    return yaml.safe_load((HERE / "fixtures.yaml").read_text())


def preparations(case: Case) -> list[tuple[str, dict]]:
    """The calls of `given`, named fixtures written out; a function is the call `function`."""
    calls = []
    for it in case.given:
        group = fixtures()[it] if isinstance(it, str) else [it]
        calls += [pair for entry in group for pair in entry.items()]
    return calls


def fill(value: object, variables: dict[str, object]) -> object:
    """Puts the variables in: `<name>` inside of a text, or a whole value that is nothing else."""
    if isinstance(value, dict):
        return {fill(key, variables): fill(it, variables) for key, it in value.items()}
    if isinstance(value, list):
        return [fill(it, variables) for it in value]
    if not isinstance(value, str):
        return value
    whole = re.fullmatch(r"<(\w+)>", value)
    if whole and whole[1] in variables:
        return variables[whole[1]]
    return re.sub(r"<(\w+)(?:\*(\d+))?>", lambda it: _part(it, variables), value)


def _part(found: re.Match, variables: dict[str, object]) -> str:
    """`<x*129>` is the text `x` 129 times, for values beyond a limit."""
    if found[2]:
        return found[1] * int(found[2])
    return str(variables.get(found[1], found[0]))
