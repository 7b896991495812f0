"""Values over time under random writes and windows, beside a naive model; with little memory, and over restarts."""

import os
import random

import pytest

from gemel_server import Gemel

SEED = int(os.environ.get("GEMEL_SERIES_SEED", random.SystemRandom().randrange(2**32)))
KINDS = {"d": "doubleValue", "l": "longValue", "s": "stringValue", "b": "booleanValue"}
TYPES = {"d": "DOUBLE", "l": "LONG", "s": "STRING", "b": "BOOLEAN"}
ENTITIES = ("e1", "e2")
N_ROUNDS, N_TICKS = 60, 200


def time_of(tick: int) -> str:
    """A time of the wire; ticks are 250 ms, so that fractions come and go."""
    seconds, quarter = divmod(tick, 4)
    fraction = ("", ".25", ".5", ".75")[quarter]
    return f"2026-01-01T00:{seconds // 60:02}:{seconds % 60:02}{fraction}Z"


def tick_of(text: str) -> int:
    """And back, whatever zeros a fraction ends with."""
    minutes, rest = text[14:16], text[17:-1]
    return int(minutes) * 240 + round(float(rest) * 4)


class Walk:
    """One random walk on a server of its own."""

    def __init__(self, server: Gemel, seed: int) -> None:
        self.server, self.random = server, random.Random(seed)
        self.connect()
        self.naive: dict[tuple[str, str], dict[int, object]] = {(e, p): {} for e in ENTITIES for p in KINDS}

    def connect(self) -> None:
        """A client that comes again when it is sent away, as all SDKs do: with too little memory that happens."""
        self.client = self.server.client("iottwinmaker", retries={"mode": "standard", "max_attempts": 10})

    def prepare(self) -> None:
        """A type with a series of each kind, and two entities."""
        definitions = {name: {"dataType": {"type": kind}, "isTimeSeries": True} for name, kind in TYPES.items()}
        self.client.create_workspace(workspaceId="w1")
        self.client.create_component_type(
            workspaceId="w1", componentTypeId="t", extendsFrom=["com.gemel.timeseries"], propertyDefinitions=definitions
        )
        for it in ENTITIES:
            self.client.create_entity(
                workspaceId="w1", entityId=it, entityName=it, components={"c": {"componentTypeId": "t"}}
            )

    def value(self, name: str) -> object:
        """Something of a property's type; now and then the same again."""
        numbers = {"d": lambda: self.random.choice([0.0, -0.5, 1e300, self.random.random()]),
                   "l": lambda: self.random.choice([0, -1, 2**62, self.random.getrandbits(40)]),
                   "s": lambda: self.random.choice(["on", "off", "ä" * self.random.randint(1, 200)]),
                   "b": lambda: self.random.random() < 0.5}
        return numbers[name]()

    def write(self) -> None:
        """One batch: times in any order, some for the second time."""
        entries = []
        for _ in range(self.random.randint(1, 10)):
            entity, name = self.random.choice(ENTITIES), self.random.choice(list(KINDS))
            points = [(self.random.randrange(N_TICKS), self.value(name)) for _ in range(self.random.randint(1, 10))]
            entries.append({
                "entityPropertyReference": {"entityId": entity, "componentName": "c", "propertyName": name},
                "propertyValues": [{"time": time_of(tick), "value": {KINDS[name]: value}} for tick, value in points],
            })
            self.naive[entity, name].update(points)
        answer = self.client.batch_put_property_values(workspaceId="w1", entries=entries)
        assert answer["errorEntries"] == []

    def read(self) -> None:
        """One window, in pages, against the model."""
        entity, names = self.random.choice(ENTITIES), self.random.sample(list(KINDS), self.random.randint(1, 4))
        start, end = sorted(self.random.randrange(-1, N_TICKS + 1) for _ in range(2))
        order, size = self.random.choice(["ASCENDING", "DESCENDING"]), self.random.choice([0, 1, 3, 7, 200])
        asked = {
            "workspaceId": "w1", "entityId": entity, "componentName": "c", "selectedProperties": names,
            "startTime": time_of(max(start, 0)), "endTime": time_of(end if end > 0 else 0),
            "orderByTime": order, "maxResults": size,
        }
        start, end = max(start, 0), max(end, 0)
        got: dict[str, list] = {name: [] for name in names}
        token: dict = {}
        while True:
            page = self.client.get_property_value_history(**asked, **token)
            for series in page["propertyValues"]:
                name = series["entityPropertyReference"]["propertyName"]
                assert len(series["values"]) <= (size or 200)
                got[name] += [(tick_of(it["time"]), it["value"][KINDS[name]]) for it in series["values"]]
            if "nextToken" not in page:
                break
            token = {"nextToken": page["nextToken"]}
        for name in names:
            within = sorted((tick, value) for tick, value in self.naive[entity, name].items() if start < tick <= end)
            want = within if order == "ASCENDING" else within[::-1]
            assert got[name] == want, f"{name} of {asked}"

    def restart(self) -> None:
        """Stopped or killed, and started again."""
        if self.random.random() < 0.5:
            assert self.server.stop() == 0
        else:
            self.server.kill()
        self.server.start()
        self.connect()


@pytest.mark.parametrize("memory_bytes", ["134217728", "20000", "1"])
def test_a_random_walk_is_as_the_model_has_it(fresh, memory_bytes: str) -> None:
    """Repeat one with GEMEL_SERIES_SEED."""
    print(f"GEMEL_SERIES_SEED={SEED}")
    walk = Walk(fresh(series_memory_bytes=memory_bytes), SEED + int(memory_bytes))
    walk.prepare()
    for at in range(N_ROUNDS):
        walk.write()
        for _ in range(3):
            walk.read()
        if at % 15 == 14:
            walk.restart()
    assert walk.server.stop() == 0
    checked = walk.server.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
