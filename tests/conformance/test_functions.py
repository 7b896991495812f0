"""Connectors that are functions: what they get, what they may do, and that the worst of them does no harm."""

import json
import time

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from gemel_server import REGION, Gemel
from play import Player

LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function"
WINDOW = {"startTime": "2025-01-01T00:00:00Z", "endTime": "2027-01-01T00:00:00Z"}
HOSTILE = {
    "crash": {"ConnectorFailureException"},
    "hang": {"ConnectorTimeoutException"},
    "exit_early": {"ConnectorFailureException"},
    "no_map": {"ConnectorFailureException"},
    "nothing": {"ConnectorFailureException"},
    "wrong_shape": {"ConnectorFailureException"},
    "wrong_type": {"ConnectorFailureException"},
    "not_json": {"ConnectorFailureException"},
    "huge": {"ConnectorFailureException", "ConnectorTimeoutException"},
    "noisy": {"ConnectorFailureException"},
    "children": {"ConnectorFailureException"},
    "memory": {"ConnectorFailureException", "ConnectorTimeoutException"},
    "endless_recursion": {"ConnectorFailureException"},
}


def component_type(player: Player, function: str, kind: str = "dataReader", **properties: dict) -> str:
    """A workspace with a type `t`, one of whose functions is ours; gives the workspace."""
    player.function(function)
    workspace = player.variables()["W"]
    player.strict.create_workspace(workspaceId=workspace)
    functions = {kind: {"implementedBy": {"lambda": {"arn": f"{LAMBDA}:{function}"}}}}
    given = {"workspaceId": workspace, "componentTypeId": "t", "propertyDefinitions": properties, "functions": functions}
    player.strict.create_component_type(**given)
    player.settle("CreateComponentType", given, {})
    return workspace


def entity(player: Player, workspace: str, component: str = "c", **properties: dict) -> dict:
    """An entity `e1` with a component of the type."""
    components = {component: {"componentTypeId": "t", "properties": properties}}
    return player.strict.create_entity(workspaceId=workspace, entityId="e1", entityName="one", components=components)


def series(kind: str = "DOUBLE") -> dict:
    """A definition."""
    return {"dataType": {"type": kind}, "isTimeSeries": True}


def history(player: Player, workspace: str, **given: object) -> dict:
    """A history of the entity's component."""
    asked = {"entityId": "e1", "componentName": "c", "selectedProperties": ["v"], **WINDOW, **given}
    return player.strict.get_property_value_history(workspaceId=workspace, **asked)


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory):
    """A server whose connectors have two seconds."""
    with Gemel(tmp_path_factory.mktemp("impatient") / "data", function_connector_timeout_s="2") as server:
        yield Player(server)


@pytest.mark.parametrize("how", HOSTILE)
def test_a_hostile_function_is_contained(impatient: Player, how: str) -> None:
    workspace = component_type(impatient, "hostile", v=series())
    entity(impatient, workspace, how)
    begun = time.monotonic()
    with pytest.raises(ClientError) as caught:
        history(impatient, workspace, componentName=how)
    assert time.monotonic() - begun < 15
    assert caught.value.response["Error"]["Code"] in HOSTILE[how], caught.value
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert impatient.strict.get_workspace(workspaceId=workspace)["workspaceId"] == workspace
    good = component_type(impatient, "reader", v=series())
    entity(impatient, good)
    assert history(impatient, good)["propertyValues"][0]["values"][0]["value"] == {"doubleValue": 12.5}


@pytest.mark.check(81)
def test_what_a_function_logs_stays_inside(player: Player) -> None:
    """The error that it raises is told, its output and its traceback are not."""
    workspace = component_type(player, "raises", v=series())
    entity(player, workspace)
    with pytest.raises(player.strict.exceptions.ConnectorFailureException) as caught:
        history(player, workspace)
    told = str(caught.value.response)
    assert "the source cannot be reached" in told
    assert "hunter" not in told
    assert "Traceback" not in told
    assert "raises.py" not in told


def test_a_connectors_token_comes_back_to_it(player: Player) -> None:
    workspace = component_type(player, "pager", v=series())
    entity(player, workspace)
    first = history(player, workspace)
    assert first["propertyValues"][0]["values"][0]["value"] == {"doubleValue": 1.0}
    assert "token/1" not in first["nextToken"]
    second = history(player, workspace, nextToken=first["nextToken"])
    assert second["propertyValues"][0]["values"][0]["value"] == {"doubleValue": 2.0}
    assert "nextToken" not in second
    with pytest.raises(player.strict.exceptions.ValidationException, match="nextToken"):
        history(player, workspace, nextToken=first["nextToken"], orderByTime="DESCENDING")


