"""Checks that a call fails as S3 would let it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError


@contextmanager
def fails(code: str, status: int | None = None) -> Iterator[None]:
    """The call inside must fail with this code, and this status if one is given."""
    with pytest.raises(ClientError) as caught:
        yield
    error = caught.value.response
    assert error["Error"]["Code"] == code, error
    if status is not None:
        assert error["ResponseMetadata"]["HTTPStatusCode"] == status, error


def refuses(code: str, call: Callable, **arguments: object) -> None:
    """One call that must fail with this code."""
    with fails(code):
        call(**arguments)
