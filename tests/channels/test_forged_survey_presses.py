"""Every button of a survey's card, pressed with what was never shown, and by somebody else."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.surveys import data as survey_data
from surveys.press import Action, Press
from tests.channels.in_telegram import InTelegram
from tests.channels.surveyed import (
    CHANNELS,
    begins,
    data_of,
    settled,
    steps,
    stored,
    surveyed,
    talk_card,
)
from tests.channels.talk import Talk
from tests.endtoend.desk import PETR

NEVER_SHOWN = (
    "s:",
    "s:.",
    "s:leave.1.c.0",
    "s:go",
    "s:x" * 20,
    "s:{name}",
    "s:{name}.{turn}.q.0",
    "s:{name}.{turn}.cc.0",
    "s:{name}.{turn}.c.-1",
    "s:{name}.{turn}.c.2",
    "s:{name}.{turn}.c.1000",
    "s:{name}.{turn}.c.0.0",
    "s:{name}.{turn}.c.٠",
    "s:{name}.-1.c.0",
    "s:{name}.٣.c.0",
    "s:{NAME}.{turn}.c.0",
    "s:{name}.{turn}.c.0\x00",
    "s:{name}.{turn}.c.0\u202e",
    "s:{name}.99999999.c.0",
)
"""Below the first question, whose options are 0 and 1."""


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.channel)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client while a survey is open."""
    async with surveyed(tmp_path, request.param) as one:
        yield one


def shown(talk: Talk, card: object) -> Press:
    """The button of the first option."""
    found = Press.of(survey_data.pressed(data_of(talk, card, "Да")))  # type: ignore[arg-type]  # a card
    assert found
    return found


def forged(real: Press) -> Iterator[str]:
    """Of a draft of nobody's and of other turns, for every action there is; and odder things.

    Stopping and turning pages work from any card of one's own draft and lose no answer that was
    handed in.
    """
    for action in Action:
        yield survey_data.pressing(Press("0" * len(real.name), real.turn, action).data())
        if action is not Action.STOP:
            for turn in {0, real.turn - 1, real.turn + 1} - {real.turn}:
                yield survey_data.pressing(Press(real.name, turn, action).data())
    for action in (Action.NEXT, Action.DONT_KNOW, Action.SUBMIT):
        yield survey_data.pressing(Press(real.name, real.turn, action).data())
    for pattern in NEVER_SHOWN:
        yield pattern.format(name=real.name, NAME=real.name.upper() + "Я", turn=real.turn)


async def test_nothing_but_what_was_shown_does_anything(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    real = shown(talk, card)
    for data in forged(real):
        await talk.forges(data, card)
        assert talk_card(talk, card) == card, data
    assert (await stored(talk))[0] == 0
    assert shown(talk, card) == real
    await steps(talk, card, "Да", "Что понравилось?")


async def test_somebody_elses_draft_is_out_of_reach(tmp_path: Path) -> None:
    """Whoever has learnt its name, with a draft of their own or without."""
    async with surveyed(tmp_path, InTelegram) as talk:
        card = await steps(talk, await begins(talk), "Начать", "Визит был?")
        real, world = shown(talk, card), talk.desk.world
        world.starts(PETR)
        await talk.until(lambda: talk.desk.answers(PETR))
        for action in Action:
            data = survey_data.pressing(Press(real.name, real.turn, action).data())
            message = talk.desk.answers(PETR)[0]
            world.presses(PETR, data, message=message.id, chat=PETR)
            await settled(talk)
            assert talk_card(talk, card) == card, action
        await steps(talk, card, "Да", "Что понравилось?")
