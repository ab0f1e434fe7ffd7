"""The timetable sends an incident's answer; reminders of its members come together."""

import pytest
from sqlalchemy import text

from appeals.incident import Outcome
from handlers.conversation import Person, Priority, Reply, Say
from tests.handlers.front_desk import MARIA, NADIA, OLGA, PETR, FrontDesk
from tests.handlers.gathered import arrives, buttons_of, click, members
from tests.handlers.ticking import HEAD, Ticking, with_everybody, with_ladder

PEOPLE = [OLGA, PETR, *(Person(str(100 + number), f"Клиент {number}") for number in range(3, 41))]
TEXT = "Не открывается форма сведений о квоте на сайте"


@pytest.fixture
async def forty(desk: FrontDesk) -> Ticking:
    """Forty people in one incident; Maria is responsible, everybody has started the bot."""
    with_ladder(desk)
    await with_everybody(desk, MARIA.id, "202", HEAD.id)
    for who in PEOPLE:
        await desk.asks(TEXT, who)
    numbers = " ".join(map(str, range(1, len(PEOPLE) + 1)))
    await desk.writes(f"/incident {numbers}", appeal=0)
    return Ticking(desk)


def private(replies: list[Reply], who: str) -> list[Say]:
    return [
        r for r in replies if isinstance(r, Say) and getattr(r.to, "chat", "") == who and r.lead
    ]


def answers(replies: list[Reply]) -> list[Say]:
    return [r for r in replies if isinstance(r, Say) and r.priority is Priority.GATHERED]


async def test_one_tick_sends_to_all_in_small_transactions(forty: Ticking) -> None:
    desk = forty.desk
    (send, *_) = buttons_of(await desk.writes("/incident answer И-1 Исправили", appeal=0))
    assert answers(await forty.tick()) == []
    await click(desk, send)
    says = answers(await forty.tick())
    assert len({say.to for say in says}) == len(says) == 40
    assert answers(await forty.tick()) == []
    replies = [reply for say in says for reply in await arrives(desk, say)]
    assert desk.said(replies).count("incident-done") == 1
    assert {member.outcome for member in await members(desk)} == {Outcome.ANSWERED}


async def test_a_member_that_fails_is_told_of_and_holds_up_no_other(forty: Ticking) -> None:
    desk = forty.desk
    (send, *_) = buttons_of(await desk.writes("/incident answer И-1 Исправили", appeal=0))
    await click(desk, send)
    async with desk.store.begin() as unit:
        await unit.db.run(text("UPDATE appeals SET state = 'nonsense' WHERE id = 3"))
    says = answers(await forty.tick())
    assert len(says) == 39
    assert [what for what, _ in forty.complaints] == ["appeal 3"]
    async with desk.store.begin() as unit:
        await unit.db.run(text("UPDATE appeals SET state = 'new' WHERE id = 3"))
    replies = [reply for say in says for reply in await arrives(desk, say)]
    (told,) = [
        r for r in replies if isinstance(r, Say) and r.lead and r.lead.key == "incident-done"
    ]
    assert "не доставлено: 1" in desk.text(told.lead)


async def test_reminders_of_members_are_one_line_for_who_is_responsible(forty: Ticking) -> None:
    desk = forty.desk
    await desk.asks("Другой вопрос про отпуск работника", Person("190", "Ещё один"))
    await desk.writes("/take", appeal=41)
    (told,) = private(await forty.tick(hours=20.1), MARIA.id)
    words = desk.text(told.lead)
    assert "Инцидент И-2026-0001" in words
    assert "обращений: 40" in words
    assert words.count("000041") == 1
    assert "000007" not in words


async def test_a_breach_is_one_line_too(forty: Ticking) -> None:
    words = forty.desk.text(private(await forty.tick(hours=24.1), MARIA.id)[-1].lead)
    assert "обращений: 40, просрочено: 40" in words
    (to_head,) = private(await forty.tick(hours=2), HEAD.id)
    assert "просрочено: 40" in forty.desk.text(to_head.lead)


async def test_a_mention_in_the_moderator_chat_names_the_incident_once(desk: FrontDesk) -> None:
    with_ladder(desk)
    await with_everybody(desk)
    for who in PEOPLE[:3]:
        await desk.asks(TEXT, who)
    await desk.writes("/incident 1 2 3", appeal=0)
    ticking = Ticking(desk)
    (words,) = ticking.texts(await ticking.tick(hours=20.1))
    assert "И-2026-0001 (3)" in words
    assert NADIA.name not in words
