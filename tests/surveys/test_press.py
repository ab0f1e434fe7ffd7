import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.flow import Draft, Refused
from surveys.press import Action, Press, pressed
from tests.surveys.questionnaires import asking, multiple, nps, single, text

QUESTIONNAIRE = asking(single(), multiple(dont_know=True), nps(), text())
NEW = Draft("abc123")


def press(draft: Draft, action: Action, number: int = 0) -> Draft:
    """A press on the card as it stands, which has to be accepted."""
    step = pressed(QUESTIONNAIRE, draft, Press(draft.name, draft.turn, action, number))
    assert step.refused is None
    return step.draft


@given(
    name=st.from_regex(r"[a-z0-9]{1,16}", fullmatch=True),
    turn=st.integers(0, 999_999),
    action=st.sampled_from(Action),
    number=st.integers(0, 999),
)
def test_a_press_comes_back_from_what_its_button_carries(
    name: str, turn: int, action: Action, number: int
) -> None:
    one = Press(name, turn, action, number)
    assert Press.of(one.data()) == one
    assert len(one.data().encode()) <= 30


@pytest.mark.parametrize(
    "data",
    ["", "abc", "abc.1.c", "abc.1.q.0", "abc.1.c.1234", "abc.-1.c.0", "АБВ.1.c.0", "a.1.c.1\n"],
)
def test_what_no_button_of_ours_carries_is_nothing(data: str) -> None:
    assert Press.of(data) is None


def test_a_whole_survey_is_answered_by_pressing() -> None:
    draft = press(press(NEW, Action.NEXT), Action.CHOOSE, 1)
    draft = press(press(draft, Action.CHOOSE, 2), Action.CHOOSE, 0)
    draft = press(draft, Action.DROP, 2)
    draft = press(press(draft, Action.NEXT), Action.PAGE, 1)
    draft = press(press(draft, Action.CHOOSE, 10), Action.SKIP)
    assert draft.answers == {
        "visited": ("no",),
        "wanted": ("a",),
        "recommend": ("10",),
        "ideas": "skipped",
    }
    assert press(draft, Action.SUBMIT) == draft
    assert press(press(press(draft, Action.BACK), Action.BACK), Action.BACK).at == 1
    assert press(press(NEW, Action.NEXT), Action.SKIP).at == 1


def test_a_double_tap_changes_nothing() -> None:
    draft = press(press(NEW, Action.NEXT), Action.CHOOSE, 0)
    again = Press(draft.name, draft.turn - 1, Action.CHOOSE, 0)
    step = pressed(QUESTIONNAIRE, draft, again)
    assert (step.draft, step.refused) == (draft, Refused.STALE)
    ticked = press(press(draft, Action.CHOOSE, 0), Action.CHOOSE, 0)
    assert ticked.answers["wanted"] == ("a",)


def test_a_button_of_another_draft_is_stale() -> None:
    draft = press(NEW, Action.NEXT)
    for action in Action:
        step = pressed(QUESTIONNAIRE, draft, Press("other", draft.turn, action))
        assert (step.draft, step.refused) == (draft, Refused.STALE)


def test_stopping_works_from_an_earlier_card_of_the_same_draft() -> None:
    draft = press(press(NEW, Action.NEXT), Action.SKIP)
    assert pressed(QUESTIONNAIRE, draft, Press(draft.name, 0, Action.STOP)).refused is None


@pytest.mark.parametrize("number", [2, 99, 999])
@pytest.mark.parametrize("action", [Action.CHOOSE, Action.DROP])
def test_a_forged_option_is_refused(action: Action, number: int) -> None:
    draft = press(NEW, Action.NEXT)
    step = pressed(QUESTIONNAIRE, draft, Press(draft.name, draft.turn, action, number))
    assert (step.draft, step.refused) == (draft, Refused.NO_SUCH_OPTION)
    begun = pressed(QUESTIONNAIRE, NEW, Press(NEW.name, NEW.turn, action, number))
    assert begun.refused is Refused.NO_SUCH_OPTION


def test_nothing_is_submitted_before_the_end() -> None:
    draft = press(NEW, Action.NEXT)
    forged = Press(draft.name, draft.turn, Action.SUBMIT)
    assert pressed(QUESTIONNAIRE, draft, forged).refused is Refused.NOT_HERE
    unknown = Press(draft.name, draft.turn, Action.DONT_KNOW)
    assert pressed(QUESTIONNAIRE, draft, unknown).refused is Refused.NOT_HERE
