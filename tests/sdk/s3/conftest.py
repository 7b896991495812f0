"""What the S3 tests share: a client, a bucket for each test, the AWS CLI, and requests without any SDK's opinion."""

import http.client
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY, Gemel, environment


@pytest.fixture(scope="session")
def s3(gemel: Gemel):
    """A boto3 client."""
    return gemel.client("s3")


@pytest.fixture
def bucket(s3) -> Iterator[str]:
    """A bucket of the test's own, removed with all it holds."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    yield name
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        keys = [{"Key": it["Key"]} for it in page.get("Contents", [])]
        for key in keys:
            s3.delete_object(Bucket=name, **key)
    s3.delete_bucket(Bucket=name)


@pytest.fixture(scope="session")
def aws(gemel: Gemel, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Runs the AWS CLI, unmodified, and gives its output."""
    beside = Path(sys.executable).with_name("aws")
    program = str(beside) if beside.exists() else shutil.which("aws")
    if not program:
        pytest.skip("no AWS CLI")
    config = tmp_path_factory.mktemp("aws") / "config"
    config.write_text("[default]\nregion = us-east-1\ns3 =\n  addressing_style = path\n")
    settings = environment(
        AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY, AWS_REGION=REGION,
        AWS_CONFIG_FILE=str(config), AWS_ENDPOINT_URL=gemel.url,
    )

    def run(*arguments: str | os.PathLike, code: int = 0) -> str:
        done = subprocess.run(
            [program, *map(str, arguments)], env=settings, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == code, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    return run


class Raw:
    """Sends requests byte for byte, signed or not."""

    def __init__(self, gemel: Gemel) -> None:
        self.gemel = gemel

    def send(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> tuple[int, dict[str, str], bytes]:
        """Sends a request as it is; gives status, headers in lower case, and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gemel.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def signed(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"", service: str = "s3"
    ) -> tuple[int, dict[str, str], bytes]:
        """Signs a request as boto3 would, whatever it says, and sends it."""
        signer = S3SigV4Auth if service == "s3" else SigV4Auth
        request = AWSRequest(method, self.gemel.url + path, headers or {}, body)
        signer(Credentials(ACCESS_KEY, SECRET_KEY), service, REGION).add_auth(request)
        return self.send(method, path, dict(request.headers.items()), body)


@pytest.fixture(scope="session")
def raw(gemel: Gemel) -> Raw:
    """Requests without any SDK's opinion."""
    return Raw(gemel)
