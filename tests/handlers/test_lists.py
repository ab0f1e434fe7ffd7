"""What falls due and what is overdue, by command."""

from datetime import timedelta

import pytest

from handlers import lists
from tests.handlers.front_desk import MARIA, OLGA, PETR, FrontDesk
from tests.handlers.staffed import IGOR, staffed, texts


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    """One appeal is overdue by an hour, one is due in 24 hours."""
    await staffed(desk)
    await desk.asks("Какая квота?", OLGA, when=desk.now - timedelta(hours=25))
    await desk.asks("Когда отчёт?", PETR)
    return desk


async def said(house: FrontDesk, command: str, who: object = MARIA) -> str:
    return texts(house, await house.writes(command, who, appeal=0))  # type: ignore[arg-type]  # a Person of the tests


async def test_overdue_lists_what_has_passed_its_deadline(house: FrontDesk) -> None:
    text = await said(house, "/overdue", IGOR)
    assert "Просрочено: 1" in text
    assert "Какая квота?" in text
    assert "Когда отчёт?" not in text
    assert "показаны" not in text


async def test_a_list_that_is_cut_says_how_much_is_shown(
    house: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LISTED", 1)
    house.now += timedelta(hours=25)
    assert "Просрочено: 2 (показаны первые 1)" in await said(house, "/overdue")


async def test_due_lists_what_is_to_come_and_not_what_has_passed(house: FrontDesk) -> None:
    house.now += timedelta(minutes=1)
    text = await said(house, "/due")
    assert "Когда отчёт?" in text
    assert "Какая квота?" not in text


async def test_days_say_how_far_to_look(house: FrontDesk) -> None:
    await house.writes("/interim 27.11 причина", MARIA, appeal=2)
    assert "не истекают" in await said(house, "/due")
    assert "Когда отчёт?" in await said(house, "/due 5")


async def test_nothing_overdue_is_said_in_words(desk: FrontDesk) -> None:
    assert "Просроченных обращений нет" in await said(desk, "/overdue")


@pytest.mark.parametrize("days", ["0", "завтра", "-1", "367", "9" * 30])
async def test_days_are_a_number(house: FrontDesk, days: str) -> None:
    assert "число дней" in await said(house, f"/due {days}")