def test_the_event_is_as_documented(player: Player) -> None:
    """Absent keys are left out, never null; times come in both forms."""
    texts = {"event": series("STRING"), "env": series("STRING"), "s": {"dataType": {"type": "STRING"}}}
    workspace = component_type(player, "tells", **texts)
    entity(player, workspace, s={"value": {"stringValue": "x"}})
    page = history(player, workspace, selectedProperties=["event"], startTime="2026-01-01T00:00:00.5+01:00")
    event = json.loads(page["propertyValues"][0]["values"][0]["value"]["stringValue"])
    assert event["workspaceId"] == workspace
    assert (event["entityId"], event["componentName"], event["componentTypeId"]) == ("e1", "c", "t")
    assert event["selectedProperties"] == ["event"]
    assert event["properties"]["s"]["value"] == {"stringValue": "x"}
    assert event["properties"]["s"]["definition"]["dataType"]["type"] == "STRING"
    assert (event["maxResults"], event["orderByTime"]) == (100, "ASCENDING")
    assert (event["startTime"], event["endTime"]) == ("2025-12-31T23:00:00.5Z", "2027-01-01T00:00:00Z")
    assert int(event["startDateTime"]) == 1767222000
    assert not {key for key, value in event.items() if value is None}
    assert not {"nextToken", "propertyFilters", "interpolation"} & event.keys()


def test_by_component_type_the_event_names_no_entity(player: Player) -> None:
    workspace = component_type(player, "tells", event=series("STRING"))
    asked = {"componentTypeId": "t", "selectedProperties": ["event"], **WINDOW}
    page = player.strict.get_property_value_history(workspaceId=workspace, **asked)
    event = json.loads(page["propertyValues"][0]["values"][0]["value"]["stringValue"])
    assert not {"entityId", "componentName"} & event.keys()
    assert event["componentTypeId"] == "t"
    reference = page["propertyValues"][0]["entityPropertyReference"]
    assert reference == {"externalIdProperty": {"key": "k"}, "propertyName": "event"}


def test_a_function_can_call_back(player: Player) -> None:
    """Its credentials are temporary: key, secret and token together, and no two of them alone."""
    workspace = component_type(player, "tells", env=series("STRING"))
    entity(player, workspace)
    page = history(player, workspace, selectedProperties=["env"])
    env = json.loads(page["propertyValues"][0]["values"][0]["value"]["stringValue"])
    assert env["AWS_ENDPOINT_URL"] == player.server.url
    assert (env["AWS_REGION"], env["AWS_LAMBDA_FUNCTION_NAME"], env["TZ"]) == (REGION, "tells", ":UTC")
    assert env["LAMBDA_TASK_ROOT"]

    def client(token: str | None):
        session = boto3.Session(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], token, REGION)
        config = Config(inject_host_prefix=False, retries={"max_attempts": 0})
        return session.client("iottwinmaker", endpoint_url=player.server.url, config=config)

    assert client(env["AWS_SESSION_TOKEN"]).get_workspace(workspaceId=workspace)["workspaceId"] == workspace
    for token in (None, env["AWS_SESSION_TOKEN"][:-4] + "AAAA"):
        with pytest.raises(ClientError) as caught:
            client(token).get_workspace(workspaceId=workspace)
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_an_entity_at_work_is_told_in_the_words_that_clients_wait_for(player: Player) -> None:
    workspace = component_type(player, "slow_initializer", "schemaInitializer")
    assert entity(player, workspace)["state"] == "CREATING"
    assert player.strict.get_entity(workspaceId=workspace, entityId="e1")["status"]["state"] == "CREATING"
    with pytest.raises(player.strict.exceptions.ValidationException) as caught:
        player.strict.update_entity(workspaceId=workspace, entityId="e1", description="x")
    message = caught.value.response["Error"]["Message"]
    assert "Cannot update Entity" in message
    assert "when it is in CREATING state" in message
    player.settle("CreateEntity", {"workspaceId": workspace, "entityId": "e1"}, {})
    shown = player.strict.get_entity(workspaceId=workspace, entityId="e1")
    assert shown["status"]["state"] == "ACTIVE"
    assert shown["components"]["c"]["properties"]["p"]["value"] == {"stringValue": "ready"}
    player.strict.update_entity(workspaceId=workspace, entityId="e1", description="x")


def test_an_initialization_goes_on_after_a_kill(fresh) -> None:
    player = Player(fresh())
    workspace = component_type(player, "slow_initializer", "schemaInitializer")
    entity(player, workspace)
    player.server.kill()
    player.server.start()
    again = Player(player.server)
    again.settle("CreateEntity", {"workspaceId": workspace, "entityId": "e1"}, {})
    shown = again.strict.get_entity(workspaceId=workspace, entityId="e1")
    assert shown["status"]["state"] == "ACTIVE"
    assert shown["components"]["c"]["properties"]["p"]["value"] == {"stringValue": "ready"}
