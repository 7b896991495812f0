"""The loader: writes everything once, nothing twice, and only what differs after a change."""

import argparse
import io

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from fake_aws import FakeAws

import demo
import load
from loader import aws as cloud
from loader.backfill import Writer, check, gaps
from loader.compare import contains
from loader.progress import Progress
from plant import tree
from plant.deployment import Deployment

NOW = 1_795_530_600
OPTIONS = ["--days", "0.05", "--endpoint-url", "http://127.0.0.1:8780"]


def run(fake: FakeAws, *more: str, now: int = NOW) -> int:
    options = load.load_options(load.parser()).parse_args([*OPTIONS, *more])
    return load.load(options, fake, Progress(io.StringIO()), now)


@pytest.fixture(scope="module")
def loaded():
    fake = FakeAws()
    fake.first = run(fake)
    return fake


def test_everything_is_written_once(loaded):
    assert loaded.first > 1000
    assert set(loaded.entities) == {entity.id for entity in tree.entities()}
    assert loaded.workspaces["bakery"]["s3Location"] == "arn:aws:s3:::gemel-bakery"
    assert {"models/mixer.glb", "documents/mixer.md", "scenes/bakery-floor.json"} <= set(loaded.buckets["gemel-bakery"])
    assert len(loaded.values["mixer-3", "telemetry", "Temperature"]) == 72
    assert loaded.values["mixer-3", "alarm", "alarm_status"]
    assert loaded.values["mixer-3", "telemetry", "State"]


def test_running_again_changes_nothing(loaded):
    loaded.calls.clear()
    assert run(loaded, now=NOW + 60) == 0
    assert loaded.writes() == []


def test_only_what_differs_is_updated(loaded):
    loaded.calls.clear()
    loaded.entities["mixer-3"]["description"] = "another"
    loaded.entities["oven-1"]["components"]["asset"]["properties"]["model"] = {"value": {"stringValue": "old"}}
    del loaded.entities["tank-1"]["components"]["alarm"]
    loaded.buckets["gemel-bakery"]["models/oven.glb"] = (b"", "model/gltf-binary")
    del loaded.metadata["models/oven.glb"]
    del loaded.scenes["bakery-floor"]
    assert run(loaded, "--skip-telemetry") == 5
    assert sorted(loaded.writes()) == ["CreateScene", "PutObject", "UpdateEntity", "UpdateEntity", "UpdateEntity"]
    assert run(loaded, "--skip-telemetry") == 0


def test_a_scene_that_somebody_edited_is_kept_and_one_of_ours_is_renewed():
    fake = FakeAws()
    run(fake, "--skip-telemetry", "--scene", "large")
    assert set(fake.scenes) == {"bakery-floor", "bakery-warehouse"}
    edited, key = (b"{}", "application/json"), "scenes/bakery-floor.json"
    fake.buckets["gemel-bakery"][key] = edited
    ours = fake.metadata.pop(key)
    assert run(fake, "--skip-telemetry", "--scene", "large") == 0
    assert fake.buckets["gemel-bakery"][key] == edited
    fake.metadata[key] = {**ours, "sha256": "of an older version of the plant"}
    assert run(fake, "--skip-telemetry", "--scene", "large") == 1
    assert fake.buckets["gemel-bakery"][key] != edited


@pytest.mark.parametrize(("more", "now"), [(["--days", "0.1"], NOW), ([], NOW + 3600)], ids=["before", "after"])
def test_a_gap_is_filled(loaded, more, now):
    before = len(loaded.values["tank-1", "telemetry", "Level"])
    assert run(loaded, *more, now=now) > 0
    assert len(loaded.values["tank-1", "telemetry", "Level"]) >= before + 59
    assert run(loaded, *more, now=now) == 0


@pytest.mark.parametrize(
    ("span", "missing"),
    [
        (None, [(0, 100_000)]),
        ((200, 99_900), None),
        ((200, 50_000), [(44_000, 100_000)]),
        ((200, 3_000), [(0, 100_000)]),
        ((40_000, 99_900), [(0, 39_999)]),
        ((40_000, 50_000), [(0, 39_999), (44_000, 100_000)]),
    ],
)
def test_gaps(span, missing):
    assert gaps({"x": span}, 0, 100_000, 300, 6000).get("x") == missing


