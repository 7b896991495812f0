"""Every case of `cases/`, against the real binary; and, without it, whether the cases themselves are well made."""

import pytest

import model
from casefile import Case, all_cases, fill, fixtures, preparations
from play import Player, SIGNERS

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[it.id for it in CASES])
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    """The server behaves as the case says."""
    if case.server is None:
        request.getfixturevalue("player").play(case)
    else:
        Player(request.getfixturevalue("fresh")(**case.server)).play(case)


def sample(call: str, given: dict) -> dict:
    """An input with something in the place of each variable that is only known when the case is played."""
    variables = {**Player.variables(), "token": "token", "now": "2026-01-01T00:00:00Z"}
    filled = fill(given, variables)
    return Player.input(call, filled, variables)


@pytest.mark.parametrize("case", CASES, ids=[it.id for it in CASES])
def test_case_is_one_that_botocore_would_send(case: Case) -> None:
    """Each call's parameters pass botocore's own check, and those marked `invalid` do not need to."""
    for call, given in preparations(case):
        if call != "function":
            assert not model.complaints(call, sample(call, given)), f"given {call}"
    for step in case.steps:
        if not step.invalid and step.raw is None:
            assert not model.complaints(step.call, sample(step.call, step.input)), step.call
        assert step.error is None or step.error.status, f"{step.error}: say the status"
        assert step.error or step.expect is not None or step.headers or len(case.steps) > 1, "the case expects nothing"
        sign = (step.raw or {}).get("sign", "right")
        assert sign in {"right", "none", "presigned", *SIGNERS}, sign


def test_fixtures_are_used() -> None:
    """A named fixture that no case asks for is dead."""
    used = {it for case in CASES for it in case.given if isinstance(it, str)}
    assert used == fixtures().keys()
