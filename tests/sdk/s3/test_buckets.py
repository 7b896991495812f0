"""Buckets through boto3: made, listed, set up as tools do it, removed."""

import json
import uuid

import pytest
from failing import fails, refuses

RULES = [{
    "AllowedOrigins": ["http://console.example", "https://*.example.com"], "AllowedMethods": ["GET", "PUT"],
    "AllowedHeaders": ["*"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 600,
}]


def test_life_of_a_bucket(s3):
    name = f"life-{uuid.uuid4().hex[:12]}"
    refuses("404", s3.head_bucket, Bucket=name)
    assert s3.create_bucket(Bucket=name)["Location"] == f"/{name}"
    s3.create_bucket(Bucket=name)
    assert s3.head_bucket(Bucket=name)["BucketRegion"] == "us-east-1"
    assert name in [it["Name"] for it in s3.list_buckets()["Buckets"]]
    assert [it["Name"] for it in s3.list_buckets(Prefix=name)["Buckets"]] == [name]
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    s3.put_object(Bucket=name, Key="k", Body=b"")
    with fails("BucketNotEmpty", 409):
        s3.delete_bucket(Bucket=name)
    s3.delete_object(Bucket=name, Key="k")
    s3.create_multipart_upload(Bucket=name, Key="forgotten")
    s3.delete_bucket(Bucket=name)
    with fails("NoSuchBucket", 404):
        s3.delete_bucket(Bucket=name)
    refuses("NoSuchBucket", s3.put_object, Bucket=name, Key="k", Body=b"")
    refuses("NoSuchBucket", s3.get_object, Bucket=name, Key="k")


def test_buckets_in_another_region(s3):
    name = f"west-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-west-1"
    s3.delete_bucket(Bucket=name)


def test_pages_of_buckets(s3):
    names = sorted(f"pages-{uuid.uuid4().hex[:12]}" for _ in range(3))
    for name in names:
        s3.create_bucket(Bucket=name)
    pages = s3.get_paginator("list_buckets").paginate(Prefix="pages-", PaginationConfig={"PageSize": 1})
    assert [it["Name"] for page in pages for it in page["Buckets"]] == names
    for name in names:
        s3.delete_bucket(Bucket=name)


SETTINGS = [
    ("bucket_cors", {"CORSConfiguration": {"CORSRules": RULES}}, {"CORSRules": RULES}, "NoSuchCORSConfiguration"),
    (
        "bucket_encryption",
        {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}},
        {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}},
        "ServerSideEncryptionConfigurationNotFoundError",
    ),
    (
        "public_access_block",
        {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}},
        {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True, "BlockPublicPolicy": True, "IgnorePublicAcls": True, "RestrictPublicBuckets": True}},
        "NoSuchPublicAccessBlockConfiguration",
    ),
    (
        "bucket_ownership_controls",
        {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
        {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
        "OwnershipControlsNotFoundError",
    ),
    (
        "bucket_tagging",
        {"Tagging": {"TagSet": [{"Key": "plant", "Value": "a & b"}]}},
        {"TagSet": [{"Key": "plant", "Value": "a & b"}]},
        "NoSuchTagSet",
    ),
]


@pytest.mark.parametrize(("name", "put", "got", "unset"), SETTINGS, ids=[it[0] for it in SETTINGS])
def test_settings(s3, bucket, name, put, got, unset):
    read, write, remove = (getattr(s3, f"{it}_{name}") for it in ("get", "put", "delete"))
    with fails(unset, 404):
        read(Bucket=bucket)
    write(Bucket=bucket, **put)
    answer = read(Bucket=bucket)
    assert {key: value for key, value in answer.items() if key in got} == got
    remove(Bucket=bucket)
    remove(Bucket=bucket)
    refuses(unset, read, Bucket=bucket)
    refuses("NoSuchBucket", write, Bucket="there-is-no-such-bucket", **put)


def test_versioning(s3, bucket):
    assert "Status" not in s3.get_bucket_versioning(Bucket=bucket)
    for status in ("Enabled", "Suspended"):
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": status})
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == status


def test_policy(s3, bucket):
    refuses("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=bucket)
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert s3.get_bucket_policy(Bucket=bucket)["Policy"] == policy
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"] is False
    for wrong in ("{", "[]", "{}", '"text"'):
        refuses("MalformedPolicy", s3.put_bucket_policy, Bucket=bucket, Policy=wrong)
    s3.delete_bucket_policy(Bucket=bucket)
    refuses("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket=bucket)


def test_logging(s3, bucket):
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)
    logging = {"LoggingEnabled": {"TargetBucket": bucket, "TargetPrefix": "log/"}}
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus=logging)
    assert s3.get_bucket_logging(Bucket=bucket)["LoggingEnabled"] == logging["LoggingEnabled"]
    elsewhere = {"LoggingEnabled": {"TargetBucket": "there-is-no-such-bucket", "TargetPrefix": ""}}
    refuses("InvalidTargetBucketForLogging", s3.put_bucket_logging, Bucket=bucket, BucketLoggingStatus=elsewhere)
    s3.put_bucket_logging(Bucket=bucket, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=bucket)


def test_lifecycle(s3, bucket):
    refuses("NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket=bucket)
    rules = [{"ID": "old", "Status": "Enabled", "Filter": {"Prefix": "log/"}, "Expiration": {"Days": 30}}]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == rules
    s3.delete_bucket_lifecycle(Bucket=bucket)
    refuses("NoSuchLifecycleConfiguration", s3.get_bucket_lifecycle_configuration, Bucket=bucket)


def test_what_is_so_of_every_bucket(s3, bucket):
    assert s3.get_bucket_acl(Bucket=bucket)["Grants"][0]["Permission"] == "FULL_CONTROL"
    assert s3.get_bucket_request_payment(Bucket=bucket)["Payer"] == "BucketOwner"
    assert "Status" not in s3.get_bucket_accelerate_configuration(Bucket=bucket)
    s3.get_bucket_notification_configuration(Bucket=bucket)
    refuses("NoSuchWebsiteConfiguration", s3.get_bucket_website, Bucket=bucket)
    refuses("ReplicationConfigurationNotFoundError", s3.get_bucket_replication, Bucket=bucket)
    refuses("ObjectLockConfigurationNotFoundError", s3.get_object_lock_configuration, Bucket=bucket)
    refuses("AccessControlListNotSupported", s3.put_object, Bucket=bucket, Key="k", Body=b"", ACL="public-read")
    with fails("NotImplemented", 501):
        s3.put_object(Bucket=bucket, Key="k", Body=b"", SSECustomerAlgorithm="AES256", SSECustomerKey="0" * 32)
    with fails("NotImplemented", 501):
        s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "i"}})


