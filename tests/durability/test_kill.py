"""Kill −9 at random moments, again and again: every acknowledged write is found, every other one is whole or absent.

`GEMEL_KILL_ROUNDS` sets how many rounds (200 unless told), `GEMEL_KILL_SEED` repeats the choices of an earlier run.
"""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import readers
from gemel_server import Gemel
from ledger import Ledger
from signed import Wire
from writers import BUCKET, TYPE, WORKSPACE, Writer

ROUNDS = int(os.environ.get("GEMEL_KILL_ROUNDS", "200"))
SEED = int(os.environ.get("GEMEL_KILL_SEED", random.SystemRandom().randrange(2**32)))
# Each lane is a server of its own. Little memory for series makes many small files that are merged under the kill.
LANES = [{}, {"series_memory_bytes": "1"}, {"series_memory_bytes": "5000"}, {"series_memory_bytes": "50000"}]
WRITERS = ["w0", "w1", "w2", "w3"]
LIFE_MIN_S, LIFE_MAX_S = 0.02, 0.4
FULL_EVERY = 10


def prepare(server: Gemel) -> None:
    """What the writers write into."""
    client = server.client("iottwinmaker")
    server.client("s3").create_bucket(Bucket=BUCKET)
    client.create_workspace(workspaceId=WORKSPACE)
    text = {"dataType": {"type": "STRING"}, "isTimeSeries": True}
    client.create_component_type(
        workspaceId=WORKSPACE, componentTypeId=TYPE, extendsFrom=["com.gemel.timeseries"], propertyDefinitions={"v": text}
    )
    for name in WRITERS:
        client.create_entity(
            workspaceId=WORKSPACE, entityId=f"series-{name}", entityName=name, components={"c": {"componentTypeId": TYPE}}
        )
    readers.settled(Wire(server.url), "/entities-list", "entitySummaries")


def differences(server: Gemel, ledger: Ledger, since: dict[str, int], *, full: bool) -> list[str]:
    """Reads everything back and compares; values only since each writer's second, unless full."""
    wire = Wire(server.url)
    wrong = ledger.compare(readers.entities(wire), "entity ")
    wrong += ledger.compare(readers.component_types(wire), "type ")
    wrong += ledger.compare(readers.scenes(wire), "scene ")
    wrong += ledger.compare(readers.objects(wire, whole=full), "object ")
    for writer in WRITERS:
        wrong += ledger.compare(readers.tags(wire, writer), f"tag {writer} ")
        found = readers.values(wire, writer, 0 if full else since[writer])
        older = {} if full else {key: it.sure for key, it in ledger.entries.items() if is_older(key, writer, since[writer])}
        wrong += ledger.compare({**older, **found}, f"value {writer} ")
    wire.close()
    return wrong


def is_older(key: str, writer: str, since: int) -> bool:
    """Whether a value was compared in an earlier round already."""
    return key.startswith(f"value {writer} ") and key.rsplit(" ", 1)[1] < readers.iso(since)


def one_life(
    server: Gemel, ledger: Ledger, choices: random.Random, clock: dict[str, int], end: Callable[[], None] | None = None
) -> list[str]:
    """Writers write until the process ends, by kill −9 unless told otherwise; gives what surprised them."""
    writers = [Writer(server.url, ledger, name, choices.randrange(2**32), clock) for name in WRITERS]
    for it in writers:
        it.start()
    time.sleep(choices.uniform(LIFE_MIN_S, LIFE_MAX_S))
    (end or server.kill)()
    for it in writers:
        it.join(timeout=60)
        assert not it.is_alive(), "a writer hangs though the server is dead"
    return [line for it in writers for line in it.failures]


def one_birth(server: Gemel, choices: random.Random) -> None:
    """The process is killed while it starts, in the middle of what it does after a crash."""
    server.spawn()
    time.sleep(choices.uniform(0, 0.1))
    server.kill()


@pytest.mark.parametrize("lane", range(len(LANES)))
def test_kill(lane: int, tmp_path: Path) -> None:
    rounds = ROUNDS // len(LANES) + (lane < ROUNDS % len(LANES))
    choices = random.Random(SEED + lane)
    server, ledger, clock = Gemel(tmp_path / "data", **LANES[lane]), Ledger(), dict.fromkeys(WRITERS, 0)
    server.start()
    prepare(server)
    try:
        for number in range(1, rounds + 1):
            since = dict(clock)
            surprises = one_life(server, ledger, choices, clock)
            if choices.random() < 0.25:
                one_birth(server, choices)
            server.start()
            full = number % FULL_EVERY == 0 or number == rounds
            wrong = surprises + differences(server, ledger, since, full=full)
            assert not wrong, f"round {number} of lane {lane}, GEMEL_KILL_SEED={SEED}:\n" + "\n".join(wrong[:20])
        assert server.stop() == 0
        checked = server.run("check")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        server.start()
        assert not differences(server, ledger, clock, full=True)
    finally:
        server.kill()
    print(f"lane {lane}: {rounds} kills, {ledger.n_acknowledged} writes acknowledged and found, "
          f"{ledger.n_unanswered} unanswered and whole or absent")
    assert ledger.n_acknowledged > 20 * rounds, "the writers hardly wrote: nothing was tried"


def test_stop_under_writes(tmp_path: Path) -> None:
    """An orderly end under the same writers: what was acknowledged is found, and the process says that all is done."""
    server, ledger, clock = Gemel(tmp_path / "data"), Ledger(), dict.fromkeys(WRITERS, 0)
    choices, codes = random.Random(SEED), []
    server.start()
    prepare(server)
    try:
        for _ in range(10):
            surprises = one_life(server, ledger, choices, clock, lambda: codes.append(server.stop()))
            server.start()
            wrong = surprises + differences(server, ledger, clock, full=True)
            assert not wrong, f"GEMEL_KILL_SEED={SEED}:\n" + "\n".join(wrong[:20])
        assert codes == [0] * 10
        assert "stopped with work under way" not in server.log.read_text()
    finally:
        server.kill()


def test_a_lost_write_would_be_noticed(tmp_path: Path) -> None:
    """The test above can fail: a folder from before the last writes does not pass."""
    server, ledger, clock = Gemel(tmp_path / "data"), Ledger(), dict.fromkeys(WRITERS, 0)
    try:
        server.start()
        prepare(server)
        server.kill()
        shutil.copytree(server.data, tmp_path / "older", ignore=shutil.ignore_patterns("*.sock"))
        server.start()
        choices, kinds = random.Random(SEED), {"entity", "type", "scene", "tag", "value", "object"}
        while kinds - {key.split()[0] for key, it in ledger.entries.items() if it.sure is not None}:
            one_life(server, ledger, choices, clock)
            server.start()
        server.kill()
        shutil.rmtree(server.data)
        shutil.copytree(tmp_path / "older", server.data)
        server.start()
        wrong = differences(server, ledger, clock, full=True)
        assert {line.split()[0] for line in wrong} == kinds
    finally:
        server.kill()
