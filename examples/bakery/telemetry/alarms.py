"""Alarms derived from the readings: when one is raised, acknowledged and clear again."""

from functools import lru_cache

from plant.signals import LIMITS

from . import faults, noise, shifts

SCAN_S = 60
LONGEST_S = 6 * shifts.HOUR_S
"""No alarm lasts longer; bounds the scan after a fault."""


class Alarms:
    """The alarm of one machine."""

    def __init__(self, machine):
        self._machine = machine
        self._limit = LIMITS[machine.entity.kind]
        self._of_fault = lru_cache(maxsize=64)(self._scan)

    def _scan(self, fault) -> tuple:
        """The changes of status one fault causes: raised once beyond the limit, until it is well back."""
        changes, active = [], False
        first = fault.start - fault.start % SCAN_S
        acknowledge_after = 120 + int(600 * noise.unit(fault.key, 3))
        for time in range(first, first + LONGEST_S, SCAN_S):
            if time > fault.over and not active:
                break
            beyond = self._limit.beyond(self._machine.values(time)[self._limit.signal], active)
            if beyond and not active:
                changes.append((time, "ACTIVE"))
            elif active and not beyond:
                changes.append((time, "NORMAL"))
            active = beyond
        return tuple(_acknowledged(changes, acknowledge_after))

    def changes(self, start: int, end: int) -> list:
        """The changes of status in (start, end], oldest first."""
        seed, entity = self._machine.seed, self._machine.entity.id
        seen = faults.between(seed, entity, start - LONGEST_S, end)
        return [change for fault in seen for change in self._of_fault(fault) if start < change[0] <= end]

    def status(self, time: int) -> str:
        """The status that stands at this time."""
        changes = self.changes(time - LONGEST_S - shifts.DAY_S, time)
        return changes[-1][1] if changes else "NORMAL"


def _acknowledged(changes: list, after_s: int) -> list:
    """Adds what the operator does: he acknowledges an alarm that is still there after a while."""
    result = []
    for index, (time, status) in enumerate(changes):
        result.append((time, status))
        cleared = changes[index + 1][0] if index + 1 < len(changes) else None
        if status == "ACTIVE" and (cleared is None or time + after_s < cleared):
            result.append((time + after_s, "ACKNOWLEDGED"))
    return result
