"""Writers of every kind of record: each thread has keys of its own, and notes what was acknowledged."""

import hashlib
import http.client
import json
import random
import threading
import time
from collections.abc import Callable

from ledger import Ledger
from signed import Answer, Signer, Wire

WORKSPACE = "plant"
BUCKET = "plant-objects"
TYPE = "com.example.sensor"
JSON = {"content-type": "application/json"}
S3 = Signer(service="s3")
GONE = (OSError, http.client.HTTPException)
KEYS_PER_KIND = 12
EPOCH_S = 1_767_225_600


class Stopped(Exception):
    """The server is not there any more."""


def iso(seconds: int) -> str:
    """A time of the wire, `seconds` after the start of 2026."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(EPOCH_S + seconds))


def s3(wire: Wire, method: str, target: str, body: bytes = b"") -> Answer:
    """A signed request to S3; keys here need no escaping."""
    return wire.send(method, target, body, {"x-amz-content-sha256": hashlib.sha256(body).hexdigest()}, signer=S3)


class Writer(threading.Thread):
    """Writes at random until the server is gone."""

    def __init__(self, url: str, ledger: Ledger, name: str, seed: int, clock: dict[str, int]) -> None:
        super().__init__(name=name)
        self.wire = Wire(url, timeout_s=30)
        self.ledger, self.random, self.clock = ledger, random.Random(seed), clock
        self.failures: list[str] = []
        self.kinds: list[Callable[[], None]] = [
            self.entity, self.entity, self.tree, self.component_type, self.scene, self.tag, self.value, self.value, self.object
        ]

    def run(self) -> None:
        """One write after another."""
        try:
            while True:
                self.random.choice(self.kinds)()
        except Stopped:
            pass
        except Exception as error:  # noqa: BLE001 - a thread's failure is told by the test
            self.failures.append(f"{self.name}: {error!r}")

    def write(self, changes: dict[str, str | None], send: Callable[[], Answer]) -> None:
        """Sends one write of several keys, and notes what came of it."""
        for key, value in changes.items():
            self.ledger.begin(key, value)
        try:
            answer = send()
        except GONE:
            raise Stopped from None
        if answer.status in (200, 204):
            for key, value in changes.items():
                self.ledger.acknowledge(key, value)
            return
        for key, value in changes.items():
            self.ledger.refuse(key, value)
        # Many writers of one record may be sent away for the moment; everything else is a surprise.
        if answer.status != 429 and b"Cannot update Entity" not in answer.body:
            self.failures.append(f"{changes}: {answer.status} {answer.body[:300]!r}")

    def api(self, method: str, path: str, body: dict | None = None) -> Callable[[], Answer]:
        """A call below the workspace."""
        sent = json.dumps(body).encode() if body is not None else b""
        return lambda: self.wire.send(method, f"/workspaces/{WORKSPACE}{path}", sent, JSON if sent else {})

    def name_of(self, kind: str) -> str:
        """One of this thread's few names of a kind."""
        return f"{kind}-{self.name}-{self.random.randrange(KEYS_PER_KIND)}"

    def revision(self) -> str:
        """A text that nobody else writes."""
        return f"r{self.random.getrandbits(64):016x}"

    def change(self, key: str, create: Callable, update: Callable, delete: Callable) -> None:
        """Makes what is absent; changes or deletes what is there."""
        revision = self.revision()
        if self.ledger.of(key).sure is None:
            self.write({key: revision}, create(revision))
        elif self.random.random() < 0.6:
            self.write({key: revision}, update(revision))
        else:
            self.write({key: None}, delete())

    def entity(self) -> None:
        """Name and description say the same, so that half a write would show."""
        name = self.name_of("e")
        parent = {"parentEntityId": f"series-{self.name}"} if self.random.random() < 0.5 else {}

        def body(it: str) -> dict:
            return {"entityName": f"{name} {it}", "description": it}

        self.change(
            f"entity {name}",
            lambda it: self.api("POST", "/entities", {**body(it), "entityId": name, **parent}),
            lambda it: self.api("PUT", f"/entities/{name}", body(it)),
            lambda: self.api("DELETE", f"/entities/{name}"),
        )

    def tree(self) -> None:
        """An entity with children, and all of them away in one request."""
        top = f"e-{self.name}-tree-{self.random.randrange(3)}"
        children = [f"{top}-{at}" for at in range(5)]
        if self.ledger.of(f"entity {top}").sure is not None:
            changes = {f"entity {it}": None for it in (top, *children)}
            self.write(changes, self.api("DELETE", f"/entities/{top}?isRecursive=true"))
            return
        for name in (top, *children):
            revision = self.revision()
            body = {"entityId": name, "entityName": f"{name} {revision}", "description": revision}
            below = {"parentEntityId": top} if name != top else {}
            self.write({f"entity {name}": revision}, self.api("POST", "/entities", {**body, **below}))

    def component_type(self) -> None:
        """Name and description say the same."""
        name = f"com.example.{self.name_of('t')}"
        self.change(
            f"type {name}",
            lambda it: self.api("POST", f"/component-types/{name}", {"description": it, "componentTypeName": it}),
            lambda it: self.api("PUT", f"/component-types/{name}", {"description": it, "componentTypeName": it}),
            lambda: self.api("DELETE", f"/component-types/{name}"),
        )

    def scene(self) -> None:
        """Location and description say the same."""
        name = self.name_of("s")

        def body(it: str) -> dict:
            return {"description": it, "contentLocation": f"s3://{BUCKET}/{it}"}

        self.change(
            f"scene {name}",
            lambda it: self.api("POST", "/scenes", {**body(it), "sceneId": name}),
            lambda it: self.api("PUT", f"/scenes/{name}", body(it)),
            lambda: self.api("DELETE", f"/scenes/{name}"),
        )

    def tag(self) -> None:
        """Tags of the thread's own entity."""
        name, revision = self.name_of("k"), self.revision()
        arn = f"arn:aws:iottwinmaker:us-east-1:000000000000:workspace/{WORKSPACE}/entity/series-{self.name}"
        key = f"tag {self.name} {name}"
        if self.ledger.of(key).sure is None or self.random.random() < 0.6:
            body = json.dumps({"resourceARN": arn, "tags": {name: revision}}).encode()
            self.write({key: revision}, lambda: self.wire.send("POST", "/tags", body, JSON))
        else:
            target = f"/tags?resourceARN={arn.replace(':', '%3A').replace('/', '%2F')}&tagKeys={name}"
            self.write({key: None}, lambda: self.wire.send("DELETE", target))

    def value(self) -> None:
        """Up to ten values at times that were never used before; all of a batch, or none."""
        n = self.random.randint(1, 10)
        times = [self.clock[self.name] + at for at in range(n)]
        self.clock[self.name] += n
        revision = self.revision()
        values = [{"time": iso(at), "value": {"stringValue": f"{revision} {n}"}} for at in times]
        reference = {"entityId": f"series-{self.name}", "componentName": "c", "propertyName": "v"}
        body = {"entries": [{"entityPropertyReference": reference, "propertyValues": values}]}
        changes = {f"value {self.name} {iso(at)}": f"{revision} {n}" for at in times}
        self.write(changes, self.api("POST", "/entity-properties", body))

    def object(self) -> None:
        """Objects of a few bytes to some hundred kilobytes."""
        name = self.name_of("o")
        content = self.random.randbytes(self.random.choice([0, 10, 1_000, 5_000, 300_000]))
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        key = f"object {name}"
        if self.ledger.of(key).sure is None or self.random.random() < 0.7:
            self.write({key: digest}, lambda: s3(self.wire, "PUT", f"/{BUCKET}/{name}", content))
        else:
            self.write({key: None}, lambda: s3(self.wire, "DELETE", f"/{BUCKET}/{name}"))
