"""Reads back everything that the writers wrote, through the public API only."""

import hashlib
import json
import re
import time
from collections.abc import Iterator

from signed import Answer, Wire
from writers import BUCKET, EPOCH_S, JSON, WORKSPACE, iso, s3

SETTLE_MAX_S = 20


def ask(wire: Wire, method: str, path: str, body: dict | None = None) -> dict:
    """A call below the workspace that must succeed."""
    sent = json.dumps(body).encode() if body is not None else b""
    answer: Answer = wire.send(method, f"/workspaces/{WORKSPACE}{path}", sent, JSON if sent else {})
    assert answer.status == 200, f"{method} {path} {body}: {answer.status} {answer.body[:500]!r}"
    return json.loads(answer.body)


def pages(wire: Wire, path: str, member: str, body: dict | None = None) -> Iterator[dict]:
    """All elements of a list."""
    token: dict = {}
    while True:
        page = ask(wire, "POST", path, {**(body or {}), **token})
        yield from page[member]
        if "nextToken" not in page:
            return
        token = {"nextToken": page["nextToken"]}


def settled(wire: Wire, path: str, member: str, body: dict | None = None) -> list[dict]:
    """All elements of a list, once none of them is still at work."""
    until = time.monotonic() + SETTLE_MAX_S
    while True:
        found = list(pages(wire, path, member, body))
        busy = [it for it in found if it["status"]["state"] != "ACTIVE"]
        if not busy:
            return found
        assert time.monotonic() < until, f"still at work after {SETTLE_MAX_S} s: {busy[:3]}"
        time.sleep(0.02)


def entities(wire: Wire) -> dict[str, str]:
    """Entities that writers made, by key."""
    found = {}
    for it in settled(wire, "/entities-list", "entitySummaries"):
        if it["entityId"].startswith("e-"):
            assert it["entityName"] == f"{it['entityId']} {it['description']}", f"half a write: {it}"
            found[f"entity {it['entityId']}"] = it["description"]
    return found


def component_types(wire: Wire) -> dict[str, str]:
    """Component types that writers made, by key."""
    found = {}
    filters = {"filters": [{"namespace": "com.example.t-"}]}
    for it in settled(wire, "/component-types-list", "componentTypeSummaries", filters):
        assert it["componentTypeName"] == it["description"], f"half a write: {it}"
        found[f"type {it['componentTypeId']}"] = it["description"]
    return found


def scenes(wire: Wire) -> dict[str, str]:
    """Scenes, by key."""
    found = {}
    for it in pages(wire, "/scenes-list", "sceneSummaries"):
        assert it["contentLocation"] == f"s3://{BUCKET}/{it['description']}", f"half a write: {it}"
        found[f"scene {it['sceneId']}"] = it["description"]
    return found


def tags(wire: Wire, writer: str) -> dict[str, str]:
    """Tags of one writer's entity, by key."""
    arn = f"arn:aws:iottwinmaker:us-east-1:000000000000:workspace/{WORKSPACE}/entity/series-{writer}"
    answer = wire.send("POST", "/tags-list", json.dumps({"resourceARN": arn}).encode(), JSON)
    assert answer.status == 200, answer.body
    return {f"tag {writer} {name}": value for name, value in json.loads(answer.body)["tags"].items()}


def values(wire: Wire, writer: str, since: int) -> dict[str, str]:
    """Values of one writer since a second, by key; a batch is whole."""
    body = {
        "entityId": f"series-{writer}", "componentName": "c", "selectedProperties": ["v"],
        "startTime": iso(since - 1), "endTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(EPOCH_S + 10**8)),
    }
    found: dict[str, str] = {}
    batches: dict[str, int] = {}
    for series in pages(wire, "/entity-properties/history", "propertyValues", body):
        for it in series["values"]:
            text = it["value"]["stringValue"]
            key = f"value {writer} {it['time']}"
            assert key not in found, f"{key} came twice"
            found[key] = text
            batches[text] = batches.get(text, 0) + 1
    for text, n in batches.items():
        assert n == int(text.split()[1]), f"half a batch of {writer}: {text} has {n} values"
    return found


def objects(wire: Wire, *, whole: bool) -> dict[str, str]:
    """Objects by key: their ETags, and with `whole` the digest of what is read."""
    answer = s3(wire, "GET", f"/{BUCKET}?list-type=2")
    assert answer.status == 200, answer.body
    listed = re.findall(r"<Contents>.*?</Contents>", answer.body.decode(), re.S)
    found = {}
    for it in listed:
        name = re.search(r"<Key>(.*?)</Key>", it)[1]
        etag = re.search(r"<ETag>(?:&quot;|&#34;|\")(\w+)", it)[1]
        if whole:
            content = s3(wire, "GET", f"/{BUCKET}/{name}").body
            digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
            assert digest == etag, f"{name} is damaged"
        found[f"object {name}"] = etag
    assert "<IsTruncated>true" not in answer.body.decode()
    return found
