"""The page about differences says what the cases say."""

from differences import NOUNS, PAGE, page
from casefile import all_cases


def test_page_is_current() -> None:
    """Otherwise: python tests/conformance/differences.py --write."""
    assert PAGE.read_text() == page(), "run: .venv/bin/python tests/conformance/differences.py --write"


def test_every_noun_has_a_title() -> None:
    """A file of cases that the page does not know would be left out of it."""
    assert {it.noun for it in all_cases()} - {"not_built"} == NOUNS.keys()
