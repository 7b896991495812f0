"""The readings of now: what to write at each tick, kept back while the server is away."""

from collections import deque

from plant.values import of_type, string

from . import batches

BACKLOG_S = 900
"""Readings older than this are dropped while the server is away; a later load fills the gap."""

ALARM_RESTATE_S = 60


class Live:
    """Collects readings tick by tick and hands them out as batches of ten entries of ten values."""

    def __init__(self, floor):
        self._floor = floor
        self._waiting: dict = {}
        self._stated: dict = {}

    def tick(self, time: int) -> None:
        """Adds the readings of one second."""
        for entity_id in self._floor.machines:
            kinds = self._floor.kinds(entity_id)
            for name, value in self._floor.values(entity_id, time).items():
                if name == "State":
                    self._state((entity_id, "telemetry", name), time, value)
                else:
                    self._add((entity_id, "telemetry", name), time, of_type(kinds[name], value))
        for entity_id, alarms in self._floor.alarms.items():
            self._state((entity_id, "alarm", "alarm_status"), time, alarms.status(time))

    def _state(self, series: tuple, time: int, value: str) -> None:
        """A status is written when it changes, and now and then."""
        stated_at, stated = self._stated.get(series, (0, None))
        if value != stated or time - stated_at >= ALARM_RESTATE_S:
            self._stated[series] = (time, value)
            self._add(series, time, string(value))

    def _add(self, series: tuple, time: int, value: dict) -> None:
        values = self._waiting.setdefault(series, deque())
        values.append((time, value))
        while values[0][0] < time - BACKLOG_S:
            values.popleft()

    def batches(self):
        """The batches to send now, oldest values first; what is confirmed with `sent` is forgotten."""
        entries = [
            (series, list(values)[at : at + batches.VALUES])
            for series, values in self._waiting.items()
            for at in range(0, len(values), batches.VALUES)
        ]
        entries.sort(key=lambda item: item[1][0][0])
        yield from batches.chunks(entries, batches.ENTRIES)

    def sent(self, batch: list) -> None:
        """Forgets what has arrived; batches arrive in the order in which they were handed out."""
        for series, values in batch:
            for _ in values:
                self._waiting[series].popleft()

    @staticmethod
    def entries(batch: list) -> list:
        """A batch as BatchPutPropertyValues takes it."""
        return [batches.entry(*series, values) for series, values in batch]

    @property
    def waiting(self) -> int:
        return sum(map(len, self._waiting.values()))
