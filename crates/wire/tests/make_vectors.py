"""Signs a table of requests with the installed botocore and writes `sigv4_vectors.jsonl`, one a line.

Run it where botocore is installed, and only when the table here changes:

    python3 crates/wire/tests/make_vectors.py > crates/wire/tests/sigv4_vectors.jsonl

Times, keys and names are fixed, so that a second run writes the same bytes.
"""

import datetime
import json
import sys
from unittest import mock

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 1, 1, 12, 30, 5, tzinfo=datetime.timezone.utc)
KEY, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "FwoGZXIvYXdzEB/a+b=="
HOST = "api.127.0.0.1.nip.example:8780"

PATHS = [
    "/",
    "/workspaces-list",
    "/workspaces/bakery/entities/mixer-3",
    "/workspaces/a%20b",
    "/workspaces/a%7Cb",
    "/workspaces/arn%3Aaws%3Aiottwinmaker%3Aus-east-1%3A0%3Aworkspace%2FFoo",
    "/workspaces/%C3%BC%E2%82%AC",
    "/a%2Bb/c~d/e_f-g.h",
    "/2015-03-31/functions/",
    "/a//b///c",
    "/a/./b/../c",
    "/a/b/..",
    "/%25/100%25",
]
QUERIES = [
    "",
    "a=1",
    "workspace=bakery",
    "resourceARN=arn%3Aaws%3Ax&tagKeys=a&tagKeys=b%20c",
    "tagKeys=b&tagKeys=a&tagKeys=B&A=1",
    "isRecursive=true",
    "acl=",
    "q=a%2Bb%20c%2Fd%3De%26f",
    "a-=1&a=2&a.b=3&aa=4",
    "k=%E2%82%AC&%C3%BC=1",
    "empty=&x=~._-",
]
BODIES = [b"", b"{}", b'{"maxResults": 5}', "{\"name\": \"Bäckerei\"}".encode(), bytes(range(256)) * 5]
HEADERS = [
    {},
    {"Content-Type": "application/json"},
    {"X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"},
    {"X-Odd": "  a   b \t c  "},
    {"X-Empty": ""},
    {"amz-sdk-invocation-id": "7a1b", "amz-sdk-request": "attempt=1"},
    {"x-amz-user-agent": "aws-sdk-js/3.1 ua/2.1"},
    {"Date": "Thu, 01 Jan 2026 12:30:05 GMT"},
]


def sign(signer, name, method, path, query="", body=b"", headers=None, service="iottwinmaker",
         region="us-east-1", token=None, secret=SECRET, context=None, scheme="http", **options):
    """One signed request, as it goes over the wire."""
    url = f"{scheme}://{HOST}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method=method, url=url, data=body, headers=headers or {})
    request.context.update(context or {})
    credentials = Credentials(KEY, secret, token)
    with mock.patch.object(auth, "get_current_datetime", lambda *_, **__: NOW.replace(tzinfo=None)):
        signer(credentials, service, region, **options).add_auth(request)
    target = request.url.split(HOST, 1)[1]
    sent = [[key.lower(), value] for key, value in request.headers.items()]
    if not any(key == "host" for key, _ in sent):
        sent.append(["host", HOST])
    return {"name": name, "method": method, "target": target, "headers": sent,
            "body": body.hex(), "secret": secret}


def cases():
    header, query_form = auth.SigV4Auth, auth.SigV4QueryAuth
    s3, s3_query = auth.S3SigV4Auth, auth.S3SigV4QueryAuth
    for path in PATHS:
        yield sign(header, f"path {path}", "GET", path)
        yield sign(query_form, f"link path {path}", "GET", path)
        yield sign(s3, f"s3 path {path}", "GET", path, service="s3")
        yield sign(s3_query, f"s3 link path {path}", "GET", path, service="s3", expires=604800)
    for query in QUERIES:
        yield sign(header, f"query {query}", "DELETE", "/tags", query)
        yield sign(query_form, f"link query {query}", "GET", "/tags", query, service="sts", expires=60)
        yield sign(s3, f"s3 query {query}", "GET", "/bucket", query, service="s3")
        yield sign(s3_query, f"s3 link query {query}", "PUT", "/bucket/key", query, service="s3")
    for number, body in enumerate(BODIES):
        yield sign(header, f"body {number}", "POST", "/workspaces-list", body=body,
                   headers={"Content-Type": "application/json"})
        yield sign(s3, f"s3 body {number}", "PUT", "/bucket/key", body=body, service="s3")
        yield sign(s3, f"s3 unsigned body {number}", "PUT", "/bucket/key", body=body, service="s3",
                   scheme="https", context={"client_config": Config(s3={"payload_signing_enabled": False})})
    for number, headers in enumerate(HEADERS):
        yield sign(header, f"headers {number}", "POST", "/", body=b"{}", headers=headers, service="cloudtrail")
        yield sign(s3, f"s3 headers {number}", "PUT", "/b/k", body=b"x", headers=headers, service="s3")
    for method in ["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "OPTIONS"]:
        yield sign(header, f"method {method}", method, "/workspaces/bakery")
    for service in ["sts", "iam", "lambda", "iotsitewise", "kinesisvideo", "monitoring", "logs"]:
        yield sign(header, f"service {service}", "POST", "/", body=b"Action=X", service=service)
    for region in ["eu-central-1", "us-gov-west-1", "local"]:
        yield sign(header, f"region {region}", "GET", "/", region=region)
    for signer, service in [(header, "iottwinmaker"), (query_form, "sts"), (s3, "s3"), (s3_query, "s3")]:
        yield sign(signer, f"token {service} {signer.__name__}", "GET", "/b/k", service=service, token=TOKEN)
        yield sign(signer, f"long secret {signer.__name__}", "GET", "/b/k", service=service, secret="ü" * 80)


def main():
    for case in cases():
        sys.stdout.write(json.dumps(case, ensure_ascii=True, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
