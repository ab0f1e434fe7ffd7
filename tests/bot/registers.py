"""Registers of tests: entries, how they are shown, and files read back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from appeals.model import State
from appeals.register import Entry
from bot.register_columns import Look
from bot.texts import Texts

NOW = datetime(2026, 11, 23, 12, 0, 30, 999, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENTRY = Entry(
    appeal_id=1,
    number="2026-000001",
    kind="consultation",
    channel="telegram",
    client_code="К-7F3A",
    client_name="Ольга Смирнова",
    subject="Какая квота для 150 работников? +7 913 123-45-67",
    received_at=NOW - 20 * HOUR,
    due_at=NOW + 4 * HOUR,
    state=State.NEW,
)


def entry(**changes: Any) -> Entry:
    """An open appeal with four hours left."""
    return replace(ENTRY, **changes)


def look(**changes: Any) -> Look:
    """As the authority in Novosibirsk sees it."""
    given: dict[str, Any] = {"texts": Texts(), "zone": ZoneInfo("Asia/Novosibirsk"), "now": NOW}
    return Look(**(given | changes))


def at(text: str) -> datetime:
    """A cell's moment: a spreadsheet keeps none of its zone."""
    return datetime.fromisoformat(text)


def rows(file: Path, sheet: int = 0) -> list[tuple[Any, ...]]:
    """A sheet's values as a spreadsheet program reads them."""
    book = load_workbook(file)
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def table(file: Path) -> list[dict[str, Any]]:
    """The register's rows by column name."""
    header, *lines = rows(file)
    return [dict(zip(header, line, strict=True)) for line in lines]
