"""Builds the scene document: a node for each entity with a place, hung as the entity tree is."""

import math

from models.build import key, model_name
from plant import layout, tree
from plant.deployment import Deployment
from plant.signals import LIMITS, MACHINES

from . import parts
from .rules import rules

_TOPS = {"mixer": 2.6, "oven": 2.9, "conveyor": 1.3, "freezer": 3.2, "tank": 6.4}
_READING_RULES = {
    "mixer": "mixerTemperatureRule",
    "oven": "ovenTemperatureRule",
    "freezer": "freezerTemperatureRule",
    "tank": "tankLevelRule",
}
_CAMERAS = {
    "Whole plant": ((30.0, 38.0, 66.0), (29.5, 0.0, 13.0)),
    "Line 2": ((-0.5, 8.5, 26.5), (12.5, 0.5, 16.0)),
    "Mixer 3": ((8.2, 3.6, 20.2), (3.2, 1.1, 14.8)),
    "Silo room": ((-2.0, 12.0, 27.0), (-14.0, 2.0, 8.0)),
    "Cold store": ((84.0, 11.0, 24.0), (68.0, 1.0, 8.0)),
}


class Scene:
    """A scene document as it grows: nodes in a flat list, children by index."""

    def __init__(self):
        self.nodes: list = []
        self.roots: list = []
        self.cameras: list = []

    def add(self, name: str, position: tuple, components: list, parent: int | None = None, **more) -> int:
        """Adds a node and answers its index. Positions and rotations are relative to the parent."""
        transform = {"position": [round(part, 4) for part in position], "rotation": [0, 0, 0], "scale": [1, 1, 1]}
        for name_of in ("rotation", "scale"):
            if name_of in more:
                transform[name_of] = [round(part, 6) for part in more[name_of]]
        node = {
            "name": name,
            "transform": transform,
            "transformConstraint": {},
            "components": components,
            "properties": more.get("properties", {}),
        }
        self.nodes.append(node)
        index = len(self.nodes) - 1
        if parent is None:
            self.roots.append(index)
        else:
            self.nodes[parent].setdefault("children", []).append(index)
        return index


def scene_document(deployment: Deployment) -> dict:
    """The whole document, ready to be written as JSON."""
    scene = Scene()
    _entities(scene, deployment)
    _lights(scene)
    _cameras(scene)
    return {
        "specVersion": "1.0",
        "version": "1",
        "unit": "meters",
        "properties": _properties(),
        "nodes": scene.nodes,
        "rootNodeIndexes": scene.roots,
        "cameras": scene.cameras,
        "rules": rules(),
    }


def _properties() -> dict:
    return {
        "environmentPreset": "neutral",
        "dataBindingConfig": {
            "fieldMapping": {"entityId": ["sel_entity"], "componentName": ["sel_comp"]},
            "template": {"sel_entity": "mixer-3", "sel_comp": "telemetry"},
        },
        "componentSettings": {
            "Tag": {"scale": 1, "autoRescale": False, "enableOcclusion": False},
            "DataOverlay": {"overlayPanelVisible": False},
        },
        "sceneBackgroundSettings": {"color": "#dfe6ea"},
        "groundPlaneSettings": {"color": "#9aa59a", "opacity": 1},
        "fogSettings": {"color": "#dfe6ea", "near": 90, "far": 320},
    }


def _entities(scene: Scene, deployment: Deployment) -> None:
    """One node for each entity; its place is told relative to its parent's."""
    nodes: dict = {}
    for entity in tree.entities():
        place = layout.place(entity)
        base = layout.place(tree.by_id()[entity.parent]) if entity.parent in nodes else (0.0, 0.0, 0.0)
        local = tuple(here - there for here, there in zip(place, base))
        components = [parts.entity(entity.id)]
        name = model_name(entity)
        if name:
            components.append(parts.model(deployment.url(key(name))))
        if entity.kind in MACHINES:
            components.append(parts.shader(parts.binding(entity.id, "alarm", "alarm_status"), "alarmColorRule"))
        turn = (0.0, layout.heading(entity), 0.0)
        nodes[entity.id] = scene.add(entity.name, local, components, nodes.get(entity.parent), rotation=turn)
        _signs(scene, entity, nodes[entity.id])


def _signs(scene: Scene, entity: tree.Entity, node: int) -> None:
    """The tags, texts and arrows of one entity."""
    if entity.kind in MACHINES:
        _machine_signs(scene, entity, node)
    if entity.kind == "conveyor":
        scene.add(f"{entity.name} flow", (0.0, 1.04, 0.0), [parts.motion(entity.id)], node, scale=(5.6, 1.0, 0.7))
    if entity.kind == "camera":
        scene.add(f"{entity.name} view", (0.0, 3.2, 0.0), [parts.video_tag(entity.id)], node)
    if entity.kind == "room":
        reading = parts.binding(entity.id, "telemetry", "Temperature")
        area = layout.ROOMS[entity.id]
        corner = (-area.width / 2 + 0.8, 1.0, -area.depth / 2 + 0.8)
        scene.add(f"{entity.name} climate", corner, [parts.tag(reading, "roomTemperatureRule"), _climate(entity)], node)
    if entity.kind == "line":
        scene.add(f"{entity.name} sign", (-30.4, 2.2, 0.0), [_line_sign(entity)], node)