def test_a_missing_timeseries_type_is_told():
    fake = FakeAws()
    fake.builtin = ()
    with pytest.raises(cloud.LoadError, match="--timeseries-type"):
        run(fake, "--skip-telemetry")


def test_another_bucket_is_told(loaded):
    with pytest.raises(cloud.LoadError, match="--bucket gemel-bakery"):
        run(loaded, "--skip-telemetry", "--bucket", "other")


def test_a_failing_batch_ends_the_load():
    fake = FakeAws()
    refusal = {"errorEntries": [{"errors": [{"errorCode": "VALIDATION_ERROR", "errorMessage": "no", "entry": {}}]}]}
    fake.batch_put_property_values = lambda **_: refusal
    progress = Progress(io.StringIO())
    with pytest.raises(cloud.LoadError, match="VALIDATION_ERROR"), Writer(fake, Deployment(), progress) as writer:
        value = {"time": "2026-01-01T00:00:00Z", "value": {"doubleValue": 1.0}}
        reference = {"entityId": "mixer-3", "componentName": "telemetry", "propertyName": "RPM"}
        writer.send({"entityPropertyReference": reference, "propertyValues": [value]} for _ in range(10))
        writer.drain()
    check({"errorEntries": []})


@pytest.mark.parametrize(
    ("stored", "wanted", "same"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": 1.0}, {"a": 1}, True),
        ({}, {"isTimeSeries": False}, True),
        ({"a": [1, 2]}, {"a": [1]}, False),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, False),
        (None, {"a": 1}, False),
    ],
)
def test_contains(stored, wanted, same):
    assert contains(stored, wanted) is same


@pytest.mark.parametrize(
    ("error", "words", "code"),
    [
        (EndpointConnectionError(endpoint_url="x"), "is the server running", 3),
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "CreateEntity"),
            "CreateEntity was refused",
            1,
        ),
        (cloud.LoadError("no such thing"), "no such thing", 1),
    ],
)
def test_errors_are_told_in_words(error, words, code):
    message, got = cloud.explain(error, "http://127.0.0.1:8780")
    assert words in message and got == code


@pytest.mark.parametrize("days", ["-1", "366", "nan"])
def test_silly_days_are_refused(days):
    with pytest.raises(argparse.ArgumentTypeError):
        load._days(days)


def test_progress_prints_plain_lines_without_a_terminal():
    out = io.StringIO()
    progress = Progress(out)
    with progress.step("things", 3):
        progress.done(1, 3)
    assert out.getvalue().startswith("things") and "1 written, 2 up to date" in out.getvalue()
    assert "\r" not in out.getvalue() and "\x1b" not in out.getvalue()


def test_the_demo_says_what_to_try(monkeypatch):
    options = argparse.Namespace(workspace="bakery", bucket="gemel-bakery", no_live=False)
    monkeypatch.setattr(demo.shutil, "which", lambda _: None)
    monkeypatch.delenv("GEMEL_BIN", raising=False)
    text = demo.what_to_try(options, demo.DEFAULT_URL)
    for words in (
        demo.DEFAULT_URL,
        "gemel credentials",
        "list-workspaces",
        "mixer-3",
        "Temperature",
        "s3://gemel-bakery/",
        "activate",
    ):
        assert words in text


def test_the_console_comes_first(monkeypatch):
    options = argparse.Namespace(workspace="bakery", bucket="gemel-bakery", no_live=True)
    monkeypatch.setenv("GEMEL_BIN", str(demo.Path.cwd() / "target" / "release" / "gemel"))
    link = "http://127.0.0.1:8780/console/#link=abc"
    text = demo.what_to_try(options, demo.DEFAULT_URL, {"url": link, "hasConsole": True})
    assert text.index(link) < text.index("./target/release/gemel credentials")
    assert "readings go on" not in text
    without = demo.what_to_try(options, demo.DEFAULT_URL, {"url": link, "hasConsole": False})
    assert link not in without and "make console" in without
    assert "gemel console-link" in demo.what_to_try(options, demo.DEFAULT_URL, None)
