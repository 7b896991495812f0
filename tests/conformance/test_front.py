"""What stands before every operation: pages of the server's own, browsers, limits, and connections that live on."""

import json
import socket

import pytest

from gemel_server import Gemel
from signed import Signer, Wire

ORIGIN = {"origin": "https://plant.example"}


@pytest.fixture
def wire(gemel: Gemel) -> Wire:
    """A connection."""
    return Wire(gemel.url)


@pytest.mark.parametrize(("path", "body"), [("/healthz", b"ok\n"), ("/readyz", b"ready\n")])
def test_health(gemel: Gemel, path: str, body: bytes) -> None:
    assert gemel.get(path) == (200, body)


def test_metrics_count_requests(gemel: Gemel, wire: Wire) -> None:
    def counted() -> int:
        status, text = gemel.get("/metrics")
        assert status == 200
        wanted = ("gemel_requests_total{", 'operation="ListWorkspaces"', 'status="200"')
        lines = [line for line in text.decode().splitlines() if all(it in line for it in wanted)]
        return sum(int(float(line.rsplit(" ", 1)[1])) for line in lines)

    before = counted()
    for _ in range(3):
        assert wire.send("POST", "/workspaces-list").status == 200
    assert counted() == before + 3


def test_metrics_are_well_formed(gemel: Gemel) -> None:
    lines = gemel.get("/metrics")[1].decode().splitlines()
    assert all(line.startswith("#") or len(line.rsplit(" ", 1)) == 2 for line in lines if line)
    assert any(line.startswith("gemel_start_time_seconds ") for line in lines)


def test_root_is_the_console(gemel: Gemel) -> None:
    status, body = gemel.get("/")
    assert status == 200
    assert b"<html" in body.lower()


def test_preflight_needs_no_signature(wire: Wire) -> None:
    asked = "authorization,content-type,x-amz-date,x-amz-user-agent,amz-sdk-invocation-id,amz-sdk-request"
    headers = {**ORIGIN, "access-control-request-method": "PUT", "access-control-request-headers": asked}
    answer = wire.send("OPTIONS", "/workspaces/x1/entities/e1", headers=headers, sign=False)
    assert answer.status in (200, 204)
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN["origin"])
    assert set(asked.split(",")) <= {it.strip() for it in answer.headers["access-control-allow-headers"].split(",")}
    methods = {it.strip() for it in answer.headers["access-control-allow-methods"].split(",")}
    assert {"GET", "POST", "PUT", "DELETE"} <= methods


@pytest.mark.parametrize("target", ["/workspaces-list", "/no-such-path"])
def test_answers_and_faults_are_readable_to_browsers(wire: Wire, target: str) -> None:
    answer = wire.send("POST", target, headers=ORIGIN)
    assert answer.headers["access-control-allow-origin"] in ("*", ORIGIN["origin"])
    exposed = {it.strip() for it in answer.headers["access-control-expose-headers"].lower().split(",")}
    assert {"x-amzn-errortype", "x-amzn-requestid"} <= exposed


def test_other_origins_are_kept_out(fresh) -> None:
    wire = Wire(fresh(cors_origins="https://plant.example").url)
    assert "access-control-allow-origin" in wire.send("POST", "/workspaces-list", headers=ORIGIN).headers
    stranger = {"origin": "https://elsewhere.example"}
    assert "access-control-allow-origin" not in wire.send("POST", "/workspaces-list", headers=stranger).headers


def test_request_ids_are_all_different(wire: Wire) -> None:
    ids = {wire.send("POST", "/workspaces-list").headers["x-amzn-requestid"] for _ in range(20)}
    assert len(ids) == 20


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_the_limit_is_refused(fresh, chunked: bool) -> None:
    server = fresh(body_max_bytes="2000")
    wire = Wire(server.url)
    assert wire.send("POST", "/workspaces-list", b"{" + b" " * 1998 + b"}").status == 200
    body, headers = b"{" + b" " * 1999 + b"}", {}
    if chunked:
        signed = Signer().headers("POST", "/workspaces-list", {"host": wire.host}, body)
        headers = {**signed, "transfer-encoding": "chunked"}
        framed = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        answer = wire.send("POST", "/workspaces-list", framed, headers, sign=False)
    else:
        answer = wire.send("POST", "/workspaces-list", body)
    assert (answer.status, answer.error_code) == (413, "RequestEntityTooLargeException")
    assert "2000" in json.loads(answer.body)["message"]


