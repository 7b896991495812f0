"""The time series of every kind of machine: names, data types, units and alarm limits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signal:
    """One time-series property."""

    name: str
    kind: str
    unit: str


@dataclass(frozen=True)
class Limit:
    """When the alarm of a machine is raised: its property beyond `raise_at`, until it is back at `clear_at`."""

    signal: str
    raise_at: float
    clear_at: float
    severity: str

    def beyond(self, value: float, active: bool) -> bool:
        """Whether the alarm stands at this value; an alarm that stands already needs the value back at `clear_at`."""
        limit = self.clear_at if active else self.raise_at
        return value > limit if self.raise_at > self.clear_at else value < limit


STATES = ["RUNNING", "IDLE", "FAULT"]
ALARM_STATES = ["ACTIVE", "ACKNOWLEDGED", "NORMAL"]

SIGNALS = {
    "mixer": [
        Signal("Temperature", "DOUBLE", "Celsius"),
        Signal("RPM", "DOUBLE", "1/min"),
        Signal("Power", "DOUBLE", "kW"),
        Signal("Vibration", "DOUBLE", "mm/s"),
    ],
    "oven": [
        Signal("Temperature", "DOUBLE", "Celsius"),
        Signal("Setpoint", "DOUBLE", "Celsius"),
        Signal("Power", "DOUBLE", "kW"),
        Signal("BeltSpeed", "DOUBLE", "m/min"),
    ],
    "conveyor": [
        Signal("Speed", "DOUBLE", "m/s"),
        Signal("Current", "DOUBLE", "A"),
        Signal("ItemsPerMinute", "INTEGER", "1/min"),
    ],
    "freezer": [
        Signal("Temperature", "DOUBLE", "Celsius"),
        Signal("CompressorPower", "DOUBLE", "kW"),
        Signal("DoorOpen", "BOOLEAN", ""),
    ],
    "tank": [
        Signal("Level", "DOUBLE", "%"),
        Signal("Temperature", "DOUBLE", "Celsius"),
        Signal("Flow", "DOUBLE", "kg/min"),
    ],
    "room": [
        Signal("Temperature", "DOUBLE", "Celsius"),
        Signal("Humidity", "DOUBLE", "%"),
    ],
}

MACHINES = ("mixer", "oven", "conveyor", "freezer", "tank")
"""Kinds with a state, an alarm and a service record; rooms have readings only."""

LIMITS = {
    "mixer": Limit("Temperature", 31.0, 29.0, "high"),
    "oven": Limit("Temperature", 195.0, 205.0, "critical"),
    "conveyor": Limit("Current", 9.0, 7.5, "high"),
    "freezer": Limit("Temperature", -15.0, -17.0, "critical"),
    "tank": Limit("Level", 15.0, 18.0, "medium"),
}
