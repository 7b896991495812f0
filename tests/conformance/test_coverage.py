"""What must have a case has one: every numbered check, and every operation; debts are lists that only shrink."""

import checks
import model


def test_every_check_has_a_case_or_a_reason() -> None:
    """Each number of the contract is proved by a case or a test, or stands with a reason on the debt list, never both."""
    proved = checks.in_cases().keys() | checks.in_tests().keys()
    owed = checks.in_debt()
    assert not proved - checks.NUMBERS, "the contract has no such numbers"
    assert not owed.keys() & proved, "take these lines away from tests/debts/checks-without-a-case.txt"
    assert not checks.NUMBERS - proved - owed.keys(), "write the case, or say why not on the debt list"
    assert not owed.keys() - checks.NUMBERS, "the debt list holds numbers that the contract does not have"
    assert all(owed.values()), "every debt has a reason"
    for number in sorted(checks.NUMBERS):
        where = checks.in_cases().get(number, []) + checks.in_tests().get(number, [])
        print(f"{number:>4}  {'; '.join(where) or 'debt: ' + owed[number]}")


def test_every_operation_has_a_case() -> None:
    """Each operation of the service model is called by a case; the debt list is right in both directions."""
    without = sorted(set(model.service().operation_names) - checks.operations_in_cases())
    allowed = (checks.DEBTS / "operations-without-a-case.txt").read_text().split()
    assert without == allowed, "add the case, or take the line away from tests/debts/operations-without-a-case.txt"


def test_what_is_not_built_is_on_the_debt_list() -> None:
    """Cases that expect 501 and the list of operations that are not built are the same."""
    answered = {
        step.call
        for case in checks.all_cases()
        for step in case.steps
        if step.error and step.error.code == "NotImplementedException"
    }
    assert answered == set((checks.DEBTS / "operations-not-built.txt").read_text().split())
