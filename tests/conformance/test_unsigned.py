"""Requests without any signature: each is refused in the form of the service it was meant for, never as an unknown one."""

import http.client

import pytest

from gemel_server import Gemel


def answer(gemel: Gemel, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[int, str]:
    """Status and text of a plain request."""
    connection = http.client.HTTPConnection("127.0.0.1", gemel.port, timeout=10)
    connection.request(method, path, body=body, headers=headers)
    got = connection.getresponse()
    text = got.read().decode() + str(got.getheader("x-amzn-errortype"))
    connection.close()
    return got.status, text


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "words"),
    [
        ("POST", "/workspaces-list", {}, 403, "MissingAuthenticationTokenException"),
        ("POST", "/workspaces-list", {"content-type": "application/json"}, 403, "MissingAuthenticationTokenException"),
        ("POST", "/workspaces/w/entities", {}, 403, "MissingAuthenticationTokenException"),
        ("POST", "/nobody/knows/this", {}, 403, "<Code>AccessDenied</Code>"),
        ("GET", "/bucket/key", {}, 403, "<Code>AccessDenied</Code>"),
        ("PUT", "/bucket/key", {}, 403, "<Code>AccessDenied</Code>"),
        ("DELETE", "/bucket", {}, 403, "<Code>AccessDenied</Code>"),
        ("GET", "/%zz", {}, 400, "%zz"),
        ("GET", "/%ff", {}, 400, "%ff"),
    ],
)
def test_unsigned(gemel: Gemel, method: str, path: str, headers: dict[str, str], status: int, words: str) -> None:
    got = answer(gemel, method, path, headers)
    assert got[0] == status and words in got[1], got
