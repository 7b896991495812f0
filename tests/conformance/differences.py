"""Writes docs/ref/differences.md from the cases, so that what it says is what the tests prove.

    python tests/conformance/differences.py --write
"""

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import yaml  # noqa: E402

import model  # noqa: E402
from casefile import HERE, all_cases  # noqa: E402
from gemel_server import ROOT  # noqa: E402

PAGE = ROOT / "docs" / "ref" / "differences.md"
NEIGHBOURS = HERE / "neighbours.md"
NOT_BUILT = ROOT / "tests" / "debts" / "operations-not-built.txt"
NOUNS = {
    "workspace": "Workspaces",
    "component_type": "Component types",
    "entity": "Entities",
    "component": "Components and values of properties",
    "property_value": "Values: read and write",
    "history": "Values over time",
    "scene": "Scenes",
    "tag": "Tags",
    "pricing": "Pricing plan",
    "protocol": "The wire",
}
HEAD = """\
# What differs from AWS IoT TwinMaker

<!-- Generated from tests/conformance by `tests/conformance/differences.py --write`; a test compares it. -->

Gemel answers as AWS IoT TwinMaker does, in the same words and numbers, wherever AWS's behaviour is public.
Each line below is proved by a test against the real binary. What is not listed here and behaves otherwise is a bug.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *promised(), *otherwise(), *not_done(), NEIGHBOURS.read_text(), *extras()]).rstrip() + "\n"


def built() -> list[str]:
    """The operations that are there."""
    missing = set(NOT_BUILT.read_text().split())
    return [it for it in model.service().operation_names if it not in missing]


def promised() -> Iterator[str]:
    """The operations."""
    yield "## What is promised\n"
    yield "These operations, for every client and SDK of AWS, with an endpoint of your own:\n"
    yield from (f"- {name}" for name in built())
    yield "\nBesides: S3 for the objects of scenes, Lambda for functions that run here, STS `GetCallerIdentity`.\n"


def otherwise() -> Iterator[str]:
    """What is answered otherwise, or where AWS's own answer is not public."""
    yield "## What is answered otherwise\n"
    yield "Also where AWS does not say what it does and a choice had to be made.\n"
    for noun, title in NOUNS.items():
        lines = [it.differs for it in all_cases() if it.noun == noun and it.differs]
        if lines:
            yield f"### {title}\n"
            yield from (f"- {line}" for line in lines)
            yield ""
    yield "### Limits of members\n"
    yield "Lengths, patterns, ranges and words are those of the public service model, each tried by a generated request, except:\n"
    yield from (f"- {it['reason']}" for it in yaml.safe_load((HERE / "bases.yaml").read_text())["tolerances"])
    yield ""


def not_done() -> Iterator[str]:
    """What answers 501."""
    yield "## What is not there yet\n"
    yield "These operations answer 501 `NotImplementedException`:\n"
    yield from (f"- {it}" for it in NOT_BUILT.read_text().split())
    yield ""


def extras() -> Iterator[str]:
    """What only exists here, or has no meaning here."""
    yield (HERE / "differences-tail.md").read_text()


if __name__ == "__main__":
    if "--write" not in sys.argv:
        sys.exit(__doc__)
    PAGE.write_text(page())
