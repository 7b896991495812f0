"""The console as a browser meets it: files, headers, routes; and the sign-in by a one-time link."""

import hashlib
import http.client
import json
import stat
import tarfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from gemel_server import REGION, SECRET_KEY, Gemel
from signed import Signer, Wire

AGAIN = "gemel console-link"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gemel]:
    """One server for this file."""
    with Gemel(tmp_path_factory.mktemp("console") / "data", console_connect="https://tiles.example") as server:
        yield server


@pytest.fixture
def wire(server: Gemel) -> Iterator[Wire]:
    """A connection that signs nothing unless told."""
    wire = Wire(server.url)
    yield wire
    wire.close()


def token_of(server: Gemel, *arguments: str) -> str:
    """A new link's token."""
    done = server.run("console-link", "--json", "--listen", server.host, *arguments)
    assert done.returncode == 0, done.stderr
    url, _, token = json.loads(done.stdout)["url"].partition("#link=")
    assert url == f"{server.url}/console/" and len(token) == 43
    return token


def redeem(server: Gemel, token: object, **headers: str) -> tuple[int, dict]:
    """Status and answer of a redemption."""
    connection = http.client.HTTPConnection(server.host, timeout=10)
    try:
        sent = {"content-type": "application/json", **{name.replace("_", "-"): it for name, it in headers.items()}}
        connection.request("POST", "/console/session", json.dumps({"link": token}), sent)
        answer = connection.getresponse()
        assert answer.getheader("cache-control") == "no-store"
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize("path", ["/console/", "/console/?a=b", "/console/workspaces/w/component-types/com.a.b?tab=json"])
def test_the_page_answers_every_route_of_its_own(wire: Wire, path: str) -> None:
    answer = wire.send("GET", path, sign=False, headers={"accept": "text/html,*/*"})
    assert answer.status == 200 and b"<html" in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    tag = answer.headers["etag"]
    again = wire.send("GET", path, sign=False, headers={"accept": "text/html", "if-none-match": tag})
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)


