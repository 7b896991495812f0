"""The rhythm of the plant: three shifts a day, slow weekends, and what that means for a line and an oven."""

import math

DAY_S = 86_400
HOUR_S = 3_600
_MONDAY = 4 * DAY_S  # 1970-01-05 was a Monday

_SHIFTS = ((6, 1.0), (14, 0.95), (22, 0.8))
"""Hour at which a shift begins (UTC) and how fast it works."""

HANDOVER_S = 12 * 60

BAKING_C = 228.0
IDLE_C = 120.0
OVEN_TAU_S = 25 * 60


def week_hour(time: float) -> float:
    """Hours since Monday 00:00 UTC."""
    return ((time - _MONDAY) % (7 * DAY_S)) / HOUR_S


def shift_pace(time: float) -> float:
    """How fast the shift on duty works; it starts slowly after each handover."""
    hour = (time % DAY_S) / HOUR_S
    begun, pace = max(((h, p) for h, p in _SHIFTS if h <= hour), default=(_SHIFTS[-1][0] - 24, _SHIFTS[-1][1]))
    since = (hour - begun) * HOUR_S
    return pace * (0.55 + 0.45 * min(1.0, since / HANDOVER_S))


def weekend_pace(line: int, time: float) -> float:
    """1 on weekdays; on Saturday slower; on Sunday only line 1 runs."""
    hour = week_hour(time)
    if hour < 120.0:
        return 1.0
    if hour < 144.0:
        return 0.65
    return 0.4 if line == 1 else 0.0


def pace(line: int, time: float) -> float:
    """The planned pace of a line, 0 to 1."""
    return weekend_pace(line, time) * shift_pace(time)


def production_pace(time: float) -> float:
    """The mean pace of all lines."""
    return sum(weekend_pace(line, time) for line in (1, 2, 3)) / 3.0 * shift_pace(time)


def oven_plan(line: int) -> list:
    """When the setpoint of an oven changes: (hour of the week, new setpoint). Line 1 bakes the whole week."""
    return [] if line == 1 else [(144.0, IDLE_C), (165.0, BAKING_C)]


def oven_setpoint(line: int, time: float) -> float:
    hour = week_hour(time)
    setpoint = BAKING_C
    for at, value in oven_plan(line):
        if hour >= at:
            setpoint = value
    return setpoint


def oven_warmth(line: int, time: float) -> float:
    """The temperature an oven without faults has: its setpoint, followed with a lag."""
    hour = week_hour(time)
    temperature = BAKING_C
    previous = BAKING_C
    for at, value in oven_plan(line):
        if hour >= at:
            temperature += (value - previous) * (1.0 - math.exp(-(hour - at) * HOUR_S / OVEN_TAU_S))
            previous = value
    return temperature


def day_swing(time: float, peak_hour: float = 15.0) -> float:
    """-1 in the small hours, 1 in the afternoon."""
    return math.cos(2.0 * math.pi * ((time % DAY_S) / DAY_S - peak_hour / 24.0))
