"""A new time and who hears of it, through the real client over HTTP: promised, extended, nobody."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.state import Message, Topic
from tests.endtoend.desk import ELENA, MARIA, OLGA, SERGEI, FrontDesk, buttons, front_desk
from tests.endtoend.test_clock import SECTIONS, history, notices, started


@pytest.fixture
async def ladder(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A warning four hours before, then executor, head, controller; they have started the bot."""
    async with front_desk(tmp_path, SECTIONS) as desk:
        await started(desk, MARIA, ELENA, SERGEI)
        yield desk


async def taken(desk: FrontDesk) -> Topic:
    """Olga has asked, Maria has taken it."""
    _, topic = await desk.registered("Какая квота при 135 сотрудниках?")
    desk.presses(desk.card(topic), "Взять", MARIA)
    await desk.until(lambda: "В работе" in topic.name)
    return topic


async def shown_to_the_client(desk: FrontDesk) -> str:
    """The appeal as Olga sees it in «Мои обращения»."""
    before = len(desk.answers())
    desk.asks("/my")
    await desk.until(lambda: len(desk.answers()) > before)
    page = desk.answers()[-1]
    desk.presses(page, buttons(page)[0]["text"], OLGA)
    await desk.until(lambda: "Задан" in (page.text or ""))
    return page.text or ""


def promised(desk: FrontDesk, words: str) -> list[str]:
    """What the client was told of a new time."""
    return [text for text in desk.texts(desk.answers()) if words in text]


def outside_topics(desk: FrontDesk, words: str) -> list[Message]:
    """What the moderator chat says of somebody outside the topics."""
    said = [m for m in desk.world.messages(desk.chat) if not m.thread]
    return [m for m in said if words in (m.text or "")]


async def steps(desk: FrontDesk) -> list[tuple[str, str]]:
    """Which steps were taken, and who was told."""
    async with desk.app.store.begin() as unit:
        lines = await unit.appeals.history(1)
    return [(str(one.data["step"]), str(one.data["who"])) for one in lines if "step" in one.data]


async def cycle_of(desk: FrontDesk) -> int:
    """Which of its clocks the appeal is in."""
    async with desk.app.store.begin() as unit:
        appeal = await unit.appeals.get(1)
    assert appeal
    return appeal.cycle


async def test_an_interim_answer_starts_a_new_clock_with_warnings_of_its_own(
    ladder: FrontDesk,
) -> None:
    topic = await taken(ladder)
    ladder.pass_time(hours=20, minutes=1)
    await ladder.until(lambda: len(notices(ladder, MARIA)) == 1)
    ladder.writes(topic, "/interim через 30 часов ждём ответа службы занятости", MARIA)
    await ladder.until(lambda: promised(ladder, "ждём ответа службы занятости"))
    assert await cycle_of(ladder) == 2
    seen = await shown_to_the_client(ladder)
    assert "Мы назвали новый срок" in seen
    assert "ждём ответа службы занятости" in seen
    ladder.pass_time(hours=26, minutes=1)
    await ladder.until(lambda: len(notices(ladder, MARIA)) == 2)
    assert "Скоро срок ответа: 1" in (notices(ladder, MARIA)[1].text or "")
    ladder.pass_time(hours=4)
    await ladder.until(lambda: len(notices(ladder, MARIA)) == 3)
    assert "Просрочено: 1" in (notices(ladder, MARIA)[2].text or "")
    assert await steps(ladder) == [("warn:4h", "201"), ("warn:4h", "201"), ("executor:0s", "201")]


async def test_an_extension_moves_the_date_and_tells_the_client_why(ladder: FrontDesk) -> None:
    topic = await taken(ladder)
    ladder.writes(topic, "/extend через 3 дня нужна проверка документов", ELENA)
    await ladder.until(lambda: promised(ladder, "нужна проверка документов"))
    seen = await shown_to_the_client(ladder)
    assert "Срок продлён" in seen
    assert "нужна проверка документов" in seen
    ladder.pass_time(hours=67)
    await shown_to_the_client(ladder)
    assert notices(ladder, MARIA) == []
    ladder.pass_time(hours=1, minutes=1)
    await ladder.until(lambda: notices(ladder, MARIA))
    assert "Скоро срок ответа: 1" in (notices(ladder, MARIA)[0].text or "")
    assert (await history(ladder)).count("extended") == 1


async def test_a_head_who_blocked_the_bot_is_named_in_the_moderator_chat(
    ladder: FrontDesk,
) -> None:
    await taken(ladder)
    ladder.world.blocks(ELENA)
    ladder.pass_time(hours=26, minutes=1)
    await ladder.until(lambda: outside_topics(ladder, "Елена Павлова"))
    (named,) = outside_topics(ladder, "Елена Павлова")
    assert "бот заблокирован" in (named.text or "")
    assert "просрочено: 1" in (named.text or "")
    assert ("head:2h", "203") in await steps(ladder)


async def test_when_the_head_has_left_those_on_duty_hear_of_it(ladder: FrontDesk) -> None:
    _, _topic = await ladder.registered()
    ladder.world.writes(ELENA, "/leave", chat=ladder.chat)
    await ladder.until(lambda: outside_topics(ladder, "Елена Павлова"))
    before = len(notices(ladder, ELENA))
    ladder.pass_time(hours=26, minutes=1)
    await ladder.until(lambda: notices(ladder, MARIA))
    assert ("head:2h", "201") in await steps(ladder)
    assert len(notices(ladder, ELENA)) == before
