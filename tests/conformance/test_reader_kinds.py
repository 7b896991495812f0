"""The three kinds of history reader: each serves its own kind of question, and refuses the other in words."""

import pytest
from botocore.exceptions import ClientError

from gemel_server import Gemel
from play import Player
from test_functions import WINDOW, component_type, entity, history, series

ASSET = {"dataType": {"type": "STRING"}, "isExternalId": True, "isRequiredInEntity": True}


@pytest.fixture(scope="module")
def player(gemel: Gemel) -> Player:
    """One player, which knows the functions it has made."""
    return Player(gemel)


def by_type(player: Player, workspace: str) -> dict:
    """A history of every component of the type."""
    return player.strict.get_property_value_history(
        workspaceId=workspace, componentTypeId="t", selectedProperties=["v"], **WINDOW
    )


@pytest.mark.parametrize(
    ("kind", "serves_entity", "serves_type"),
    [
        ("dataReader", True, True),
        ("dataReaderByEntity", True, False),
        ("dataReaderByComponentType", False, True),
    ],
)
def test_a_reader_serves_its_kind(player: Player, kind: str, serves_entity: bool, serves_type: bool) -> None:
    workspace = component_type(player, "by_type", kind, v=series(), asset=ASSET)
    entity(player, workspace, asset={"value": {"stringValue": "a-1"}})
    for ask, serves in ((history, serves_entity), (by_type, serves_type)):
        if serves:
            values = ask(player, workspace)["propertyValues"]
            assert values[0]["values"][0]["value"] == {"doubleValue": 7.5}
            reference = values[0]["entityPropertyReference"]
            assert reference["externalIdProperty"] == {"asset": "a-1"}
            assert ("entityId" in reference) == (ask is history)
        else:
            with pytest.raises(ClientError) as caught:
                ask(player, workspace)
            assert caught.value.response["Error"]["Code"] == "ValidationException"
            assert "dataReader" in caught.value.response["Error"]["Message"]