REFUSED = {
    "no signature": {"sign": False},
    "wrong key": {"signer": Signer(secret_key="wrong")},
    "unknown key": {"signer": Signer(access_key="AKIANOBODY")},
}


@pytest.mark.parametrize("how", REFUSED)
def test_a_connection_lives_on_after_a_refusal(wire: Wire, how: str) -> None:
    assert wire.send("POST", "/workspaces-list").status == 200
    before = wire.connection.sock
    json_body = {"content-type": "application/json"}
    assert wire.send("POST", "/workspaces-list", b'{"maxResults": 1}', json_body, **REFUSED[how]).status == 403
    assert wire.send("POST", "/workspaces-list").status == 200
    assert wire.connection.sock is before, "the server closed the connection"


def test_a_connection_lives_on_after_errors(wire: Wire) -> None:
    wire.send("POST", "/workspaces-list")
    before = wire.connection.sock
    for method, target, body, status in [
        ("POST", "/workspaces-list", b"{", 400),
        ("GET", "/workspaces/nope1", b"", 404),
        ("GET", "/workspaces/%zz", b"", 400),
        ("GET", "/nowhere", b"", 404),
        ("POST", "/queries/execution", b'{"workspaceId": "x1", "queryStatement": "x"}', 501),
    ]:
        assert wire.send(method, target, body).status == status, target
    assert wire.send("POST", "/workspaces-list").status == 200
    assert wire.connection.sock is before, "the server closed the connection"


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: x\r\nhost : y\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nhost: x\r\n\r\n",
        b"POST /workspaces-list HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}",
        b"POST /workspaces-list HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"GET / HTTP/1.1\r\n" + b"x: y\r\n" * 10_000 + b"\r\n",
    ],
    ids=["tls", "no path", "bad header", "long path", "two lengths", "bad chunk", "many headers"],
)
def test_garbage_is_answered_or_dropped_at_once(gemel: Gemel, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", gemel.port), timeout=10) as it:
        try:
            it.sendall(sent)
            answer = it.recv(65536)
        except (ConnectionResetError, BrokenPipeError):
            answer = b""
        assert answer == b"" or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501")), answer
    assert gemel.get("/healthz")[0] == 200


def test_s3_and_twinmaker_share_the_listener(gemel: Gemel) -> None:
    bucket = "front-shares-a-listener"
    gemel.client("s3").create_bucket(Bucket=bucket)
    found = gemel.client("s3").list_buckets()["Buckets"]
    assert bucket in {it["Name"] for it in found}
    assert gemel.client("sts").get_caller_identity()["Account"] == "000000000000"


BODIES = {
    "deep lists in a member that nobody knows": b'{"nobody": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep maps in a member that nobody knows": b'{"nobody": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"}",
    "deep lists that do not end": b'{"nobody": ' + b"[" * 50_000,
    "bytes that are no UTF-8": b'{"entityName": "\xff\xfe"}',
    "a byte order mark": b'\xef\xbb\xbf{"entityName": "x1"}',
    "a number beyond every double": b'{"maxResults": 1e999}',
    "NaN without quotes": b'{"maxResults": NaN}',
    "one member twice": b'{"entityName": "a", "entityName": "b", "entityId": 5}',
    "a NUL": b'{"entityName": "x1"}\0',
    "a lone surrogate": b'{"entityName": "\\udc00"}',
}


@pytest.mark.parametrize("what", BODIES)
def test_bodies_that_break_parsers_are_refused(gemel: Gemel, wire: Wire, what: str) -> None:
    client = gemel.client("iottwinmaker")
    try:
        client.create_workspace(workspaceId="front-bodies")
    except client.exceptions.ConflictException:
        pass
    answer = wire.send("POST", "/workspaces/front-bodies/entities", BODIES[what], {"content-type": "application/json"})
    assert (answer.status, answer.error_code) in ((400, "SerializationException"), (400, "ValidationException"))
    assert json.loads(answer.body)["message"]
    assert client.list_entities(workspaceId="front-bodies")["entitySummaries"] == []


def test_values_may_not_nest_without_end(gemel: Gemel, wire: Wire) -> None:
    client = gemel.client("iottwinmaker")
    client.create_workspace(workspaceId="front-depth")
    body = b'{"stringValue": "x"}'
    for _ in range(40):
        body = b'{"listValue": [' + body + b"]}"
    body = b'{"entityName": "one", "components": {"c": {"properties": {"p": {"value": ' + body + b"}}}}}"
    answer = wire.send("POST", "/workspaces/front-depth/entities", body, {"content-type": "application/json"})
    assert (answer.status, answer.error_code) == (400, "ValidationException")
