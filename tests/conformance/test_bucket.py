"""A workspace's bucket: the marker is written, moves and goes; everything else in the bucket stays."""

import pytest

from play import Player

ROLE = "arn:aws:iam::000000000000:role/plant"


def keys(s3, bucket: str) -> list[str]:
    """What is in a bucket."""
    return [it["Key"] for it in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]


@pytest.fixture
def buckets(player: Player) -> tuple[str, str]:
    """Two fresh buckets, each with a scene in it."""
    names = tuple(player.variables()["W"].replace("ws-", f"bucket-{at}-") for at in (1, 2))
    s3 = player.server.client("s3")
    for it in names:
        s3.create_bucket(Bucket=it)
        s3.put_object(Bucket=it, Key="scene.json", Body=b"{}")
    return names


def test_marker(player: Player, buckets: tuple[str, str]) -> None:
    first, second = buckets
    s3, name = player.server.client("s3"), player.variables()["W"]
    player.strict.create_workspace(workspaceId=name, s3Location=f"arn:aws:s3:::{first}", role=ROLE)
    marker = [it for it in keys(s3, first) if it != "scene.json"]
    assert len(marker) == 1
    assert marker[0].startswith(f"DO_NOT_DELETE_WORKSPACE_{name}")
    assert player.strict.get_workspace(workspaceId=name)["s3Location"] == f"arn:aws:s3:::{first}"
    player.strict.update_workspace(workspaceId=name, s3Location=f"arn:aws:s3:::{second}")
    assert keys(s3, first) == ["scene.json"]
    assert sorted(keys(s3, second)) == sorted(["scene.json", marker[0]])
    player.strict.delete_workspace(workspaceId=name)
    assert keys(s3, second) == ["scene.json"]


def test_workspaces_share_a_bucket(player: Player, buckets: tuple[str, str]) -> None:
    s3, location = player.server.client("s3"), f"arn:aws:s3:::{buckets[0]}"
    one, two = player.variables()["W"], player.variables()["W"]
    for it in (one, two):
        player.strict.create_workspace(workspaceId=it, s3Location=location, role=ROLE)
    player.strict.delete_workspace(workspaceId=one)
    left = keys(s3, buckets[0])
    assert len(left) == 2
    assert any(two in it for it in left)
    player.strict.delete_workspace(workspaceId=two)


def test_a_refused_change_leaves_the_marker(player: Player, buckets: tuple[str, str]) -> None:
    s3, name = player.server.client("s3"), player.variables()["W"]
    player.strict.create_workspace(workspaceId=name, s3Location=f"arn:aws:s3:::{buckets[0]}", role=ROLE)
    before = keys(s3, buckets[0])
    with pytest.raises(player.strict.exceptions.ValidationException, match="nowhere-at-all"):
        player.strict.update_workspace(workspaceId=name, s3Location="arn:aws:s3:::nowhere-at-all")
    with pytest.raises(player.strict.exceptions.ConflictException):
        player.strict.create_workspace(workspaceId=name, s3Location=f"arn:aws:s3:::{buckets[1]}", role=ROLE)
    assert keys(s3, buckets[0]) == before
    assert keys(s3, buckets[1]) == ["scene.json"]
