"""Who agreed is invited in the messenger they use, and leaves with one press (D3)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from appeals.ports import Consent
from storage.tables import clients, inbox, metadata, outbox
from tests.channels.surveyed import (
    CHANNELS,
    WAVE,
    answers,
    data_of,
    files_with,
    open_wave,
    settled,
    stored,
    surveyed,
)
from tests.channels.talk import Seen, Talk


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.channel)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client while no survey is open yet."""
    async with surveyed(tmp_path, request.param, opened=False) as one:
        yield one


async def invited(talk: Talk) -> Seen:
    """Agree by a word, and be invited when a wave opens; the card."""
    talk.writes("подписаться")
    await talk.hears("Вы согласились получать приглашения")
    await open_wave(talk)
    return await talk.hears("Приглашаем в анонимный опрос «Визиты»")


async def said(talk: Talk) -> list[Consent]:
    """What the client said, as it is on record."""
    async with talk.desk.app.store.begin() as unit:
        mine = select(clients.c.id).where(clients.c.channel == talk.channel)
        client = await unit.db.value(mine)
        return list(await unit.consents.history(client))


async def raw_events(talk: Talk) -> str:
    """Everything the inbox has ever stored."""
    async with talk.desk.app.store.begin() as unit:
        rows: Any = await unit.db.all(select(inbox.c.raw))
    return "\n".join(row.raw for row in rows)


async def tables_with(talk: Talk, words: str) -> set[str]:
    """Which tables of the front desk have these words in any row."""
    async with talk.desk.app.store.begin() as unit:
        rows: Any = {name: await unit.db.all(select(one)) for name, one in metadata.tables.items()}
    return {name for name, found in rows.items() if words in repr([tuple(row) for row in found])}


async def orders_to_people(talk: Talk) -> str:
    """What the outbox was to say anywhere but in the moderator chat."""
    async with talk.desk.app.store.begin() as unit:
        rows: Any = await unit.db.all(select(outbox).where(outbox.c.place != "moderators"))
    return repr([tuple(row) for row in rows])


async def days_pass(talk: Talk, days: float) -> None:
    talk.desk.pass_time(days=days)
    await talk.desk.app.surveys.tick()
    await talk.desk.app.surveys.mailing.settle()


async def test_the_card_leads_into_the_survey(talk: Talk) -> None:
    card = await invited(talk)
    await talk.presses(card, "Ответить")
    await talk.hears("Несколько вопросов")


async def test_one_press_under_the_card_ends_it_and_is_on_record(talk: Talk) -> None:
    card = await invited(talk)
    before = await stored(talk)
    await talk.presses(card, "Больше не присылать")
    left = await talk.hears("Приглашений больше не будет")
    assert (left.id, left.buttons) == (card.id, ())
    assert [one.given for one in await said(talk)] == [True, False]
    assert await stored(talk) == before


async def test_who_did_not_agree_gets_nothing(talk: Talk) -> None:
    talk.writes("/my")
    await talk.until(talk.read)
    await open_wave(talk)
    await days_pass(talk, 0)
    assert not any("Приглашаем" in one.text for one in talk.read())


async def test_who_has_not_answered_is_reminded_once(talk: Talk) -> None:
    await invited(talk)
    await days_pass(talk, 7.1)
    await talk.hears("Напоминаем об анонимном опросе «Визиты»")
    await days_pass(talk, 2)
    assert sum("Напоминаем" in one.text for one in talk.read()) == 1


async def test_who_has_answered_is_left_alone(talk: Talk) -> None:
    await invited(talk)
    await answers(talk)
    await days_pass(talk, 7.1)
    assert not any("Напоминаем" in one.text for one in talk.read())


async def test_neither_card_nor_what_is_said_about_it_is_stored(talk: Talk, tmp_path: Path) -> None:
    await invited(talk)
    await days_pass(talk, 7.1)
    card = await talk.hears("Напоминаем")
    talk.writes("А когда у вас приём?", quotes=card.id)
    await talk.until(lambda: talk.topics)
    raw = await raw_events(talk)
    assert "appointment" not in raw
    for words in ("Напоминаем об", "Приглашаем в"):
        assert words not in raw.encode().decode("unicode_escape")
        assert [one for one in files_with(tmp_path, words) if not one.startswith("vk")] == []
    # The draft of the public post names the wave, and so does what tells staff of it: nothing else.
    surveys = talk.desk.app.surveys
    assert surveys.waves
    await surveys.posting.tick(await surveys.waves.all())
    assert files_with(tmp_path, data_of(talk, card, "Ответить")) == []
    assert await tables_with(talk, WAVE) <= {"announcements", "outbox"}
    assert WAVE not in await orders_to_people(talk)


async def test_a_blocked_client_costs_one_try(talk: Talk) -> None:
    talk.writes("подписаться")
    await talk.hears("Вы согласились")
    talk.blocks()
    await talk.desk.worked_off()
    await open_wave(talk)
    await days_pass(talk, 0)
    await days_pass(talk, 7.1)
    assert not any("опрос «Визиты»" in one.text for one in talk.read())
    assert talk.desk.app.health.troubles.keys() <= {"vk receiving"}


async def test_forged_leaving_is_only_leaving(talk: Talk) -> None:
    card = await invited(talk)
    await talk.forges("s:leave:all", card)
    await settled(talk)
    assert [one.given for one in await said(talk)] == [True]
    assert data_of(talk, card, "Больше не присылать") == "s:leave"


async def test_a_card_of_a_closed_wave_leads_nowhere(talk: Talk) -> None:
    card = await invited(talk)
    await days_pass(talk, 15)
    await talk.presses(card, "Ответить")
    await talk.hears("Этот опрос сейчас закрыт")
