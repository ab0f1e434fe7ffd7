"""The register as a document in the moderator chat, made and sent through the real client."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from sandbox.state import Message
from tests.endtoend.desk import ELENA, MARIA, OLGA, FrontDesk, front_desk

WEEK = timedelta(days=7)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """A front desk whose Elena is a head."""
    async with front_desk(tmp_path) as running:
        yield running


def documents(desk: FrontDesk, chat: int) -> list[Message]:
    """The documents that the bot has sent to a chat."""
    bot = desk.world.bot.id
    return [m for m in desk.world.messages(chat) if m.sender == bot and m.media]


def opened(desk: FrontDesk, message: Message) -> Any:
    """The spreadsheet, from the very bytes that Telegram has got."""
    assert message.media
    stored = desk.world.files.get(message.media.file_id)
    assert stored
    assert stored.name.endswith(".xlsx")
    return load_workbook(io.BytesIO(desk.world.files.content(stored)))


async def test_the_head_gets_the_register_of_the_month_as_a_spreadsheet(desk: FrontDesk) -> None:
    await desk.registered("=1+1 какая квота? +7 913 123-45-67")
    desk.world.writes(ELENA, "/register", chat=desk.chat)
    await desk.until(lambda: documents(desk, desk.chat))
    (message,) = documents(desk, desk.chat)
    book = opened(desk, message)
    header, row = book.worksheets[0].iter_rows(values_only=True)
    shown = dict(zip(header, row, strict=True))
    assert shown["Номер"].endswith("-000001")
    assert shown["Тема"] == "=1+1 какая квота? [телефон скрыт]"
    assert "Ольга" not in str(shown["Клиент"])
    assert isinstance(shown["Срок ответа"], datetime)
    assert book.sheetnames == ["Реестр", "Как читать"]


async def test_nothing_of_the_register_stays_on_the_disk(desk: FrontDesk, tmp_path: Path) -> None:
    await desk.registered()
    desk.world.writes(ELENA, "/register", chat=desk.chat)
    await desk.until(lambda: documents(desk, desk.chat))
    await desk.app.delivery.settle()
    assert not list((tmp_path / "files" / "register").rglob("*.xlsx"))


async def test_a_moderator_is_told_who_may_have_the_register(desk: FrontDesk) -> None:
    desk.world.writes(MARIA, "/register", chat=desk.chat)
    await desk.until(
        lambda: any("получают" in (m.text or "") for m in desk.world.messages(desk.chat))
    )
    assert not documents(desk, desk.chat)


async def test_on_monday_morning_the_head_reads_what_falls_due(desk: FrontDesk) -> None:
    desk.world.starts(ELENA)
    await desk.until(lambda: desk.answers(ELENA))
    await to_weekday(desk, 0, hour=8, minute=58)
    await desk.registered("Какая квота?", OLGA)
    desk.pass_time(minutes=5)
    await desk.until(lambda: documents(desk, ELENA))
    texts = " ".join(desk.texts(desk.answers(ELENA)))
    assert "Предупредительный контроль" in texts
    assert "Какая квота?" in texts


async def test_on_friday_the_head_reads_what_was_missed(desk: FrontDesk) -> None:
    desk.world.starts(ELENA)
    await desk.until(lambda: desk.answers(ELENA))
    await to_weekday(desk, 3, hour=10, minute=0)
    await desk.registered("Какая квота?", OLGA)
    await to_weekday(desk, 4, hour=16, minute=1)
    # The preventive control of a Monday that was passed over comes first.
    await desk.until(lambda: final_controls(desk))
    (message,) = final_controls(desk)
    header, row = opened(desk, message).worksheets[0].iter_rows(values_only=True)
    shown = dict(zip(header, row, strict=True))
    assert shown["Соблюдение срока"] == "просрочено, ответа нет"
    assert shown["Опоздание, ч:мин"] >= timedelta(hours=6)


async def test_what_was_answered_in_a_time_promised_too_late_was_not_answered_in_time(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered("Какая квота?")
    await desk.app.timing.timetable.run_due(desk.clock.now())
    desk.pass_time(hours=25)
    await desk.until(lambda: "Просрочено" in topic.name)
    desk.writes(topic, "/take")
    desk.writes(topic, "/interim через 3 дня ждём ответ налоговой")
    await desk.until(lambda: "Новый срок ответа" in " ".join(desk.texts(desk.answers(OLGA))))
    desk.writes(topic, "Квота 2 %")
    await desk.until(lambda: "Квота 2 %" in desk.texts(desk.answers(OLGA))[-1])
    desk.writes(topic, "/answered")
    await desk.until(lambda: "Ответ дан" in topic.name)
    desk.world.writes(ELENA, "/register", chat=desk.chat)

    def registers() -> list[Message]:
        """What was asked for, and not a weekly control."""
        sent = documents(desk, desk.chat)
        return [one for one in sent if (one.text or "").startswith("Реестр обращений")]

    await desk.until(registers)
    header, row = opened(desk, registers()[0]).worksheets[0].values
    shown = dict(zip(header, row, strict=True))
    assert shown["Соблюдение срока"] == "ответ с опозданием"
    assert shown["Опоздание, ч:мин"] < timedelta(hours=2)
    assert shown["Какой срок"] == 2


async def test_after_weeks_of_silence_each_control_reports_once(desk: FrontDesk) -> None:
    desk.world.starts(ELENA)
    await desk.until(lambda: desk.answers(ELENA))
    await desk.registered("Какая квота?", OLGA)
    await desk.app.timing.timetable.run_due(desk.clock.now())
    desk.pass_time(days=30)
    await desk.until(lambda: len(documents(desk, ELENA)) == 2)
    await desk.until(lambda: [m for m in in_chat(desk) if m.startswith("Работаю.")])
    texts = " ".join(desk.texts(desk.answers(ELENA)))
    assert texts.count("Предупредительный контроль") == 1
    assert texts.count("Окончательный контроль") == 1
    assert len([m for m in in_chat(desk) if m.startswith("Работаю.")]) == 1


async def test_every_morning_the_chat_reads_that_the_bot_works(desk: FrontDesk) -> None:
    await desk.registered("Какая квота?", OLGA)
    await to_weekday(desk, 1, hour=9, minute=31)
    await desk.until(lambda: [m for m in in_chat(desk) if m.startswith("Работаю. Открыто 1")])


def final_controls(desk: FrontDesk) -> list[Message]:
    """The files of the final control that the head has got."""
    return [m for m in documents(desk, ELENA) if "Окончательный контроль" in (m.text or "")]


def in_chat(desk: FrontDesk) -> list[str]:
    """What stands in the moderator chat."""
    return desk.texts(desk.world.messages(desk.chat))


async def to_weekday(desk: FrontDesk, day: int, *, hour: int, minute: int) -> None:
    """Move the clock to the next such moment of the authority's week."""
    await desk.app.timing.timetable.run_due(desk.clock.now())
    zone = desk.app.house.desk.zone
    local = desk.clock.now().astimezone(zone)
    wanted = local.replace(hour=hour, minute=minute) + timedelta(days=(day - local.weekday()) % 7)
    wanted += WEEK if wanted <= local else timedelta(0)
    desk.pass_time(seconds=(wanted.astimezone(UTC) - desk.clock.now()).total_seconds())
