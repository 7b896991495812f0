"""Fixtures of the conformance suite."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from gemel_server import Gemel
from play import Player


@pytest.fixture(scope="session")
def player(gemel: Gemel) -> Player:
    """Plays cases on the worker's server."""
    return Player(gemel)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Gemel]]:
    """Starts a server of the test's own, with settings."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(Gemel(tmp_path_factory.mktemp("own") / "data", **settings))
