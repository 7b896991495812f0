"""Objects kept in a bucket of another S3: here, of a second Gemel."""

from pathlib import Path

from gemel_server import ACCESS_KEY, REGION, SECRET_KEY, Gemel, environment


def test_bytes_go_to_the_other_bucket_and_come_back(tmp_path: Path) -> None:
    with Gemel(tmp_path / "far") as far:
        far.client("s3").create_bucket(Bucket="store")
        near = Gemel(tmp_path / "near", objects_url="s3://store/plant")
        own = near.environment
        access = {
            "AWS_ENDPOINT_URL": far.url, "AWS_ALLOW_HTTP": "true", "AWS_REGION": REGION,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }
        near.environment = lambda: {**environment(), **own(), **access}
        with near:
            s3 = near.client("s3")
            s3.create_bucket(Bucket="models")
            body = bytes(range(256)) * 50_000
            s3.put_object(Bucket="models", Key="mixer.glb", Body=body)
            assert s3.get_object(Bucket="models", Key="mixer.glb")["Body"].read() == body
            part = s3.get_object(Bucket="models", Key="mixer.glb", Range="bytes=256-511")["Body"].read()
            assert part == bytes(range(256))
            kept = far.client("s3").list_objects_v2(Bucket="store", Prefix="plant/")
            assert sum(it["Size"] for it in kept["Contents"]) == len(body)
            assert not [it for it in (near.data / "objects").rglob("*") if it.is_file()]
            s3.delete_object(Bucket="models", Key="mixer.glb")
            s3.delete_bucket(Bucket="models")
