"""Writes the past: a week of readings and alarms, only where they are not there yet."""

import threading
from bisect import bisect_right
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


def spans(aws: Aws, deployment: Deployment, component: str, names: dict, start: int, end: int) -> dict:
    """From when until when the readings of each entity are there: (first, last), or None where one has no values.

    `names` says which properties of an entity to ask for; times are epoch seconds.
    """

    def ask(entity_id: str) -> tuple:
        ends = []
        for order, worst in (("ASCENDING", max), ("DESCENDING", min)):
            answer = aws.twin.get_property_value_history(
                workspaceId=deployment.workspace,
                entityId=entity_id,
                componentName=component,
                selectedProperties=names[entity_id],
                startTime=batches.iso(start),
                endTime=batches.iso(end + DAY_S),
                orderByTime=order,
                maxResults=1,
            )
            times = [_seconds(series["values"][0]) for series in answer["propertyValues"] if series.get("values")]
            if len(times) < len(names[entity_id]):
                return entity_id, None
            ends.append(worst(times))
        return entity_id, tuple(ends)

    with ThreadPoolExecutor(THREADS) as pool:
        return dict(pool.map(ask, names))


def _seconds(value: dict) -> int:
    if "time" in value:
        return int(batches.seconds(value["time"]))
    return int(value["timestamp"].timestamp())


def gaps(stored: dict, start: int, now: int, grain_s: int, overlap_s: int) -> dict:
    """What is missing of each entity in (start, now], as ranges (after, until); complete entities are left out."""
    missing = {}
    for entity_id, span in stored.items():
        if span is None:
            missing[entity_id] = [(start, now)]
            continue
        first, last = span
        ranges = [(start, first - 1)] if first > start + grain_s + FRESH_S else []
        if last < now - grain_s:
            ranges.append((max(start, last - overlap_s), now))
        if ranges:
            missing[entity_id] = ranges
    return missing


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
    missing = gaps(spans(aws, deployment, "telemetry", names, start, now), start, now, FRESH_S, OVERLAP_S)
    stored = spans(aws, deployment, "alarm", alarm_names, start, now)
    alarms = gaps(stored, start, now, batches.RESTATE_S + FRESH_S, 0)
    earliest = min((ranges[0][0] for ranges in missing.values()), default=now)
    times = batches.grid(earliest, now, now)
    total = sum(len(names[entity_id]) * _count(times, ranges) for entity_id, ranges in missing.items())
    with progress.step("telemetry", total), Writer(aws, deployment, progress) as writer:
        readings = batches.Readings(floor, missing)
        pieces = list(batches.chunks(times, batches.VALUES))
        for piece in pieces[:-1]:
            writer.send(readings.window(piece))
        writer.send(batches.alarm_entries(floor, alarms))
        writer.drain()
        # The newest values last: that they are there says that all before them are.
        for piece in pieces[-1:]:
            writer.send(readings.window(piece))
        writer.send(readings.rest())
        writer.drain()
        return progress.changed


def _count(times: list, ranges: list) -> int:
    return sum(bisect_right(times, until) - bisect_right(times, after) for after, until in ranges)
