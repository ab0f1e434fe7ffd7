"""More options than a keyboard shows at once, and longer ones than a button holds."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from surveys.ballot import Ballot
from surveys.emptying import ballots
from surveys.reading import read
from tests.channels.surveyed import CHANNELS, WAVE, begins, steps, surveyed
from tests.channels.talk import Seen, Talk

COUNT = 15
OPTIONS = ",\n".join(
    f'{{ code = "o{at}", text = "Вариант номер {at}, сказанный очень подробно и обстоятельно" }}'
    for at in range(1, COUNT + 1)
)
SURVEY = f"""
code = "visits"
title = "Визиты"
audience = "clients"
intro = "Несколько вопросов о визитах."
thanks = "Спасибо за ответы."

[[question]]
code = "which"
type = "single"
text = "Что из этого важнее всего?"
options = [
{OPTIONS}
]
"""


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.__name__)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client in each channel."""
    async with surveyed(tmp_path, request.param, SURVEY) as one:
        yield one


async def with_button(talk: Talk, card: Seen, caption: str) -> Seen:
    """Turn the card's pages until this button is there."""
    for _ in range(COUNT):
        now = _of(talk, card)
        if any(one.split()[-1] == caption for one in now.buttons):
            return now
        await talk.presses(now, "Ещё: ")
        await turned(talk, now)
    raise AssertionError(f"no button {caption}")


async def turned(talk: Talk, card: Seen) -> None:
    """Wait for other buttons than these."""
    await talk.until(lambda: _of(talk, card).buttons != card.buttons)


def _of(talk: Talk, card: Seen) -> Seen:
    return next(one for one in talk.read() if one.id == card.id)


async def given(talk: Talk) -> list[Ballot]:
    """What is in the results of the closed wave."""
    app = talk.desk.app
    assert app.surveys._box
    survey = read(SURVEY).questionnaire
    assert survey
    return [one for _, one in ballots(await app.surveys._box.results(WAVE), survey)]


async def test_the_last_of_fifteen_long_options_can_be_chosen(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "важнее всего")
    assert f"{COUNT}. Вариант номер {COUNT}, сказанный очень подробно" in card.text
    card = await with_button(talk, card, str(COUNT))
    ready = await steps(talk, card, str(COUNT), "Отправить ответы?")
    await steps(talk, ready, "Отправить", "Спасибо за ответы")
    talk.desk.pass_time(days=15)
    await talk.desk.app.surveys.tick()
    assert await given(talk) == [{"which": (f"o{COUNT}",)}]
