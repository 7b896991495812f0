"""The readings: the same for the same seed, plausible, with faults that raise alarms."""

import pytest

from plant.signals import ALARM_STATES, LIMITS, SIGNALS, STATES
from plant.tree import of_kind
from telemetry import batches, faults, shifts
from telemetry.alarms import LONGEST_S
from telemetry.live import Live
from telemetry.plant_floor import PlantFloor

NOW = 1_795_530_600
WEEK_S = 7 * shifts.DAY_S
TYPES = {"DOUBLE": float, "INTEGER": int, "BOOLEAN": bool, "STRING": str}


def test_same_seed_same_values_in_any_order():
    first, second = PlantFloor(7), PlantFloor(7)
    times = list(range(NOW, NOW + 7200, 601))
    for entity_id in first.machines:
        forward = [first.values(entity_id, time) for time in times]
        backward = [second.values(entity_id, time) for time in reversed(times)]
        assert forward == backward[::-1], entity_id


def test_another_seed_gives_other_values():
    assert PlantFloor(7).values("mixer-3", NOW) != PlantFloor(8).values("mixer-3", NOW)


def test_every_reading_has_its_type():
    floor = PlantFloor()
    for entity_id in floor.machines:
        values = floor.values(entity_id, NOW)
        kinds = floor.kinds(entity_id)
        assert set(values) == set(kinds)
        assert all(type(values[name]) is TYPES[kind] for name, kind in kinds.items()), entity_id
        assert values.get("State", STATES[0]) in STATES


def test_mixers_draw_power_as_they_turn():
    floor = PlantFloor()
    rows = [floor.values("mixer-3", time) for time in range(NOW, NOW + 7200, 30)]
    fast = [row["Power"] for row in rows if row["RPM"] > 100]
    slow = [row["Power"] for row in rows if row["RPM"] < 1]
    assert min(fast) > 10 * max(slow) / 2 > 0


MONDAY = NOW - NOW % (7 * shifts.DAY_S) + 4 * shifts.DAY_S


@pytest.mark.parametrize(
    ("line", "hours", "pace"),
    [(2, 10, 1.0), (2, 15, 0.95), (2, 23, 0.8), (2, 120 + 10, 0.65), (2, 144 + 10, 0.0), (1, 144 + 10, 0.4)],
)
def test_shifts_and_weekends(line, hours, pace):
    assert shifts.pace(line, MONDAY + hours * 3600) == pytest.approx(pace)


def test_ovens_rest_on_sunday_and_are_hot_on_monday():
    assert shifts.oven_warmth(2, MONDAY + 160 * 3600) == pytest.approx(shifts.IDLE_C, abs=1.0)
    assert shifts.oven_warmth(2, MONDAY + 165.4 * 3600) < 190.0
    assert shifts.oven_warmth(2, MONDAY) == pytest.approx(shifts.BAKING_C, abs=2.0)


@pytest.mark.parametrize("kind", ["mixer", "conveyor", "freezer", "tank"])
def test_without_a_fault_no_limit_is_crossed(kind):
    floor = PlantFloor()
    limit = LIMITS[kind]
    for entity in of_kind(kind)[:2]:
        for time in range(NOW - WEEK_S, NOW, 420):
            if not faults.at(7, entity.id, time):
                assert not limit.beyond(floor.values(entity.id, time)[limit.signal], False), (entity.id, time)


def test_faults_raise_alarms_that_end():
    floor = PlantFloor()
    seen = 0
    for alarms in floor.alarms.values():
        changes = alarms.changes(NOW - WEEK_S, NOW)
        seen += sum(status == "ACTIVE" for _, status in changes)
        assert [time for time, _ in changes] == sorted(time for time, _ in changes)
        follows = {"ACTIVE": {"ACKNOWLEDGED", "NORMAL"}, "ACKNOWLEDGED": {"NORMAL"}, "NORMAL": {"ACTIVE"}}
        for (_, before), (_, after) in zip(changes, changes[1:]):
            assert after in follows[before]
        active = [time for time, status in changes if status == "ACTIVE"]
        if active and active[-1] < NOW - LONGEST_S:
            assert changes[-1][1] == "NORMAL"
        assert {status for _, status in changes} <= set(ALARM_STATES)
    assert seen > 50


def test_status_is_that_of_the_last_change():
    alarms = PlantFloor().alarms["mixer-3"]
    for time, status in alarms.changes(NOW - WEEK_S, NOW):
        assert alarms.status(time) == status
    assert alarms.changes(NOW - WEEK_S, NOW)


def test_grid_is_fine_on_the_last_day():
    times = batches.grid(NOW - WEEK_S, NOW, NOW)
    assert len(times) == 6 * 288 + 1440
    assert times[0] % 300 == 0 and times[-1] == NOW
    assert times == sorted(set(times))


def test_batches_fit_the_api():
    floor = PlantFloor()
    hour = [(NOW - 7200, NOW - 5400), (NOW - 1800, NOW)]
    readings = batches.Readings(floor, {"mixer-3": [(NOW - 86_400, NOW)], "conveyor-1": hour})
    entries = []
    for piece in batches.chunks(batches.grid(NOW - 86_400, NOW, NOW), batches.VALUES):
        entries += readings.window(piece)
    entries += readings.rest()
    assert all(1 <= len(entry["propertyValues"]) <= 10 for entry in entries)
    counted = sum(len(e["propertyValues"]) for e in entries if e["entityPropertyReference"]["propertyName"] == "RPM")
    assert counted == 1440
    belt = [e for e in entries if e["entityPropertyReference"]["entityId"] == "conveyor-1"]
    times = {batches.seconds(value["time"]) for entry in belt for value in entry["propertyValues"]}
    assert times == {time for after, until in hour for time in range(after + 60, until + 1, 60)}


def test_alarms_of_two_ranges_are_those_of_one():
    floor = PlantFloor()
    whole = list(batches.alarm_entries(floor, {"mixer-3": [(NOW - WEEK_S, NOW)]}))
    parts = batches.alarm_entries(floor, {"mixer-3": [(NOW - WEEK_S, NOW - 86_400), (NOW - 86_400, NOW)]})

    def values(entries):
        return [value for entry in entries for value in entry["propertyValues"]]

    assert values(whole) == values(parts) and len(values(whole)) >= 168


def test_iso_and_back():
    assert batches.seconds(batches.iso(NOW)) == NOW
    assert batches.seconds("2026-01-31T12:00:00.250000000Z") % 60 == 0.25


def test_live_keeps_what_was_not_sent():
    live = Live(PlantFloor())
    for second in range(25):
        live.tick(NOW + second)
    waiting = live.waiting
    pieces = list(live.batches())
    assert all(len(piece) <= 10 and all(len(values) <= 10 for _, values in piece) for piece in pieces)
    live.sent(pieces[0])
    assert live.waiting == waiting - sum(len(values) for _, values in pieces[0])
    for piece in pieces[1:]:
        live.sent(piece)
    assert live.waiting == 0
    assert sum(len(SIGNALS[machine.entity.kind]) for machine in PlantFloor().machines.values()) * 25 < waiting
