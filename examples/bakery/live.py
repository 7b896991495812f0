#!/usr/bin/env python3
"""Keeps the bakery alive: writes the readings of every machine once a second until it is told to stop.

Quiet unless asked (--verbose). Waits and tries again while the server is away. Ctrl-C or SIGTERM ends it.
Exit codes: 0 stopped; 1 the server refused a value; 2 wrong options; 3 no credentials.
"""

import signal
import sys
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

import load
from loader import aws as cloud
from loader.backfill import check
from telemetry.live import Live
from telemetry.plant_floor import PlantFloor

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
_PASSING = ("ThrottlingException", "InternalServerException", "ServiceUnavailable", "RequestTimeout")


def options_parser():
    result = load.parser(__doc__)
    result.add_argument("--interval", type=_interval, default=1.0, help="seconds between readings (default: 1)")
    result.add_argument("--verbose", action="store_true", help="tell what is written")
    return result


def _interval(text: str) -> float:
    return max(0.1, float(text))


class Generator:
    """Writes readings at every tick; a server that is away is waited for."""

    def __init__(self, data, options):
        self._data, self._workspace = data, options.workspace
        self._interval_s, self._verbose = options.interval, options.verbose
        self._live = Live(PlantFloor(options.seed))
        self._stop = threading.Event()
        self._pause_s = 0.0
        self._away = False

    def stop(self, *_) -> None:
        self._stop.set()

    def run(self) -> None:
        """Runs until stopped. Ticks keep to the clock; a tick that comes too late is left out."""
        tick = time.time()
        not_before = 0.0
        while not self._stop.is_set():
            self._live.tick(int(tick))
            if time.time() >= not_before:
                not_before = time.time() + self._send_all()
            tick = max(tick + self._interval_s, time.time() - self._interval_s)
            self._stop.wait(max(0.0, tick - time.time()))

    def _send_all(self) -> float:
        """Sends what waits; answers how long to leave the server alone."""
        count = self._live.waiting
        try:
            for batch in list(self._live.batches()):
                check(self._data.batch_put_property_values(workspaceId=self._workspace, entries=Live.entries(batch)))
                self._live.sent(batch)
                if self._stop.is_set():
                    break
        except (BotoCoreError, ClientError) as error:
            return self._failed(error)
        if self._away:
            print("the server is back; readings go on", file=sys.stderr, flush=True)
        self._away, self._pause_s = False, 0.0
        if self._verbose:
            print(f"{time.strftime('%H:%M:%S')} {count} values written", flush=True)
        return 0.0

    def _failed(self, error: Exception) -> float:
        """Errors that pass are waited for, longer each time; others end the run."""
        if isinstance(error, NoCredentialsError):
            raise error
        if isinstance(error, ClientError):
            status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
            if status < 500 and cloud.error_code(error) not in _PASSING:
                raise error
        if not self._away:
            print(f"the server is away, trying again: {error}", file=sys.stderr, flush=True)
        self._away = True
        self._pause_s = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, 2.0 * self._pause_s))
        return self._pause_s


def generate(options) -> int:
    """Runs the generator until a signal ends it. It retries by itself, so that no tick is held up by a call."""
    aws = cloud.Aws(cloud.endpoint(options.endpoint_url), options.region, attempts=1)
    generator = Generator(aws.data, options)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, generator.stop)
    generator.run()
    return 0


def main(arguments: list | None = None) -> int:
    options = options_parser().parse_args(arguments)
    return load.guarded(lambda: generate(options), cloud.endpoint(options.endpoint_url))


if __name__ == "__main__":
    sys.exit(main())
