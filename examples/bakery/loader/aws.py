"""The AWS clients of the loader, and what their failures mean in plain words."""

import os

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    PartialCredentialsError,
)

FAILED, USAGE, UNREACHABLE, INTERRUPTED = 1, 2, 3, 130
"""Exit codes of the commands."""

CONNECTIONS = 24


class LoadError(Exception):
    """Something the caller can mend; `code` is the exit code."""

    def __init__(self, message: str, code: int = FAILED):
        super().__init__(message)
        self.code = code


def endpoint(given: str | None) -> str | None:
    """The endpoint to use: the option, else the environment, else none (AWS itself)."""
    return given or os.environ.get("AWS_ENDPOINT_URL") or None


class Aws:
    """One client a service, all for the same endpoint and region."""

    def __init__(self, endpoint_url: str | None = None, region: str | None = None, attempts: int = 6):
        self.endpoint_url = endpoint_url
        self.region = region or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        session = boto3.session.Session(region_name=self.region)
        common = {
            "max_pool_connections": CONNECTIONS,
            "connect_timeout": 5,
            "read_timeout": 60,
            "retries": {"mode": "standard", "max_attempts": attempts},
        }
        if endpoint_url:
            common["inject_host_prefix"] = False
        self.s3 = self._client(session, "s3", **common, s3={"addressing_style": "path"} if endpoint_url else {})
        self.functions = self._client(session, "lambda", **common)
        self.sts = self._client(session, "sts", **common)
        self.twin = self._client(session, "iottwinmaker", **common)
        # Thousands of equal calls: the parameters are checked by the tests, not again for every call.
        self.data = self._client(session, "iottwinmaker", **common, parameter_validation=False)

    def _client(self, session, service: str, **settings):
        return session.client(service, endpoint_url=self.endpoint_url, config=Config(**settings))

    def account(self) -> str:
        return self.sts.get_caller_identity()["Account"]


def error_code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def is_missing(error: ClientError) -> bool:
    """Whether a call failed because the thing is not there."""
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status == 404 or error_code(error) in (
        "ResourceNotFoundException",
        "NoSuchBucket",
        "NoSuchKey",
        "NoSuchCORSConfiguration",
        "NotFound",
        "404",
    )


def explain(error: Exception, endpoint_url: str | None) -> tuple:
    """What to tell the user about an error, and the exit code."""
    where = endpoint_url or "AWS"
    if isinstance(error, LoadError):
        return str(error), error.code
    if isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return (
            'no credentials in the environment; for Gemel run: eval "$(./target/release/gemel credentials)"',
            UNREACHABLE,
        )
    if isinstance(error, (EndpointConnectionError, ConnectTimeoutError)):
        return f"cannot reach {where}; is the server running? for Gemel run: ./target/release/gemel serve", UNREACHABLE
    if isinstance(error, ClientError):
        message = error.response.get("Error", {}).get("Message", "")
        request = error.response.get("ResponseMetadata", {}).get("RequestId", "")
        tail = f" (request {request})" if request else ""
        return f"{error.operation_name} was refused by {where}: {error_code(error)}: {message}{tail}", FAILED
    if isinstance(error, BotoCoreError):
        return f"{where}: {error}", UNREACHABLE
    raise error
