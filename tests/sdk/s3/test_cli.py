"""The AWS CLI, unmodified: make a bucket, copy, sync, list, sign, move, remove."""

import urllib.request
import uuid
from pathlib import Path

import pytest


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small folder."""
    for name in ("a.txt", "dir/b c+d.txt", "dir/deep/ü.txt"):
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"this is {name}")
    return tmp_path / "tree"


def texts(folder: Path) -> dict[str, str]:
    return {str(it.relative_to(folder)): it.read_text() for it in folder.rglob("*") if it.is_file()}


def test_the_journey(aws, tree, tmp_path):
    name = f"cli-{uuid.uuid4().hex[:12]}"
    assert aws("s3", "mb", f"s3://{name}") == f"make_bucket: {name}\n"
    assert name in aws("s3", "ls")
    aws("s3", "cp", tree / "a.txt", f"s3://{name}/one.txt")
    aws("s3", "cp", f"s3://{name}/one.txt", f"s3://{name}/two.txt")
    aws("s3", "mv", f"s3://{name}/two.txt", f"s3://{name}/three.txt")
    aws("s3", "sync", tree, f"s3://{name}/tree/")
    assert aws("s3", "sync", tree, f"s3://{name}/tree/") == "", "a second sync has nothing to do"
    listed = aws("s3", "ls", "--recursive", f"s3://{name}/")
    assert [it.split(None, 3)[3] for it in listed.splitlines()] == [
        "one.txt", "three.txt", "tree/a.txt", "tree/dir/b c+d.txt", "tree/dir/deep/ü.txt",
    ]
    top = aws("s3", "ls", f"s3://{name}/")
    assert [it.split(None, 3)[-1] if "PRE" not in it else it.strip() for it in top.splitlines()] == ["PRE tree/", "one.txt", "three.txt"]
    aws("s3", "sync", f"s3://{name}/tree/", tmp_path / "back")
    assert texts(tmp_path / "back") == texts(tree)
    (tree / "a.txt").unlink()
    aws("s3", "sync", "--delete", tree, f"s3://{name}/tree/")
    assert "a.txt" not in aws("s3", "ls", f"s3://{name}/tree/")
    link = aws("s3", "presign", f"s3://{name}/one.txt").strip()
    with urllib.request.urlopen(link, timeout=10) as answer:
        assert answer.read() == b"this is a.txt"
    assert aws("s3", "cp", f"s3://{name}/one.txt", "-") == "this is a.txt"
    aws("s3", "rb", f"s3://{name}", code=1)
    aws("s3", "rm", "--recursive", f"s3://{name}/")
    aws("s3", "rb", f"s3://{name}")
    with pytest.raises(AssertionError, match="NoSuchBucket"):
        aws("s3", "ls", f"s3://{name}")


def test_forty_megabytes(aws, s3, bucket, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(range(251)) * (40 << 20 >> 8))
    aws("s3", "cp", path, f"s3://{bucket}/large")
    assert s3.head_object(Bucket=bucket, Key="large")["ETag"].count("-") == 1
    aws("s3", "cp", f"s3://{bucket}/large", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == path.read_bytes()


def test_administration_as_tmdt_does_it(aws, bucket):
    """The calls TwinMaker's own deployment tool makes for a workspace's bucket."""
    cors = '{"CORSRules":[{"AllowedHeaders":["*"],"AllowedMethods":["GET","PUT","POST","DELETE","HEAD"],"AllowedOrigins":["*"],"ExposeHeaders":["ETag"]}]}'
    block = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
    encryption = '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'
    policy = (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::'
        + bucket + '/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}'
    )
    logging = '{"LoggingEnabled":{"TargetBucket":"' + bucket + '","TargetPrefix":"log/"}}'
    at = ("--bucket", bucket)
    aws("s3api", "put-bucket-versioning", *at, "--versioning-configuration", "Status=Enabled")
    aws("s3api", "put-bucket-policy", *at, "--policy", policy)
    aws("s3api", "put-public-access-block", *at, "--public-access-block-configuration", block)
    aws("s3api", "put-bucket-encryption", *at, "--server-side-encryption-configuration", encryption)
    aws("s3api", "put-bucket-cors", *at, "--cors-configuration", cors)
    aws("s3api", "put-bucket-logging", *at, "--bucket-logging-status", logging)
    aws("s3api", "put-object", *at, "--key", "k")
    assert '"VersionId": "null"' in aws("s3api", "list-object-versions", *at)
    assert '"Enabled"' in aws("s3api", "get-bucket-versioning", *at)
