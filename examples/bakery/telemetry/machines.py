"""What each kind of machine reads at a time: simple physics over shifts, faults and noise."""

import math

from . import faults, shifts
from .noise import Smooth, key, rough, unit

AMBIENT_C = 21.0


def _ramp(share: float, points: tuple) -> float:
    """The value of a line through points (share, value) in rising order."""
    before = points[0]
    for point in points[1:]:
        if share <= point[0]:
            width = point[0] - before[0]
            return before[1] + (point[1] - before[1]) * ((share - before[0]) / width if width else 1.0)
        before = point
    return before[1]


class Machine:
    """One machine: its seed, its line and its own noise."""

    slow_s = 900

    def __init__(self, seed: int, entity):
        self.seed = seed
        self.entity = entity
        self.offset = rough(key(seed, entity.id, "offset"), 0)
        self.slow = Smooth(key(seed, entity.id, "slow"), self.slow_s)
        self.fine = key(seed, entity.id, "fine")

    def jitter(self, signal: int, time: int) -> float:
        """Rough noise, another for each signal of the machine."""
        return rough(self.fine + signal, time)

    def values(self, time: int) -> dict:
        """Every reading at this second."""
        raise NotImplementedError

    def state(self, runs: bool, fault: float) -> str:
        if fault > 0.5:
            return "FAULT"
        return "RUNNING" if runs else "IDLE"


class Mixer(Machine):
    """Fills, mixes slowly, mixes fast, empties; dough warms up by the work done on it."""

    _RPM = (
        (0.0, 0.0),
        (0.14, 0.0),
        (0.16, 45.0),
        (0.38, 45.0),
        (0.41, 110.0),
        (0.83, 110.0),
        (0.86, 15.0),
        (0.97, 15.0),
        (1.0, 0.0),
    )
    _HEAT = ((0.0, 0.0), (0.14, 0.0), (0.38, 1.3), (0.83, 6.8), (0.97, 5.5), (1.0, 0.0))

    def __init__(self, seed, entity):
        super().__init__(seed, entity)
        self.cycle_s = 1140 + int(120 * unit(key(seed, entity.id, "cycle"), 0))
        self.phase_s = int(self.cycle_s * unit(key(seed, entity.id, "phase"), 0))

    def values(self, time):
        runs = faults.line_pace(self.seed, self.entity.line, time) > 0.0
        share = ((time + self.phase_s) % self.cycle_s) / self.cycle_s if runs else 0.0
        fault = faults.strength(self.seed, self.entity.id, time)
        stiffness = 1.0 + 0.06 * self.slow.at(time) + 0.25 * fault
        rpm = _ramp(share, self._RPM) * (1.0 - 0.08 * fault)
        rpm += 0.6 * self.jitter(1, time) if rpm > 1.0 else 0.0
        load = (rpm / 110.0) ** 1.6 * stiffness
        warmth = 19.6 + 0.7 * shifts.day_swing(time) + _ramp(share, self._HEAT) * (1.0 + 0.05 * self.offset)
        return {
            "Temperature": round(warmth + 12.5 * fault + 0.08 * self.jitter(2, time), 2),
            "RPM": round(max(0.0, rpm), 1),
            "Power": round(0.8 + 17.5 * load + 0.15 * self.jitter(3, time), 2),
            "Vibration": round(max(0.05, 0.3 + 1.9 * load + 5.0 * fault * load + 0.12 * self.jitter(4, time)), 2),
            "State": self.state(rpm > 1.0, fault),
        }


class Oven(Machine):
    """Follows its setpoint with a lag; a burner that trips lets it cool."""

    def values(self, time):
        line = self.entity.line
        setpoint = shifts.oven_setpoint(line, time)
        fault = faults.strength(self.seed, self.entity.id, time)
        pace = faults.line_pace(self.seed, line, time)
        ripple = 1.6 * math.sin(2.0 * math.pi * (time % 420) / 420.0 + 3.0 * self.offset)
        warmth = shifts.oven_warmth(line, time) - 48.0 * fault - 2.5 * pace
        temperature = warmth + ripple + 0.9 * self.slow.at(time) + 0.2 * self.jitter(1, time)
        effort = 0.22 + (setpoint - shifts.IDLE_C) / 300.0 + 0.38 * pace + max(0.0, setpoint - warmth) / 160.0
        power = 290.0 * min(1.0, effort) * (1.0 - 0.85 * fault)
        return {
            "Temperature": round(temperature, 1),
            "Setpoint": setpoint,
            "Power": round(power + 2.0 * self.jitter(2, time), 1),
            "BeltSpeed": round(2.1 * pace + (0.01 * self.jitter(3, time) if pace else 0.0), 2),
            "State": self.state(setpoint > shifts.IDLE_C, fault),
        }


