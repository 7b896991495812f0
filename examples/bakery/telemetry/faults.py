"""Faults of machines: seeded windows in which something goes wrong, and how far it has gone at a time."""

from dataclasses import dataclass
from functools import lru_cache

from plant.tree import by_id, of_kind

from . import noise, shifts

CHANCE_PER_DAY = {"mixer": 0.8, "oven": 0.6, "conveyor": 0.7, "freezer": 0.7, "tank": 0.5}
DURATION_S = {
    "mixer": (1500, 4200),
    "oven": (1800, 3600),
    "conveyor": (600, 1800),
    "freezer": (1200, 3000),
    "tank": (2400, 5400),
}
RECOVERY_S = {"mixer": 1200, "oven": 1800, "conveyor": 60, "freezer": 1800, "tank": 1500}
RISE_SHARE = 0.3
"""The part of a fault in which it grows."""

LATEST_START_S = 20 * shifts.HOUR_S


@dataclass(frozen=True)
class Fault:
    """One fault of one machine; times in epoch seconds."""

    entity: str
    start: int
    end: int
    recovery_s: int
    key: int

    @property
    def over(self) -> int:
        """When nothing of it can be seen any more."""
        return self.end + self.recovery_s

    def strength(self, time: float) -> float:
        """0 before and after, rising to 1, and falling back after the repair."""
        if time <= self.start or time >= self.over:
            return 0.0
        if time > self.end:
            return 1.0 - (time - self.end) / self.recovery_s
        return min(1.0, (time - self.start) / ((self.end - self.start) * RISE_SHARE))


@lru_cache(maxsize=4096)
def of_day(seed: int, entity_id: str, day: int) -> Fault | None:
    """The fault of a machine on a UTC day, if it has one; at most one a day."""
    entity = by_id()[entity_id]
    key = noise.key(seed, entity_id, "fault", day)
    if noise.unit(key, 0) >= CHANCE_PER_DAY[entity.kind]:
        return None
    shortest, longest = DURATION_S[entity.kind]
    start = day * shifts.DAY_S + int(noise.unit(key, 1) * LATEST_START_S)
    end = start + shortest + int(noise.unit(key, 2) * (longest - shortest))
    fault = Fault(entity_id, start, end, RECOVERY_S[entity.kind], key)
    return fault if _can_show(entity, fault) else None


def _can_show(entity, fault: Fault) -> bool:
    """A machine at rest cannot fail: an oven must be hot for the whole time, a line must run."""
    if entity.kind == "oven":
        return all(shifts.oven_warmth(entity.line, time) > shifts.BAKING_C - 5.0 for time in (fault.start, fault.over))
    return not entity.line or shifts.pace(entity.line, fault.start) > 0.0


def at(seed: int, entity_id: str, time: float) -> Fault | None:
    """The fault that can be seen at this time."""
    day = int(time // shifts.DAY_S)
    for candidate in (of_day(seed, entity_id, day), of_day(seed, entity_id, day - 1)):
        if candidate and candidate.start < time < candidate.over:
            return candidate
    return None


def strength(seed: int, entity_id: str, time: float) -> float:
    fault = at(seed, entity_id, time)
    return fault.strength(time) if fault else 0.0


def between(seed: int, entity_id: str, start: float, end: float) -> list:
    """The faults that can be seen somewhere in this window, oldest first."""
    first, last = int(start // shifts.DAY_S) - 1, int(end // shifts.DAY_S)
    found = (of_day(seed, entity_id, day) for day in range(first, last + 1))
    return [fault for fault in found if fault and fault.start < end and fault.over > start]


@lru_cache(maxsize=8)
def _belts(line: int) -> tuple:
    return tuple(entity.id for entity in of_kind("conveyor") if entity.line == line)


def line_pace(seed: int, line: int, time: float) -> float:
    """The pace a line really has: the plan, but nearly nothing while one of its belts stands."""
    planned = shifts.pace(line, time)
    stands = any(is_jammed(seed, belt, time) for belt in _belts(line))
    return planned * (0.12 if stands else 1.0)


def is_jammed(seed: int, belt: str, time: float) -> bool:
    fault = at(seed, belt, time)
    return bool(fault) and time < fault.end