def test_cors_rules_are_checked(s3, bucket):
    for rule in (
        {"AllowedOrigins": ["*"], "AllowedMethods": ["PATCH"]},
        {"AllowedOrigins": ["http://*.*"], "AllowedMethods": ["GET"]},
    ):
        refuses("InvalidRequest", s3.put_bucket_cors, Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})


def test_browsers_get_what_the_rules_say(s3, bucket, raw):
    s3.put_object(Bucket=bucket, Key="scene.json", Body=b"{}")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "scene.json"})
    path = url.removeprefix(raw.gemel.url)
    asked = {"Origin": "http://console.example", "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "x-amz-date"}

    status, headers, _ = raw.send("OPTIONS", path, asked)
    assert (status // 100, headers["access-control-allow-origin"]) == (2, "http://console.example")  # the server's own policy

    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": RULES})
    status, headers, _ = raw.send("OPTIONS", path, asked)
    assert (status, headers["access-control-allow-origin"]) == (200, "http://console.example")
    assert headers["access-control-allow-methods"] == "GET, PUT"
    assert headers["access-control-allow-headers"] == "x-amz-date"
    assert headers["access-control-max-age"] == "600"

    status, headers, body = raw.send("OPTIONS", path, {**asked, "Origin": "http://elsewhere"})
    assert (status, b"AccessForbidden" in body, "access-control-allow-origin" in headers) == (403, True, False)
    status, headers, _ = raw.send("OPTIONS", path, {**asked, "Access-Control-Request-Method": "DELETE"})
    assert status == 403

    status, headers, body = raw.send("GET", path, {"Origin": "https://a.example.com"})
    assert (status, body, headers["access-control-allow-origin"]) == (200, b"{}", "https://a.example.com")
    assert headers["access-control-expose-headers"] == "ETag"
    status, headers, _ = raw.send("GET", f"/{bucket}/none", {"Origin": "https://a.example.com"})
    assert (status, headers["access-control-allow-origin"]) == (403, "https://a.example.com")
    status, headers, _ = raw.send("GET", path, {"Origin": "http://elsewhere"})
    assert (status, "access-control-allow-origin" in headers) == (200, False)
