"""What stands in the high-bay warehouse of the large scene: rack bays, and pallets of three kinds. Few triangles each."""

from .glb import Model
from .shapes import box, cylinder

BAY_M = 1.4
LEVEL_M = 1.5
LEVELS = 6
DEPTH_M = 1.2


def rack_bay() -> Model:
    """One bay of a rack: two posts on its left, and a pair of beams a level."""
    model = Model("Rack bay")
    height = LEVEL_M * LEVELS + 0.3
    for z in (-DEPTH_M / 2, DEPTH_M / 2):
        model.add("Posts", "blue", box(0.09, height, 0.09).moved(-BAY_M / 2, 0.0, z))
        for level in range(LEVELS):
            model.add("Beams", "orange", box(BAY_M, 0.1, 0.05).moved(0.0, LEVEL_M * level + 0.1, z))
    return model


def _pallet(name: str) -> Model:
    model = Model(name)
    model.add("Deck", "floor-wood", box(1.2, 0.03, 1.0).moved(0.0, 0.11, 0.0))
    for z in (-0.42, 0.0, 0.42):
        model.add("Deck", "floor-wood", box(1.2, 0.11, 0.12).moved(0.0, 0.0, z))
    return model


def pallet_of_boxes() -> Model:
    """Cartons of cookies in three layers."""
    model = _pallet("Pallet of boxes")
    for layer in range(3):
        model.add("Boxes", "cookie", box(1.14, 0.34, 0.94, 0.015).moved(0.0, 0.14 + 0.35 * layer, 0.0))
    return model


def pallet_of_sacks() -> Model:
    """Sacks of flour."""
    model = _pallet("Pallet of sacks")
    for layer in range(4):
        model.add("Sacks", "white", box(1.1, 0.2, 0.9, 0.08).moved(0.0, 0.14 + 0.2 * layer, 0.0))
    return model


def pallet_of_drums() -> Model:
    """Four drums of oil."""
    model = _pallet("Pallet of drums")
    for x in (-0.29, 0.29):
        for z in (-0.24, 0.24):
            model.add("Drums", "teal", cylinder(0.23, 0.88, 12).moved(x, 0.14, z))
    return model


WAREHOUSE = {
    "rack-bay": rack_bay,
    "pallet-boxes": pallet_of_boxes,
    "pallet-sacks": pallet_of_sacks,
    "pallet-drums": pallet_of_drums,
}
"""Every model of the warehouse, by name."""
