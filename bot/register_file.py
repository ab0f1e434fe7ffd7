"""The register as a spreadsheet: written row by row, so that its length costs no memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from appeals.register import NEEDED_AN_ANSWER, Entry, Totals, Verdict
from bot.register_columns import COLUMNS, Look, Value, needs_attention

MOST_ROWS = 1_000_000
"""A sheet ends at 1,048,576 rows; what is beyond goes on in a further sheet."""

# Nothing that people wrote becomes a formula or a link, whatever it begins with.
_PLAIN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class RegisterFile:
    """An XLSX being written: `add` pages of entries, then `close` with the sheet that explains.

    Blocking: call it in a thread. The file is there only after `close`.
    """

    def __init__(self, path: Path, look: Look, period: str) -> None:
        self._look, self._period = look, period
        self._totals = Totals(look.now)
        self._book = Workbook(str(path), _PLAIN | {"tmpdir": str(path.parent)})
        self._formats = _formats(self._book)
        self._sheet: Worksheet | None = None
        self._sheets = self._row = 0

    def add(self, entries: Sequence[Entry]) -> None:
        """One row for each."""
        self._totals.add(entries)
        for entry in entries:
            if self._sheet is None or self._row > MOST_ROWS:
                self._sheet = self._next_sheet()
            values = (column.value(entry, self._look) for column in COLUMNS)
            self._write(self._sheet, self._row, values, alarm=needs_attention(entry, self._look))
            self._row += 1

    def close(self) -> None:
        """Add the explanations and write the file. Raises OSError when there is no room."""
        if self._sheet is None:
            self._sheet = self._next_sheet()
        self._end_sheet()
        self._explain()
        self._book.close()

    def _next_sheet(self) -> Worksheet:
        self._end_sheet()
        self._sheets += 1
        name = self._look.say("register-sheet")
        sheet = self._book.add_worksheet(name if self._sheets == 1 else f"{name} {self._sheets}")
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
            header = self._look.say(f"register-column-{column.key}")
            sheet.write_string(0, place, header, self._formats["header"])
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        self._row = 1
        return sheet

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.autofilter(0, 0, max(self._row - 1, 1), len(COLUMNS) - 1)

    def _write(
        self, sheet: Worksheet, row: int, values: Iterable[Value], *, alarm: bool = False
    ) -> None:
        for place, value in enumerate(values):
            match value:
                case str() if value:
                    shown = "alarm" if alarm and COLUMNS[place].key == "verdict" else "text"
                    sheet.write_string(row, place, value, self._formats[shown])
                case datetime():
                    sheet.write_datetime(row, place, value, self._formats["moment"])
                case timedelta():
                    sheet.write_datetime(row, place, value, self._formats["stretch"])
                case int():
                    sheet.write_number(row, place, value, self._formats["number"])

    def _explain(self) -> None:
        """«Как читать»: totals first, then what the columns mean."""
        sheet = self._book.add_worksheet(self._look.say("register-how-sheet"))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 60)
        sheet.set_column(2, 2, 10)
        for row, (name, value, share) in enumerate(self._explanations()):
            sheet.write_string(row, 0, name, self._formats["strong"])
            if isinstance(value, int):
                sheet.write_number(row, 1, value, self._formats["left"])
            else:
                sheet.write_string(row, 1, value, self._formats["text"])
            if share is not None:
                sheet.write_number(row, 2, share, self._formats["share"])

    def _explanations(self) -> Iterable[tuple[str, str | int, float | None]]:
        text, totals = self._look.say, self._totals
        made = self._look.local(self._look.now)
        yield text("register-period"), self._period, None
        yield text("register-made"), f"{made:%d.%m.%Y %H:%M}", None
        yield text("register-total"), totals.all, None
        for one in NEEDED_AN_ANSWER:
            name = self._look.word("verdict", one.value)
            yield name, totals.counts[one], totals.share(one)
        closed = self._look.word("verdict", Verdict.CLOSED.value)
        yield closed, totals.counts[Verdict.CLOSED], None
        yield text("register-shares"), text("register-shares-how"), None
        yield "", "", None
        for column in COLUMNS:
            name = text(f"register-column-{column.key}")
            yield name, text(f"register-about-{column.key}"), None
        names = "register-names-shown" if self._look.names else "register-names-hidden"
        yield text("register-names"), text(names), None


def _formats(book: Workbook) -> dict[str, Format]:
    top = {"valign": "top"}
    wide = top | {"text_wrap": True}
    given = {
        "header": wide | {"bold": True, "bg_color": "#DDE6F0", "bottom": 1},
        "text": wide,
        "alarm": wide | {"bold": True, "font_color": "#A61B1B"},
        "strong": wide | {"bold": True},
        "moment": top | {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
        "stretch": top | {"num_format": "[h]:mm"},
        "number": top | {"num_format": "0"},
        "left": top | {"num_format": "0", "align": "left"},
        "share": top | {"num_format": "0.0%"},
    }
    return {name: book.add_format(properties) for name, properties in given.items()}
