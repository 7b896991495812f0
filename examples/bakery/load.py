#!/usr/bin/env python3
"""Loads the bakery into a TwinMaker endpoint: Gemel, or AWS itself. Running it again changes nothing.

Exit codes: 0 loaded; 1 the server refused something; 2 wrong options; 3 no server or no credentials; 130 interrupted.
"""

import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

try:
    import botocore.exceptions
except ImportError:
    sys.exit("boto3 is not installed for this Python: run `pip install boto3`, or use the repository's .venv")

from loader import aws as cloud
from loader import function, storage, twin
from loader.backfill import DAY_S, backfill
from loader.progress import Progress
from plant import tree
from plant.component_types import component_types
from plant.deployment import TIMESERIES_TYPE, Deployment
from telemetry.plant_floor import DEFAULT_SEED, PlantFloor

THREADS = 8


def parser(description: str = __doc__) -> argparse.ArgumentParser:
    """The options that all commands of the example share."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = result.add_argument
    add("--workspace", default="bakery", help="workspace id (default: %(default)s)")
    add("--bucket", default="gemel-bakery", help="bucket for models, scene and manuals (default: %(default)s)")
    add("--endpoint-url", help="endpoint of the server (default: AWS_ENDPOINT_URL, else AWS itself)")
    add("--region", help="region (default: AWS_REGION, else us-east-1)")
    add("--seed", type=int, default=DEFAULT_SEED, help="seed of the readings (default: %(default)s)")
    return result


def load_options(result: argparse.ArgumentParser) -> argparse.ArgumentParser:
    add = result.add_argument
    add("--days", type=_days, default=7.0, help="days of readings to write, 0 to 365 (default: 7)")
    add("--skip-telemetry", action="store_true", help="write no readings")
    add("--timeseries-type", default=TIMESERIES_TYPE, help="type that telemetry extends (default: %(default)s)")
    add("--role-arn", default="", help="role of the workspace (needed on AWS)")
    add("--scene", choices=("plant", "large"), default="plant", help="large: also a warehouse scene of 5,000 nodes")
    add("--function-role-arn", default="", help="role of the maintenance function (needed on AWS)")
    return result


def _days(text: str) -> float:
    days = float(text)
    if not 0.0 <= days <= 365.0:
        raise argparse.ArgumentTypeError(f"`{text}` is not between 0 and 365")
    return days


def connect(options) -> cloud.Aws:
    return cloud.Aws(cloud.endpoint(options.endpoint_url), options.region)


def deployment(options, aws: cloud.Aws) -> Deployment:
    """The names of this copy of the plant, with the account the credentials belong to."""
    return Deployment(
        workspace=options.workspace,
        bucket=options.bucket,
        account=aws.account(),
        region=aws.region,
        timeseries_type=options.timeseries_type,
        role=options.role_arn,
        function_role=options.function_role_arn,
        has_large_scene=options.scene == "large",
    )


def load(options, aws: cloud.Aws, progress: Progress, now: int) -> int:
    """Loads everything; answers how much was written."""
    where = deployment(options, aws)
    written = _store(aws, where, progress)
    written += _model(aws, where, progress)
    if not options.skip_telemetry and options.days > 0.0:
        start = now - int(options.days * DAY_S)
        written += backfill(aws, where, PlantFloor(options.seed), progress, start, now)
    return written


def _store(aws: cloud.Aws, where: Deployment, progress: Progress) -> int:
    items = storage.objects(where)
    with progress.step("bucket", 2):
        progress.done(storage.ensure_bucket(aws, where), 2)
    written = progress.changed
    with progress.step("objects", len(items)), ThreadPoolExecutor(THREADS) as pool:
        edited = set(storage.scenes(where))
        put = lambda item: progress.done(  # noqa: E731
            storage.ensure_object(aws, where.bucket, item[0], *item[1], may_be_edited=item[0] in edited)
        )
        list(pool.map(put, items.items()))
    return written + progress.changed


def _model(aws: cloud.Aws, where: Deployment, progress: Progress) -> int:
    with progress.step("function", 1):
        progress.done(function.ensure_function(aws, where))
    written = progress.changed
    with progress.step("workspace", 1):
        progress.done(twin.ensure_workspace(aws, where))
        twin.ensure_timeseries_type(aws, where)
    written += progress.changed
    types = component_types(where)
    with progress.step("component types", len(types)):
        for wanted in types:
            progress.done(twin.ensure_component_type(aws, where, wanted))
    written += progress.changed
    with progress.step("entities", len(tree.entities())), ThreadPoolExecutor(THREADS) as pool:
        for level in tree.levels():
            list(pool.map(lambda entity: progress.done(twin.ensure_entity(aws, where, entity)), level))
    written += progress.changed
    wanted = twin.scene_requests(where)
    with progress.step("scenes", len(wanted)):
        for scene in wanted:
            progress.done(twin.ensure_scene(aws, scene))
    return written + progress.changed


def guarded(run, endpoint_url: str | None) -> int:
    """Runs a command; failures are told in words and become its exit code."""
    try:
        return run()
    except KeyboardInterrupt:
        print("\ninterrupted; run again to go on from here", file=sys.stderr)
        return cloud.INTERRUPTED
    except (cloud.LoadError, botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as error:
        message, code = cloud.explain(error, endpoint_url)
        print(f"\nerror: {message}", file=sys.stderr)
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return cloud.FAILED


def main(arguments: list | None = None) -> int:
    options = load_options(parser()).parse_args(arguments)

    def run() -> int:
        aws = connect(options)
        now = int(time.time())
        written = load(options, aws, Progress(), now - now % 60)
        seconds = time.time() - now
        print(
            f"bakery is loaded: {written:,} changes in {seconds:.0f} s"
            if written
            else "bakery is up to date: nothing changed"
        )
        return 0

    return guarded(run, cloud.endpoint(options.endpoint_url))


if __name__ == "__main__":
    sys.exit(main())
