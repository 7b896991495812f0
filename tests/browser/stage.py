"""Scenes for tests: documents written by boto3, as another client would."""

import json

from gemel_server import Gemel

ICON = "iottwinmaker.common.icon:"


def node(name: str, *components: dict, position: tuple = (0, 0, 0)) -> dict:
    """A node of a scene document."""
    transform = {"position": list(position), "rotation": [0, 0, 0], "scale": [1, 1, 1]}
    return {"name": name, "transform": transform, "transformConstraint": {}, "components": list(components), "properties": {}}


def tag(entity_id: str, component: str, name: str, rule: str) -> dict:
    """A tag that shows a property by a rule."""
    context = {"entityId": entity_id, "componentName": component, "propertyName": name}
    return {"type": "Tag", "icon": f"{ICON}Info", "ruleBasedMapId": rule, "valueDataBinding": {"dataBindingContext": context}}


def shader(entity_id: str, component: str, name: str, rule: str) -> dict:
    """A colour laid over the node by a rule."""
    return {**tag(entity_id, component, name, rule), "type": "ModelShader"}


def document(nodes: list[dict], rules: dict | None = None) -> dict:
    """A whole scene of nodes without parents."""
    return {
        "specVersion": "1.0",
        "version": "1",
        "unit": "meters",
        "properties": {"environmentPreset": "neutral"},
        "nodes": nodes,
        "rootNodeIndexes": list(range(len(nodes))),
        "cameras": [],
        "rules": rules or {},
    }


def put(server: Gemel, scene_id: str, content: dict, workspace_id: str = "bakery", bucket: str = "gemel-bakery") -> None:
    """Writes a document, and registers it when it is new."""
    key = f"scenes/{scene_id}.json"
    server.client("s3").put_object(Bucket=bucket, Key=key, Body=json.dumps(content).encode(), ContentType="application/json")
    twinmaker = server.client("iottwinmaker")
    known = [it["sceneId"] for it in twinmaker.list_scenes(workspaceId=workspace_id)["sceneSummaries"]]
    if scene_id not in known:
        twinmaker.create_scene(workspaceId=workspace_id, sceneId=scene_id, contentLocation=f"s3://{bucket}/{key}")


def stored(server: Gemel, scene_id: str, bucket: str = "gemel-bakery") -> dict:
    """The document as it is stored."""
    body = server.client("s3").get_object(Bucket=bucket, Key=f"scenes/{scene_id}.json")["Body"].read()
    return json.loads(body)


def write(server: Gemel, entity_id: str, component: str, name: str, value: dict, time: str) -> None:
    """Writes one value, as a machine would."""
    reference = {"entityId": entity_id, "componentName": component, "propertyName": name}
    entry = {"entityPropertyReference": reference, "propertyValues": [{"time": time, "value": value}]}
    answer = server.client("iottwinmaker").batch_put_property_values(workspaceId="bakery", entries=[entry])
    assert not answer["errorEntries"], answer
