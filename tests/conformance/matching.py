"""Compares an answer with what a case expects: maps by subset, lists element by element, `$operators` for the rest.

An operator is a map with one key: `{$type: datetime}`, `{$match: "regex"}`, `{$absent: true}`, `{$has: [..]}`,
`{$lacks: [..]}`, `{$len: 3}`, `{$every: pattern}`, `{$exact: value}`, `{$set: [..]}`, `{$in: [..]}`, `{$keys: [..]}`,
`{$nan: true}`, `{$all: [pattern, pattern]}`.
"""

import datetime
import math
import re

TYPES = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "bool": bool,
    "list": list,
    "map": dict,
    "datetime": datetime.datetime,
}


def mismatches(expected: object, got: object, path: str = "") -> list[str]:
    """What is wrong with `got`, a line each; nothing when it is as expected."""
    if isinstance(expected, dict):
        operator = next(iter(expected), "")
        if len(expected) == 1 and operator.startswith("$") and operator[1:] in OPERATORS:
            return OPERATORS[operator[1:]](expected[operator], got, path)
        return _map(expected, got, path)
    if isinstance(expected, list):
        if not isinstance(got, list):
            return [f"{path}: expected a list, got {got!r}"]
        if len(expected) != len(got):
            return [f"{path}: expected {len(expected)} elements, got {len(got)}: {got!r}"]
        pairs = enumerate(zip(expected, got, strict=True))
        return [line for at, (want, it) in pairs for line in mismatches(want, it, f"{path}[{at}]")]
    return [] if _equal(expected, got) else [f"{path}: expected {expected!r}, got {got!r}"]


def _equal(expected: object, got: object) -> bool:
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    return expected == got


def _map(expected: dict, got: object, path: str) -> list[str]:
    if not isinstance(got, dict):
        return [f"{path}: expected a map, got {got!r}"]
    lines = []
    for key, want in expected.items():
        here = f"{path}.{key}"
        if want == {"$absent": True}:
            if key in got:
                lines.append(f"{here}: expected to be absent, got {got[key]!r}")
        elif key not in got:
            lines.append(f"{here}: absent, expected {want!r}; there are {sorted(map(str, got))}")
        else:
            lines.extend(mismatches(want, got[key], here))
    return lines


def _type(name: str, got: object, path: str) -> list[str]:
    fits = isinstance(got, TYPES[name]) and (name == "bool" or not isinstance(got, bool))
    return [] if fits else [f"{path}: expected a {name}, got {got!r}"]


def _match(pattern: str, got: object, path: str) -> list[str]:
    fits = isinstance(got, str) and re.search(pattern, got)
    return [] if fits else [f"{path}: expected to match {pattern!r}, got {got!r}"]


def _has(wanted: list, got: object, path: str) -> list[str]:
    return [
        f"{path}: nothing there matches {want!r}; there are {got!r}"[:2000]
        for want in wanted
        if all(mismatches(want, it) for it in got)
    ]


def _lacks(unwanted: list, got: object, path: str) -> list[str]:
    return [f"{path}: {want!r} should not be there" for want in unwanted if any(not mismatches(want, it) for it in got)]


def _len(wanted: object, got: object, path: str) -> list[str]:
    return mismatches(wanted, len(got), f"{path}.length")


def _every(pattern: object, got: object, path: str) -> list[str]:
    items = got.items() if isinstance(got, dict) else enumerate(got)
    lines = [line for at, it in items for line in mismatches(pattern, it, f"{path}[{at}]")]
    return lines or ([] if got else [f"{path}: expected elements, there are none"])


def _exact(wanted: object, got: object, path: str) -> list[str]:
    return [] if _equal(wanted, got) else [f"{path}: expected exactly {wanted!r}, got {got!r}"]


def _set(wanted: list, got: object, path: str) -> list[str]:
    if len(wanted) != len(got):
        return [f"{path}: expected {len(wanted)} elements, got {got!r}"]
    return _has(wanted, got, path)


def _in(wanted: list, got: object, path: str) -> list[str]:
    return [] if got in wanted else [f"{path}: expected one of {wanted!r}, got {got!r}"]


def _keys(wanted: list, got: object, path: str) -> list[str]:
    return mismatches(wanted, list(got), f"{path}.keys")


def _nan(_: object, got: object, path: str) -> list[str]:
    return [] if isinstance(got, float) and math.isnan(got) else [f"{path}: expected NaN, got {got!r}"]


def _all(patterns: list, got: object, path: str) -> list[str]:
    return [line for it in patterns for line in mismatches(it, got, path)]


def _absent(_: object, got: object, path: str) -> list[str]:
    return [f"{path}: expected to be absent, got {got!r}"]


OPERATORS = {
    "absent": _absent,
    "all": _all,
    "every": _every,
    "exact": _exact,
    "has": _has,
    "in": _in,
    "keys": _keys,
    "lacks": _lacks,
    "len": _len,
    "match": _match,
    "nan": _nan,
    "set": _set,
    "type": _type,
}
