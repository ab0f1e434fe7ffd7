"""A gap longer than the platform keeps messages is told by the doctor."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.doctor.downtime import downtime
from bot.settings import Settings
from handlers.downtime import ALIVE, GAP
from storage.store import Store

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    url = f"sqlite+aiosqlite:///{tmp_path}/otklik.db"
    authority = {"name": "Министерство", "timezone": "Asia/Novosibirsk"}
    return Settings.model_validate({"authority": authority, "storage": {"url": url}})


async def marked(here: Settings, alive: datetime, gap: tuple[datetime, datetime] | None) -> None:
    store = Store.open(here.storage.url.get_secret_value())
    await store.migrate()
    async with store.begin() as unit:
        await unit.marks.set(ALIVE, alive.isoformat())
        if gap:
            await unit.marks.set(GAP, f"{gap[0].isoformat()} {gap[1].isoformat()}")
    await store.close()


async def test_nothing_is_said_before_the_first_start(here: Settings) -> None:
    assert await downtime(here, NOW) == []


async def test_a_program_that_stands_still_for_more_than_a_day_is_reported(here: Settings) -> None:
    await marked(here, NOW - 26 * HOUR, None)
    (found,) = await downtime(here, NOW)
    assert "не работает 1 д 2 ч, с 12:30 вс 22.11" in found.text
    assert "24 часа" in found.advice


async def test_a_long_gap_is_told_for_a_week(here: Settings) -> None:
    await marked(here, NOW, (NOW - 50 * HOUR, NOW - 20 * HOUR))
    (found,) = await downtime(here, NOW)
    assert "не работала 1 д 6 ч" in found.text
    await marked(here, NOW + 200 * HOUR, None)
    assert await downtime(here, NOW + 200 * HOUR) == []


async def test_a_short_gap_loses_nothing(here: Settings) -> None:
    await marked(here, NOW, (NOW - 5 * HOUR, NOW - HOUR))
    assert await downtime(here, NOW) == []
