"""The floor plan: where everything stands, in metres. X runs along the lines, Z across them, Y is up."""

from dataclasses import dataclass

from . import tree


@dataclass(frozen=True)
class Area:
    """A rectangle of floor from its corner with the smallest x and z."""

    x: float
    z: float
    width: float
    depth: float

    @property
    def centre(self) -> tuple:
        return (self.x + self.width / 2, self.z + self.depth / 2)


ROOMS = {
    "silo-room": Area(-24.0, 0.0, 21.0, 22.0),
    "boiler-room": Area(-24.0, 23.0, 21.0, 10.0),
    "production-hall": Area(-2.0, 0.0, 62.0, 33.0),
    "control-room": Area(-2.0, -9.0, 14.0, 8.0),
    "quality-lab": Area(13.0, -9.0, 14.0, 8.0),
    "cold-store": Area(61.0, 0.0, 22.0, 17.0),
    "dispatch": Area(61.0, 18.0, 22.0, 15.0),
}

LINE_Z = {1: 6.0, 2: 16.5, 3: 27.0}

# Where on its line a machine stands: kind and place in the line, then x and the distance from the line's axis.
_ON_LINE = {
    ("mixer", 0): (3.2, -1.7),
    ("mixer", 1): (3.2, 1.7),
    ("conveyor", 0): (9.0, 0.0),
    ("oven", 0): (16.5, 0.0),
    ("conveyor", 1): (24.0, 0.0),
    ("oven", 1): (31.5, 0.0),
    ("conveyor", 2): (39.0, 0.0),
    ("freezer", 0): (44.9, 0.0),
    ("conveyor", 3): (50.8, 0.0),
    ("camera", 0): (54.6, -2.6),
}
_PER_LINE = {"mixer": 2, "oven": 2, "conveyor": 4, "freezer": 1, "camera": 1}

_CELL_X = {"mixing": 6.0, "baking": 24.0, "cooling": 42.0, "packing": 52.0}

_ELSEWHERE = {
    "tank-1": (-20.0, 5.0),
    "tank-2": (-13.5, 5.0),
    "tank-3": (-7.0, 5.0),
    "tank-4": (-20.0, 14.0),
    "tank-5": (-13.5, 14.0),
    "tank-6": (-13.5, 28.0),
    "freezer-4": (67.5, 5.0),
    "freezer-5": (67.5, 12.0),
    "conveyor-13": (70.0, 25.5),
    "camera-4": (-4.0, 20.6),
    "camera-5": (81.6, 1.2),
    "camera-6": (81.6, 19.4),
    "camera-7": (-27.0, 36.0),
    "bakery": (29.0, 12.0),
    "building-raw": (-13.5, 16.5),
    "building-production": (29.0, 12.0),
    "building-warehouse": (72.0, 16.5),
}

_HEADINGS = {"camera-4": 0.6, "camera-5": -0.7, "camera-6": -0.6, "camera-7": 2.4}
"""Which way a camera looks, in radians around Y; 0 looks along -Z."""


def place(entity: tree.Entity) -> tuple:
    """Where an entity stands: x, y, z in the world."""
    if entity.kind == "room":
        x, z = ROOMS[entity.id].centre
    elif entity.kind == "line":
        x, z = 29.0, LINE_Z[entity.line]
    elif entity.kind == "cell":
        x, z = _CELL_X[entity.id.rsplit("-", 1)[0]], LINE_Z[entity.line]
    elif entity.line:
        per_line = _PER_LINE[entity.kind]
        index = (int(entity.id.rsplit("-", 1)[1]) - 1) % per_line
        x, across = _ON_LINE[entity.kind, index]
        z = LINE_Z[entity.line] + across
    else:
        x, z = _ELSEWHERE[entity.id]
    return (x, 0.0, z)


def heading(entity: tree.Entity) -> float:
    """How far an entity is turned around Y, in radians."""
    if entity.kind == "camera" and entity.line:
        return 2.6
    return _HEADINGS.get(entity.id, 0.0)


def floor_area(entity_id: str) -> float:
    """The floor of a room in square metres; 0 for everything else."""
    area = ROOMS.get(entity_id)
    return area.width * area.depth if area else 0.0
