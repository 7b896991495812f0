"""Writes the past: a week of readings and alarms, only where they are not there yet."""

import threading
from concurrent.futures import ThreadPoolExecutor

from plant.deployment import Deployment
from telemetry import batches

from .aws import Aws, LoadError

DAY_S = 86_400
FRESH_S = 300
"""Readings that end less than this ago are complete: the live generator goes on from there."""

OVERLAP_S = 2 * batches.COARSE_S * batches.VALUES
"""How far before the last value we begin again, as calls under way when a load was cut short may have been lost."""

THREADS = 6
"""More only fight for the interpreter: making and signing the calls is the larger part of the work."""


def last_times(aws: Aws, deployment: Deployment, component: str, names: dict, start: int, end: int) -> dict:
    """Until when the readings of each entity are there; `names` says which properties to ask for."""

    def ask(entity_id: str) -> tuple:
        answer = aws.twin.get_property_value_history(
            workspaceId=deployment.workspace,
            entityId=entity_id,
            componentName=component,
            selectedProperties=names[entity_id],
            startTime=batches.iso(start),
            endTime=batches.iso(end + DAY_S),
            orderByTime="DESCENDING",
            maxResults=1,
        )
        newest: dict = {}
        for series in answer["propertyValues"]:
            for value in series.get("values", []):
                name = series["entityPropertyReference"]["propertyName"]
                newest[name] = max(newest.get(name, start), _seconds(value))
        return entity_id, min((newest.get(name, start) for name in names[entity_id]), default=start)

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pool.map(ask, names))


def _seconds(value: dict) -> int:
    if "time" in value:
        return int(batches.seconds(value["time"]))
    return int(value["timestamp"].timestamp())


def readings_due(last: dict, start: int, now: int) -> dict:
    """From when on each entity's readings are to be written; entities that are complete are left out."""
    return {
        entity_id: max(start, time - OVERLAP_S) if time > start else start
        for entity_id, time in last.items()
        if time < now - FRESH_S
    }


class Writer:
    """Sends batches on several threads, never more at once than it can finish soon."""

    def __init__(self, aws: Aws, deployment: Deployment, progress):
        self._aws, self._deployment, self._progress = aws, deployment, progress
        self._pool = ThreadPoolExecutor(THREADS)
        self._room = threading.BoundedSemaphore(2 * THREADS)
        self._failure: Exception | None = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._pool.shutdown(wait=True, cancel_futures=True)

    def send(self, entries) -> None:
        """Sends entries in tens."""
        for batch in batches.chunks(entries, batches.ENTRIES):
            self._room.acquire()
            if self._failure:
                raise self._failure
            self._pool.submit(self._put, batch)

    def drain(self) -> None:
        """Waits until everything sent has arrived."""
        for _ in range(2 * THREADS):
            self._room.acquire()
        for _ in range(2 * THREADS):
            self._room.release()
        if self._failure:
            raise self._failure

    def _put(self, batch: list) -> None:
        try:
            if not self._failure:
                answer = self._aws.data.batch_put_property_values(workspaceId=self._deployment.workspace, entries=batch)
                check(answer)
                count = sum(len(entry["propertyValues"]) for entry in batch)
                self._progress.done(changed=count, count=count)
        except Exception as error:  # handed to the thread that sends
            self._failure = error
        finally:
            self._room.release()


def check(answer: dict) -> None:
    """Raises for the first entry that was not taken."""
    for failed in answer.get("errorEntries", []):
        for error in failed.get("errors", []):
            reference = error.get("entry", {}).get("entityPropertyReference", {})
            where = f"{reference.get('entityId')}/{reference.get('propertyName')}"
            raise LoadError(f"value of {where} was not taken: {error.get('errorCode')}: {error.get('errorMessage')}")


def backfill(aws: Aws, deployment: Deployment, floor, progress, start: int, now: int) -> int:
    """Fills the window; answers how many values were written."""
    names = {entity_id: [n for n in floor.kinds(entity_id) if n != "State"] for entity_id in floor.machines}
    alarm_names = {entity_id: ["alarm_status"] for entity_id in floor.alarms}
    since = readings_due(last_times(aws, deployment, "telemetry", names, start, now), start, now)
    alarms = last_times(aws, deployment, "alarm", alarm_names, start, now)
    alarms = {entity_id: time for entity_id, time in alarms.items() if time < now - batches.RESTATE_S - FRESH_S}
    times = batches.grid(min(since.values(), default=now), now, now)
    total = sum(len(floor.kinds(entity_id)) - 1 for entity_id in since) * len(times)
    with progress.step("telemetry", total), Writer(aws, deployment, progress) as writer:
        readings = batches.Readings(floor, since)
        pieces = list(batches.chunks(times, batches.VALUES))
        for piece in pieces[:-1]:
            writer.send(readings.window(piece))
        writer.send(batches.alarm_entries(floor, alarms, now))
        writer.drain()
        # The newest values last: that they are there says that all before them are.
        for piece in pieces[-1:]:
            writer.send(readings.window(piece))
        writer.send(readings.rest())
        writer.drain()
        return progress.changed
