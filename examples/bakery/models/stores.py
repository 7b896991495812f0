"""What stands around the lines: tank, camera, and the floors and walls of the rooms."""

import math

from plant.layout import LINE_Z, ROOMS

from .glb import Model
from .shapes import box, cylinder, dome, lathe, tube


def tank() -> Model:
    """A standing tank on legs with a cone below, a dome above, a ladder, a sight glass and a manhole."""
    model = Model("Tank")
    radius, bottom, top = 1.8, 1.7, 5.6
    body = [(0.0, 0.75), (0.22, 0.75), (radius, bottom), (radius, top)]
    model.add("Shell", "steel", lathe(body, 32))
    model.add("Roof", "steel", lathe([(r, top + y) for r, y in dome(radius, 0.55, rings=6)], 32))
    for y in (bottom + 0.12, 3.6, top - 0.14):
        ring = [(radius, y - 0.05), (radius + 0.045, y - 0.05), (radius + 0.045, y + 0.05), (radius, y + 0.05)]
        model.add("Bands", "teal", lathe(ring, 32))
    for k in range(4):
        angle = math.pi / 4 + k * math.pi / 2
        x, z = 1.55 * math.cos(angle), 1.55 * math.sin(angle)
        model.add("Legs", "dark-steel", cylinder(0.11, bottom + 0.3, 12).moved(x, 0.0, z))
        model.add("Legs", "dark-steel", cylinder(0.24, 0.05, 16).moved(x, 0.0, z))
    _ladder(model, radius, top)
    _fittings(model, radius, top)
    return model


def _ladder(model: Model, radius: float, top: float) -> None:
    for x in (-0.22, 0.22):
        model.add("Ladder", "yellow", tube([(x, 0.2, radius + 0.2), (x, top + 0.7, radius + 0.2)], 0.025, 6))
    for rung in range(17):
        y = 0.45 + 0.33 * rung
        model.add("Ladder", "yellow", tube([(-0.22, y, radius + 0.2), (0.22, y, radius + 0.2)], 0.018, 6))


def _fittings(model: Model, radius: float, top: float) -> None:
    model.add("Manhole", "dark-steel", cylinder(0.36, 0.2, 20, 0.03).moved(0.7, top + 0.42, 0.4))
    model.add(
        "Vent", "steel", tube([(-0.7, top + 0.3, -0.2), (-0.7, top + 0.95, -0.2), (-0.35, top + 0.95, -0.2)], 0.08, 10)
    )
    model.add("Outlet", "steel", tube([(0.0, 0.8, 0.0), (0.0, 0.42, 0.0), (1.5, 0.42, 0.0)], 0.12, 12))
    model.add("Outlet", "red", cylinder(0.2, 0.05, 16).moved(0.95, 0.62, 0.0))
    model.add("Outlet", "steel", cylinder(0.04, 0.14, 8).moved(0.95, 0.5, 0.0))
    glass = [(radius * 0.78 + 0.03, 2.0, radius * 0.66), (radius * 0.78 + 0.03, 5.2, radius * 0.66)]
    model.add("Sight glass", "screen", tube(glass, 0.05, 10))
    for _, y, _ in glass:
        model.add("Sight glass", "dark-steel", box(0.18, 0.12, 0.18).moved(glass[0][0], y - 0.06, glass[0][2]))


def camera() -> Model:
    """A camera on a pole, looking along -Z and a little down."""
    model = Model("Camera")
    model.add("Pole", "dark-steel", cylinder(0.24, 0.04, 18))
    model.add("Pole", "white", cylinder(0.05, 3.1, 12))
    model.add("Pole", "white", tube([(0.0, 3.02, 0.0), (0.0, 3.02, -0.42)], 0.035, 10))
    tilt = -0.35

    def head(mesh):
        return mesh.turned("x", tilt).moved(0.0, 2.92, -0.5)

    model.add("Housing", "white", head(box(0.24, 0.22, 0.56, 0.03).moved(0.0, -0.11, 0.0)))
    model.add("Housing", "dark-steel", head(box(0.3, 0.025, 0.74, 0.008).moved(0.0, 0.12, -0.05)))
    lens = cylinder(0.095, 0.1, 20).turned("x", -math.pi / 2)
    model.add("Lens", "black", head(lens.moved(0.0, 0.0, -0.27)))
    model.add("Lens", "glass", head(cylinder(0.07, 0.01, 20).turned("x", -math.pi / 2).moved(0.0, 0.0, -0.375)))
    model.add("Light", "lamp", head(box(0.035, 0.035, 0.02).moved(0.08, -0.1, -0.28)))
    return model


