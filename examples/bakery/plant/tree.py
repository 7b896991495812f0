"""The entity tree: site, buildings, lines and rooms, cells, machines; and which machine feeds which."""

from dataclasses import dataclass
from functools import lru_cache

LINES = (1, 2, 3)
PRODUCTS = {1: "Oat cookie", 2: "Chocolate chip cookie", 3: "Butter ring"}
SITE = "bakery"


@dataclass(frozen=True)
class Entity:
    """One entity of the plant, before components are hung on it."""

    id: str
    name: str
    kind: str
    parent: str
    description: str
    room: str = ""
    line: int = 0


def _buildings() -> list:
    site = Entity(SITE, "Bakery", "site", "$ROOT", "A cookie factory with three lines")
    raw = Entity("building-raw", "Raw materials", "building", SITE, "Silos, tanks and the boiler")
    production = Entity("building-production", "Production", "building", SITE, "Three lines from dough to box")
    warehouse = Entity("building-warehouse", "Warehouse", "building", SITE, "Cold store and dispatch")
    return [site, raw, production, warehouse]


def _rooms() -> list:
    rooms = [
        ("silo-room", "Silo room", "building-raw", "Flour, sugar, fat and water"),
        ("boiler-room", "Boiler room", "building-raw", "Hot water for cleaning"),
        ("production-hall", "Production hall", "building-production", "The hall in which the three lines stand"),
        ("control-room", "Control room", "building-production", "Operators' desk and server rack"),
        ("quality-lab", "Quality lab", "building-production", "Samples of every batch are kept here for 30 days"),
        ("cold-store", "Cold store", "building-warehouse", "Finished goods at -22 degrees"),
        ("dispatch", "Dispatch", "building-warehouse", "Six docks for lorries"),
    ]
    return [Entity(id, name, "room", parent, words) for id, name, parent, words in rooms]


def _line(number: int) -> list:
    line = f"line-{number}"
    cells = {
        "mixing": "Ingredients become dough",
        "baking": "Two tunnel ovens in a row",
        "cooling": "From 90 degrees to 4 in six minutes",
        "packing": "Boxes of twelve, checked by a camera",
    }

    def machine(kind: str, index: int, cell: str, words: str) -> Entity:
        return Entity(
            f"{kind}-{index}",
            f"{kind.capitalize()} {index}",
            kind,
            f"{cell}-{number}",
            words,
            "production-hall",
            number,
        )

    first_mixer, first_oven, first_belt = 2 * number - 1, 2 * number - 1, 4 * number - 3
    return [
        Entity(
            line, f"Line {number}", "line", "building-production", f"{PRODUCTS[number]} line", "production-hall", number
        ),
        *[
            Entity(f"{cell}-{number}", f"{cell.capitalize()} {number}", "cell", line, words, "production-hall", number)
            for cell, words in cells.items()
        ],
        machine("mixer", first_mixer, "mixing", "Spiral mixer of 600 kg"),
        machine("mixer", first_mixer + 1, "mixing", "Spiral mixer of 600 kg"),
        machine("conveyor", first_belt, "mixing", "Dough belt"),
        machine("oven", first_oven, "baking", "Gas tunnel oven, drying zone"),
        machine("conveyor", first_belt + 1, "baking", "Transfer belt between the ovens"),
        machine("oven", first_oven + 1, "baking", "Gas tunnel oven, browning zone"),
        machine("conveyor", first_belt + 2, "cooling", "Cooling belt"),
        machine("freezer", number, "cooling", "Blast freezer"),
        machine("conveyor", first_belt + 3, "packing", "Packing belt"),
        machine("camera", number, "packing", "Looks at the packing belt"),
    ]


def _stores() -> list:
    contents = {1: "Flour", 2: "Sugar", 3: "Butter oil", 4: "Water", 5: "Chocolate"}
    tanks = [
        Entity(f"tank-{index}", f"Tank {index}", "tank", "silo-room", f"{what}, 20 t", "silo-room")
        for index, what in contents.items()
    ]
    return [
        *tanks,
        Entity("tank-6", "Tank 6", "tank", "boiler-room", "Hot water, 8 t", "boiler-room"),
        Entity("freezer-4", "Freezer 4", "freezer", "cold-store", "Store freezer, north", "cold-store"),
        Entity("freezer-5", "Freezer 5", "freezer", "cold-store", "Store freezer, south", "cold-store"),
        Entity("conveyor-13", "Conveyor 13", "conveyor", "dispatch", "Belt to the docks", "dispatch"),
        Entity("camera-4", "Camera 4", "camera", "silo-room", "Looks at the tanks", "silo-room"),
        Entity("camera-5", "Camera 5", "camera", "cold-store", "Looks at the store freezers", "cold-store"),
        Entity("camera-6", "Camera 6", "camera", "dispatch", "Looks at the docks", "dispatch"),
        Entity("camera-7", "Camera 7", "camera", SITE, "Looks at the gate"),
    ]


@lru_cache(maxsize=1)
def entities() -> tuple:
    """Every entity, parents before children."""
    lines = [entity for number in LINES for entity in _line(number)]
    return tuple(_buildings() + _rooms() + lines + _stores())


@lru_cache(maxsize=1)
def by_id() -> dict:
    return {entity.id: entity for entity in entities()}


def of_kind(*kinds: str) -> list:
    """The entities of these kinds, in the order of the tree."""
    return [entity for entity in entities() if entity.kind in kinds]


def depth(entity: Entity) -> int:
    """1 for the site, 2 for its buildings, and so on."""
    return 1 if entity.parent == "$ROOT" else 1 + depth(by_id()[entity.parent])


def levels() -> list:
    """The entities in groups of equal depth, so that a group can be made at once when the one before it is there."""
    groups: dict = {}
    for entity in entities():
        groups.setdefault(depth(entity), []).append(entity)
    return [groups[level] for level in sorted(groups)]


@lru_cache(maxsize=1)
def feeds() -> dict:
    """Which entities each entity hands its product to."""
    flow: dict = {f"tank-{tank}": [f"mixer-{mixer}" for mixer in range(1, 7)] for tank in range(1, 5)}
    flow["tank-5"] = ["mixer-3", "mixer-4"]
    for number in LINES:
        mixer, oven, belt = 2 * number - 1, 2 * number - 1, 4 * number - 3
        chain = [
            f"conveyor-{belt}",
            f"oven-{oven}",
            f"conveyor-{belt + 1}",
            f"oven-{oven + 1}",
            f"conveyor-{belt + 2}",
            f"freezer-{number}",
            f"conveyor-{belt + 3}",
            "freezer-4" if number < 3 else "freezer-5",
        ]
        flow[f"mixer-{mixer}"] = [chain[0]]
        flow[f"mixer-{mixer + 1}"] = [chain[0]]
        flow.update({source: [target] for source, target in zip(chain, chain[1:])})
        flow[f"line-{number}"] = ["cold-store"]
    flow["freezer-4"] = flow["freezer-5"] = ["conveyor-13"]
    flow["silo-room"] = [f"line-{number}" for number in LINES]
    flow["cold-store"] = ["dispatch"]
    return flow


def watched_by(camera: Entity) -> list:
    """What a camera looks at."""
    places = {"camera-4": "tank", "camera-5": "freezer", "camera-6": "conveyor"}
    if camera.line:
        return [f"conveyor-{4 * camera.line}"]
    kind = places.get(camera.id)
    return [other.id for other in of_kind(kind) if other.room == camera.room] if kind else ["building-raw"]
