"""The live generator: waits for a server that is away, loses nothing, and ends on SIGTERM."""

import argparse
import http.server
import os
import signal
import subprocess
import sys
import threading

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from conftest import BAKERY

import live

OPTIONS = argparse.Namespace(workspace="bakery", seed=7, interval=0.1, verbose=False)


class Server:
    """Takes batches, after failing for a while; stops the generator when it has seen enough."""

    def __init__(self, failures, enough):
        self.failures, self.enough = list(failures), enough
        self.series: dict = {}
        self.generator = None

    def batch_put_property_values(self, workspaceId, entries):
        if self.failures:
            raise self.failures.pop(0)
        for entry in entries:
            reference = tuple(sorted(entry["entityPropertyReference"].items()))
            self.series.setdefault(reference, []).extend(value["time"] for value in entry["propertyValues"])
        if sum(map(len, self.series.values())) >= self.enough:
            self.generator.stop()
        return {"errorEntries": []}


def run(failures, enough=2000):
    server = Server(failures, enough)
    server.generator = live.Generator(server, OPTIONS)
    server.generator.run()
    return server


def refused(code, status):
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "BatchPut")


def test_values_come_in_order_after_the_server_was_away(capsys):
    away = EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    server = run([away, refused("ThrottlingException", 429)])
    assert all(times == sorted(times) for times in server.series.values())
    said = capsys.readouterr()
    assert said.out == "" and "away" in said.err and "back" in said.err


def test_a_refusal_ends_the_run():
    with pytest.raises(ClientError):
        run([refused("ValidationException", 400)])


class Answers(http.server.BaseHTTPRequestHandler):
    """Takes every batch and counts them."""

    posts = threading.Semaphore(0)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"errorEntries":[]}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.posts.release()

    def log_message(self, *_):
        pass


def test_sigterm_ends_it_quietly():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    command = [sys.executable, str(BAKERY / "live.py"), "--interval", "0.1"]
    command += ["--endpoint-url", f"http://127.0.0.1:{server.server_port}"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for _ in range(20):
        assert Answers.posts.acquire(timeout=60)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    server.shutdown()
    assert (process.returncode, out, err) == (0, b"", b"")
