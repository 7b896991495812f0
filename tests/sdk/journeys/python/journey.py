"""The journey with boto3, configured by the environment only: what `gemel credentials` prints is enough."""

import sys
from datetime import datetime

import boto3

TYPE = "com.example.journey"


def build(client, workspace: str) -> None:
    """Workspace, type, entities, scene."""
    client.create_workspace(workspaceId=workspace, description="a journey", tags={"from": "boto3"})
    got = client.get_workspace(workspaceId=workspace)
    assert isinstance(got["creationDateTime"], datetime) and got["description"] == "a journey"
    client.create_component_type(
        workspaceId=workspace, componentTypeId=TYPE, extendsFrom=["com.gemel.timeseries"],
        propertyDefinitions={
            "speed": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True},
            "maker": {"dataType": {"type": "STRING"}, "defaultValue": {"stringValue": "us"}},
        },
    )
    for entity in ("line-1", "line-2", "line-3"):
        client.create_entity(
            workspaceId=workspace, entityId=entity, entityName=entity, components={"motor": {"componentTypeId": TYPE}}
        )
    client.create_scene(workspaceId=workspace, sceneId="hall", contentLocation="s3://journey/hall.json")


def read_and_write(client, workspace: str) -> None:
    """Values over time and at rest."""
    entity = client.get_entity(workspaceId=workspace, entityId="line-1")
    assert entity["status"] == {"state": "ACTIVE", "error": {}} and entity["parentEntityId"] == "$ROOT"
    assert entity["components"]["motor"]["properties"]["maker"]["value"] == {"stringValue": "us"}
    update = {"motor": {"propertyUpdates": {"maker": {"value": {"stringValue": "them"}}}}}
    client.update_entity(workspaceId=workspace, entityId="line-1", componentUpdates=update)
    value = client.get_property_value(
        workspaceId=workspace, entityId="line-1", componentName="motor", selectedProperties=["maker"]
    )
    assert value["propertyValues"]["maker"]["propertyValue"] == {"stringValue": "them"}
    put = client.batch_put_property_values(
        workspaceId=workspace,
        entries=[{
            "entityPropertyReference": {"entityId": "line-1", "componentName": "motor", "propertyName": "speed"},
            "propertyValues": [
                {"time": f"2026-01-01T00:00:0{it}Z", "value": {"doubleValue": it / 2}} for it in (1, 2, 3)
            ],
        }],
    )
    assert put["errorEntries"] == []
    history = client.get_property_value_history(
        workspaceId=workspace, entityId="line-1", componentName="motor", selectedProperties=["speed"],
        startTime="2026-01-01T00:00:00Z", endTime="2026-01-02T00:00:00Z",
    )
    assert [it["value"]["doubleValue"] for it in history["propertyValues"][0]["values"]] == [0.5, 1.0, 1.5]


def remove(client, workspace: str) -> None:
    """Everything, leaves first."""
    try:
        client.delete_workspace(workspaceId=workspace)
        raise AssertionError("a workspace in use was deleted")
    except client.exceptions.ValidationException:
        pass
    client.delete_scene(workspaceId=workspace, sceneId="hall")
    for it in client.list_entities(workspaceId=workspace)["entitySummaries"]:
        client.delete_entity(workspaceId=workspace, entityId=it["entityId"])
    client.delete_component_type(workspaceId=workspace, componentTypeId=TYPE)
    client.delete_workspace(workspaceId=workspace)
    try:
        client.get_workspace(workspaceId=workspace)
        raise AssertionError("the workspace is still there")
    except client.exceptions.ResourceNotFoundException:
        pass


if __name__ == "__main__":
    twinmaker = boto3.client("iottwinmaker")
    for part in (build, read_and_write, remove):
        part(twinmaker, sys.argv[1])
    print("the journey is done")
