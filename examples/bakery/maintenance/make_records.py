"""Writes maintenance.csv: a year of invented service records, the same on every run.

Run it by hand after changing it; the result is committed, as an export from another system would be.
"""

import csv
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from plant.components import asset_number  # noqa: E402
from plant.signals import MACHINES  # noqa: E402
from plant.tree import of_kind  # noqa: E402

FILE = Path(__file__).with_name("maintenance.csv")
COLUMNS = [
    "record_id",
    "asset_number",
    "machine",
    "service_date",
    "kind",
    "technician",
    "duration_hours",
    "cost",
    "parts",
    "next_service_date",
]
LAST_DAY = datetime(2026, 11, 20)
TECHNICIANS = ["A. Okafor", "B. Lindqvist", "C. Moreau", "D. Tanaka", "E. Novak"]
WORK = {
    "mixer": [
        ("Inspection", "none"),
        ("Lubrication", "grease"),
        ("Repair", "spiral bearing"),
        ("Repair", "drive belt"),
    ],
    "oven": [("Inspection", "none"), ("Calibration", "thermocouple"), ("Repair", "igniter"), ("Cleaning", "none")],
    "conveyor": [
        ("Inspection", "none"),
        ("Lubrication", "chain oil"),
        ("Repair", "belt lacing"),
        ("Repair", "idler roller"),
    ],
    "freezer": [("Inspection", "none"), ("Cleaning", "none"), ("Repair", "door seal"), ("Repair", "fan motor")],
    "tank": [("Inspection", "none"), ("Calibration", "level sensor"), ("Cleaning", "none"), ("Repair", "outlet valve")],
}
HOURS = {
    "Inspection": (0.5, 1.5),
    "Lubrication": (0.5, 1.0),
    "Calibration": (1.0, 2.0),
    "Cleaning": (1.0, 3.0),
    "Repair": (2.0, 8.0),
}


def _services(chance: random.Random, machine) -> list:
    """The services of one machine over the year, about every ten weeks."""
    rows = []
    day = LAST_DAY - timedelta(days=365 - chance.randrange(60))
    while day <= LAST_DAY:
        kind, parts = chance.choice(WORK[machine.kind])
        begun = day.replace(hour=chance.randrange(6, 18), minute=chance.choice((0, 15, 30, 45)))
        pause = timedelta(days=chance.randrange(55, 95))
        hours = round(chance.uniform(*HOURS[kind]) * 4) / 4
        cost = round(hours * 85 + (0 if parts == "none" else chance.randrange(20, 900)), 2)
        rows.append(
            [
                asset_number(machine),
                machine.id,
                begun.strftime("%Y-%m-%dT%H:%M:%SZ"),
                kind,
                chance.choice(TECHNICIANS),
                hours,
                cost,
                parts,
                (day + pause).strftime("%Y-%m-%d"),
            ]
        )
        day += pause
    return rows


def records() -> list:
    """Every record by date, each with its number in front."""
    chance = random.Random(1)
    rows = [row for machine in of_kind(*MACHINES) for row in _services(chance, machine)]
    rows.sort(key=lambda row: (row[2], row[0]))
    return [[f"R-{number:05d}", *row] for number, row in enumerate(rows, start=1)]


if __name__ == "__main__":
    with FILE.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(records())
    print(f"{FILE.name}: {len(records())} records")