_FLOORS = {"cold-store": "floor-cold", "control-room": "floor-wood", "quality-lab": "floor-wood"}
FLOOR_M = 0.03
"""The slab lies on the ground plane of the scene; at the same height the two would flicker."""

WALL_M = 1.0
DOOR_M = 2.4


def room(room_id: str) -> Model:
    """The floor of a room with low walls, so that one can look in; a gap in each long wall is its door."""
    area = ROOMS[room_id]
    model = Model(room_id.replace("-", " ").capitalize())
    model.add("Floor", _FLOORS.get(room_id, "floor"), box(area.width, FLOOR_M, area.depth))
    for side in (-1, 1):
        model.add("Walls", "wall", box(0.2, WALL_M, area.depth).moved(side * (area.width / 2 - 0.1), 0.0, 0.0))
        part = (area.width - DOOR_M) / 2
        for half in (-1, 1):
            wall = box(part, WALL_M, 0.2).moved(half * (DOOR_M + part) / 2, 0.0, side * (area.depth / 2 - 0.1))
            model.add("Walls", "wall", wall)
        model.add("Door", "stripe", box(DOOR_M, 0.012, 0.4).moved(0.0, FLOOR_M, side * (area.depth / 2 - 0.35)))
    if room_id == "production-hall":
        _lanes(model, area)
    if room_id == "cold-store":
        _racks(model, area)
    if room_id == "dispatch":
        _docks(model, area)
    if room_id in ("control-room", "quality-lab"):
        _desks(model)
    return model


def _lanes(model: Model, area) -> None:
    """Yellow lines on the floor beside every production line."""
    for z in LINE_Z.values():
        for side in (-1, 1):
            stripe = box(area.width - 4.0, 0.012, 0.12).moved(0.0, FLOOR_M, z - area.centre[1] + side * 3.4)
            model.add("Lanes", "stripe", stripe)


def _docks(model: Model, area) -> None:
    """Pallets with boxes, waiting at the docks."""
    for dock in range(4):
        z = -area.depth / 2 + 2.2 + dock * 3.5
        x = area.width / 2 - 3.0
        model.add("Pallets", "floor-wood", box(1.3, 0.14, 1.1).moved(x, 0.0, z))
        for layer in range(2 + dock % 2):
            model.add("Boxes", "cookie", box(1.14, 0.42, 0.96, 0.015).moved(x, 0.15 + 0.44 * layer, z))


def _racks(model: Model, area) -> None:
    """Three racks of boxes along the far side."""
    for rack in range(3):
        x = area.width / 2 - 3.0 - 2.6 * rack
        for z in (-4.5, 0.0, 4.5):
            for side in (-0.5, 0.5):
                model.add("Racks", "blue", box(0.08, 2.6, 0.08).moved(x + side, 0.0, z))
        for shelf in range(3):
            y = 0.3 + 0.8 * shelf
            model.add("Racks", "orange", box(1.1, 0.07, 9.1).moved(x, y, 0.0))
            for place in range(7):
                if (rack + shelf * 2 + place * 3) % 5:
                    model.add("Boxes", "cookie", box(0.8, 0.5, 0.9).moved(x, y + 0.07, -3.9 + 1.3 * place))


def _desks(model: Model) -> None:
    """A row of desks with screens."""
    for x in (-3.6, 0.0, 3.6):
        model.add("Desks", "white", box(2.2, 0.05, 0.9, 0.01).moved(x, 0.72, -1.2))
        for end in (-0.95, 0.95):
            model.add("Desks", "dark-steel", box(0.06, 0.72, 0.7).moved(x + end, 0.0, -1.2))
        for screen in (-0.45, 0.45):
            model.add("Screens", "black", box(0.76, 0.46, 0.05, 0.01).moved(x + screen, 0.92, -1.42))
            model.add("Screens", "screen", box(0.68, 0.38, 0.02).moved(x + screen, 0.96, -1.39))
            model.add("Screens", "dark-steel", box(0.06, 0.2, 0.06).moved(x + screen, 0.76, -1.44))
