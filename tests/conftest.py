"""Fixtures that every suite outside of the binary uses."""

from collections.abc import Iterator

import pytest

from gemel_server import Gemel


@pytest.fixture(scope="session")
def gemel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemel]:
    """One server for all tests of a worker; each test makes a workspace or bucket of its own in it."""
    with Gemel(tmp_path_factory.mktemp("gemel") / "data") as server:
        yield server
        failed = [line for line in server.get("/metrics")[1].decode().splitlines() if 'status="500"' in line]
    assert not failed, f"requests ended as our own fault:\n{server.log_tail()}"
    assert "panicked" not in server.log.read_text(errors="replace"), server.log
