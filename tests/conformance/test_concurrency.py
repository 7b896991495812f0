"""Many at once: of equal creates one wins, of different updates none is lost."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest

import model
from play import Player
from signed import Answer, Wire

N_THREADS = 64


def at_once(player: Player, inputs: list[tuple[str, dict]]) -> list[Answer]:
    """Sends each input on a connection of its own, all at the same moment."""
    answers: list[Answer | None] = [None] * len(inputs)
    barrier = threading.Barrier(len(inputs))

    def send(at: int) -> None:
        wire = Wire(player.server.url)
        wire.connection.connect()
        method, target, body = model.request(*inputs[at])
        barrier.wait()
        answers[at] = wire.send(method, target, body, {"content-type": "application/json"} if body else {})
        wire.close()

    threads = [threading.Thread(target=send, args=(at,)) for at in range(len(inputs))]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert None not in answers, "a connection failed"
    return answers


@pytest.fixture
def workspace(player: Player) -> str:
    """A workspace with an entity `e1`, which has 64 documents."""
    name = player.variables()["W"]
    player.strict.create_workspace(workspaceId=name)
    documents = {"documents": {"componentTypeId": "com.amazon.iottwinmaker.documents"}}
    player.strict.create_entity(workspaceId=name, entityId="e1", entityName="one", components=documents)
    player.settle("CreateEntity", {"workspaceId": name, "entityId": "e1"}, {})
    return name


CREATES: dict[str, Callable[[str], dict]] = {
    "CreateWorkspace": lambda name: {"workspaceId": f"{name}-new"},
    "CreateEntity": lambda name: {"workspaceId": name, "entityId": "new", "entityName": "new"},
    "CreateComponentType": lambda name: {"workspaceId": name, "componentTypeId": "com.example.new"},
    "CreateScene": lambda name: {"workspaceId": name, "sceneId": "new", "contentLocation": "s3://bucket/a"},
}


@pytest.mark.parametrize("call", CREATES)
def test_of_equal_creates_one_wins(player: Player, workspace: str, call: str) -> None:
    answers = at_once(player, [(call, CREATES[call](workspace))] * N_THREADS)
    outcomes = Counter((it.status, it.error_code) for it in answers)
    assert outcomes == {(200, ""): 1, (409, "ConflictException"): N_THREADS - 1}


def test_of_equal_names_under_one_parent_one_wins(player: Player, workspace: str) -> None:
    inputs = [
        ("CreateEntity", {"workspaceId": workspace, "entityId": f"n{at}", "entityName": "same", "parentEntityId": "e1"})
        for at in range(N_THREADS)
    ]
    outcomes = Counter((it.status, it.error_code) for it in at_once(player, inputs))
    assert outcomes == {(200, ""): 1, (409, "ConflictException"): N_THREADS - 1}
    children = player.strict.list_entities(workspaceId=workspace, filters=[{"parentEntityId": "e1"}])
    assert len(children["entitySummaries"]) == 1


def test_of_different_tags_no_acknowledged_one_is_lost(player: Player, workspace: str) -> None:
    """Who comes when the same record is written by many may be told to come again, never that it is done when it is not."""
    arn = player.strict.get_workspace(workspaceId=workspace)["arn"]
    inputs = [("TagResource", {"resourceARN": arn, "tags": {f"k{at}": "v"}}) for at in range(50)]
    answers = at_once(player, inputs)
    assert {(it.status, it.error_code) for it in answers} <= {(200, ""), (429, "ThrottlingException")}
    acknowledged = {f"k{at}" for at, it in enumerate(answers) if it.status == 200}
    assert acknowledged == player.strict.list_tags_for_resource(resourceARN=arn)["tags"].keys()
    assert acknowledged


def test_of_different_updates_no_acknowledged_one_is_lost(player: Player, workspace: str) -> None:
    """An entity that is busy may be refused for the moment, in the words that clients wait for; never forgotten."""
    inputs = [
        ("UpdateEntity", {"workspaceId": workspace, "entityId": "e1", "componentUpdates": {f"c{at}": {
            "updateType": "CREATE", "componentTypeId": "com.amazon.iottwinmaker.documents"}}})
        for at in range(24)
    ]
    answers = at_once(player, inputs)
    for it in answers:
        assert it.status == 200 or b"Cannot update Entity" in it.body or it.status == 429, it
    player.settle("UpdateEntity", {"workspaceId": workspace, "entityId": "e1"}, {})
    shown = player.strict.get_entity(workspaceId=workspace, entityId="e1")["components"]
    acknowledged = {f"c{at}" for at, it in enumerate(answers) if it.status == 200}
    assert acknowledged
    assert {name for name in shown if name != "documents"} == acknowledged


def test_a_workspace_is_not_deleted_under_a_create(player: Player) -> None:
    """After both, the entity is there in its workspace, or neither is."""
    for _ in range(10):
        name = player.variables()["W"]
        player.strict.create_workspace(workspaceId=name)
        made, deleted = at_once(
            player,
            [
                ("CreateEntity", {"workspaceId": name, "entityId": "e1", "entityName": "one"}),
                ("DeleteWorkspace", {"workspaceId": name}),
            ],
        )
        assert (made.status == 200) != (deleted.status == 200), (made, deleted)
        wire = Wire(player.server.url)
        found = wire.send(*model.request("GetEntity", {"workspaceId": name, "entityId": "e1"}))
        assert (found.status == 200) == (made.status == 200)


def test_parents_and_children_do_not_form_a_ring(player: Player, workspace: str) -> None:
    """Two moves that each are fine, and together a ring: one is refused."""
    for at in range(5):
        a, b = f"a{at}", f"b{at}"
        for it in (a, b):
            player.strict.create_entity(workspaceId=workspace, entityId=it, entityName=it)
            player.settle("CreateEntity", {"workspaceId": workspace, "entityId": it}, {})
        move = [
            ("UpdateEntity", {"workspaceId": workspace, "entityId": one, "parentEntityUpdate": {
                "updateType": "UPDATE", "parentEntityId": other}})
            for one, other in ((a, b), (b, a))
        ]
        at_once(player, move)
        for it in (a, b):
            player.settle("UpdateEntity", {"workspaceId": workspace, "entityId": it}, {})
        parents = [player.strict.get_entity(workspaceId=workspace, entityId=it)["parentEntityId"] for it in (a, b)]
        assert parents != [b, a]


def test_a_quota_holds_after_many_at_once(fresh) -> None:
    """Creates that meet may pass the limit together, by as many as were under way; none passes it afterwards."""
    player = Player(fresh(quota_scenes_per_workspace_max="3", quota_entities_per_workspace_max="3", quota_workspaces_max="2"))
    name = player.variables()["W"]
    player.strict.create_workspace(workspaceId=name)
    entity = [("CreateEntity", {"workspaceId": name, "entityId": f"q{at}", "entityName": f"q{at}"}) for at in range(32)]
    scene = [("CreateScene", {"workspaceId": name, "sceneId": f"q{at}", "contentLocation": "s3://b/a"}) for at in range(32)]
    workspace = [("CreateWorkspace", {"workspaceId": f"q{at}"}) for at in range(32)]
    for inputs in (entity, scene, workspace):
        outcomes = Counter((it.status, it.error_code) for it in at_once(player, inputs[:-1]))
        assert set(outcomes) <= {(200, ""), (402, "ServiceQuotaExceededException"), (429, "ThrottlingException")}, outcomes
        assert outcomes[(200, "")] >= 1
        last = at_once(player, inputs[-1:])[0]
        assert (last.status, last.error_code) == (402, "ServiceQuotaExceededException")
