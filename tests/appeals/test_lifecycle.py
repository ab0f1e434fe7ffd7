"""States change as the one table says, and nowhere else."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from appeals import lifecycle
from appeals.lifecycle import ENDED, OPEN, TABLE, becomes, outcomes
from appeals.model import State, What

ROOT = Path(__file__).parent.parent.parent
RULES = [*(ROOT / "appeals").glob("*.py"), *(ROOT / "handlers").glob("*.py")]


def calls(file: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(node: ast.expr) -> str:
    """The last part of a name: `desk.becomes` → becomes."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def states_set(file: Path) -> Iterator[ast.expr]:
    """What is given as an appeal's state."""
    for call in calls(file):
        if name_of(call.func) in {"replace", "Appeal"}:
            yield from (word.value for word in call.keywords if word.arg == "state")


def from_the_table(tree: ast.AST) -> set[str]:
    """Names that hold what the table said."""
    return {
        name_of(target)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if name_of(node.value.func) == "becomes"
    }


@pytest.mark.parametrize("file", RULES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_state_is_set_but_by_the_table(file: Path) -> None:
    known = from_the_table(ast.parse(file.read_text(encoding="utf-8"))) | {"FIRST"}
    for value in states_set(file):
        asked = isinstance(value, ast.Call) and name_of(value.func) == "becomes"
        assert asked or name_of(value) in known, ast.unparse(value)


def test_the_desk_and_the_handover_do_ask() -> None:
    asking = {file.name for file in RULES if list(states_set(file))}
    assert asking == {"desk.py", "handover.py"}


@pytest.mark.parametrize("file", RULES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_an_event_put_on_record_outside_the_verbs_changes_no_state(file: Path) -> None:
    if file.name in {"desk.py", "handover.py"}:
        return
    for call in calls(file):
        if name_of(call.func) != "Event" or not isinstance(call.args[0], ast.Attribute):
            continue
        what = What[call.args[0].attr]
        for state in State:
            assert outcomes(state, what) in {(), (state,)}, what


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize("executor", ["", "201"])
def test_where_an_event_leads_is_one_of_its_outcomes(
    state: State, what: What, executor: str
) -> None:
    found = becomes(state, what, executor=executor, before=State.CLARIFYING)
    assert found is None or found in outcomes(state, what)
    assert (found is None) == ((state, what) not in TABLE)


def test_an_appeal_ends_by_an_answer_a_closing_or_in_another_appeal_only() -> None:
    ending = {what for (state, what) in TABLE if set(outcomes(state, what)) & set(ENDED)}
    assert ending - {What.STAFF_WROTE, What.CLIENT_EDITED} == {
        What.ANSWERED,
        What.CLOSED,
        What.MERGED,
    }


def test_what_has_ended_opens_by_undoing_or_reopening_only() -> None:
    opening = {
        what for (state, what) in TABLE if state in ENDED and set(outcomes(state, what)) & set(OPEN)
    }
    assert opening == {What.UNDONE, What.REOPENED}


def test_undoing_leads_back_to_where_it_was_and_never_to_an_end() -> None:
    for before in OPEN:
        assert becomes(State.CLOSED, What.UNDONE, before=before) is before
    for nowhere in (*ENDED, None):
        assert becomes(State.CLOSED, What.UNDONE, before=nowhere) is None


def test_from_everywhere_an_appeal_can_be_answered_and_every_state_is_reached() -> None:
    reached, ways = set(), {lifecycle.FIRST}
    while ways:
        reached |= ways
        ways = {to for one in ways for what in What for to in outcomes(one, what)} - reached
    assert reached == set(State)
    assert all(State.ANSWERED in outcomes(state, What.ANSWERED) for state in OPEN)
