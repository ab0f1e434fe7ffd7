"""A survey when the program ends: drafts are gone, submitted answers are not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.in_telegram import InTelegram
from tests.channels.surveyed import (
    CANARY,
    CHANNELS,
    answers,
    begins,
    data_of,
    files_with,
    restart,
    settled,
    steps,
    stored,
    surveyed,
    talk_card,
    to_the_text,
)
from tests.channels.talk import Talk


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.channel)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client while a survey is open."""
    async with surveyed(tmp_path, request.param) as one:
        yield one


async def test_a_card_of_before_the_restart_offers_to_begin_anew(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    await restart(talk)
    assert "уже закрыта" in await talk.presses(card, "Да")
    await settled(talk)
    assert talk_card(talk, card).buttons == ("Начать сначала",)
    await talk.presses(talk_card(talk, card), "Начать сначала")
    await talk.hears("Несколько вопросов")


async def test_submitted_answers_are_not_asked_for_again(talk: Talk) -> None:
    await answers(talk)
    await restart(talk)
    talk.writes("/survey")
    await talk.hears("Вы уже ответили")


async def test_a_button_pressed_after_the_restart_does_not_deny_what_was_accepted(
    talk: Talk,
) -> None:
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    submit = data_of(talk, ready, "Отправить")
    await steps(talk, ready, "Отправить", "Спасибо за ответы")
    await restart(talk)
    told = await talk.forges(submit, ready)
    assert "уже закрыта" in told
    assert "не сохранены" not in told
    await settled(talk)
    assert not any("не сохранены" in one.text for one in talk.read())


async def test_in_telegram_a_reply_typed_after_a_restart_is_not_stored(tmp_path: Path) -> None:
    async with surveyed(tmp_path, InTelegram) as talk:
        await to_the_text(talk)
        prompt = await talk.hears("Ответ на вопрос анкеты")
        await restart(talk)
        before = await stored(talk)
        typed = talk.writes(CANARY, quotes=prompt.id)
        await talk.hears("Анкета прервалась")
        talk.edits(typed, f"{CANARY} и в чулане")
        await settled(talk)
        assert await stored(talk) == before
        assert files_with(tmp_path, CANARY) == []
