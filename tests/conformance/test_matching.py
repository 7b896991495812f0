"""The comparison itself: what it must let pass, and what it must not."""

import pytest

from matching import mismatches


@pytest.mark.parametrize(
    ("expected", "got", "fits"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1}, {"b": 1}, False),
        ({"a": 1}, [1], False),
        ({"a": True}, {"a": 1}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1.0}, {"a": 1}, True),
        ([1, 2], [1, 2], True),
        ([1], [1, 2], False),
        ([2, 1], [1, 2], False),
        ([], [], True),
        ({"a": {"$absent": True}}, {}, True),
        ({"a": {"$absent": True}}, {"a": None}, False),
        ({"$type": "string"}, "x", True),
        ({"$type": "number"}, True, False),
        ({"$type": "bool"}, False, True),
        ({"$match": "^a.c$"}, "abc", True),
        ({"$match": "^a.c$"}, 5, False),
        ({"$has": [{"a": 1}]}, [{"a": 2}, {"a": 1, "b": 1}], True),
        ({"$has": [{"a": 3}]}, [{"a": 2}], False),
        ({"$lacks": [{"a": 2}]}, [{"a": 2}], False),
        ({"$every": {"a": 1}}, [{"a": 1}, {"a": 1}], True),
        ({"$every": {"a": 1}}, [{"a": 1}, {"a": 2}], False),
        ({"$every": {"a": 1}}, [], False),
        ({"$every": {"$type": "string"}}, {"k": 5}, False),
        ({"$exact": {"a": 1}}, {"a": 1, "b": 2}, False),
        ({"$exact": {}}, {}, True),
        ({"$set": [2, 1]}, [1, 2], True),
        ({"$set": [2, 1]}, [1, 1], False),
        ({"$keys": ["z", "a"]}, {"a": 1, "z": 2}, False),
        ({"$keys": ["z", "a"]}, {"z": 1, "a": 2}, True),
        ({"$in": [1, 2]}, 3, False),
        ({"$len": 2}, [1], False),
        ({"$nan": True}, float("nan"), True),
        ({"$nan": True}, 1.0, False),
        ({"$all": [{"$len": 1}, [5]]}, [4], False),
    ],
)
def test_mismatches(expected: object, got: object, fits: bool) -> None:
    assert (not mismatches(expected, got)) == fits
