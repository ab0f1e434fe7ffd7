"""What the sandbox's page sees of the program."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import OffsetClock
from bot.control_view import EVENTS, LISTED, View, local
from bot.house import House
from bot.texts import Texts
from handlers.conversation import Person
from tests.appeals.ladder import HOUR
from tests.fakes import ManualClock
from tests.handlers.front_desk import OLGA, PETR
from tests.handlers.ticking import ZONE, Ticking, laddered


@pytest.fixture
async def ticking(tmp_path: Path) -> AsyncIterator[Ticking]:
    async with laddered(tmp_path) as ticking:
        yield ticking


def seen(ticking: Ticking, offset: float = 0.0) -> View:
    """What is seen at the front desk's time."""
    desk = ticking.desk
    clock = OffsetClock(ManualClock(desk.now - timedelta(seconds=offset)), offset)
    return View(clock, desk.store, House(Texts(), {}, desk.desk))


async def test_the_clock_shows_the_authoritys_time_and_nothing_ahead(ticking: Ticking) -> None:
    assert await seen(ticking, 3600.0).clock() == {
        "now": "2026-11-23T07:30:00+00:00",
        "zone": "Asia/Novosibirsk",
        "local": "23.11, 14:30",
        "offset": 3600.0,
        "next": None,
    }


async def test_next_is_the_first_rung_of_all_appeals(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    ticking.desk.now += HOUR
    await ticking.desk.asks("Когда отчёт?", PETR)
    assert (await seen(ticking).clock())["next"] == {
        "at": "2026-11-24T03:30:00+00:00",
        "what": "Предупреждение за 4 ч, № 2026-000001",
        "in_seconds": 19 * 3600.0,
    }


async def test_the_latest_appeals_come_first_with_what_is_overdue(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота? Мой телефон +7 913 000-11-22")
    ticking.desk.now += 25 * HOUR
    await ticking.desk.asks("Когда отчёт?", PETR)
    newest, oldest = await seen(ticking).appeals()
    assert (newest["number"], newest["overdue"]) == ("2026-000002", False)
    assert oldest == {
        "id": 1,
        "number": "2026-000001",
        "subject": oldest["subject"],
        "code": "new",
        "state": "Новое",
        "due": "2026-11-24T07:30:00+00:00",
        "due_local": "24.11, 14:30",
        "overdue": True,
    }
    assert LISTED == 50


async def test_an_appeal_is_seen_with_its_ladder_and_its_events(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    await ticking.tick(hours=20)
    found = await seen(ticking).appeal("2026-000001")
    assert found is not None
    assert found["state"] == "В работе"
    assert found["ladder"][0] == {
        "name": "Предупреждение за 4 ч",
        "at_local": "24.11, 10:30",
        "state": "taken",
        "told": ["Мария Иванова"],
    }
    assert found["events"] == [
        {
            "at_local": "23.11, 14:30",
            "what": "обращение зарегистрировано",
            "who": "Клиент Ольга Смирнова (@olga_hr)",
        },
        {"at_local": "23.11, 14:30", "what": "взято в работу", "who": "Мария Иванова"},
        {"at_local": "24.11, 10:30", "what": "напоминание о сроке: Мария Иванова", "who": "Отклик"},
    ]


async def test_who_answered_in_vk_is_seen_by_name(ticking: Ticking) -> None:
    await ticking.desk.reports("Какая квота?")
    await ticking.desk.answers_in_vk("2 %", who=Person("vk:401", "Ирина Лебедева"))
    found = await seen(ticking).appeal("2026-000001")
    assert found is not None
    assert found["events"][-1]["who"] == "Ирина Лебедева"


async def test_only_the_last_events_are_shown(ticking: Ticking) -> None:
    for number in range(EVENTS + 5):
        await ticking.desk.asks(f"Дополнение {number}")
    found = await seen(ticking).appeal("1")
    assert found is not None
    assert len(found["events"]) == EVENTS
    assert found["events"][0]["what"] == "дополнение"


@pytest.mark.parametrize("number", ["2026-000002", "", "x", "1" * 400, "2026-000001'", "\x00"])
async def test_a_number_nobody_has_shows_nothing(ticking: Ticking, number: str) -> None:
    await ticking.desk.asks("Какая квота?", OLGA)
    assert await seen(ticking).appeal(number) is None


def test_a_moment_is_short_and_local() -> None:
    assert local(datetime(2026, 11, 22, 7, 5, tzinfo=UTC), ZONE) == "22.11, 14:05"
