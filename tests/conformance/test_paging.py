"""Pages stay whole while the list changes."""

import pytest

from play import Player


@pytest.fixture
def workspace(player: Player) -> str:
    """A fresh workspace."""
    name = player.variables()["W"]
    player.strict.create_workspace(workspaceId=name)
    return name


@pytest.mark.check(62)
def test_items_of_a_page_may_be_deleted_before_the_next_one(player: Player, workspace: str) -> None:
    """`tmdt destroy` works so: every entity is visited exactly once."""
    made = {f"e{at:02}" for at in range(21)}
    for name in sorted(made):
        player.strict.create_entity(workspaceId=workspace, entityId=name, entityName=name)
    visited, token = [], None
    while True:
        more = {"nextToken": token} if token else {}
        page = player.strict.list_entities(workspaceId=workspace, maxResults=2, **more)
        for it in page["entitySummaries"]:
            visited.append(it["entityId"])
            player.strict.delete_entity(workspaceId=workspace, entityId=it["entityId"])
            player.settle("DeleteEntity", {"workspaceId": workspace, "entityId": it["entityId"]}, {})
        token = page.get("nextToken")
        if not token:
            break
    assert sorted(visited) == sorted(made)
    assert player.strict.list_entities(workspaceId=workspace)["entitySummaries"] == []


def test_items_that_appear_do_not_disturb_a_page(player: Player, workspace: str) -> None:
    """What was there at the first page is seen once, whatever is added between pages."""
    made = [f"e{at:02}" for at in range(0, 20, 2)]
    for name in made:
        player.strict.create_entity(workspaceId=workspace, entityId=name, entityName=name)
    visited, token, at = [], None, 1
    while True:
        more = {"nextToken": token} if token else {}
        page = player.strict.list_entities(workspaceId=workspace, maxResults=3, **more)
        visited += [it["entityId"] for it in page["entitySummaries"]]
        token = page.get("nextToken")
        if not token:
            break
        player.strict.create_entity(workspaceId=workspace, entityId=f"e{at:02}", entityName="late")
        at += 4
    assert [it for it in visited if it in made] == made
    assert len(visited) == len(set(visited))