def test_pages_are_protected(wire: Wire) -> None:
    headers = wire.send("GET", "/console/", sign=False).headers
    policy = {it.split()[0]: it.split()[1:] for it in headers["content-security-policy"].split(";")}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert policy["frame-ancestors"] == policy["form-action"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert "https://tiles.example" in policy["connect-src"] and "https://tiles.example" in policy["img-src"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


def test_what_is_missing_is_missing(wire: Wire) -> None:
    for path in ("/console/assets/none.js", "/console/none.png", "/console/assets/none"):
        assert wire.send("GET", path, sign=False).status == 404, path
    assert wire.send("GET", "/console", sign=False).headers["location"] == "/console/"
    assert wire.send("GET", "/console?a=1", sign=False).headers["location"] == "/console/?a=1"
    assert wire.send("GET", "/console/session", sign=False).status == 405
    head = wire.send("HEAD", "/console/", sign=False)
    assert head.status == 200 and head.body == b"" and int(head.headers["content-length"]) > 0


def test_encodings_are_those_that_are_taken(wire: Wire) -> None:
    for accepted in ("gzip", "br", "identity"):
        answer = wire.send("GET", "/console/", sign=False, headers={"accept-encoding": accepted})
        assert answer.headers.get("content-encoding", "identity") in (accepted, "identity")
        if "content-encoding" in answer.headers:
            assert answer.headers["vary"] == "accept-encoding"


def test_config_before_the_sign_in(server: Gemel) -> None:
    status, body = server.get("/console/config.json")
    told = json.loads(body)
    assert status == 200 and told["region"] == REGION and set(told) == {"version", "region"}


def test_a_bucket_of_that_name_is_still_a_bucket(server: Gemel) -> None:
    s3 = server.client("s3")
    s3.create_bucket(Bucket="console")
    s3.put_object(Bucket="console", Key="session", Body=b"mine")
    assert s3.get_object(Bucket="console", Key="session")["Body"].read() == b"mine"
    link = s3.generate_presigned_url("get_object", Params={"Bucket": "console", "Key": "session"})
    assert server.get(link.removeprefix(server.url)) == (200, b"mine")


def test_a_link_signs_in_once(server: Gemel) -> None:
    token = token_of(server)
    status, told = redeem(server, token, origin=server.url)
    assert status == 200
    assert set(told) == {"accessKeyId", "secretAccessKey", "sessionToken", "expiration", "accountId", "region"}
    assert told["region"] == REGION and told["secretAccessKey"] != SECRET_KEY
    status, refused = redeem(server, token)
    assert status == 403 and "used already" in refused["message"] and AGAIN in refused["message"]

    session = boto3.Session(told["accessKeyId"], told["secretAccessKey"], told["sessionToken"], region_name=REGION)

    def client(service: str):
        config = Config(inject_host_prefix=False, retries={"max_attempts": 0}, s3={"addressing_style": "path"})
        return session.client(service, endpoint_url=server.url, config=config)

    assert client("sts").get_caller_identity()["Account"] == told["accountId"]
    assert "workspaceSummaries" in client("iottwinmaker").list_workspaces()
    assert "Functions" in client("lambda").list_functions()
    s3 = client("s3")
    s3.create_bucket(Bucket="by-session")
    s3.put_object(Bucket="by-session", Key="k", Body=b"x" * 100_000)
    assert s3.get_object(Bucket="by-session", Key="k")["ContentLength"] == 100_000
    signer = Signer(access_key=told["accessKeyId"], secret_key=told["secretAccessKey"])
    assert Wire(server.url, signer).send("POST", "/workspaces-list").status == 403  # without its token


def test_one_of_many_gets_the_link(server: Gemel) -> None:
    token, found = token_of(server), []
    threads = [threading.Thread(target=lambda: found.append(redeem(server, token)[0])) for _ in range(12)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert sorted(found) == [200] + [403] * 11


@pytest.mark.parametrize("token", ["", "x", "../../credentials", "A" * 43, "é\u0000", "." * 2000])
def test_what_is_no_link_is_refused_with_words(server: Gemel, token: str) -> None:
    status, told = redeem(server, token)
    assert status == 403 and AGAIN in told["message"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_other_pages_cannot_redeem(server: Gemel, headers: dict, status: int) -> None:
    token = token_of(server)
    assert redeem(server, token, **headers)[0] == status
    assert redeem(server, token)[0] == 200


def test_bodies_are_small_json(server: Gemel, wire: Wire) -> None:
    for body, status in ((b"{}", 400), (b"no", 400), (b"[1]", 400), (b'{"link":1}', 400), (b" " * 5000, 413)):
        answer = wire.send("POST", "/console/session", body, {"content-type": "application/json"}, sign=False)
        assert answer.status == status and json.loads(answer.body)["message"], body[:20]


def test_a_link_ends_and_its_file_goes(server: Gemel) -> None:
    token = token_of(server, "--expires", "1m")
    folder = server.data / "console-links"
    file = folder / hashlib.sha256(token.encode()).hexdigest()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700 and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert 55 < int(file.read_text()) - time.time() <= 60
    file.write_text("1000\n")
    status, told = redeem(server, token)
    assert status == 403 and "expired" in told["message"] and AGAIN in told["message"]
    assert not file.exists()


def test_links_need_no_server_and_no_backup_has_them(tmp_path: Path) -> None:
    server = Gemel(tmp_path / "data")
    done = server.run("console-link")
    assert done.returncode == 1 and "start the server once" in done.stderr
    server.start()
    server.stop()
    done = server.run("console-link", "--expires", "2h")
    assert done.returncode == 0 and done.stdout.startswith("http://127.0.0.1:8780/console/#link=")
    assert server.run("console-link", "--expires", "13h").returncode == 2
    token = done.stdout.strip().rsplit("=", 1)[1]
    backup = tmp_path / "b.gemel"
    assert server.run("backup", str(backup)).returncode == 0
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "link" in name]
    with server:
        assert redeem(server, token)[0] == 200
