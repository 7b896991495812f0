"""Readings packed for BatchPutPropertyValues: ten entries of ten values a call."""

from datetime import datetime, timezone
from functools import lru_cache
from itertools import islice

from plant.values import of_type, string

ENTRIES = 10
VALUES = 10
"""The most BatchPutPropertyValues takes: entries a call, values an entry."""

FINE_S = 60
COARSE_S = 300
FINE_SPAN_S = 86_400
RESTATE_S = 3_600
"""A status that does not change is written again this often, so that a short window shows it too."""


@lru_cache(maxsize=8192)
def iso(time: int) -> str:
    return datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> float:
    """The epoch seconds of a time as the API writes it; digits beyond microseconds are dropped."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    base = datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc).timestamp()
    return base + float(f"0.{fraction or 0}")


def grid(start: int, end: int, now: int) -> list:
    """The times to write in (start, end]: every five minutes, and every minute on the last day before `now`."""
    fine_from = now - FINE_SPAN_S
    first = start - start % FINE_S + FINE_S
    return [time for time in range(first, end + 1, FINE_S) if time % COARSE_S == 0 or time > fine_from]


def entry(entity_id: str, component: str, name: str, values: list) -> dict:
    """One entry: the values of one property, as [(time, value)]."""
    reference = {"entityId": entity_id, "componentName": component, "propertyName": name}
    return {
        "entityPropertyReference": reference,
        "propertyValues": [{"time": iso(time), "value": value} for time, value in values],
    }


def chunks(items, size: int):
    """The items in lists of at most this size."""
    source = iter(items)
    while piece := list(islice(source, size)):
        yield piece


class Readings:
    """The entries for the readings of the plant over a grid of times."""

    def __init__(self, floor, missing: dict):
        """`missing` says for each entity in which ranges (after, until) its readings are wanted."""
        self._floor = floor
        self._missing = missing
        self._states: dict = {}
        self._sparse: dict = {}

    def window(self, times: list):
        """The entries of all entities for a few consecutive times."""
        for entity_id, ranges in self._missing.items():
            wanted = [time for time in times if any(after < time <= until for after, until in ranges)]
            if wanted:
                yield from self._of_entity(entity_id, wanted)

    def _of_entity(self, entity_id: str, times: list):
        rows = [(time, self._floor.values(entity_id, time)) for time in times]
        for name, kind in self._floor.kinds(entity_id).items():
            if name == "State":
                yield from self._state(entity_id, [(time, row[name]) for time, row in rows])
            else:
                yield entry(entity_id, "telemetry", name, [(time, of_type(kind, row[name])) for time, row in rows])

    def _state(self, entity_id: str, rows: list):
        """A state is written when it changes, and once an hour; it waits until ten values are together."""
        waiting = self._sparse.setdefault(entity_id, [])
        last_time, last = self._states.get(entity_id, (None, None))
        for time, state in rows:
            if state != last or time - last_time >= RESTATE_S:
                waiting.append((time, string(state)))
                last_time, last = time, state
        self._states[entity_id] = (last_time, last)
        while len(waiting) >= VALUES:
            yield entry(entity_id, "telemetry", "State", waiting[:VALUES])
            del waiting[:VALUES]

    def rest(self):
        """The states still waiting."""
        for entity_id, waiting in self._sparse.items():
            if waiting:
                yield entry(entity_id, "telemetry", "State", waiting)
        self._sparse = {}


def alarm_entries(floor, missing: dict):
    """The entries for the alarms: every change of status, and the standing status once an hour."""
    for entity_id, ranges in missing.items():
        alarms = floor.alarms[entity_id]
        for after, until in ranges:
            changes = alarms.changes(after, until)
            hours = range(after - after % RESTATE_S + RESTATE_S, until + 1, RESTATE_S)
            taken = {time for time, _ in changes}
            changes += [(time, alarms.status(time)) for time in hours if time not in taken]
            values = [(time, string(status)) for time, status in sorted(changes)]
            for piece in chunks(values, VALUES):
                yield entry(entity_id, "alarm", "alarm_status", piece)
