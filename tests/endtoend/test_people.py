"""Who answers, who takes over, and what the client is told meanwhile, through the real client."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.state import Message, Topic
from tests.endtoend.desk import (
    ELENA,
    GUEST,
    MARIA,
    OLGA,
    PETR,
    SERGEI,
    FrontDesk,
    buttons,
    front_desk,
)

STAFF = [
    {"id": "201", "name": "Мария Иванова", "position": "специалист", "department": "quota"},
    {"id": "202", "name": "Сергей Орлов", "position": "специалист", "department": "quota"},
    {
        "id": "203",
        "name": "Елена Павлова",
        "roles": ["head", "moderator", "controller", "admin"],
        "department": "quota",
    },
]
DEPARTMENTS = [{"id": "quota", "name": "Отдел квот", "head": "203", "duty": ["201"]}]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A front desk with a head, who is the controller too, and a department."""
    async with front_desk(tmp_path, {"staff": STAFF, "departments": DEPARTMENTS}) as running:
        yield running


def in_chat(desk: FrontDesk) -> list[Message]:
    """What the bot said in the moderator chat outside all topics."""
    bot = desk.world.bot.id
    return [m for m in desk.world.messages(desk.chat) if m.sender == bot and not m.thread]


async def commanded(desk: FrontDesk, text: str, who: int, answer: str) -> str:
    """Give a command in the moderator chat; the bot's answer once it holds these words."""
    desk.world.writes(who, text, chat=desk.chat)
    await desk.until(lambda: any(answer in one for one in desk.texts(in_chat(desk))))
    return next(one for one in reversed(desk.texts(in_chat(desk))) if answer in one)


async def said_in(desk: FrontDesk, topic: Topic, words: str) -> Message:
    """The bot's message in a topic, once it is there."""
    await desk.until(lambda: any(words in one for one in desk.texts(desk.in_topic(topic))))
    return next(m for m in reversed(desk.in_topic(topic)) if words in (m.text or ""))


async def told(desk: FrontDesk, words: str, who: int = OLGA) -> Message:
    """What somebody reads in private, once it is there."""
    await desk.until(lambda: any(words in one for one in desk.texts(desk.answers(who))))
    return next(m for m in reversed(desk.answers(who)) if words in (m.text or ""))


async def test_a_newcomer_joins_by_a_link_and_answers_a_client(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    text = await commanded(desk, "/invite модератор", ELENA, "https://t.me/")
    link = re.search(rf"https://t\.me/{desk.world.bot.username}\?start=(join_[\w-]+)", text)
    assert link
    desk.world.starts(GUEST, link[1])
    await told(desk, "Вы приняты в сотрудники", GUEST)
    assert any("теперь сотрудник" in one for one in desk.texts(in_chat(desk)))
    written = desk.writes(topic, "Квота – 2 %", GUEST)
    await desk.until(lambda: written.reactions)
    assert desk.answers()[-1].text == "Квота – 2 %"
    desk.world.starts(PETR, link[1])
    await told(desk, "уже использовано", PETR)


async def test_an_appeal_is_handed_over_and_the_third_time_the_head_decides(
    desk: FrontDesk,
) -> None:
    desk.world.starts(SERGEI)
    _, topic = await desk.registered()
    desk.writes(topic, "/take", MARIA)
    await desk.until(lambda: "В работе" in topic.name)
    desk.writes(topic, "/handover 202 это его участок", MARIA)
    await told(desk, "Вам передано обращение", SERGEI)
    await desk.until(lambda: "Исполнитель: Сергей Орлов" in (desk.card(topic).text or ""))
    desk.writes(topic, "/handover Иванова уже не мой", SERGEI)
    await desk.until(lambda: "Исполнитель: Мария Иванова" in (desk.card(topic).text or ""))
    desk.writes(topic, "/handover Орлов опять его", MARIA)
    question = await said_in(desk, topic, "Нужно решение начальника: Елена Павлова")
    refused = await desk.presses(question, "Разрешить", MARIA).answered()
    assert refused
    assert "только начальник" in str(refused["text"])
    desk.presses(question, "Разрешить", ELENA)
    await desk.until(lambda: "Исполнитель: Сергей Орлов" in (desk.card(topic).text or ""))
    assert "Передавали: 3 раза" in (desk.card(topic).text or "")


async def test_an_interim_answer_tells_the_client_the_new_time_and_why(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.writes(topic, "/interim через 3 дня ждём ответ налоговой", MARIA)
    promise = await told(desk, "ждём ответ налоговой")
    assert "Новый срок ответа" in (promise.text or "")
    assert promise.reply_to
    await said_in(desk, topic, "Обращение остаётся открытым")
    desk.world.writes(OLGA, "Мои обращения")
    page = await told(desk, "Всего 1 обращение")
    desk.presses(page, "№", OLGA)
    await desk.until(lambda: "Мы назвали новый срок" in (page.text or ""))
    assert "ждём ответ налоговой" in (page.text or "")
    written = desk.writes(topic, "Квота – 2 %", MARIA)
    await desk.until(lambda: written.reactions)


async def test_a_time_that_cannot_be_promised_reaches_no_client(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    before = len(desk.answers())
    desk.writes(topic, "/interim 01.01.2020 причина", MARIA)
    await said_in(desk, topic, "уже прошло")
    assert len(desk.answers()) == before


async def test_in_an_emergency_stop_clients_hear_nothing_and_staff_everything(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    await commanded(desk, "/stop", ELENA, "остановлена")
    heard = len(desk.answers())
    desk.writes(topic, "Квота – 2 %", MARIA)
    desk.asks("Второй вопрос", PETR)
    await desk.until(lambda: len(desk.world.topics(desk.chat)) == 2)
    await said_in(desk, desk.world.topics(desk.chat)[-1], "Второй вопрос")
    assert len(desk.answers()) == heard
    assert desk.answers(PETR) == []
    await commanded(desk, "/resume", ELENA, "снова идёт")
    await told(desk, "Квота – 2 %")
    await told(desk, "Ваше обращение получено", PETR)
    assert len(desk.answers()) == heard + 1


async def test_an_outage_is_announced_with_the_acknowledgement(desk: FrontDesk) -> None:
    await commanded(desk, "/outage Портал не работает до вечера", ELENA, "Объявление для клиентов")
    acknowledged, _ = await desk.registered()
    assert "Важно: Портал не работает до вечера" in (acknowledged.text or "")
    assert buttons(acknowledged)
