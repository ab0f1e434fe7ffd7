"""Deadlines through the real client over HTTP: warned, missed, escalated, each of it once."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sandbox.state import Message
from tests.endtoend.desk import (
    ELENA,
    MARIA,
    OLGA,
    PETR,
    SERGEI,
    FrontDesk,
    buttons,
    front_desk,
)

STAFF: list[dict[str, Any]] = [
    {"id": "201", "name": "Мария Иванова", "department": "quota"},
    {"id": "202", "name": "Сергей Орлов", "department": "quota", "roles": ["controller"]},
    {"id": "203", "name": "Елена Павлова", "roles": ["head", "moderator"]},
]
DEPARTMENTS = [{"id": "quota", "name": "Отдел квотирования", "head": "203", "duty": ["201"]}]
SECTIONS: dict[str, Any] = {
    "staff": STAFF,
    "departments": DEPARTMENTS,
    "sla": {"consultation": {"warn_before": ["4h"]}},
    "calendar": {"quiet_hours": "00:00-00:00"},
    "control": {"alive": "off", "preventive": "off", "final": "off"},
}


@pytest.fixture
async def ladder(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A warning four hours before, then executor, head, controller; they have started the bot."""
    async with front_desk(tmp_path, SECTIONS) as desk:
        await started(desk, MARIA, ELENA, SERGEI)
        yield desk


async def started(desk: FrontDesk, *people: int) -> None:
    """They have opened the bot, as employees are asked to."""
    for who in people:
        desk.asks("/start", who)
        await desk.until(partial(desk.answers, who))


def notices(desk: FrontDesk, who: int) -> list[Message]:
    """What the ladder said to an employee in private."""
    texts = [(m, (m.text or "").lower()) for m in desk.answers(who)]
    return [m for m, text in texts if "срок" in text and "№ 0" in text]


async def test_warning_breach_head_and_controller(ladder: FrontDesk) -> None:
    _, topic = await ladder.registered("Какая квота при 135 сотрудниках?")
    ladder.presses(ladder.card(topic), "Взять", MARIA)
    await ladder.until(lambda: "В работе" in topic.name)
    ladder.pass_time(hours=20, minutes=1)
    await ladder.until(lambda: notices(ladder, MARIA))
    assert "Скоро срок ответа: 1" in (notices(ladder, MARIA)[0].text or "")
    ladder.pass_time(hours=4)
    await ladder.until(lambda: len(notices(ladder, MARIA)) == 2)
    assert "Просрочено: 1" in (notices(ladder, MARIA)[1].text or "")
    await ladder.until(lambda: "Просрочено" in topic.name)
    assert notices(ladder, ELENA) == []
    ladder.pass_time(hours=2)
    await ladder.until(lambda: notices(ladder, ELENA))
    assert notices(ladder, SERGEI) == []
    ladder.pass_time(hours=2)
    await ladder.until(lambda: notices(ladder, SERGEI))
    causes = [button["text"] for button in buttons(notices(ladder, SERGEI)[0])]
    assert causes
    assert [len(notices(ladder, who)) for who in (MARIA, ELENA, SERGEI)] == [2, 1, 1]


async def test_twenty_hours_away_bring_one_gathered_notice(ladder: FrontDesk) -> None:
    for who in (OLGA, PETR):
        await ladder.registered("Какая квота?", who)
    ladder.pass_time(hours=44)
    await ladder.until(lambda: notices(ladder, SERGEI))
    await ladder.until(lambda: notices(ladder, ELENA))
    assert [len(notices(ladder, who)) for who in (MARIA, ELENA, SERGEI)] == [1, 1, 1]
    gathered = notices(ladder, SERGEI)[0].text or ""
    assert "Просрочено: 2" in gathered
    assert "с опозданием" in gathered


async def test_nobody_took_it_and_nobody_started_the_bot(tmp_path: Path) -> None:
    """The one on duty is named in the moderator chat, outside the topics."""
    async with front_desk(tmp_path, SECTIONS) as desk:
        await desk.registered()
        desk.pass_time(hours=24, minutes=1)

        def named() -> list[str]:
            said = [m for m in desk.world.messages(desk.chat) if not m.thread]
            return [m.text for m in said if m.text and "Мария Иванова" in m.text]

        await desk.until(named)
        assert "просрочено: 1" in named()[0]
        assert len(named()) == 1


async def test_quiet_hours_hold_the_warning_and_not_the_breach(tmp_path: Path) -> None:
    quiet = {"calendar": {"quiet_hours": "00:00-23:59"}}
    async with front_desk(tmp_path, SECTIONS | quiet) as desk:
        await started(desk, MARIA)
        await desk.registered()
        desk.pass_time(hours=24, minutes=1)
        await desk.until(lambda: notices(desk, MARIA))
        assert "Просрочено: 1" in (notices(desk, MARIA)[0].text or "")
        assert "warned" not in await history(desk)


async def test_what_was_sent_already_is_recalled(ladder: FrontDesk) -> None:
    _, topic = await ladder.registered()
    ladder.presses(ladder.card(topic), "Взять", MARIA)
    written = ladder.writes(topic, "Квота – 2 %.", MARIA)
    await ladder.until(lambda: written.reactions)
    ladder.pass_time(hours=20, minutes=1)
    await ladder.until(lambda: notices(ladder, MARIA))
    said = notices(ladder, MARIA)[0].text or ""
    assert "Вы написали клиенту" in said
    assert "«Квота – 2 %.». Это был ответ?" in said


async def history(desk: FrontDesk, appeal: int = 1) -> list[str]:
    """What is on record."""
    async with desk.app.store.begin() as unit:
        return [event.what.value for event in await unit.appeals.history(appeal)]
