"""The demo's own start and stop of a server, tried on a stand-in."""

import os
import socket
import stat
import sys

import pytest

import demo
import serve_demo

READY = """#!{python}
import http.server, os, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
host, port = os.environ["GEMEL_LISTEN"].split(":")
http.server.HTTPServer((host, int(port)), Ready).serve_forever()
"""
BROKEN = """#!{python}
import sys
sys.exit("the data folder is in use")
"""


@pytest.fixture
def address(monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("GEMEL_LISTEN", listen)
    return f"http://{listen}"


def program(folder, text):
    path = folder / "gemel"
    path.write_text(text.format(python=sys.executable))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_server_is_started_and_stopped(tmp_path, address):
    server = serve_demo.start(program(tmp_path, READY), tmp_path / "data", address)
    assert serve_demo.answers(address)
    with pytest.raises(serve_demo.NotStarted, match="answers on"):
        serve_demo.start(program(tmp_path, READY), tmp_path / "data", address)
    serve_demo.stop(server)
    assert server.returncode is not None and not serve_demo.answers(address)


def test_a_server_that_ends_is_told_with_its_log(tmp_path, address):
    with pytest.raises(serve_demo.NotStarted, match="the data folder is in use"):
        serve_demo.start(program(tmp_path, BROKEN), tmp_path / "data", address)


def test_addresses_of_every_interface_are_reached_here():
    for listen, url in (
        ("127.0.0.1:8780", "http://127.0.0.1:8780"),
        ("0.0.0.0:1", "http://127.0.0.1:1"),
        ("[::]:1", "http://[::1]:1"),
        ("plant:1", "http://plant:1"),
    ):
        assert serve_demo.address(listen) == url


def test_the_link_is_what_the_binary_says(tmp_path, monkeypatch):
    says = """#!{python}
import sys
assert sys.argv[1:3] == ["console-link", "--json"], sys.argv
print('{{"url": "http://h/console/#link=t", "hasConsole": true}}')
"""
    monkeypatch.setenv("GEMEL_BIN", program(tmp_path, says))
    assert demo.console_link() == {"url": "http://h/console/#link=t", "hasConsole": True}
    monkeypatch.setenv("GEMEL_BIN", program(tmp_path, BROKEN))
    assert demo.console_link() is None
    monkeypatch.setenv("GEMEL_BIN", str(tmp_path / "none"))
    assert demo.console_link() is None
    monkeypatch.delenv("GEMEL_BIN")
    assert demo.console_link() is None


def test_a_missing_binary_is_exit_code_3(tmp_path, address, monkeypatch, capsys):
    monkeypatch.setenv("GEMEL_BIN", str(tmp_path / "none"))
    monkeypatch.setenv("GEMEL_DATA", str(tmp_path / "data"))
    before = dict(os.environ)
    assert serve_demo.main([]) == 3
    assert "error:" in capsys.readouterr().err
    assert dict(os.environ) == before
