"""The large scene: a high-bay warehouse of 5,000 nodes, to see that size is no obstacle. `--scene large` loads it."""

import random

from models.build import key
from models.warehouse import BAY_M, DEPTH_M, LEVEL_M, LEVELS
from plant import tree
from plant.deployment import Deployment
from plant.signals import MACHINES

from . import parts
from .document import Scene, look_at
from .rules import rules

NODES = 5_000
ROWS, BAYS = 16, 44
AISLE_M = 3.2
TAG_EVERY = 11
"""Every so many bays hang a sign at their row."""
SEED = 5
_PALLETS = ("pallet-boxes", "pallet-boxes", "pallet-sacks", "pallet-drums")


def large_document(deployment: Deployment) -> dict:
    """The whole document; its signs show the alarms and temperatures of the bakery next door."""
    scene = Scene()
    scene.add("Sky", (0.0, 30.0, 0.0), [parts.light("Hemisphere", color="#ffffff", groundColor="#8c8f86", intensity=0.9)])
    scene.add("Sun", (40.0, 60.0, 30.0), [parts.light("Directional", color="#fff4e0", intensity=1.2, castShadow=False)])
    _camera(scene, "Whole warehouse", (-26.0, 34.0, 74.0), (30.0, 2.0, 24.0))
    _camera(scene, "First aisle", (-5.0, 1.8, 1.6), (30.0, 1.8, 1.6))
    hall = scene.add("High-bay warehouse", (0.0, 0.0, 0.0), [])
    rows = [_row(scene, deployment, hall, row) for row in range(ROWS)]
    _pallets(scene, deployment, rows)
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
        "componentSettings": {"Tag": {"scale": 1, "autoRescale": False, "enableOcclusion": False}},
        "sceneBackgroundSettings": {"color": "#dfe6ea"},
        "groundPlaneSettings": {"color": "#a3a8a6", "opacity": 1},
    }


def _camera(scene: Scene, name: str, eye: tuple, target: tuple) -> None:
    scene.cameras.append({"cameraType": "Perspective", "fov": 53.13, "near": 0.1, "far": 1000, "zoom": 1})
    scene.add(name, eye, [parts.camera(len(scene.cameras) - 1)], rotation=look_at(eye, target))


def _row(scene: Scene, deployment: Deployment, hall: int, row: int) -> int:
    """One rack row with its bays and signs; rows stand in pairs, back to back."""
    z = (row // 2) * (2 * DEPTH_M + AISLE_M) + (row % 2) * (DEPTH_M + 0.1)
    node = scene.add(f"Row {row + 1}", (0.0, 0.0, z), [], hall)
    bay = parts.model(deployment.url(key("rack-bay")))
    for column in range(BAYS):
        scene.add(f"Bay {row + 1}-{column + 1}", (column * BAY_M, 0.0, 0.0), [dict(bay)], node)
    for column in range(0, BAYS, TAG_EVERY):
        top = LEVEL_M * LEVELS + 0.5
        scene.add(f"Sign {row + 1}-{column + 1}", (column * BAY_M, top, 0.0), [_sign(row, column)], node)
    return node


def _sign(row: int, column: int) -> dict:
    """A tag that shows something of the bakery: alarms and room temperatures by turns."""
    machines = [it for it in tree.entities() if it.kind in MACHINES]
    rooms = [it for it in tree.entities() if it.kind == "room"]
    number = row * BAYS // TAG_EVERY + column // TAG_EVERY
    if number % 3:
        return parts.tag(parts.binding(machines[number % len(machines)].id, "alarm", "alarm_status"), "alarmIconRule")
    return parts.tag(parts.binding(rooms[number % len(rooms)].id, "telemetry", "Temperature"), "roomTemperatureRule")


def _pallets(scene: Scene, deployment: Deployment, rows: list) -> None:
    """Pallets in places drawn by chance (the same at each run), until the scene has its number of nodes."""
    chance = random.Random(SEED)
    places = [(row, bay, level) for row in range(ROWS) for bay in range(BAYS) for level in range(LEVELS)]
    chosen = sorted(chance.sample(places, NODES - len(scene.nodes)))
    for row, bay, level in chosen:
        where = (bay * BAY_M, level * LEVEL_M + 0.2, 0.0)
        model = parts.model(deployment.url(key(chance.choice(_PALLETS))))
        scene.add(f"Pallet {row + 1}-{bay + 1}-{level + 1}", where, [model], rows[row])
