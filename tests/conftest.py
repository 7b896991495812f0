"""Fixtures that every suite outside of the binary uses."""

from collections.abc import Iterator

import pytest

from gemel_server import Gemel


@pytest.fixture(scope="session")
def gemel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemel]:
    """One server for all tests of a worker; each test makes a workspace or bucket of its own in it."""
    with Gemel(tmp_path_factory.mktemp("gemel") / "data") as server:
        yield server