class Conveyor(Machine):
    """Carries what its line makes; a jam stops the belt and stalls the drive."""

    def values(self, time):
        jammed = faults.is_jammed(self.seed, self.entity.id, time)
        line = self.entity.line
        pace = faults.line_pace(self.seed, line, time) if line else shifts.production_pace(time)
        speed = 0.0 if jammed or not pace else 0.18 + 0.34 * pace + 0.004 * self.jitter(1, time)
        current = 11.4 if jammed else (2.1 + 3.4 * pace if speed else 0.3)
        load = 1.0 + 0.08 * self.slow.at(time)
        return {
            "Speed": round(speed, 3),
            "Current": round(current * load + 0.08 * self.jitter(2, time), 2),
            "ItemsPerMinute": int(620.0 * pace * load) if speed else 0,
            "State": "FAULT" if jammed else self.state(speed > 0.0, 0.0),
        }


class Freezer(Machine):
    """Holds its cold with a compressor that switches; thaws a little three times a day; a door may stay open."""

    def values(self, time):
        fault = faults.at(self.seed, self.entity.id, time)
        open_door = bool(fault) and time < fault.end
        warm = fault.strength(time) if fault else 0.0
        since_thaw = (time + int(7200 * self.offset)) % (8 * shifts.HOUR_S)
        thaw = max(0.0, 1.0 - abs(since_thaw - 900) / 900.0)
        switching = math.sin(2.0 * math.pi * (time % 1260) / 1260.0 + 4.0 * self.offset)
        temperature = -22.5 + self.offset + 0.6 * switching + 2.4 * thaw + 12.0 * warm + 0.4 * self.slow.at(time)
        effort = 0.0 if thaw > 0.3 else 0.55 + 0.25 * switching + 0.35 * warm
        return {
            "Temperature": round(temperature + 0.05 * self.jitter(1, time), 2),
            "CompressorPower": round(max(0.4, 38.0 * min(1.0, effort) + 0.3 * self.jitter(2, time)), 2),
            "DoorOpen": open_door or unit(self.fine + 9, time // 240) < 0.03,
            "State": "FAULT" if warm > 0.5 else "RUNNING",
        }


class Tank(Machine):
    """Empties at the pace of production and is filled again by deliveries; a leaking valve empties it sooner."""

    def __init__(self, seed, entity):
        super().__init__(seed, entity)
        self.delivery_s = shifts.HOUR_S * (14 + int(10 * unit(key(seed, entity.id, "delivery"), 0)))
        self.phase_s = int(self.delivery_s * unit(key(seed, entity.id, "phase"), 0))

    def values(self, time):
        share = ((time + self.phase_s) % self.delivery_s) / self.delivery_s
        level = _ramp(share, ((0.0, 27.0), (0.04, 91.0), (1.0, 27.0)))
        leak = faults.strength(self.seed, self.entity.id, time)
        pace = shifts.production_pace(time)
        hot = self.entity.id == "tank-6"
        warmth = 78.0 if hot else AMBIENT_C + 1.8 * shifts.day_swing(time)
        return {
            "Level": round(level * (1.0 - 0.9 * leak) + 0.12 * self.jitter(1, time), 2),
            "Temperature": round(warmth + 0.8 * self.slow.at(time) + 0.04 * self.jitter(2, time), 2),
            "Flow": round(max(0.0, 46.0 * pace + 60.0 * leak + 0.8 * self.slow.at(time + 450)), 2),
            "State": self.state(pace > 0.0, leak),
        }


class Room(Machine):
    """Follows the weather and the heat of production; the cold store stays cold."""

    slow_s = 3600

    def values(self, time):
        cold = self.entity.id == "cold-store"
        base = -21.5 if cold else AMBIENT_C + self.offset + (3.0 if self.entity.id == "boiler-room" else 0.0)
        heat = (0.2 if cold else 1.0) * (2.0 * shifts.day_swing(time) + 2.5 * shifts.production_pace(time))
        damp = 62.0 if cold else 48.0
        return {
            "Temperature": round(base + heat + 0.5 * self.slow.at(time) + 0.03 * self.jitter(1, time), 2),
            "Humidity": round(
                damp - 4.0 * shifts.day_swing(time) + 5.0 * self.slow.at(time + 1800) + 0.2 * self.jitter(2, time), 1
            ),
        }


KINDS = {"mixer": Mixer, "oven": Oven, "conveyor": Conveyor, "freezer": Freezer, "tank": Tank, "room": Room}
