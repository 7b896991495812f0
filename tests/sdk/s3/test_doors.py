"""Who may come in: presigned links, forms, old signatures, and what must not pass."""

import re

import pytest
from botocore.auth import HmacV1Auth, S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from gemel_server import ACCESS_KEY, SECRET_KEY


def code(body: bytes) -> str:
    found = re.search(rb"<Code>(.*?)</Code>", body)
    return found.group(1).decode() if found else ""


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_presigned_links(gemel, bucket, raw, version):
    client = gemel.client("s3", signature_version=version)
    put = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "a b+ü"})
    assert raw.send("PUT", path_of(put), body=b"by link")[0] == 200
    get = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b+ü", "ResponseContentType": "x/y"})
    status, headers, body = raw.send("GET", path_of(get))
    assert (status, headers["content-type"], body) == (200, "x/y", b"by link")
    spoiled = path_of(get).replace("x%2Fy", "x%2Fz")
    assert (raw.send("GET", spoiled)[0], code(raw.send("GET", spoiled)[2])) == (403, "SignatureDoesNotMatch")
    late = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b+ü"}, ExpiresIn=-5) if version == "s3" else None
    if late:
        assert code(raw.send("GET", path_of(late))[2]) == "AccessDenied"


def test_an_added_header_does_not_ride_on_a_link(s3, bucket, raw):
    """A link to put one object, and an unsigned header that would copy another: blocks.md, the hole in s3s."""
    s3.put_object(Bucket=bucket, Key="secret", Body=b"TOPSECRET")
    for version in ("s3v4", "s3"):
        client = raw.gemel.client("s3", signature_version=version)
        link = client.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "mine"})
        status, _, body = raw.send("PUT", path_of(link), {"x-amz-copy-source": f"/{bucket}/secret"})
        assert status == 403, body
        status, _, body = raw.send("PUT", path_of(link), {"X-Amz-Meta-Added": "1"}, b"x")
        assert status == 403, body
    assert [it["Key"] for it in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["secret"]


def test_strangers_are_refused(s3, bucket, raw):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    for method, path in (("GET", f"/{bucket}/k"), ("PUT", f"/{bucket}/k"), ("GET", f"/{bucket}"), ("DELETE", f"/{bucket}/k")):
        status, headers, body = raw.send(method, path)
        assert (status, code(body)) == (403, "AccessDenied"), (method, path)
        assert headers["x-amz-request-id"].encode() in body
    wrong = raw.gemel.session().client(
        "s3", endpoint_url=raw.gemel.url, aws_access_key_id="AKIANOBODY", aws_secret_access_key="x"
    )
    with pytest.raises(Exception, match="InvalidAccessKeyId"):
        wrong.list_buckets()
    wrong = raw.gemel.session().client(
        "s3", endpoint_url=raw.gemel.url, aws_access_key_id=ACCESS_KEY, aws_secret_access_key="x"
    )
    with pytest.raises(Exception, match="SignatureDoesNotMatch"):
        wrong.list_buckets()
    lent = raw.gemel.session().client(
        "s3", endpoint_url=raw.gemel.url, aws_access_key_id="ASIANOBODY0000000000", aws_secret_access_key="x", aws_session_token="no"
    )
    with pytest.raises(Exception, match="InvalidToken|InvalidAccessKeyId|SignatureDoesNotMatch"):
        lent.list_buckets()


def test_old_signatures_in_headers_are_refused(bucket, raw):
    request = AWSRequest("GET", f"{raw.gemel.url}/{bucket}", {})
    request.context["auth_path"] = f"/{bucket}"
    HmacV1Auth(Credentials(ACCESS_KEY, SECRET_KEY)).add_auth(request)
    assert request.headers["Authorization"].startswith("AWS ")
    status, _, body = raw.send("GET", f"/{bucket}", dict(request.headers.items()))
    assert (status, code(body)) == (400, "InvalidArgument"), body


def form(fields: dict[str, str], file: bytes) -> tuple[dict[str, str], bytes]:
    """A multipart form, as a browser sends it."""
    edge = "edge-of-the-form"
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + file + f"\r\n--{edge}--\r\n".encode()
    return {"Content-Type": f"multipart/form-data; boundary={edge}"}, body


@pytest.mark.parametrize("version", ["s3v4", "s3"])
def test_forms(gemel, s3, bucket, raw, version):
    post = gemel.client("s3", signature_version=version).generate_presigned_post(
        bucket, "from/form", Fields={"x-amz-meta-a": "1"}, Conditions=[{"x-amz-meta-a": "1"}, ["content-length-range", 1, 100]]
    )
    headers, body = form(post["fields"], b"by form")
    assert raw.send("POST", f"/{bucket}", headers, body)[0] == 204
    got = s3.get_object(Bucket=bucket, Key="from/form")
    assert (got["Body"].read(), got["Metadata"]) == (b"by form", {"a": "1"})
    headers, body = form(post["fields"], b"x" * 101)
    assert raw.send("POST", f"/{bucket}", headers, body)[0] == 400
    headers, body = form({**post["fields"], "key": "elsewhere"}, b"x")
    assert raw.send("POST", f"/{bucket}", headers, body)[0] in (400, 403)
    headers, body = form({**post["fields"], "x-amz-signature" if version == "s3v4" else "signature": "0" * 64}, b"x")
    assert raw.send("POST", f"/{bucket}", headers, body)[0] == 403
    headers, body = form({"key": "unsigned"}, b"x")
    assert raw.send("POST", f"/{bucket}", headers, body)[0] == 403
    assert [it["Key"] for it in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["from/form"]


def test_nonsense_is_answered(s3, bucket, raw):
    broken = b"<Delete><Object><Key>a</Key>"
    for method, path, headers, body in (
        ("POST", f"/{bucket}?delete", {}, broken),
        ("POST", f"/{bucket}?delete", {}, b"\xff\xfe"),
        ("POST", f"/{bucket}?delete", {}, b"<Delete>" + b"<Object><Key>k</Key></Object>" * 1001 + b"</Delete>"),
        ("PUT", f"/{bucket}?cors", {}, b"<!DOCTYPE x [<!ENTITY e 'boom'>]><CORSConfiguration>&e;</CORSConfiguration>"),
        ("PUT", f"/{bucket}?cors", {}, b"<a>" * 100_000),
        ("PUT", f"/{bucket}?versioning", {}, b""),
        ("PUT", f"/{bucket}?tagging", {}, b"nonsense"),
        ("PUT", f"/{bucket}/k?partNumber=99999999999999999999&uploadId=x", {}, b""),
        ("PUT", f"/{bucket}/k?partNumber=x&uploadId=x", {}, b""),
        ("POST", f"/{bucket}/k?uploadId=x", {}, b"<CompleteMultipartUpload/>"),
        ("GET", f"/{bucket}?max-keys=x", {}, b""),
        ("GET", f"/{bucket}?list-type=2&max-keys=99999999999", {}, b""),
        ("GET", f"/{bucket}/k%FF", {}, b""),
        ("PUT", f"/{bucket}/k", {"x-amz-copy-source": "nonsense"}, b""),
        ("PUT", f"/{bucket}/k", {"x-amz-copy-source": "/%ff/%ff"}, b""),
        ("PUT", f"/{bucket}/k", {"x-amz-tagging": "a=" + "x" * 300}, b""),
        ("PUT", f"/{bucket}/k", {"x-amz-meta-big": "x" * 3000}, b""),
        ("PUT", "/Not_A_Bucket", {}, b""),
        ("PUT", "/xx", {}, b""),
        ("PATCH", f"/{bucket}/k", {}, b""),
    ):
        status, answered, told = raw.signed(method, path, headers, body)
        assert 400 <= status < 502 and status != 500, (method, path, status, told)
        assert code(told), (method, path, told)
    s3.put_object(Bucket=bucket, Key="k", Body=b"still here")
    for name, value in (("Range", "bytes=nonsense"), ("If-Modified-Since", "yesterday"), ("If-None-Match", "\xff")):
        assert raw.signed("GET", f"/{bucket}/k", {name: value})[0] in (200, 304, 400, 403, 416)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"still here"


def test_bodies_must_be_what_was_signed(s3, bucket, raw):
    request_body = b"what was signed"
    request = AWSRequest("PUT", f"{raw.gemel.url}/{bucket}/k", {}, request_body)
    signer = S3SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "s3", "us-east-1")
    request.context["payload_signing_enabled"] = True
    request.context["client_config"] = None
    request.headers["x-amz-content-sha256"] = "6a1f3b2c" * 8
    signer.add_auth(request)
    status, _, body = raw.send("PUT", f"/{bucket}/k", dict(request.headers.items()), b"what was sent  ")
    assert status in (400, 403), body
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)


def test_virtual_hosts(s3, bucket, raw):
    s3.put_object(Bucket=bucket, Key="k", Body=b"found")
    for host in (f"{bucket}.localhost:{raw.gemel.port}", f"{bucket}.s3.us-east-1.amazonaws.com", f"{bucket}.s3.amazonaws.com"):
        request = AWSRequest("GET", f"http://{host}/k", {"Host": host})
        S3SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), "s3", "us-east-1").add_auth(request)
        status, _, body = raw.send("GET", "/k", dict(request.headers.items()))
        assert (status, body) == (200, b"found"), (host, body)
