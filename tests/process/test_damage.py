"""A data folder that something else wrote over: the words say so and what to do; nothing is served from it."""

from pathlib import Path

import pytest

from gemel_server import Gemel


@pytest.mark.parametrize("at", [8_192, 40_960])
def test_damaged_pages_of_the_twins_are_told(tmp_path: Path, at: int) -> None:
    server = Gemel(tmp_path / "data")
    with server:
        twins = server.client("iottwinmaker")
        twins.create_workspace(workspaceId="plant")
        for number in range(100):
            twins.create_entity(workspaceId="plant", entityId=f"e-{number}", entityName=f"e {number}")
    file = server.data / "twins" / "twins.redb"
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + bytes(it ^ 0xFF for it in whole[at : at + 20_000]) + whole[at + 20_000 :])
    for command in (["check"], ["serve", "--listen", "127.0.0.1:0"]):
        done = server.run(*command)
        told = done.stdout + done.stderr
        assert done.returncode in (1, 3), told
        assert "damaged" in told or "cannot be read" in told or "corrupt" in told.lower(), told
    file.write_bytes(whole)
    assert server.run("check").returncode == 0
