"""The bucket and its objects: models, scene document and manuals."""

import hashlib
import json
from pathlib import Path

from botocore.exceptions import ClientError

from models.build import key, models, warehouse_models
from plant.deployment import Deployment
from scene.document import scene_document
from scene.large import large_document

from .aws import Aws, LoadError, error_code, is_missing
from .compare import contains

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"
CORS = [
    {
        "AllowedHeaders": ["*"],
        "AllowedMethods": ["GET", "PUT", "POST", "DELETE", "HEAD"],
        "AllowedOrigins": ["*"],
        "ExposeHeaders": ["ETag"],
    }
]


def objects(deployment: Deployment) -> dict:
    """Everything to store: key -> (content type, bytes)."""
    found = {key(name): ("model/gltf-binary", data) for name, data in models().items()}
    for file in sorted(DOCUMENTS.glob("*.md")):
        found[f"documents/{file.name}"] = ("text/markdown; charset=utf-8", file.read_bytes())
    found.update(scenes(deployment))
    if deployment.has_large_scene:
        found.update({key(name): ("model/gltf-binary", data) for name, data in warehouse_models().items()})
    return found


def scenes(deployment: Deployment) -> dict:
    """The scene documents to store: key -> (content type, bytes)."""
    documents = {deployment.scene_key: scene_document(deployment)}
    if deployment.has_large_scene:
        documents[deployment.large_scene_key] = large_document(deployment)
    return {
        name: ("application/json", json.dumps(document, indent=1, ensure_ascii=False).encode())
        for name, document in documents.items()
    }


def ensure_bucket(aws: Aws, deployment: Deployment) -> int:
    """Makes the bucket and its CORS rules (browsers read models from it); answers how much was written."""
    written = 0
    try:
        aws.s3.head_bucket(Bucket=deployment.bucket)
    except ClientError as error:
        if error_code(error) in ("403", "Forbidden", "AccessDenied"):
            raise LoadError(
                f"bucket `{deployment.bucket}` belongs to someone else; choose another with --bucket"
            ) from error
        if not is_missing(error):
            raise
        aws.s3.create_bucket(**bucket_request(aws.region, deployment.bucket))
        written = 1
    if not contains(_cors(aws, deployment.bucket), CORS):
        aws.s3.put_bucket_cors(Bucket=deployment.bucket, CORSConfiguration={"CORSRules": CORS})
        written += 1
    return written


def bucket_request(region: str, bucket: str) -> dict:
    """S3 wants to be told the region, except for the oldest one."""
    request = {"Bucket": bucket}
    if region != "us-east-1":
        request["CreateBucketConfiguration"] = {"LocationConstraint": region}
    return request


def _cors(aws: Aws, bucket: str) -> list:
    try:
        return aws.s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    except ClientError as error:
        if is_missing(error):
            return []
        raise


def ensure_object(aws: Aws, bucket: str, name: str, kind: str, data: bytes, may_be_edited: bool = False) -> int:
    """Stores one object unless it is there with this content. What `may_be_edited` is kept once somebody else wrote it:
    only our own writes carry the digest of their content."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        head = aws.s3.head_object(Bucket=bucket, Key=name)
        same_text = hashlib.md5(data, usedforsecurity=False).hexdigest() == head.get("ETag", "").strip('"')
        if (same_text or head.get("Metadata", {}).get("sha256") == digest) and head.get("ContentType") == kind:
            return 0
        if may_be_edited and "sha256" not in head.get("Metadata", {}):
            return 0
    except ClientError as error:
        if not is_missing(error):
            raise
    aws.s3.put_object(Bucket=bucket, Key=name, Body=data, ContentType=kind, Metadata={"sha256": digest})
    return 1
