"""The models are valid glTF 2.0, and the check can tell."""

import struct

import pytest

from models.build import models
from models.check import problems, split

BUILT = models()


@pytest.mark.parametrize("name", BUILT)
def test_model_is_valid_and_small(name):
    assert problems(BUILT[name]) == []
    assert len(BUILT[name]) < 200_000


def test_parts_have_names():
    document, _ = split(BUILT["mixer"])
    names = [node["name"] for node in document["nodes"]]
    assert len(set(names)) == len(names)
    assert {"Bowl", "Hook", "Lamp"} <= set(names)


def test_models_are_the_same_every_time():
    assert models() == BUILT


def _poke(data: bytes, at: int, packed: bytes) -> bytes:
    return data[:at] + packed + data[at + len(packed) :]


def _binary_start(data: bytes) -> int:
    return 28 + struct.unpack_from("<I", data, 12)[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d[:-4], "header"),
        (lambda d: _poke(d, 4, struct.pack("<I", 1)), "header"),
        (lambda d: _poke(d, _binary_start(d), struct.pack("<f", 1e6)), "min or max"),
        (lambda d: d.replace(b'"componentType":5123', b'"componentType":5125', 1), "beyond its bufferView"),
        (lambda d: d.replace(b'"material":0', b'"material":9', 1), "material is missing"),
    ],
)
def test_check_finds(change, words):
    assert any(words in problem for problem in problems(change(BUILT["camera"])))
