"""Boundary inputs, generated at test time from the installed service model: each member missing, too short, too long, of
a wrong pattern, type, range, word or number, must be refused by name; and the last allowed value of each must not be."""

import json
import re
from collections import Counter
from dataclasses import dataclass

import pytest
import yaml

import boundary
import model
from boundary import Probe
from casefile import HERE, Case, fill, preparations
from gemel_server import ROOT
from play import Player
from signed import Answer, Wire

BASES = yaml.safe_load((HERE / "bases.yaml").read_text())
NOT_BUILT = set((ROOT / "tests" / "debts" / "operations-not-built.txt").read_text().split())
OPERATIONS = sorted(model.service().operation_names)
# What a message says when a member's size or form is wrong; whether the value makes sense there is another question.
FORM = re.compile(r"Member must have (length|value)|satisfy (regular expression pattern|enum value set)|Value at '")


@dataclass
class Stage:
    """A workspace with a type, an entity and a scene, and a connection."""

    wire: Wire
    variables: dict

    def base(self, operation: str) -> dict:
        """The valid input of an operation."""
        return Player.input(operation, BASES["inputs"][operation], self.variables)

    def ask(self, operation: str, given: dict) -> Answer:
        """Sends an input unchecked."""
        method, target, body = model.request(operation, given)
        return self.wire.send(method, target, body, {"content-type": "application/json"} if body else {})


@pytest.fixture(scope="module")
def stage(player: Player) -> Stage:
    """What the bases speak of."""
    variables = player.variables()
    for call, given in preparation():
        given = player.input(call, given, variables)
        player.settle(call, given, player.ask(player.strict, call, given))
    return Stage(Wire(player.server.url), variables)


def preparation() -> list[tuple[str, dict]]:
    """The calls that prepare the stage."""
    return preparations(Case("boundaries", "stage", (), tuple(BASES["given"]), None, None, ()))


def tolerance(probe: Probe) -> dict | None:
    """Why a wrong input may be taken."""
    for it in BASES["tolerances"]:
        fits = it.get("operation", probe.operation) == probe.operation and it["kind"] == probe.kind
        if fits and re.search(it["path"], probe.path):
            return it
    return None


def complaint(probe: Probe, answer: Answer) -> str | None:
    """What is wrong with an answer."""
    try:
        message = json.loads(answer.body).get("message", "")
    except (ValueError, AttributeError):
        return f"{answer.status}, and the body is no JSON object: {answer.body[:200]!r}"
    got = f"{answer.status} {answer.error_code} {message}"[:300]
    if answer.status >= 500:
        return got
    if tolerance(probe):
        return None
    if not probe.must_fail:
        return got if FORM.search(message) and probe.member in message else None
    if answer.status != 400 or answer.error_code != "ValidationException":
        return got
    return None if probe.member in message else f"the message does not name {probe.member!r}: {got}"


@pytest.mark.parametrize("operation", [it for it in OPERATIONS if it not in NOT_BUILT])
def test_boundaries(operation: str, stage: Stage) -> None:
    """Every wrong input is refused by name, every last allowed one is not refused for its size or form."""
    wrong = []
    for probe in boundary.probes(operation, stage.base(operation)):
        found = complaint(probe, stage.ask(operation, probe.input))
        if found:
            wrong.append(f"{probe.path or '(whole)'}: {probe.kind}: {found}")
    assert not wrong, f"{len(wrong)} answers are wrong:\n" + "\n".join(wrong)


@pytest.mark.parametrize("operation", sorted(NOT_BUILT))
def test_what_is_not_built_says_so(operation: str, stage: Stage) -> None:
    """An operation on the debt list answers 501, and nothing else does."""
    answer = stage.ask(operation, stage.base(operation))
    assert (answer.status, answer.error_code) == (501, "NotImplementedException"), answer.body


@pytest.mark.parametrize("operation", OPERATIONS)
def test_bases_are_valid(operation: str) -> None:
    """Botocore would send each base, so that a refusal is about the one member that was changed."""
    given = Player.input(operation, fill(BASES["inputs"][operation], Player.variables()), Player.variables())
    assert not model.complaints(operation, given)


def test_every_operation_and_shape_is_covered() -> None:
    """Each operation has probes for each shape that its input reaches; `pytest -rP` shows the table."""
    assert BASES["inputs"].keys() == set(OPERATIONS)
    total = Counter()
    for operation in OPERATIONS:
        made = list(boundary.probes(operation, BASES["inputs"][operation]))
        reached = set().union(*(it.shapes for it in made))
        kinds = Counter(it.kind.split(":")[0] if it.must_fail else "allowed" for it in made)
        total += kinds
        untouched = boundary.input_shapes(operation) - reached
        assert not untouched, f"{operation}: no probe touches {sorted(untouched)}"
        print(f"{operation:<28}{len(reached):>4} shapes  " + "  ".join(f"{n} {kind}" for kind, n in kinds.most_common()))
    print(f"{'all':<28}{sum(total.values()):>4} probes  " + "  ".join(f"{n} {kind}" for kind, n in total.most_common()))


def test_tolerances_are_used() -> None:
    """A tolerance that no probe needs is dead."""
    made = [probe for it in OPERATIONS if it not in NOT_BUILT for probe in boundary.probes(it, BASES["inputs"][it])]
    used = {it["reason"] for it in map(tolerance, made) if it}
    assert used == {it["reason"] for it in BASES["tolerances"]}
