"""Listings through boto3: order, prefixes, pages, and names that readers get wrong."""

import pytest
from failing import refuses

KEYS = ["a", "a/1", "a/2", "a/b/3", "a b+c", "b/1", "c", "d/", "d/1", "ü", "~"]


@pytest.fixture
def filled(s3, bucket):
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    return bucket


def names(answer: dict, *, keys: str = "Contents") -> list[str]:
    """Keys, then common prefixes."""
    return [it["Key"] for it in answer.get(keys, [])] + [it["Prefix"] for it in answer.get("CommonPrefixes", [])]


def test_order_and_names(s3, filled):
    want = sorted(KEYS, key=lambda it: it.encode())
    assert names(s3.list_objects_v2(Bucket=filled)) == want
    assert names(s3.list_objects(Bucket=filled)) == want
    assert names(s3.list_object_versions(Bucket=filled), keys="Versions") == want


def test_delimiters(s3, filled):
    top = s3.list_objects_v2(Bucket=filled, Delimiter="/")
    assert names(top) == ["a", "a b+c", "c", "~", "ü", "a/", "b/", "d/"]
    assert names(s3.list_objects_v2(Bucket=filled, Delimiter="/", Prefix="a/")) == ["a/1", "a/2", "a/b/"]
    assert names(s3.list_objects_v2(Bucket=filled, Delimiter="/", Prefix="d/")) == ["d/", "d/1"]
    assert names(s3.list_objects_v2(Bucket=filled, Prefix="none")) == []
    assert names(s3.list_objects(Bucket=filled, Delimiter="b")) == ["a", "a/1", "a/2", "c", "d/", "d/1", "~", "ü", "a b", "a/b", "b"]


@pytest.mark.parametrize("operation", ["list_objects", "list_objects_v2", "list_object_versions"])
@pytest.mark.parametrize("delimiter", ["", "/"])
@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_pages_tell_everything_once(s3, filled, operation, delimiter, size):
    keys = "Versions" if operation.endswith("versions") else "Contents"
    pages = s3.get_paginator(operation).paginate(Bucket=filled, Delimiter=delimiter, PaginationConfig={"PageSize": size})
    told = [name for page in pages for name in names(page, keys=keys)]
    whole = names(getattr(s3, operation)(Bucket=filled, Delimiter=delimiter), keys=keys)
    assert sorted(told) == sorted(whole)
    assert len(told) == len(set(told))


def test_start_after_and_tokens(s3, filled):
    assert names(s3.list_objects_v2(Bucket=filled, StartAfter="a/2")) == ["a/b/3", "b/1", "c", "d/", "d/1", "~", "ü"]
    first = s3.list_objects_v2(Bucket=filled, MaxKeys=2)
    assert (first["KeyCount"], first["IsTruncated"], first["MaxKeys"]) == (2, True, 2)
    refuses("InvalidArgument", s3.list_objects_v2, Bucket=filled, ContinuationToken="not a token")
    assert s3.list_objects_v2(Bucket=filled, MaxKeys=0)["IsTruncated"] is False
    refuses("InvalidArgument", s3.list_objects_v2, Bucket=filled, MaxKeys=-1)
    refuses("NoSuchBucket", s3.list_objects_v2, Bucket="there-is-no-such-bucket")


def test_versions_are_one(s3, filled):
    version = s3.list_object_versions(Bucket=filled, Prefix="c")["Versions"][0]
    assert (version["VersionId"], version["IsLatest"]) == ("null", True)
    assert s3.get_object(Bucket=filled, Key="c", VersionId="null")["Body"].read() == b"c"
    refuses("NoSuchVersion", s3.get_object, Bucket=filled, Key="c", VersionId="another")
