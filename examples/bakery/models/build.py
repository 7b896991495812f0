"""Makes every model of the plant. Run by hand, it writes them to a folder to look at: `build.py FOLDER`."""

import sys
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from models import machines, stores  # noqa: E402
from models.warehouse import WAREHOUSE  # noqa: E402
from plant.layout import ROOMS  # noqa: E402
from plant.tree import Entity  # noqa: E402

_MAKERS = {
    "mixer": machines.mixer,
    "oven": machines.oven,
    "conveyor": machines.conveyor,
    "freezer": machines.freezer,
    "tank": stores.tank,
    "camera": stores.camera,
}


def model_name(entity: Entity) -> str | None:
    """The name of the model an entity is shown by, if it is shown."""
    if entity.kind == "room":
        return entity.id
    return entity.kind if entity.kind in _MAKERS else None


def key(name: str) -> str:
    """The key of a model in the plant's bucket."""
    return f"models/{name}.glb"


def models() -> dict:
    """Every model as GLB, by name."""
    built = {name: make().glb() for name, make in _MAKERS.items()}
    built.update({room: stores.room(room).glb() for room in ROOMS})
    return built


def warehouse_models() -> dict:
    """The models of the large scene as GLB, by name."""
    return {name: make().glb() for name, make in WAREHOUSE.items()}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in {**models(), **warehouse_models()}.items():
        (folder / f"{name}.glb").write_bytes(data)
        print(f"{name}.glb {len(data)} bytes")
