"""The register as CSV for another program: UTF-8 with a mark, «;» between cells."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from appeals.register import Entry
from bot.formulas import disarmed
from bot.register_columns import COLUMNS, Look, Value


class RegisterCsv:
    """A CSV being written; spreadsheets open it with a double click. Blocking."""

    def __init__(self, path: Path, look: Look) -> None:
        self._look = look
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, delimiter=";")
        self._rows.writerow([look.say(f"register-column-{column.key}") for column in COLUMNS])

    def add(self, entries: Sequence[Entry]) -> None:
        """One row for each."""
        for entry in entries:
            self._rows.writerow([_cell(column.value(entry, self._look)) for column in COLUMNS])

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case timedelta():
            minutes = value // timedelta(minutes=1)
            return f"{minutes // 60}:{minutes % 60:02}"
        case str():
            return disarmed(value)
    return str(value)
