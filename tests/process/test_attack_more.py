"""What clients and vandals do to stored things: deep values, a mob on one tree, odd S3 requests, borrowed signatures."""

import hashlib
import json
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from gemel_server import Gemel
from signed import Answer, Signer, Wire

S3 = Signer(service="s3")
DEPTH_MAX = 15  # lists around the value; the value itself is the sixteenth


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemel]:
    """One server for this file; afterwards nothing may have been its own fault, and its folder must be whole."""
    with Gemel(tmp_path_factory.mktemp("attack") / "data") as server:
        yield server
        failed = [line for line in server.get("/metrics")[1].decode().splitlines() if 'status="500"' in line]
    assert not failed, server.log_tail()
    assert "panicked" not in server.log.read_text(errors="replace"), server.log_tail()
    checked = server.run("check")
    assert checked.returncode == 0, checked.stdout


def send(server: Gemel, method: str, target: str, body: bytes = b"", signer: Signer | None = None, **headers: str) -> Answer:
    """One signed request on a connection of its own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if signer is S3:
        named["x-amz-content-sha256"] = hashlib.sha256(body).hexdigest()
    wire = Wire(server.url, signer)
    try:
        return wire.send(method, target, body, named)
    finally:
        wire.close()


def code_of(call: Callable[[], object]) -> str:
    """`ok`, or the code of the error."""
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "ok"


def nested(kind: str, depth: int) -> tuple[dict, dict]:
    """A data type and a value that are this deep."""
    data_type, value = {"type": "STRING"}, {"stringValue": "x"}
    for _ in range(depth):
        data_type = {"type": kind, "nestedType": data_type}
        value = {"listValue": [value]} if kind == "LIST" else {"mapValue": {"k": value}}
    return data_type, value


def entries(number: int) -> tuple[dict, dict]:
    """A map of this many entries."""
    return nested("MAP", 1)[0], {"mapValue": {f"k{it}": {"stringValue": "x"} for it in range(number)}}


VALUES = [
    ("lists15", nested("LIST", DEPTH_MAX), "ok"),
    ("lists16", nested("LIST", DEPTH_MAX + 1), "ValidationException"),
    ("maps15", nested("MAP", DEPTH_MAX), "ok"),
    ("maps16", nested("MAP", DEPTH_MAX + 1), "ValidationException"),
    ("lists100", nested("LIST", 100), "SerializationException"),
    ("entries50", entries(50), "ok"),
    ("entries51", entries(51), "ValidationException"),
    ("nul", ({"type": "STRING"}, {"stringValue": "a\0b"}), "ok"),
    ("long", ({"type": "STRING"}, {"stringValue": "a" * 2_000_000}), "ValidationException"),
]


@pytest.mark.parametrize(("name", "pair", "wanted"), VALUES, ids=[it[0] for it in VALUES])
def test_what_is_stored_is_read_back(server: Gemel, name: str, pair: tuple[dict, dict], wanted: str) -> None:
    data_type, value = pair
    twins = server.client("iottwinmaker")
    place = {"workspaceId": "values"}
    code_of(lambda: twins.create_workspace(**place))
    code_of(lambda: twins.create_component_type(**place, componentTypeId="my.any"))
    properties = {"p": {"definition": {"dataType": data_type}, "value": value}}
    component = {"c": {"componentTypeId": "my.any", "properties": properties}}
    made = code_of(lambda: twins.create_entity(**place, entityId=name, entityName=name, components=component))
    assert made == wanted
    if wanted != "ok":
        assert code_of(lambda: twins.get_entity(**place, entityId=name)) == "ResourceNotFoundException"
        return
    read = twins.get_entity(**place, entityId=name)["components"]["c"]["properties"]["p"]
    assert (read["value"], read["definition"]["dataType"]) == (value, data_type)
    listed = twins.list_properties(**place, entityId=name, componentName="c")["propertySummaries"]
    assert [it["value"] for it in listed] == [value]


@pytest.mark.parametrize(("name", "pair", "wanted"), VALUES, ids=[it[0] for it in VALUES])
def test_history_is_read_back(server: Gemel, name: str, pair: tuple[dict, dict], wanted: str) -> None:
    data_type, value = pair
    twins = server.client("iottwinmaker")
    place = {"workspaceId": "history"}
    code_of(lambda: twins.create_workspace(**place))
    fitting = data_type if wanted == "ok" else {"type": "LIST", "nestedType": {"type": "STRING"}}
    twins.create_component_type(
        **place,
        componentTypeId=f"my.{name}",
        extendsFrom=["com.gemel.timeseries"],
        propertyDefinitions={"p": {"dataType": fitting, "isTimeSeries": True, "isStoredExternally": False}},
    )
    component = {"c": {"componentTypeId": f"my.{name}"}}
    twins.create_entity(**place, entityId=name, entityName=name, components=component)
    reference = {"entityId": name, "componentName": "c", "propertyName": "p"}
    point = {"time": "2026-01-01T00:00:00Z", "value": value}
    entry = {"entityPropertyReference": reference, "propertyValues": [point]}
    put = code_of(lambda: twins.batch_put_property_values(**place, entries=[entry]))
    assert put == wanted
    read = twins.get_property_value_history(
        **place,
        entityId=name,
        componentName="c",
        selectedProperties=["p"],
        startTime="2025-01-01T00:00:00Z",
        endTime="2027-01-01T00:00:00Z",
    )["propertyValues"]
    values = [it["value"] for found in read for it in found["values"]]
    assert values == ([value] if wanted == "ok" else [])


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_a_type_too_deep_for_any_stack_is_refused(server: Gemel, depth: int) -> None:
    data_type = '{"type":"LIST","nestedType":' * depth + '{"type":"STRING"}' + "}" * depth
    body = '{"propertyDefinitions":{"p":{"dataType":' + data_type + "}}}"
    answer = send(server, "POST", "/workspaces/values/component-types/my.deep", body.encode())
    assert (answer.status, answer.error_code) == (400, "SerializationException"), answer.body[:200]
    assert json.loads(answer.body)["message"]


def all_entities(twins: object, workspace: str, page_size: int) -> list[dict]:
    """Every entity that the pages tell."""
    seen, token = [], {}
    while True:
        page = twins.list_entities(workspaceId=workspace, maxResults=page_size, **token)
        seen += page["entitySummaries"]
        if "nextToken" not in page:
            return seen
        token = {"nextToken": page["nextToken"]}


def vandal(server: Gemel, twins: object, seed: int, told: Counter, lock: threading.Lock) -> None:
    """Changes one small tree at random."""
    chance, place = random.Random(seed), {"workspaceId": "mob"}
    for _ in range(12):
        one, other = f"e{chance.randrange(24)}", f"e{chance.randrange(24)}"
        kind = f"my.t{chance.randrange(3)}"
        component = {"c": {"componentTypeId": kind}} if chance.random() < 0.3 else {}
        name, parent = chance.choice([one, "same"]), chance.choice(["$ROOT", other])
        move = {"updateType": "UPDATE", "parentEntityId": other}
        arn = f"arn:aws:iottwinmaker:us-east-1:000000000000:workspace/mob/entity/{one}"
        create = {"entityId": one, "entityName": name, "parentEntityId": parent, "components": component}
        calls: list[tuple[int, Callable[[], object]]] = [
            (8, lambda: twins.create_entity(**place, **create)),
            (8, lambda: twins.update_entity(**place, entityId=one, parentEntityUpdate=move)),
            (1, lambda: twins.delete_entity(**place, entityId=one, isRecursive=True)),
            (2, lambda: twins.tag_resource(resourceARN=arn, tags={kind: "v"})),
            (2, lambda: twins.create_component_type(**place, componentTypeId=kind)),
            (2, lambda: twins.delete_component_type(**place, componentTypeId=kind)),
            (1, lambda: twins.list_entities(**place, maxResults=200)),
        ]
        call = chance.choices([it[1] for it in calls], [it[0] for it in calls])[0]
        code = code_of(call)
        with lock:
            told[code] += 1


def test_a_mob_leaves_a_tree(server: Gemel) -> None:
    twins = server.client("iottwinmaker", max_pool_connections=64)
    twins.create_workspace(workspaceId="mob")
    told, lock = Counter(), threading.Lock()
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(lambda seed: vandal(server, twins, seed, told, lock), range(64)))
    fine = {"ok", "ConflictException", "ResourceNotFoundException", "ValidationException"}
    assert not set(told) - fine and told["ok"] > 64, told
    seen = all_entities(twins, "mob", 3)
    parents = {it["entityId"]: it["parentEntityId"] for it in seen}
    assert parents and len(parents) == len(seen), "an entity was listed twice"
    for entity in parents:
        way = [entity]
        while way[-1] != "$ROOT":
            way.append(parents[way[-1]])
            assert len(way) <= len(parents) + 1, f"a circle: {way}"
    assert all(it["hasChildEntities"] == (it["entityId"] in parents.values()) for it in seen)
    types = twins.list_component_types(workspaceId="mob", maxResults=200)["componentTypeSummaries"]
    names = {it["componentTypeId"] for it in types}
    for entity in parents:
        components = twins.get_entity(workspaceId="mob", entityId=entity).get("components", {})
        assert {it["componentTypeId"] for it in components.values()} <= names


def test_a_stop_within_a_recursive_delete_leaves_all_or_nothing(tmp_path: Path) -> None:
    n_entities, place, begun = 600, {"workspaceId": "big"}, threading.Event()
    with Gemel(tmp_path / "data") as server, ThreadPoolExecutor(8) as pool:
        twins = server.client("iottwinmaker", max_pool_connections=8)
        twins.create_workspace(**place)
        twins.create_entity(**place, entityId="top", entityName="top")

        def make(number: int) -> None:
            name = f"n{number}"
            twins.create_entity(**place, entityId=name, entityName=name, parentEntityId="top")

        list(pool.map(make, range(n_entities)))
        twins.meta.events.register("before-send.iottwinmaker.DeleteEntity", lambda **_: begun.set())
        gone = pool.submit(twins.delete_entity, **place, entityId="top", isRecursive=True)
        assert begun.wait(timeout=30) and server.stop() == 0
        was_told = gone.exception() is None
        assert server.run("check").returncode == 0
        server.start()
        left = len(all_entities(server.client("iottwinmaker"), "big", 200))
    assert left == 0 if was_told else left in (0, n_entities + 1)


def test_a_page_token_cannot_be_altered_or_lent(server: Gemel) -> None:
    twins = server.client("iottwinmaker")
    for workspace in ("tokens1", "tokens2"):
        twins.create_workspace(workspaceId=workspace)
        for number in range(4):
            twins.create_entity(workspaceId=workspace, entityId=f"e{number}", entityName=f"e{number}")

    def asked(token: str) -> str:
        return code_of(lambda: twins.list_entities(workspaceId="tokens1", maxResults=2, nextToken=token))

    good, foreign = (
        twins.list_entities(workspaceId=it, maxResults=2)["nextToken"] for it in ("tokens1", "tokens2")
    )
    assert asked(good) == "ok"
    altered = [good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :] for at in range(len(good))]
    for token in (foreign, good + "A", "A" * 4_000_000, *altered):
        assert asked(token) == "ValidationException", token[:100]
    assert code_of(lambda: twins.list_workspaces(nextToken=good)) == "ValidationException"


BUCKETS = [
    *[(name, 200) for name in ("a.b.c", "workspaces", "console", "healthz", "metrics", "content")],
    *[(name, 400) for name in ("Upper", "ab", "..", "%2e%2e", "a..b", "192.168.1.1", "xn--abc", "a" * 64)],
]


@pytest.mark.parametrize(("name", "wanted"), BUCKETS)
def test_bucket_names(server: Gemel, name: str, wanted: int) -> None:
    assert send(server, "PUT", f"/{name}", signer=S3).status == wanted
    if wanted == 200:
        assert send(server, "PUT", f"/{name}/key", b"x", signer=S3).status == 200
        assert send(server, "GET", f"/{name}/key", signer=S3).body == b"x"
        assert server.get("/healthz")[0] == 200


def test_one_of_many_writers_makes_the_object(server: Gemel) -> None:
    assert send(server, "PUT", "/once", signer=S3).status == 200
    with ThreadPoolExecutor(64) as pool:
        put = pool.map(lambda it: send(server, "PUT", "/once/k", b"%d" % it, S3, if_none_match="*").status, range(64))
        assert Counter(put) == {200: 1, 412: 63}


ENTITIES = b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FILE = b'<!DOCTYPE l [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
NAMED = b"<Delete><Object><Key>&b;</Key></Object></Delete>"


@pytest.mark.parametrize(
    "body",
    [
        b"<Delete>" + b"<Object><Key>k</Key></Object>" * 1001 + b"</Delete>",
        b"<Delete><Object>",
        b"hello",
        b"<Delete>" + b"<a>" * 100_000,
        ENTITIES + NAMED,
        FILE + NAMED,
        b"<Delete><Object><Key>\xff</Key></Object></Delete>",
    ],
    ids=["1001", "cut", "no-xml", "deep", "bomb", "file", "no-utf8"],
)
def test_lists_of_keys_to_delete(server: Gemel, body: bytes) -> None:
    send(server, "PUT", "/deletes", signer=S3)
    answer = send(server, "POST", "/deletes?delete", body, S3)
    assert answer.status == 400 and b"root:" not in answer.body, answer.body


def test_parts_that_do_not_fit(server: Gemel) -> None:
    s3 = server.client("s3")
    s3.create_bucket(Bucket="parts")
    upload = {"Bucket": "parts", "Key": "k", "UploadId": s3.create_multipart_upload(Bucket="parts", Key="k")["UploadId"]}
    for number in ("0", "-1", "10001", "x", str(2**64)):
        target = f"/parts/k?partNumber={number}&uploadId={upload['UploadId']}"
        assert send(server, "PUT", target, b"x", S3).status == 400, number
    one, two = (s3.upload_part(**upload, PartNumber=it, Body=b"%d" % it)["ETag"] for it in (1, 2))
    for parts, wanted in (
        ([(2, two), (1, one)], "InvalidPartOrder"),
        ([(3, two)], "InvalidPart"),
        ([(1, two)], "InvalidPart"),
        ([(1, one), (2, two)], "EntityTooSmall"),
        ([], "MalformedXML"),
    ):
        asked = {"Parts": [{"PartNumber": number, "ETag": etag} for number, etag in parts]}
        assert code_of(lambda asked=asked: s3.complete_multipart_upload(**upload, MultipartUpload=asked)) == wanted


def test_a_presigned_put_is_no_copy(server: Gemel) -> None:
    s3 = server.client("s3")
    for bucket in ("mine", "theirs"):
        s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket="theirs", Key="secret", Body=b"secret")
    target = s3.generate_presigned_url("put_object", {"Bucket": "mine", "Key": "k"})[len(server.url) :]
    for name, value, wanted in (("x-amz-copy-source", "/theirs/secret", 403), ("x-amz-tagging", "a=b", 403)):
        answer = Wire(server.url).send("PUT", target, headers={name: value}, sign=False)
        assert answer.status == wanted, name
    assert code_of(lambda: s3.head_object(Bucket="mine", Key="k")) == "404"
    assert Wire(server.url).send("PUT", target, b"x", sign=False).status == 200


@pytest.mark.parametrize(
    ("expires_s", "skew_s", "method", "sign", "wanted"),
    [
        (300, 0, "GET", False, 404),
        (300, 0, "DELETE", False, 403),
        (300, 0, "GET", True, 403),
        (0, 0, "GET", False, 403),
        (604_800, 0, "GET", False, 404),
        (604_801, 0, "GET", False, 403),
        (300, -400, "GET", False, 403),
        (300, 1_000, "GET", False, 403),
    ],
)
def test_presigned_twinmaker(server: Gemel, expires_s: int, skew_s: int, method: str, sign: bool, wanted: int) -> None:
    signer = Signer(clock_skew_s=skew_s)
    target = signer.presigned("GET", "/workspaces/nowhere", server.host, expires_s=expires_s)
    assert Wire(server.url).send(method, target, sign=sign).status == wanted


@pytest.mark.parametrize(
    ("signer", "wanted"),
    [(Signer(token="bogus"), 403), (Signer(service="lambda"), 404), (Signer(service="s3"), 400), (Signer(service="x"), 404)],
)
def test_a_signature_of_another_kind(server: Gemel, signer: Signer, wanted: int) -> None:
    answer = send(server, "GET", "/workspaces/values", signer=Signer(**vars(signer)))
    assert answer.status == wanted, answer.body


def test_a_damaged_object_is_not_copied(tmp_path: Path) -> None:
    with Gemel(tmp_path / "data") as server:
        s3 = server.client("s3")
        s3.create_bucket(Bucket="damaged")
        s3.put_object(Bucket="damaged", Key="k", Body=b"all of it")
        (file,) = (it for it in (server.data / "objects" / "content").rglob("*") if it.is_file())
        file.write_bytes(b"half")
        copy = {"Bucket": "damaged", "Key": "copy", "CopySource": "damaged/k"}
        assert code_of(lambda: s3.copy_object(**copy)) == "InternalError"
        assert code_of(lambda: s3.head_object(Bucket="damaged", Key="copy")) == "404"


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_planted_in_place_of_an_object_is_refused_and_told(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"not yours")
    with Gemel(tmp_path / "data") as server:
        s3 = server.client("s3", read_timeout=10)
        s3.create_bucket(Bucket="planted")
        s3.put_object(Bucket="planted", Key="k", Body=b"all of it")
        (file,) = (it for it in (server.data / "objects" / "content").rglob("*") if it.is_file())
        file.unlink()
        {"link": lambda: file.symlink_to(secret), "pipe": lambda: os.mkfifo(file), "folder": file.mkdir}[kind]()
        copy = {"Bucket": "planted", "Key": "copy", "CopySource": "planted/k"}
        assert code_of(lambda: s3.get_object(Bucket="planted", Key="k")) == "InternalError"
        assert code_of(lambda: s3.copy_object(**copy)) == "InternalError"
        server.stop()
        checked = server.run("check")
        assert checked.returncode == 3 and "planted/k" in checked.stdout, checked.stdout
