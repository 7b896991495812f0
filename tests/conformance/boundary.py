"""Makes wrong and just-right inputs from the shapes of the installed service model: one member changed at a time.

A `Probe` is one input: where it differs from the base, how, and whether it must be refused.
"""

import copy
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from botocore.model import Shape, StringShape

import model

SAMPLES = yaml.safe_load((Path(__file__).parent / "samples.yaml").read_text())
MISSING = object()
# A shape may hold itself (data types, values); so deep its members are still probed.
REPEATS_MAX = 2


@dataclass(frozen=True)
class Probe:
    """One input."""

    operation: str
    path: str
    member: str
    kind: str
    must_fail: bool
    input: dict
    shapes: frozenset[str]


@dataclass(frozen=True)
class Place:
    """One spot in an operation's input: how to get there, and what belongs there."""

    steps: tuple[tuple[str, str], ...]
    shape: Shape
    is_required: bool
    location: str
    shapes: frozenset[str]

    @property
    def path(self) -> str:
        """As people write it: `components.c.properties[0]`."""
        text = ""
        for kind, name in self.steps:
            text += {"member": f".{name}", "element": "[0]", "value": f".{name}", "key": ".(key)"}[kind]
        return text.lstrip(".")

    @property
    def member(self) -> str:
        """The name that a message must hold: the nearest member's."""
        return next(name for kind, name in reversed(self.steps) if kind == "member")


def is_exclusive(shape: Shape) -> bool:
    """Exactly one member may be set: a modelled union, or a value."""
    return shape.type_name == "structure" and (getattr(shape, "is_tagged_union", False) or shape.name == "DataValue")


def places(operation: str) -> Iterator[Place]:
    """Every spot of an operation's input, down to a bounded depth."""
    shape = model.operation(operation).input_shape
    if shape is not None:
        yield from _below(shape, (), "", (shape.name,))


def _below(shape: Shape, steps: tuple, location: str, seen: tuple[str, ...]) -> Iterator[Place]:
    children: list[tuple[tuple[str, str], Shape, bool]] = []
    if shape.type_name == "structure":
        required = shape.required_members
        children = [(("member", name), it, name in required) for name, it in shape.members.items()]
    elif shape.type_name == "list":
        children = [(("element", ""), shape.member, False)]
    elif shape.type_name == "map":
        children = [(("key", ""), shape.key, False), (("value", key_of(shape)), shape.value, False)]
    for step, child, is_required in children:
        where = location or (child.serialization.get("location", "body") if step[0] == "member" else "body")
        if seen.count(child.name) >= REPEATS_MAX and child.type_name in ("structure", "list", "map"):
            continue
        here = (*steps, step)
        yield Place(here, child, is_required, where, frozenset((*seen, child.name)))
        if step[0] != "key":
            yield from _below(child, here, where, (*seen, child.name))


def key_of(shape: Shape) -> str:
    """A key for a map."""
    return SAMPLES.get(shape.name, {}).get("key") or sample(shape.key)


def sample(shape: Shape) -> object:
    """A small value that the shape allows."""
    if shape.name in SAMPLES and "good" in SAMPLES[shape.name]:
        return copy.deepcopy(SAMPLES[shape.name]["good"])
    kind = shape.type_name
    if isinstance(shape, StringShape) and shape.enum:
        return shape.enum[0]
    if kind == "structure":
        if is_exclusive(shape):
            name = next(iter(shape.members))
            return {name: sample(shape.members[name])}
        return {name: sample(shape.members[name]) for name in shape.required_members}
    if kind == "list":
        return [sample(shape.member)] if shape.metadata.get("min", 0) else []
    plain = {"map": {}, "string": "x1", "integer": 1, "long": 1, "double": 1.5, "boolean": True, "timestamp": 1767225600}
    return plain[kind]


def placed(shape: Shape, current: object, steps: tuple, value: object) -> object:
    """`current` with `value` at a place; what is missing on the way there is made."""
    if not steps:
        return value
    (kind, name), rest = steps[0], steps[1:]
    if kind == "element":
        first = current[0] if isinstance(current, list) and current else sample(shape.member)
        return [placed(shape.member, first, rest, value)]
    if kind == "key":
        return {value: sample(shape.value)}
    if kind == "value":
        entries = current if isinstance(current, dict) and current else {name: sample(shape.value)}
        key = next(iter(entries))
        return {**entries, key: placed(shape.value, entries[key], rest, value)}
    child = shape.members[name]
    entries = dict(current) if isinstance(current, dict) else sample(shape)
    if is_exclusive(shape):
        entries = {it: entries[it] for it in entries if it == name}
    below = placed(child, entries[name] if name in entries else sample(child), rest, value)
    if below is MISSING:
        entries.pop(name, None)
        return entries
    return {**entries, name: below}


