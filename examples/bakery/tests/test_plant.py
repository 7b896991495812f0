"""The plant is whole: enough entities, legal names, every reference leads somewhere."""

import re

import pytest
from fake_aws import request_problems

from loader.twin import entity_request, scene_requests, workspace_request
from plant import tree
from plant.component_types import component_types, type_id
from plant.deployment import Deployment
from plant.layout import place
from plant.signals import LIMITS, MACHINES, SIGNALS

HERE = Deployment()
ENTITY_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z_\-0-9.:]*[a-zA-Z0-9]+")
ID = re.compile(r"[a-zA-Z_0-9][a-zA-Z_\-0-9]*[a-zA-Z0-9]+")
NAME = re.compile(r"[a-zA-Z_\-0-9]+")
TYPE_ID = re.compile(r"[a-zA-Z_.\-0-9:]+")
BUILT_IN = {
    "com.gemel.timeseries": {},
    "com.amazon.iottwinmaker.alarm.basic": {"alarm_key", "alarm_status"},
    "com.amazon.iottwinmaker.documents": {"documents"},
    "com.amazon.iottwinmaker.parameters": {"parameters"},
    "com.amazon.kvs.video": {"KinesisVideoStreamName"},
}


def effective(name: str, types: dict) -> dict:
    """The properties of a type with those it inherits."""
    if name in BUILT_IN:
        return {prop: {"required": prop in ("alarm_key", "KinesisVideoStreamName")} for prop in BUILT_IN[name]}
    found = {}
    for parent in types[name].get("extendsFrom", []):
        found.update(effective(parent, types))
    for prop, definition in types[name].get("propertyDefinitions", {}).items():
        default = "defaultValue" in definition
        found[prop] = {
            "required": definition.get("isRequiredInEntity", False) and not default,
            "definition": definition,
        }
    return found


def test_there_are_enough_entities_and_levels():
    entities = tree.entities()
    assert len(entities) >= 60
    assert max(map(tree.depth, entities)) >= 4
    assert len({entity.id for entity in entities}) == len(entities)
    kinds = {entity.kind for entity in entities}
    assert {"line", "mixer", "oven", "conveyor", "freezer", "tank", "camera", "room"} <= kinds


def test_names_are_legal_and_siblings_differ():
    siblings = set()
    for entity in tree.entities():
        assert ENTITY_ID.fullmatch(entity.id) and len(entity.id) <= 128
        assert (entity.parent, entity.name) not in siblings
        siblings.add((entity.parent, entity.name))
    for name in (HERE.workspace, HERE.scene):
        assert ID.fullmatch(name)
    assert re.fullmatch(r"[sS]3://[A-Za-z0-9._/-]+", HERE.url(HERE.scene_key))


def test_parents_come_first():
    seen = {"$ROOT"}
    for entity in tree.entities():
        assert entity.parent in seen, entity.id
        seen.add(entity.id)
    assert [entity for level in tree.levels() for entity in level].__len__() == len(tree.entities())


def test_what_feeds_what_exists():
    known = tree.by_id()
    for source, targets in tree.feeds().items():
        assert source in known
        assert all(target in known for target in targets), source
    for camera in tree.of_kind("camera"):
        assert all(target in known for target in tree.watched_by(camera))


def test_no_two_machines_stand_at_one_place():
    places = [place(entity) for entity in tree.of_kind(*MACHINES, "camera")]
    assert len(set(places)) == len(places)


def test_types_name_only_types_before_them():
    known = set(BUILT_IN)
    for wanted in component_types(HERE):
        name = wanted["componentTypeId"]
        assert TYPE_ID.fullmatch(name)
        assert set(wanted.get("extendsFrom", [])) <= known, name
        inner = {part["componentTypeId"] for part in wanted.get("compositeComponentTypes", {}).values()}
        assert inner <= known
        names = effective(name, {t["componentTypeId"]: t for t in component_types(HERE)})
        for function in wanted.get("functions", {}).values():
            assert set(function["requiredProperties"]) <= set(names)
        for group in wanted.get("propertyGroups", {}).values():
            assert set(group["propertyNames"]) <= set(names)
        known.add(name)


@pytest.mark.parametrize("entity", tree.entities(), ids=lambda entity: entity.id)
def test_components_fit_their_types(entity):
    types = {wanted["componentTypeId"]: wanted for wanted in component_types(HERE)}
    for name, component in entity_request(HERE, entity)["components"].items():
        assert NAME.fullmatch(name)
        properties = effective(component["componentTypeId"], types)
        given = component.get("properties", {})
        assert set(given) <= set(properties), name
        missing = {prop for prop, rule in properties.items() if rule["required"]} - set(given)
        assert not missing, f"{name}: {missing}"
        for prop in given:
            assert not properties[prop].get("definition", {}).get("isTimeSeries"), prop


def test_mixer_3_has_a_temperature():
    request = entity_request(HERE, tree.by_id()["mixer-3"])
    assert request["components"]["telemetry"]["componentTypeId"] == type_id("mixer")
    assert "Temperature" in {signal.name for signal in SIGNALS["mixer"]}


def test_limits_watch_readings_and_have_hysteresis():
    for kind, limit in LIMITS.items():
        assert limit.signal in {signal.name for signal in SIGNALS[kind]}
        assert limit.raise_at != limit.clear_at


def test_requests_pass_botocores_own_check():
    for wanted in component_types(HERE):
        assert not request_problems("iottwinmaker", "CreateComponentType", {"workspaceId": "bakery", **wanted})
    for entity in tree.entities():
        assert not request_problems("iottwinmaker", "CreateEntity", entity_request(HERE, entity))
    assert not request_problems("iottwinmaker", "CreateWorkspace", workspace_request(HERE))
    for wanted in scene_requests(HERE):
        assert not request_problems("iottwinmaker", "CreateScene", wanted)
