"""A signature covers the whole request: whatever is changed after signing, the request is turned away."""

import hashlib
import json
from collections.abc import Callable

import pytest

from gemel_server import Gemel
from signed import Answer, Signer, Wire

METHOD, TARGET, BODY = "POST", "/workspaces-list?a=1&b=2", b'{"maxResults": 5}'


@pytest.fixture
def wire(gemel: Gemel) -> Wire:
    """A connection."""
    return Wire(gemel.url)


def send(wire: Wire, change: Callable[[dict], None] | None = None, **sign: object) -> Answer:
    """Signs a request that is fine, changes it, and sends it."""
    headers = {"host": wire.host, "content-type": "application/json", "x-amz-meta-a": "one  two", "accept": "*/*"}
    headers = {**headers, **sign.pop("headers", {})}
    signer = Signer(**{"unsigned_headers": ("accept",), **sign})
    request = {"method": METHOD, "target": TARGET, "body": BODY}
    request["headers"] = signer.headers(METHOD, TARGET, headers, BODY)
    if change:
        change(request)
    return wire.send(request["method"], request["target"], request["body"], request["headers"], sign=False)


def header(name: str, value: str | Callable[[str], str]) -> Callable[[dict], None]:
    """Changes one header."""

    def change(request: dict) -> None:
        old = request["headers"].get(name, "")
        request["headers"][name] = value(old) if callable(value) else value

    return change


CHANGES = {
    "method": lambda it: it.update(method="PUT"),
    "path": lambda it: it.update(target="/workspaces/x1?a=1&b=2"),
    "value in the query": lambda it: it.update(target="/workspaces-list?a=1&b=3"),
    "more in the query": lambda it: it.update(target=TARGET + "&c=3"),
    "less in the query": lambda it: it.update(target="/workspaces-list?a=1"),
    "body": lambda it: it.update(body=b'{"maxResults": 6}'),
    "no body": lambda it: it.update(body=b""),
    "host": header("host", "elsewhere.example"),
    "signed header": header("x-amz-meta-a", "three"),
    "content type": header("content-type", "application/json; charset=utf-8"),
    "date": header("x-amz-date", lambda it: it[:-2] + ("1Z" if it[-2] != "1" else "2Z")),
    "late amz header": header("x-amz-security-token", "late"),
    "another amz header": header("x-amz-target", "x.y"),
    "region of the scope": header("authorization", lambda it: it.replace("/us-east-1/", "/eu-west-1/")),
    "day of the scope": header("authorization", lambda it: it.replace("/20", "/19", 1)),
    "last digit": header("authorization", lambda it: it[:-1] + ("0" if it[-1] != "0" else "1")),
    "host not signed": header("authorization", lambda it: it.replace("host;", "", 1)),
    "algorithm": header("authorization", lambda it: it.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1")),
    "no date": lambda it: it["headers"].pop("x-amz-date"),
}


def test_the_request_is_fine(wire: Wire) -> None:
    """Or else the tests below would prove nothing."""
    assert send(wire).status == 200


@pytest.mark.parametrize("what", CHANGES)
def test_a_changed_request_is_turned_away(wire: Wire, what: str) -> None:
    answer = send(wire, CHANGES[what])
    assert answer.status == 403, f"{answer.status} {answer.body[:300]!r}"
    assert answer.error_code in {
        "InvalidSignatureException", "IncompleteSignatureException", "UnrecognizedClientException"
    }, answer.headers
    assert Signer().secret_key not in answer.body.decode()


def test_headers_that_are_not_amazons_may_come_unsigned(wire: Wire) -> None:
    assert send(wire, header("user-agent", "late")).status == 200
    assert send(wire, header("x-forwarded-for", "10.0.0.1")).status == 200


def test_a_declared_hash_must_be_the_bodys(wire: Wire) -> None:
    right, wrong = (hashlib.sha256(it).hexdigest() for it in (BODY, b"other"))
    assert send(wire, headers={"x-amz-content-sha256": right}).status == 200
    answer = send(wire, headers={"x-amz-content-sha256": wrong})
    assert (answer.status, answer.error_code) == (403, "InvalidSignatureException")
    answer = send(wire, lambda it: it.update(body=b"{}"), headers={"x-amz-content-sha256": right})
    assert (answer.status, answer.error_code) == (403, "InvalidSignatureException")


def presigned(wire: Wire, change: Callable[[str], str] = lambda it: it, expires_s: int = 300, **sign: object) -> Answer:
    """Opens a presigned link."""
    target = Signer(**sign).presigned("GET", "/pricingplan", wire.host, expires_s=expires_s)
    return wire.send("GET", change(target), sign=False)


def test_a_link_is_good_for_its_time(wire: Wire) -> None:
    assert presigned(wire).status == 200
    assert presigned(wire, expires_s=60, clock_skew_s=-30).status == 200
    assert presigned(wire, expires_s=60, clock_skew_s=-90).status == 403
    assert presigned(wire, expires_s=604_801).status == 403
    assert presigned(wire, expires_s=-5).status == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Expires=300", "Expires=3000"),
        ("/pricingplan", "/pricingplan2"),
        ("SignedHeaders=host", "SignedHeaders="),
        ("&X-Amz-Date=2", "&X-Amz-Date=1"),
    ],
)
def test_a_changed_link_is_turned_away(wire: Wire, old: str, new: str) -> None:
    assert presigned(wire, lambda it: it.replace(old, new)).status == 403
    assert presigned(wire, lambda it: it + "&more=1").status == 403


@pytest.mark.parametrize(
    "target", ["/workspaces/a%20b", "/workspaces/a%2Fb", "/workspaces/~a(b)!*'", "/workspaces/%C3%A4?x=%20%2B%26"]
)
def test_every_path_is_signed_as_it_is_sent(wire: Wire, target: str) -> None:
    """The rules refuse the id; the signature is right, so it is not a 403."""
    answer = wire.send("GET", target)
    assert (answer.status, answer.error_code) == (400, "ValidationException"), answer.body
    assert "workspaceId" in json.loads(answer.body)["message"]
