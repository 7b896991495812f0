"""The numbered checks of the API contract (design paper `api.md`, section 6), and where each is proved."""

import re

from casefile import HERE, all_cases
from gemel_server import ROOT

DEBTS = ROOT / "tests" / "debts"
NUMBERS = {
    *(1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23, 25, 26, 27, 29, 30, 31, 33, 34, 35, 37, 38, 39),
    *(41, 42, 43, 45, 46, 47, 49, 50, 51, 53, 54, 55, 57, 58, 59, 61, 62, 63, 65, 66, 67, 69, 70, 71, 73, 74, 75, 77),
    *(78, 79, 81, 82, 83, 85, 86, 87, 89, 90, 91, 93, 94, 95, 97, 98, 99, 101, 102, 103, 105, 106, 107, 109, 110, 111),
    *(113, 114, 115, 117, 118, 119, 121, 122, 123),
}


def in_cases() -> dict[int, list[str]]:
    """Numbers that a case carries, with the cases."""
    found: dict[int, list[str]] = {}
    for case in all_cases():
        for number in case.checks:
            found.setdefault(number, []).append(case.id)
    return found


def in_tests() -> dict[int, list[str]]:
    """Numbers that a test carries as `@pytest.mark.check(62)`, with the files."""
    found: dict[int, list[str]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for numbers in re.findall(r"@pytest\.mark\.check\(([\d, ]+)\)", path.read_text()):
            for number in numbers.split(","):
                found.setdefault(int(number), []).append(path.name)
    return found


def in_debt() -> dict[int, str]:
    """Numbers that nothing proves yet, with the reason: lines of `NUMBER reason`."""
    lines = (DEBTS / "checks-without-a-case.txt").read_text().splitlines()
    return {int(number): reason for number, _, reason in (line.partition(" ") for line in lines)}


def operations_in_cases() -> set[str]:
    """Operations that some case's own steps call."""
    return {step.call for case in all_cases() for step in case.steps}
