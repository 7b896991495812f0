"""A live subscription by hand: signed by botocore's own signer, read event by event as the bytes come."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY, Gemel


@dataclass
class Event:
    """One event, and when its last byte was here."""

    kind: str
    data: dict
    id: int
    at: float


@dataclass
class Reader:
    """Reads a subscription on a thread of its own."""

    server: Gemel
    workspace: str
    properties: list[dict]
    more: dict = field(default_factory=dict)
    credentials: Credentials = field(default_factory=lambda: Credentials(ACCESS_KEY, SECRET_KEY))
    timeout_s: float = 30

    def __post_init__(self) -> None:
        self.events: list[Event] = []
        self.heartbeats = 0
        self.is_over = False
        self.changed = threading.Condition()
        self.connection = http.client.HTTPConnection(self.server.host, timeout=self.timeout_s)

    def open(self) -> http.client.HTTPResponse:
        """Sends the request and reads the head of the answer."""
        path = f"/workspaces/{self.workspace}/entity-properties/subscription"
        body = json.dumps({"properties": self.properties, **self.more}).encode()
        request = AWSRequest("POST", self.server.url + path, {"content-type": "application/json"}, body)
        SigV4Auth(self.credentials, "iottwinmaker", REGION).add_auth(request)
        headers = {**dict(request.headers.items()), "origin": "http://127.0.0.1:9"}
        self.connection.request("POST", path, body, headers)
        self.answer = self.connection.getresponse()
        return self.answer

    def __enter__(self) -> "Reader":
        answer = self.open()
        assert answer.status == 200, answer.read()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hangs up."""
        raw = self.connection.sock or getattr(getattr(self.answer.fp, "raw", None), "_sock", None)
        if raw is not None:
            try:
                raw.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.connection.close()
        self.thread.join(timeout=5)

    def _read(self) -> None:
        fields: dict[str, str] = {}
        try:
            for line in iter(self.answer.readline, b""):
                text = line.decode().rstrip("\n")
                if text.startswith(":"):
                    self._note(None)
                elif text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                elif fields:
                    self._note(Event(fields["event"], json.loads(fields["data"]), int(fields["id"]), time.monotonic()))
                    fields = {}
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        with self.changed:
            self.is_over = True
            self.changed.notify_all()

    def _note(self, event: Event | None) -> None:
        with self.changed:
            if event is None:
                self.heartbeats += 1
            else:
                self.events.append(event)
            self.changed.notify_all()

    def until(self, is_there: Callable[["Reader"], object], within_s: float = 10) -> object:
        """Waits for a condition over what was read; gives what it gives."""
        deadline = time.monotonic() + within_s
        with self.changed:
            while not (found := is_there(self)):
                left = deadline - time.monotonic()
                if left <= 0 or (self.is_over and not is_there(self)):
                    last = [str(it)[:300] for it in self.events[-5:]]
                    raise AssertionError(f"not within {within_s} s (over: {self.is_over}): {last}")
                self.changed.wait(left)
            return found

    def value(self, index: int) -> dict | None:
        """The last that was told of a property; `None` when nothing was."""
        for event in reversed(self.events):
            if event.kind == "values":
                for it in event.data["values"]:
                    if it["index"] == index:
                        return it
        return None

    def values_until(self, index: int, value: object, within_s: float = 10) -> dict:
        """Waits until the last that was told of a property is this value."""
        return self.until(lambda it: (found := it.value(index)) and found["value"] == value and found, within_s)
