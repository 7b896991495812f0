"""Live subscriptions, Gemel's own extension: what is told first, what is told then, and how a stream ends."""

import http.client
import json
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.credentials import Credentials

from gemel_server import ACCESS_KEY, REGION, Gemel
from live import Reader
from signed import Signer, Wire

WITHIN_S = 2.0


class Plant:
    """A workspace with mixers whose temperature we keep, and an oven whose values a function would have."""

    def __init__(self, server: Gemel, workspace: str, mixers: int = 2) -> None:
        self.server, self.workspace = server, workspace
        self.twins = server.client("iottwinmaker")
        of = {"workspaceId": workspace}
        double, text = {"dataType": {"type": "DOUBLE"}}, {"dataType": {"type": "STRING"}}
        series = {**double, "isTimeSeries": True}
        self.twins.create_workspace(**of)
        self.twins.create_component_type(
            **of, componentTypeId="ex.mixer", extendsFrom=["com.gemel.timeseries"],
            propertyDefinitions={"Temperature": series, "Speed": series, "Label": text},
        )
        reader = {"implementedBy": {"lambda": {"arn": "arn:aws:lambda:us-east-1:000000000000:function:none"}}}
        self.twins.create_component_type(
            **of, componentTypeId="ex.oven", propertyDefinitions={"Temperature": series, "Outside": {**double, "isStoredExternally": True}},
            functions={"dataReader": reader, "attributePropertyValueReaderByEntity": reader},
        )
        for number in range(1, mixers + 1):
            self.mixer(f"mixer-{number}")
        self.twins.create_entity(**of, entityId="oven", entityName="oven", components={"telemetry": {"componentTypeId": "ex.oven"}})

    def mixer(self, entity_id: str, label: str | None = None) -> None:
        """One more mixer."""
        properties = {"Label": {"value": {"stringValue": label}}} if label else {}
        component = {"componentTypeId": "ex.mixer", "properties": properties}
        self.twins.create_entity(
            workspaceId=self.workspace, entityId=entity_id, entityName=entity_id, components={"telemetry": component}
        )

    def put(self, entity_id: str, second: int, value: float, name: str = "Temperature") -> float:
        """Writes a point; gives when that was acknowledged."""
        entry = {
            "entityPropertyReference": {"entityId": entity_id, "componentName": "telemetry", "propertyName": name},
            "propertyValues": [{"time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second)), "value": {"doubleValue": value}}],
        }
        answer = self.twins.batch_put_property_values(workspaceId=self.workspace, entries=[entry])
        assert answer["errorEntries"] == []
        return time.monotonic()

    def read(self, *of: tuple[str, str], **more: object) -> Reader:
        """A reader of properties of `telemetry`."""
        return Reader(self.server, self.workspace, [named(*it) for it in of], dict(more))


def named(entity_id: str, name: str, component: str = "telemetry") -> dict:
    """A property as a subscription names it."""
    return {"entityId": entity_id, "componentName": component, "propertyName": name}


@pytest.fixture
def plant(gemel: Gemel, request: pytest.FixtureRequest) -> Plant:
    """A plant of the test's own."""
    return Plant(gemel, "live-" + re.sub(r"\W+", "-", request.node.name)[:60].strip("-"))


def metric(server: Gemel, name: str) -> float:
    """A metric's value; 0 when it is not there yet."""
    lines = server.get("/metrics")[1].decode().splitlines()
    return sum(float(it.rsplit(" ", 1)[1]) for it in lines if re.match(rf"{name}[ {{]", it))


def wait_for(is_there: Callable[[], object], within_s: float = 10) -> None:
    """Waits for a condition outside of a reader."""
    until = time.monotonic() + within_s
    while not is_there():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_the_head_then_modes_then_what_stands(plant: Plant) -> None:
    plant.put("mixer-1", 1_000, 1.5)
    plant.mixer("mixer-9", "nine")
    of = [("mixer-1", "Temperature"), ("mixer-2", "Temperature"), ("mixer-9", "Label"), ("mixer-1", "Label"),
          ("oven", "Temperature"), ("oven", "Outside"), ("mixer-1", "Nothing"), ("ghost", "Temperature")]
    with plant.read(*of) as reader:
        headers = reader.answer.headers
        assert headers["content-type"] == "text/event-stream"
        assert headers["cache-control"] == "no-store" and headers["x-accel-buffering"] == "no"
        assert headers["access-control-allow-origin"] and headers["x-amzn-requestid"]
        reader.until(lambda it: len(it.events) >= 2)
        ready, values = reader.events[:2]
        assert (ready.kind, ready.data["count"]) == ("ready", len(of))
        modes = {it["index"]: it["mode"] for it in ready.data["properties"]}
        assert modes == {4: "poll", 5: "poll", 6: "missing", 7: "missing"}
        words = {it["index"]: it.get("message", "") for it in ready.data["properties"]}
        assert "`Nothing`" in words[6] and "`ghost`" in words[7] and not words[4]
        assert values.kind == "values" and values.data["values"] == [
            {"index": 0, "time": "1970-01-01T00:16:40Z", "value": {"doubleValue": 1.5}},
            {"index": 2, "value": {"stringValue": "nine"}},
        ]
        assert [it.id for it in reader.events] == [1, 2]


def test_what_is_written_is_told_soon(plant: Plant) -> None:
    with plant.read(("mixer-1", "Temperature"), ("mixer-2", "Temperature")) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        late = []
        for number in range(20):
            written = plant.put("mixer-2", 1_000 + number, float(number))
            reader.values_until(1, {"doubleValue": float(number)}, WITHIN_S)
            late.append(reader.events[-1].at - written)
        print(f"\nfrom acknowledged to told: {1e3 * sorted(late)[len(late) // 2]:.1f} ms, at most {1e3 * max(late):.1f} ms")
        assert max(late) < WITHIN_S
        assert reader.value(0) is None


def test_what_comes_late_is_not_told_and_a_correction_is(plant: Plant) -> None:
    plant.put("mixer-1", 2_000, 1.0)
    with plant.read(("mixer-1", "Temperature"), ("mixer-2", "Temperature")) as reader:
        reader.values_until(0, {"doubleValue": 1.0})
        plant.put("mixer-1", 1_000, 9.0)
        plant.put("mixer-1", 2_000, 1.0)
        plant.put("mixer-2", 1_000, 5.0)
        reader.values_until(1, {"doubleValue": 5.0})
        assert [it["value"] for event in reader.events if event.kind == "values" for it in event.data["values"] if it["index"] == 0] == [
            {"doubleValue": 1.0}
        ]
        plant.put("mixer-1", 2_000, 3.0)
        assert reader.values_until(0, {"doubleValue": 3.0})["time"] == "1970-01-01T00:33:20Z"


def test_many_changes_are_few_events(plant: Plant) -> None:
    with plant.read(("mixer-1", "Temperature"), ("mixer-2", "Temperature")) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        threads = [
            threading.Thread(target=lambda at=at: [plant.put(f"mixer-{1 + at % 2}", 1_000 + it, float(it)) for it in range(100)])
            for at in range(4)
        ]
        for it in threads:
            it.start()
        for it in threads:
            it.join()
        for index in (0, 1):
            reader.values_until(index, {"doubleValue": 99.0})
        told = sum(len(it.data["values"]) for it in reader.events if it.kind == "values")
        print(f"\n400 writes were {len(reader.events) - 2} events with {told} values")
        assert told <= 400


def test_a_batch_is_one_event(plant: Plant) -> None:
    for number in range(3, 11):
        plant.mixer(f"mixer-{number}")
    names = [f"mixer-{it}" for it in range(1, 11)]
    with plant.read(*((it, "Temperature") for it in names)) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        values = [{"time": "2020-01-01T00:00:00Z", "value": {"doubleValue": 1.0}}]
        entries = [{"entityPropertyReference": named(it, "Temperature"), "propertyValues": values} for it in names]
        plant.twins.batch_put_property_values(workspaceId=plant.workspace, entries=entries)
        reader.values_until(9, {"doubleValue": 1.0})
        assert [len(it.data["values"]) for it in reader.events if it.kind == "values"] == [0, 10]


def test_entities_come_change_and_go(plant: Plant) -> None:
    of = {"workspaceId": plant.workspace, "entityId": "new"}
    with plant.read(("new", "Label"), ("new", "Temperature")) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        plant.mixer("new", "one")
        reader.values_until(0, {"stringValue": "one"})
        ready = [it for it in reader.events if it.kind == "ready"][-1]
        assert ready.data["properties"] == [{"index": 0, "mode": "push"}, {"index": 1, "mode": "push"}]
        plant.put("new", 1_000, 1.0)
        reader.values_until(1, {"doubleValue": 1.0})
        change = {"telemetry": {"propertyUpdates": {"Label": {"value": {"stringValue": "two"}}}}}
        plant.twins.update_entity(**of, componentUpdates=change)
        reader.values_until(0, {"stringValue": "two"})
        plant.twins.delete_entity(**of)
        reader.until(lambda it: (last := it.value(1)) and last["value"] is None)
        assert reader.value(0) == {"index": 0, "value": None}
        ready = [it for it in reader.events if it.kind == "ready"][-1]
        assert {it["mode"] for it in ready.data["properties"]} == {"missing"}
        assert "`new`" in ready.data["properties"][0]["message"]


def test_a_component_at_a_path(plant: Plant) -> None:
    of = {"workspaceId": plant.workspace}
    plant.twins.create_component_type(**of, componentTypeId="ex.line", compositeComponentTypes={"inner": {"componentTypeId": "ex.mixer"}})
    plant.twins.create_entity(**of, entityId="line", entityName="line", components={"outer": {"componentTypeId": "ex.line"}})
    properties = [named("line", "Temperature", "outer/inner"), {"entityId": "line", "componentPath": "outer/inner", "propertyName": "Temperature"}]
    with Reader(plant.server, plant.workspace, properties) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        assert reader.events[0].data["properties"] == []
        entry = {
            "entityPropertyReference": properties[1],
            "propertyValues": [{"time": "2020-01-01T00:00:00Z", "value": {"doubleValue": 4.0}}],
        }
        plant.twins.batch_put_property_values(**of, entries=[entry])
        reader.values_until(1, {"doubleValue": 4.0})
        assert reader.value(0)["value"] == {"doubleValue": 4.0}


REFUSED = [
    ({"properties": []}, "ValidationException"),
    ({}, "ValidationException"),
    ({"properties": [{"entityId": "e"}]}, "ValidationException"),
    ({"properties": [named("mixer-1", "Temperature")] * 20_001}, "ValidationException"),
    ({"properties": [named("mixer-1", "Temperature")], "heartbeatSeconds": 4}, "ValidationException"),
    ({"properties": [named("mixer-1", "Temperature")], "heartbeatSeconds": 61}, "ValidationException"),
    ({"properties": [named("no entity", "Temperature")]}, "ValidationException"),
    ({"properties": "all"}, "ValidationException"),
]


@pytest.mark.parametrize(("body", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_wrong_is_said(plant: Plant, body: dict, code: str) -> None:
    wire = Wire(plant.server.url)
    answer = wire.send("POST", f"/workspaces/{plant.workspace}/entity-properties/subscription", json.dumps(body).encode())
    assert (answer.status, answer.error_code) == (400, code), answer.body
    assert json.loads(answer.body)["message"]


def test_who_may(plant: Plant) -> None:
    wrong = Reader(plant.server, plant.workspace, [named("mixer-1", "Temperature")], credentials=Credentials(ACCESS_KEY, "wrong"))
    assert wrong.open().status == 403
    unsigned = Wire(plant.server.url).send("POST", f"/workspaces/{plant.workspace}/entity-properties/subscription", b"{}", {"content-type": "application/json"}, sign=False)
    assert unsigned.status == 403
    nowhere = Reader(plant.server, "no-such-workspace", [named("mixer-1", "Temperature")]).open()
    assert nowhere.status == 404 and nowhere.headers["x-amzn-errortype"] == "ResourceNotFoundException"
    assert Wire(plant.server.url).send("GET", f"/workspaces/{plant.workspace}/entity-properties/subscription").status in (403, 404)


def test_twenty_thousand_properties(plant: Plant) -> None:
    of = [("mixer-1", "Temperature"), *[(f"ghost-{it}", "Temperature") for it in range(19_999)]]
    with plant.read(*of) as reader:
        reader.until(lambda it: len(it.events) >= 2, 30)
        assert len(reader.events[0].data["properties"]) == 19_999
        plant.put("mixer-1", 1_000, 1.0)
        reader.values_until(0, {"doubleValue": 1.0})


def test_who_hangs_up_is_forgotten(fresh) -> None:
    plant = Plant(fresh(live_listeners_max="2"), "hang-up")
    readers = [plant.read(("mixer-1", "Temperature")) for _ in range(2)]
    for it in readers:
        it.__enter__()
    assert metric(plant.server, "gemel_live_listeners") == 2
    refused = plant.read(("mixer-1", "Temperature")).open()
    assert (refused.status, refused.headers["x-amzn-errortype"]) == (429, "ThrottlingException")
    for it in readers:
        it.close()
    wait_for(lambda: metric(plant.server, "gemel_live_listeners") == 0)
    assert metric(plant.server, "gemel_live_events_total") >= 4
    with plant.read(("mixer-1", "Temperature")) as reader:
        plant.put("mixer-1", 1_000, 1.0)
        reader.values_until(0, {"doubleValue": 1.0})


def test_a_reader_that_does_not_read_stops_nobody(fresh) -> None:
    server = fresh()
    plant = Plant(server, "slow")
    text = "x" * 2_000
    properties = [named("mixer-1", "Label")] * 20_000  # a snapshot of 40 MB, far more than sockets hold
    plant.twins.update_entity(workspaceId="slow", entityId="mixer-1", componentUpdates={"telemetry": {"propertyUpdates": {"Label": {"value": {"stringValue": text}}}}})
    sleeper = Reader(server, "slow", properties)
    assert sleeper.open().status == 200
    with plant.read(("mixer-1", "Temperature")) as reader:
        for it in range(20):
            plant.put("mixer-1", 1_000 + it, float(it))
            reader.values_until(0, {"doubleValue": float(it)}, WITHIN_S)
    begun = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begun < 5
    sleeper.connection.close()


def test_a_stop_ends_the_stream_and_is_not_held_up(fresh) -> None:
    server = fresh()
    plant = Plant(server, "stop")
    with plant.read(("mixer-1", "Temperature")) as reader:
        reader.until(lambda it: len(it.events) >= 2)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 5
        reader.until(lambda it: it.is_over)
        assert reader.events[-1].kind == "end" and "stopping" in reader.events[-1].data["reason"]


def test_heartbeats(plant: Plant) -> None:
    with plant.read(("mixer-1", "Temperature"), heartbeatSeconds=5) as reader:
        reader.until(lambda it: it.heartbeats >= 1, 8)


def test_lent_credentials_may_too(fresh) -> None:
    server = fresh()
    plant = Plant(server, "lent")
    done = server.run("console-link", "--json", "--listen", server.host)
    token = json.loads(done.stdout)["url"].rsplit("=", 1)[1]
    connection = http.client.HTTPConnection(server.host)
    connection.request("POST", "/console/session", json.dumps({"link": token}), {"content-type": "application/json"})
    told = json.loads(connection.getresponse().read())
    lent = Credentials(told["accessKeyId"], told["secretAccessKey"], told["sessionToken"])
    with Reader(server, "lent", [named("mixer-1", "Temperature")], credentials=lent) as reader:
        session = boto3.Session(lent.access_key, lent.secret_key, lent.token, region_name=REGION)
        plant.twins = session.client("iottwinmaker", endpoint_url=server.url, config=Config(inject_host_prefix=False))
        plant.put("mixer-1", 1_000, 1.0)
        reader.values_until(0, {"doubleValue": 1.0})


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl, which speaks HTTP/2")
def test_over_http2(fresh, tmp_path: Path) -> None:
    server = fresh()
    plant = Plant(server, "h2")
    path, body = "/workspaces/h2/entity-properties/subscription", json.dumps({"properties": [named("mixer-1", "Temperature")]})
    signed = Signer().headers("POST", path, {"host": server.host, "content-type": "application/json"}, body.encode())
    headers = [it for name, value in signed.items() for it in ("-H", f"{name}: {value}")]
    head, text = tmp_path / "head", tmp_path / "text"
    command = ["curl", "-sN", "--http2-prior-knowledge", "-D", str(head), "-o", str(text), "--data-binary", body, *headers, server.url + path]
    with subprocess.Popen(command) as curl:
        wait_for(lambda: text.exists() and "event: values" in text.read_text())
        assert head.read_text().startswith("HTTP/2 200")
        plant.put("mixer-1", 1_000, 7.5)
        wait_for(lambda: '{"doubleValue":7.5}' in text.read_text())
        assert server.stop() == 0
        assert curl.wait(timeout=5) == 0
    assert "event: end" in text.read_text()
