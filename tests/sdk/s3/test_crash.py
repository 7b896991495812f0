"""Kill −9 while objects are written: what was acknowledged is there, whole; what was not is whole or not there."""

import hashlib
import threading

from botocore.exceptions import BotoCoreError, ClientError

from gemel_server import Gemel

ROUNDS = 4
BODY_BYTES = 300_000


def body_of(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest() * (BODY_BYTES // 32)


def write_until_dead(server: Gemel, key: str, acknowledged: list[int], begun: list[int], enough: threading.Event) -> None:
    client = server.client("s3")
    number = begun[-1] if begun else 0
    try:
        while True:
            number += 1
            begun.append(number)
            client.put_object(Bucket="crash", Key=key, Body=body_of(number))
            acknowledged.append(number)
            if len(acknowledged) % 10 == 0:
                enough.set()
    except (BotoCoreError, ClientError, OSError):
        enough.set()


def test_acknowledged_objects_survive(tmp_path):
    server = Gemel(tmp_path / "data").start()
    server.client("s3").create_bucket(Bucket="crash")
    keys = [f"key-{number}" for number in range(4)]
    acknowledged = {key: [] for key in keys}
    begun = {key: [] for key in keys}
    for _ in range(ROUNDS):
        enough = threading.Event()
        writers = [
            threading.Thread(target=write_until_dead, args=(server, key, acknowledged[key], begun[key], enough))
            for key in keys
        ]
        for writer in writers:
            writer.start()
        assert enough.wait(60)
        server.kill()
        for writer in writers:
            writer.join()
        server.start()
        client = server.client("s3")
        listed = {it["Key"]: it["Size"] for it in client.list_objects_v2(Bucket="crash").get("Contents", [])}
        for key in keys:
            if not acknowledged[key]:
                continue
            got = client.get_object(Bucket="crash", Key=key)
            body = got["Body"].read()
            # A write that a kill of an earlier round cut off may have been kept, and nothing acknowledged since.
            last = acknowledged[key][-1]
            possible = {last, *(number for number in begun[key] if number > last)}
            assert body in [body_of(number) for number in possible], f"{key}: neither of {possible}"
            assert got["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
            assert listed[key] == len(body)
    server.stop()