def long(shape: Shape, n_chars: int) -> str:
    """Text of a length that fits the pattern otherwise."""
    hints = SAMPLES.get(shape.name, {})
    head, tail = hints.get("head", sample(shape)), hints.get("tail", "")
    return head + hints.get("fill", "a") * (n_chars - len(head) - len(tail)) + tail


def probes(operation: str, base: dict) -> Iterator[Probe]:
    """Every input of an operation that differs from its base at one place."""
    whole = model.operation(operation).input_shape
    for place in places(operation):
        for kind, must_fail, value in _values(place):
            given = placed(whole, copy.deepcopy(base), place.steps, value)
            yield Probe(operation, place.path, place.member, kind, must_fail, given, place.shapes)


def _values(place: Place) -> Iterator[tuple[str, bool, object]]:
    """What to put at a place: kind, whether it must be refused, value."""
    shape, in_body = place.shape, place.location == "body"
    if place.is_required and place.location != "uri":
        yield "missing", True, MISSING
    if in_body and place.steps[-1][0] != "key":
        yield from ((f"wrong type: {name}", True, value) for name, value in _wrong_types(shape))
    elif shape.type_name == "boolean":
        yield "wrong type: text", True, "maybe"
    if shape.type_name == "string":
        yield from _texts(place)
    elif shape.type_name in ("integer", "long"):
        yield from _numbers(shape)
    elif shape.type_name in ("list", "map"):
        yield from _sizes(shape)
    elif is_exclusive(shape):
        first, second = list(shape.members.items())[:2]
        yield "union: none", True, {}
        yield "union: two", True, {first[0]: sample(first[1]), second[0]: sample(second[1])}


def _wrong_types(shape: Shape) -> list[tuple[str, object]]:
    number, text, truth, many, thing = ("number", 7), ("text", "x1"), ("boolean", True), ("list", []), ("map", {})
    return {
        "string": [number, truth, many, thing],
        "boolean": [number, text, many, thing],
        "integer": [text, truth, ("fraction", 1.5), many, thing],
        "long": [text, truth, ("fraction", 1.5), many, thing],
        "double": [text, truth, many, thing],
        "timestamp": [text, truth, many, thing],
        "list": [number, text, truth, thing],
        "map": [number, text, truth, many],
        "structure": [number, text, truth, many],
    }[shape.type_name]


def _texts(place: Place) -> Iterator[tuple[str, bool, str]]:
    shape = place.shape
    hints = SAMPLES.get(shape.name, {})
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    if low and place.location != "uri":
        yield "too short", True, "" if low == 1 else long(shape, low)[: low - 1]
    if high is not None:
        yield "too long", True, long(shape, high + 1)
        yield "longest", False, hints.get("longest") or long(shape, high)
    for value in hints.get("bad", []):
        yield "pattern", True, value
    if shape.enum:
        yield "enum", True, "NO_SUCH_WORD"
        for value in shape.enum:
            yield f"enum {value}", False, value


def _numbers(shape: Shape) -> Iterator[tuple[str, bool, int]]:
    bits = 31 if shape.type_name == "integer" else 63
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    yield "over the type's range", True, 2**bits
    yield "below the type's range", True, -(2**bits) - 1
    if low is not None:
        yield "under", True, low - 1
        yield "least", False, low
    if high is not None:
        yield "over", True, high + 1
        yield "most", False, high


def _sizes(shape: Shape) -> Iterator[tuple[str, bool, object]]:
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max")
    if low:
        yield "too few", True, _filled(shape, low - 1)
    if high is not None:
        yield "too many", True, _filled(shape, high + 1)
        yield "fullest", False, _filled(shape, high)


def _filled(shape: Shape, n: int) -> object:
    if shape.type_name == "list":
        return [sample(shape.member) for _ in range(n)]
    return {f"k{at}": sample(shape.value) for at in range(n)}


@functools.cache
def input_shapes(operation: str) -> frozenset[str]:
    """The names of all shapes that an operation's input reaches."""
    found: set[str] = set()

    def walk(shape: Shape) -> None:
        if shape.name in found:
            return
        found.add(shape.name)
        for child in _children(shape):
            walk(child)

    shape = model.operation(operation).input_shape
    if shape is not None and shape.members:
        walk(shape)
    return frozenset(found)


def _children(shape: Shape) -> list[Shape]:
    kind = shape.type_name
    if kind == "structure":
        return list(shape.members.values())
    return {"list": lambda: [shape.member], "map": lambda: [shape.key, shape.value]}.get(kind, list)()
