from datetime import timedelta

import pytest

from tests.handlers.front_desk import OLGA, FrontDesk, to_topic


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked, nobody has taken it."""
    await desk.asks("Какая квота?")
    return desk


async def test_words_written_before_a_ban_was_undone_reach_staff(asked: FrontDesk) -> None:
    await asked.presses("a:ban:1:1")
    asked.now += timedelta(seconds=2)
    await asked.asks("Я не спамер")
    copies = to_topic(await asked.presses("a:undo:1:1"))
    assert [copy.content.text for copy in copies if copy.content] == ["Я не спамер"]
    assert len(await asked.messages()) == 2


async def test_words_written_during_a_ban_reach_staff_when_it_ends(asked: FrontDesk) -> None:
    await asked.presses("a:ban:1:1")
    asked.now += timedelta(days=2)
    await asked.asks("Прошу разблокировать")
    copies = to_topic(await asked.presses("a:reopen:1:1"))
    assert [copy.content.text for copy in copies if copy.content] == ["Прошу разблокировать"]


async def test_a_ban_does_not_hide_what_is_said_of_the_persons_other_appeals(
    asked: FrontDesk,
) -> None:
    await asked.presses("c:other:1:0", OLGA)
    await asked.asks("Когда сдавать отчёт?")
    await asked.presses("a:ban:1:1")
    asked.now += timedelta(minutes=1)
    await asked.asks("Ответьте про отчёт")
    assert len(await asked.messages(1)) == 2
    assert len(await asked.messages(2)) == 1
    assert (await asked.appeal(2)).is_open
