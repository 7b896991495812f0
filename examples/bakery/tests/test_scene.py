"""The scene document loads in every viewer, and shows only what exists."""

import copy
import json
import math

import pytest

from models.build import key, models, warehouse_models
from plant import tree
from plant.component_types import component_types, type_id
from plant.deployment import Deployment
from plant.signals import SIGNALS
from scene.check import bindings, problems
from scene.document import look_at, scene_document
from scene.large import NODES, large_document

DOCUMENT = scene_document(Deployment())


def test_document_passes_the_check():
    assert problems(DOCUMENT) == []
    assert json.loads(json.dumps(DOCUMENT)) == DOCUMENT


def test_document_holds_what_the_demo_shows():
    kinds = [component["type"] for node in DOCUMENT["nodes"] for component in node["components"]]
    for kind in (
        "ModelRef",
        "Tag",
        "ModelShader",
        "MotionIndicator",
        "DataOverlay",
        "Light",
        "Camera",
        "EntityBinding",
    ):
        assert kind in kinds, kind
    assert kinds.count("MotionIndicator") == len(tree.of_kind("conveyor"))
    assert len(DOCUMENT["cameras"]) >= 2
    assert kinds.count("EntityBinding") == len(tree.entities())


def test_bindings_lead_to_time_series():
    for entity_id, component, name in bindings(DOCUMENT):
        entity = tree.by_id()[entity_id]
        if component == "telemetry":
            assert name == "State" or name in {signal.name for signal in SIGNALS[entity.kind]}
        elif component:
            assert (component, name) == ("alarm", "alarm_status")


def test_models_exist():
    keys = {Deployment().url(key(name)) for name in models()}
    used = {part["uri"] for node in DOCUMENT["nodes"] for part in node["components"] if part["type"] == "ModelRef"}
    assert used <= keys


def test_rules_speak_of_properties_that_are_bound():
    assert type_id("alarm") in {wanted["componentTypeId"] for wanted in component_types(Deployment())}
    used = {part.get("ruleBasedMapId") for node in DOCUMENT["nodes"] for part in node["components"]}
    assert {"alarmIconRule", "alarmColorRule", "mixerTemperatureRule"} <= used


def test_the_large_scene_passes_the_check_and_is_large():
    document = large_document(Deployment())
    assert problems(document) == []
    assert document == large_document(Deployment())
    assert len(document["nodes"]) == NODES
    keys = {Deployment().url(key(name)) for name in warehouse_models()}
    assert {part["uri"] for part in _nodes_of(document, "ModelRef")} == keys
    assert {entity for entity, _, _ in bindings(document)} <= set(tree.by_id())


def _nodes_of(document, kind):
    return [part for node in document["nodes"] for part in node["components"] if part["type"] == kind]


def _break(change):
    document = copy.deepcopy(DOCUMENT)
    change(document)
    return problems(document)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.update(defaultCameraIndex=0), "unknown top-level key"),
        (lambda d: d.update(specVersion="1"), "specVersion"),
        (lambda d: d["rules"].pop("alarmIconRule"), "rule alarmIconRule does not exist"),
        (lambda d: _nodes_of(d, "Tag")[0].update(icon="Info"), "namespace"),
        (lambda d: _nodes_of(d, "MotionIndicator")[0]["config"].clear(), "not complete"),
        (lambda d: _nodes_of(d, "Camera")[0].update(cameraIndex=99), "camera index"),
        (lambda d: d["nodes"][0]["children"].append(9999), "does not exist"),
        (lambda d: d["nodes"][0]["transform"].pop("position"), "three numbers"),
        (lambda d: d["nodes"][0]["components"].append({"type": "Space"}), "unknown"),
    ],
)
def test_check_finds(change, words):
    assert any(words in problem for problem in _break(change))


@pytest.mark.parametrize(
    ("eye", "target"), [((31, 42, 74), (29, 0, 12)), ((84, 11, 24), (68, 1, 8)), ((-2, 12, 27), (-14, 2, 8))]
)
def test_look_at_turns_minus_z_to_the_target(eye, target):
    rx, ry, _ = look_at(eye, target)
    looks = (-math.sin(ry), math.sin(rx) * math.cos(ry), -math.cos(rx) * math.cos(ry))
    distance = math.dist(eye, target)
    assert all(abs(look - (t - e) / distance) < 1e-9 for look, e, t in zip(looks, eye, target))
