"""Measures live subscriptions: from the answer of a write to the event of it, and how many events a flood is.

    GEMEL_BIN=target/release/gemel .venv/bin/python tests/conformance/measure_live.py
"""

import json
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gemel_server import Gemel  # noqa: E402
from live import Reader  # noqa: E402
from signed import Wire  # noqa: E402

ENTITIES, NAMES = 1_000, [f"P{it}" for it in range(20)]
WRITES, PAUSE_S = 200, 0.05
PATH = "/workspaces/measure/entity-properties"


def fill(server: Gemel) -> list[dict]:
    """Makes entities with twenty series each, a value in each; gives all properties."""
    twins, of = server.client("iottwinmaker", max_pool_connections=8), {"workspaceId": "measure"}
    twins.create_workspace(**of)
    series = {name: {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True} for name in NAMES}
    twins.create_component_type(**of, componentTypeId="ex.many", extendsFrom=["com.gemel.timeseries"], propertyDefinitions=series)

    def make(number: int) -> None:
        component = {"c": {"componentTypeId": "ex.many"}}
        twins.create_entity(**of, entityId=f"e{number:04}", entityName=f"e {number}", components=component)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(make, range(ENTITIES)))
    every = [{"entityId": f"e{it:04}", "componentName": "c", "propertyName": name} for it in range(ENTITIES) for name in NAMES]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda at: flood(server, every[at :: 4], "2020-01-01T00:00:00Z"), range(4)))
    return every


def flood(server: Gemel, properties: list[dict], at: str) -> None:
    """One value for each property, ten properties a request."""
    wire = Wire(server.url)
    for begin in range(0, len(properties), 10):
        put(wire, properties[begin : begin + 10], at, random.random())
    wire.close()


def put(wire: Wire, properties: list[dict], at: str, value: float) -> float:
    """Writes one value to some properties; gives when that was acknowledged."""
    values = [{"time": at, "value": {"doubleValue": value}}]
    entries = [{"entityPropertyReference": it, "propertyValues": values} for it in properties]
    answer = wire.send("POST", PATH, json.dumps({"entries": entries}).encode())
    told = time.monotonic()
    assert answer.status == 200 and json.loads(answer.body)["errorEntries"] == [], answer.body
    return told


def shown(name: str, seconds: list[float]) -> str:
    """Median, 95 % and the most, in milliseconds."""
    ordered = sorted(1e3 * it for it in seconds)
    p50, p95 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, at most {ordered[-1]:.1f} ms"


def one_by_one(server: Gemel, properties: list[dict]) -> None:
    """Single writes with pauses, each waited for."""
    wire, late, took, chance = Wire(server.url), [], [], random.Random(7)
    begun = time.monotonic()
    with Reader(server, "measure", properties, timeout_s=60) as reader:
        reader.until(lambda it: len(it.events) >= 2, 60)
        print(f"{len(properties):,} properties: first values after {1e3 * (reader.events[1].at - begun):.0f} ms")
        for number in range(WRITES):
            index = chance.randrange(len(properties))
            n_before, sent = len(reader.events), time.monotonic()
            acknowledged = put(wire, [properties[index]], time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(1_700_000_000 + 1_000 * len(properties) + number)), float(number))
            reader.until(lambda it, n=n_before: len(it.events) > n)
            late.append(reader.events[n_before].at - acknowledged)
            took.append(acknowledged - sent)
            time.sleep(PAUSE_S)
    print(shown(f"{len(properties):,} properties, acknowledged to told, {WRITES} writes", late))
    print(shown(f"{len(properties):,} properties, the write itself", took))


def all_at_once(server: Gemel, properties: list[dict]) -> None:
    """A flood over every property, with a reader."""
    with Reader(server, "measure", properties, timeout_s=60) as reader:
        reader.until(lambda it: len(it.events) >= 2, 60)
        begun = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda at: flood(server, properties[at :: 4], "2025-01-01T00:00:00Z"), range(4)))
        done = time.monotonic()

        def told() -> int:
            return sum(len(it.data["values"]) for it in list(reader.events[2:]) if it.kind == "values")

        reader.until(lambda it: told() >= len(properties), 30)
        print(
            f"{len(properties):,} changes in {done - begun:.2f} s: {len(reader.events) - 2} events, "
            f"the last {1e3 * (reader.events[-1].at - done):.0f} ms after the last answer"
        )


def main() -> None:
    """All figures, on a server of its own."""
    with tempfile.TemporaryDirectory() as folder, Gemel(Path(folder) / "data") as server:
        every = fill(server)
        wire, took = Wire(server.url), []
        for number in range(WRITES):
            begun = time.monotonic()
            took.append(put(wire, [every[number]], "2021-01-01T00:00:00Z", 1.0) - begun)
            time.sleep(PAUSE_S / 5)
        print(shown("nobody listens, the write itself", took))
        one_by_one(server, every[:1_000])
        one_by_one(server, every)
        all_at_once(server, every)


if __name__ == "__main__":
    main()
