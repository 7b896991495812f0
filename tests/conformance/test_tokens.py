"""Page tokens are good for the request that they were given out for, and for nothing else."""

import pytest

from gemel_server import Gemel
from play import Player


@pytest.fixture(scope="module")
def workspace(player: Player) -> str:
    """Three entities and three scenes."""
    name = player.variables()["W"]
    player.strict.create_workspace(workspaceId=name)
    fill(player.strict, name)
    return name


def fill(client, workspace: str) -> None:
    """Enough for two pages of each list."""
    for it in ("a1", "b1", "c1"):
        client.create_entity(workspaceId=workspace, entityId=it, entityName=it)
        client.create_scene(workspaceId=workspace, sceneId=it, contentLocation="s3://bucket/a")


def token(client, workspace: str, **more: object) -> str:
    """A token of the list of entities."""
    return client.list_entities(workspaceId=workspace, maxResults=2, **more)["nextToken"]


def refused(client, call: str, **given: object) -> None:
    """The token is turned down, by name."""
    with pytest.raises(client.exceptions.ValidationException, match="nextToken"):
        getattr(client, call)(**given)


def test_a_token_is_opaque_and_works_again(player: Player, workspace: str) -> None:
    it = token(player.strict, workspace)
    assert "b1" not in it
    for _ in range(2):
        page = player.strict.list_entities(workspaceId=workspace, nextToken=it)
        assert [entity["entityId"] for entity in page["entitySummaries"]] == ["c1"]


def test_the_size_of_a_page_may_change(player: Player, workspace: str) -> None:
    it = player.strict.list_entities(workspaceId=workspace, maxResults=1)["nextToken"]
    page = player.strict.list_entities(workspaceId=workspace, maxResults=200, nextToken=it)
    assert [entity["entityId"] for entity in page["entitySummaries"]] == ["b1", "c1"]


def test_a_changed_token_is_refused(player: Player, workspace: str) -> None:
    it = token(player.strict, workspace)
    for at in range(0, len(it), max(1, len(it) // 16)):
        other = "A" if it[at] != "A" else "B"
        refused(player.strict, "list_entities", workspaceId=workspace, nextToken=it[:at] + other + it[at + 1 :])
    refused(player.strict, "list_entities", workspaceId=workspace, nextToken=it[:-4])
    refused(player.strict, "list_entities", workspaceId=workspace, nextToken=it + "AAAA")
    refused(player.strict, "list_entities", workspaceId=workspace, nextToken="ä" * 40)


def test_a_token_of_another_operation_is_refused(player: Player, workspace: str) -> None:
    it = token(player.strict, workspace)
    refused(player.strict, "list_scenes", workspaceId=workspace, nextToken=it)
    refused(player.strict, "list_workspaces", nextToken=it)
    refused(player.strict, "list_component_types", workspaceId=workspace, nextToken=it)


def test_a_token_of_another_request_is_refused(player: Player, workspace: str) -> None:
    root = [{"parentEntityId": "$ROOT"}]
    refused(player.strict, "list_entities", workspaceId=workspace, filters=root, nextToken=token(player.strict, workspace))
    it = token(player.strict, workspace, filters=root)
    refused(player.strict, "list_entities", workspaceId=workspace, nextToken=it)
    page = player.strict.list_entities(workspaceId=workspace, filters=root, nextToken=it)
    assert [entity["entityId"] for entity in page["entitySummaries"]] == ["c1"]


def test_a_token_of_another_workspace_is_refused(player: Player, workspace: str) -> None:
    other = player.variables()["W"]
    player.strict.create_workspace(workspaceId=other)
    fill(player.strict, other)
    refused(player.strict, "list_entities", workspaceId=other, nextToken=token(player.strict, workspace))


def test_a_token_of_another_server_is_refused(player: Player, workspace: str, fresh) -> None:
    other = fresh().client("iottwinmaker")
    other.create_workspace(workspaceId=workspace)
    fill(other, workspace)
    refused(other, "list_entities", workspaceId=workspace, nextToken=token(player.strict, workspace))


def test_a_token_outlives_the_process(fresh) -> None:
    server: Gemel = fresh()
    client = server.client("iottwinmaker")
    client.create_workspace(workspaceId="w1")
    fill(client, "w1")
    it = token(client, "w1")
    assert server.stop() == 0
    server.start()
    page = server.client("iottwinmaker").list_entities(workspaceId="w1", nextToken=it)
    assert [entity["entityId"] for entity in page["entitySummaries"]] == ["c1"]
