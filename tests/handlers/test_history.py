from dataclasses import replace

import pytest

from appeals.model import SYSTEM, Event, What
from handlers.conversation import Person
from handlers.history import SHOWN, told
from handlers.office import ChannelRules
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked."""
    await desk.asks("Какая квота?")
    return desk


async def lines(desk: FrontDesk) -> list[str]:
    """The first appeal's history as it is read."""
    async with desk.office() as (office, unit):
        appeal = await unit.appeals.get(1)
        assert appeal
        words = await told(appeal, office)
    return [desk.text(line).strip() for line in (replace(words, below=()), *words.below)]


async def test_each_line_says_when_who_and_what(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1")
    _, asking, taking = await lines(asked)
    assert asking.startswith("23.11.2026 14:30:00 клиент Ольга Смирнова (@olga_hr): ")
    assert "Мария Иванова: взято в работу" in taking


async def test_who_has_left_is_still_named_by_id(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1")
    async with asked.store.begin() as unit:
        await unit.staff.leave(MARIA.id, asked.now)
    assert "201: взято в работу" in (await lines(asked))[-1]


async def test_who_answered_in_vk_is_named_though_nobody_here_knows_them(desk: FrontDesk) -> None:
    await desk.reports("Какая квота?")
    irina = Person("vk:401", "Ирина Лебедева")
    await desk.answers_in_vk("2 %", who=irina, number="7")
    await desk.edits_in_vk("3 %", "7", who=irina)
    *_, answering, editing = await lines(desk)
    assert "Ирина Лебедева: ответ во ВКонтакте" in answering
    assert "Ирина Лебедева: ответ изменён" in editing
    assert irina.id not in answering + editing


async def test_a_split_names_the_other_appeal(asked: FrontDesk) -> None:
    await asked.asks("А когда сдавать отчёт?")
    await asked.presses("c:other:1:0", OLGA)
    assert (await lines(asked))[-1].endswith("выделен другой вопрос № 2026-000002")


async def test_long_words_are_told_by_their_beginning(asked: FrontDesk) -> None:
    await asked.asks("очень длинное дополнение " * 20)
    assert len((await lines(asked))[-1]) < 200


async def test_where_personal_data_is_off_neither_names_nor_numbers_are_told(
    asked: FrontDesk,
) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    asked.desk = replace(asked.desk, channels=telegram)
    await asked.asks("Звоните 89131234567")
    text = "\n".join(await lines(asked))
    assert "Смирнова" not in text
    assert "olga_hr" not in text
    assert "8913" not in text


async def test_a_history_of_a_thousand_events_is_told_by_its_end(asked: FrontDesk) -> None:
    """A moderator chat takes twenty messages a minute: the whole would stop it for minutes."""
    async with asked.store.begin() as unit:
        for _ in range(1000):
            await unit.appeals.record(1, Event(What.TOPIC_REMADE, asked.now, SYSTEM))
    head, *rest = await lines(asked)
    assert len(rest) == SHOWN
    assert "последние" in head
    assert "1001" in head
