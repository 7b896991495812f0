"""The components of each entity, as CreateEntity takes them."""

import zlib

from . import tree
from .component_types import DOCUMENTS, PARAMETERS, VIDEO, type_id
from .deployment import Deployment
from .layout import floor_area
from .signals import LIMITS, MACHINES, SIGNALS
from .values import double, integer, relation, relations, string, string_map

MAKERS = {
    "mixer": ("Kneadwell", "SM-600", 24.0),
    "oven": ("Hearthline", "TO-8G", 310.0),
    "conveyor": ("Beltwright", "B6", 2.2),
    "freezer": ("Frostforge", "BF-5", 45.0),
    "tank": ("Vesselmark", "T20", 4.0),
}
PREFIXES = {"mixer": "MX", "oven": "OV", "conveyor": "CV", "freezer": "FZ", "tank": "TK"}
MESSAGES = {
    "mixer": "Dough is too warm",
    "oven": "Oven is too cold to bake",
    "conveyor": "Drive current too high, belt may be jammed",
    "freezer": "Freezer is too warm",
    "tank": "Level is low",
}
MANUALS = {"mixer": "mixer", "oven": "oven", "conveyor": "conveyor", "freezer": "freezer", "tank": "tank"}
SETTINGS = {
    "mixer": {"batchKg": "600", "slowRpm": "45", "fastRpm": "110", "maxDoughTemperature": "31"},
    "oven": {"bakingTemperature": "228", "idleTemperature": "120", "beltLength": "8"},
    "line": {"boxesPerPallet": "240", "cookiesPerBox": "12"},
}


def asset_number(entity: tree.Entity) -> str:
    """The number under which the maintenance system knows a machine, for example `MX-0003`."""
    return f"{PREFIXES[entity.kind]}-{int(entity.id.rsplit('-', 1)[1]):04d}"


def _component(kind: str, **properties) -> dict:
    values = {name: {"value": value} for name, value in properties.items() if value is not None}
    component = {"componentTypeId": kind}
    if values:
        component["properties"] = values
    return component


def _space(entity: tree.Entity) -> dict:
    targets = tree.feeds().get(entity.id)
    area = floor_area(entity.id)
    return _component(
        type_id("space"),
        feeds=relations(targets) if targets else None,
        isLocatedIn=relation(entity.room) if entity.room else None,
        floorArea=double(area) if area else None,
    )


def _machine(entity: tree.Entity, deployment: Deployment) -> dict:
    maker, model, power = MAKERS[entity.kind]
    limit = LIMITS[entity.kind]
    number = zlib.crc32(entity.id.encode())
    manual = deployment.url(f"documents/{MANUALS[entity.kind]}.md")
    return {
        "asset": _component(
            type_id("equipment"),
            manufacturer=string(maker),
            model=string(model),
            serialNumber=string(f"{model}-{number % 90_000 + 10_000}"),
            yearBuilt=integer(2014 + number % 9),
            ratedPower=double(power),
            criticality=string("high") if entity.kind in ("oven", "freezer") else None,
        ),
        "alarm": _component(
            type_id("alarm"),
            alarm_key=string(f"{entity.id}-{limit.signal.lower()}"),
            message=string(MESSAGES[entity.kind]),
            watchedProperty=string(limit.signal),
            limit=double(limit.raise_at),
            severity=string(limit.severity),
        ),
        "maintenance": _component(type_id("maintenance"), assetNumber=string(asset_number(entity))),
        "documents": _component(
            DOCUMENTS,
            documents=string_map({"Manual": manual, "Safety": deployment.url("documents/safety.md")}),
        ),
    }


def _line(entity: tree.Entity) -> dict:
    plan = {"early": "06:00-14:00", "late": "14:00-22:00", "night": "22:00-06:00"}
    return _component(
        type_id("line"),
        product=string(tree.PRODUCTS[entity.line]),
        targetPerHour=integer(42_000 if entity.line == 1 else 36_000),
        shiftPlan=string_map(plan),
    )


def _camera(entity: tree.Entity) -> dict:
    return {
        "video": _component(VIDEO, KinesisVideoStreamName=string(f"bakery-{entity.id}")),
        "camera": _component(
            type_id("camera"),
            fieldOfView=double(62.0),
            watches=relations(tree.watched_by(entity)),
        ),
    }


def components(entity: tree.Entity, deployment: Deployment) -> dict:
    """The components of one entity, by name."""
    parts = {"space": _space(entity)}
    if entity.kind in SIGNALS:
        parts["telemetry"] = _component(type_id(entity.kind), telemetryAssetId=string(entity.id))
    if entity.kind in MACHINES:
        parts.update(_machine(entity, deployment))
    if entity.kind == "camera":
        parts.update(_camera(entity))
    if entity.kind == "line":
        parts["line"] = _line(entity)
    if entity.kind in SETTINGS:
        parts["parameters"] = _component(PARAMETERS, parameters=string_map(SETTINGS[entity.kind]))
    if entity.kind == "site":
        parts["documents"] = _component(
            DOCUMENTS, documents=string_map({"Safety": deployment.url("documents/safety.md")})
        )
    return parts


def composite_components(entity: tree.Entity) -> dict:
    """First values for the components inside components."""
    if entity.kind != "oven":
        return {}
    return {"telemetry/burner": {"properties": {"ratedPower": {"value": double(290.0)}}}}