def _machine_signs(scene: Scene, entity: tree.Entity, node: int) -> None:
    """The alarm's tag with a panel of readings, and for most machines a tag for the watched reading."""
    alarm = parts.binding(entity.id, "alarm", "alarm_status")
    top = _TOPS[entity.kind]
    always = {"alwaysVisible": True}
    components = [parts.tag(alarm, "alarmIconRule"), _panel(entity)]
    scene.add(f"{entity.name} alarm", (0.0, top, 0.0), components, node, properties=always)
    rule = _READING_RULES.get(entity.kind)
    if rule:
        signal = LIMITS[entity.kind].signal
        reading = parts.binding(entity.id, "telemetry", signal)
        scene.add(f"{entity.name} {signal.lower()}", (0.7, top - 0.5, 0.0), [parts.tag(reading, rule)], node)


_PANELS = {
    "mixer": {
        "Dough": ("Temperature", "°C"),
        "Speed": ("RPM", "rpm"),
        "Power": ("Power", "kW"),
        "Vibration": ("Vibration", "mm/s"),
    },
    "oven": {"Oven": ("Temperature", "°C"), "Setpoint": ("Setpoint", "°C"), "Power": ("Power", "kW")},
    "conveyor": {"Speed": ("Speed", "m/s"), "Current": ("Current", "A"), "Items": ("ItemsPerMinute", "per minute")},
    "freezer": {"Air": ("Temperature", "°C"), "Compressor": ("CompressorPower", "kW"), "Door open": ("DoorOpen", "")},
    "tank": {"Level": ("Level", "%"), "Content": ("Temperature", "°C"), "Flow": ("Flow", "kg/min")},
}


def _panel(entity: tree.Entity) -> dict:
    """The readings of a machine as a panel, opened from its tag."""
    rows = _PANELS[entity.kind]
    lines = [f"### {entity.name}", entity.description, ""]
    lines += [f"- {label}: **${{{signal}}}** {unit}".rstrip() for label, (signal, unit) in rows.items()]
    bound = {signal: parts.binding(entity.id, "telemetry", signal) for signal, _ in rows.values()}
    return parts.overlay(
        "OverlayPanel",
        [*lines, "- Alarm: **${status}**"],
        {**bound, "status": parts.binding(entity.id, "alarm", "alarm_status")},
    )


def _climate(entity: tree.Entity) -> dict:
    bound = {name: parts.binding(entity.id, "telemetry", name) for name in ("Temperature", "Humidity")}
    return parts.overlay(
        "OverlayPanel", [f"### {entity.name}", "**${Temperature}** °C, **${Humidity}** % humidity"], bound
    )


def _line_sign(entity: tree.Entity) -> dict:
    belt = f"conveyor-{4 * entity.line}"
    items = {"items": parts.binding(belt, "telemetry", "ItemsPerMinute")}
    return parts.overlay(
        "TextAnnotation", [f"## {entity.name}", f"{tree.PRODUCTS[entity.line]}: **${{items}}** per minute"], items
    )


def _lights(scene: Scene) -> None:
    scene.add(
        "Sky", (0.0, 20.0, 0.0), [parts.light("Hemisphere", color="#ffffff", groundColor="#8c8f86", intensity=0.8)]
    )
    scene.add("Sun", (60.0, 70.0, 60.0), [parts.light("Directional", color="#fff4e0", intensity=1.1, castShadow=True)])
    for number, z in layout.LINE_Z.items():
        lamp = parts.light("Point", color="#ffe9c7", intensity=0.6, distance=30, decay=2, castShadow=False)
        scene.add(f"Lamp over line {number}", (24.0, 8.0, z), [lamp])


def _cameras(scene: Scene) -> None:
    for name, (eye, target) in _CAMERAS.items():
        scene.cameras.append({"cameraType": "Perspective", "fov": 53.13, "near": 0.1, "far": 1000, "zoom": 1})
        scene.add(name, eye, [parts.camera(len(scene.cameras) - 1)], rotation=look_at(eye, target))


def look_at(eye: tuple, target: tuple) -> tuple:
    """The Euler angles (order XYZ) of a camera at `eye` that looks along its own -Z at `target`, its X level."""
    away = [e - t for e, t in zip(eye, target)]
    length = math.sqrt(sum(part * part for part in away))
    zx, zy, zz = (part / length for part in away)
    level = math.hypot(zx, zz)
    xx, xz = zz / level, -zx / level
    yx = zy * xz
    return (math.atan2(-zy, zz), math.asin(zx), math.atan2(-yx, xx))
