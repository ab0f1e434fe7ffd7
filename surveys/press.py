"""What a button under a question carries, and what pressing it does to the draft."""

import re
from dataclasses import dataclass
from enum import StrEnum

from surveys.flow import (
    Draft,
    Refused,
    Step,
    back,
    choose,
    current,
    dont_know,
    drop,
    go_on,
    is_ready,
    skip,
    turn_to,
)
from surveys.questionnaire import Questionnaire

_DATA = re.compile(r"([a-z0-9]{1,16})\.([0-9]{1,6})\.([a-z])\.([0-9]{1,3})", re.ASCII)


class Action(StrEnum):
    """What a button does. SUBMIT and STOP end the draft; that is left to whoever keeps it."""

    CHOOSE = "c"
    DROP = "d"
    NEXT = "n"
    BACK = "b"
    SKIP = "s"
    DONT_KNOW = "k"
    PAGE = "p"
    SUBMIT = "y"
    STOP = "x"


_MOVES = {Action.NEXT: go_on, Action.BACK: back, Action.SKIP: skip, Action.DONT_KNOW: dont_know}


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the card drawn at this draft's `turn`; `number` is an option or a page.

    Options are either chosen or dropped, never toggled, so that a double tap changes nothing.
    """

    name: str
    turn: int
    action: Action
    number: int = 0

    def data(self) -> str:
        """At most 30 bytes."""
        return f"{self.name}.{self.turn}.{self.action.value}.{self.number}"

    @classmethod
    def of(cls, data: str) -> "Press | None":
        """None for what no button of ours carries: data can be forged."""
        found = _DATA.fullmatch(data)
        if found is None or found[3] not in set(Action):
            return None
        return cls(found[1], int(found[2]), Action(found[3]), int(found[4]))


def pressed(questionnaire: Questionnaire, draft: Draft, press: Press) -> Step:
    """The draft after the press. A button of another draft, or of an earlier card, is refused.

    SUBMIT and STOP leave the draft as it is: without `refused` they may be carried out. Stopping
    works from any card of the draft.
    """
    if press.name != draft.name or (press.turn != draft.turn and press.action is not Action.STOP):
        return Step(draft, Refused.STALE)
    if press.action in _MOVES:
        return _MOVES[press.action](questionnaire, draft)
    if press.action in {Action.CHOOSE, Action.DROP}:
        return _option(questionnaire, draft, press)
    if press.action is Action.PAGE:
        return turn_to(draft, press.number)
    ready = press.action is Action.STOP or is_ready(questionnaire, draft)
    return Step(draft, None if ready else Refused.NOT_HERE)


def _option(questionnaire: Questionnaire, draft: Draft, press: Press) -> Step:
    question = current(questionnaire, draft)
    if question is None or press.number >= len(question.codes):
        return Step(draft, Refused.NO_SUCH_OPTION)
    act = choose if press.action is Action.CHOOSE else drop
    return act(questionnaire, draft, question.codes[press.number])
