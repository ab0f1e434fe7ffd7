"""The workbook's first sheet: every published table with the spreadsheet's own chart beside it."""

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from bot.surveys.result_words import ResultWords
from surveys.results import Answers, Crosstab, Line, Results

_BESIDE = 6
_HIGH = 15
_ROW_PIXELS = 20


class ResultsSheet:
    """Writes from top to bottom, as a workbook in constant memory has to be written."""

    def __init__(self, book: Workbook, formats: Mapping[str, Format], words: ResultWords) -> None:
        self._book, self._formats, self._words = book, formats, words
        self._name = words.say("results-sheet-results")
        self._sheet = book.add_worksheet(self._name)
        self._sheet.set_column(0, 0, 58)
        self._sheet.set_column(1, 5, 14)
        self._row = 0

    def write(self, found: Results) -> None:
        """All of it."""
        self._line(self._words.title(found), "title")
        self._line(self._words.lead(found), "note")
        self._row += 1
        for answers in found.answers:
            self._question(answers, found)
        for table in found.crosstabs:
            self._cross(table)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)

    def _line(self, text: str, look: str) -> None:
        self._sheet.write_string(self._row, 0, text, self._formats[look])
        self._row += 1

    def _question(self, answers: Answers, found: Results) -> None:
        first = self._row
        self._line(answers.question.text, "question")
        asked = self._words.asked(answers.question, found.about.questionnaire.questions)
        about = [asked] if asked else []
        for text in [*about, self._words.base(answers), *self._words.summary(answers)]:
            self._line(text, "note")
        if answers.is_shown and answers.base:
            keys = ("answer", "count", "share", "low", "high")
            self._head([self._words.say(f"results-column-{key}") for key in keys])
            top = self._row
            for line in answers.lines:
                self._cells(self._words.label(answers.question, line.codes), line)
            self._chart(answers, found, first, top)
        for text in self._words.notes(answers):
            self._line(text, "note")
        self._row += 1

    def _head(self, names: Iterable[str]) -> None:
        for place, name in enumerate(names):
            self._sheet.write_string(self._row, place, name, self._formats["head"])
        self._row += 1

    def _cells(self, label: str, line: Line) -> None:
        sheet, row = self._sheet, self._row
        sheet.write_string(row, 0, label, self._formats["wide"])
        if line.count is None:
            sheet.write_string(row, 1, self._words.say("results-hidden"), self._formats["hidden"])
        else:
            sheet.write_number(row, 1, line.count, self._formats["number"])
        if line.share is not None and line.interval is not None:
            shares = (line.share, line.interval.low, line.interval.high)
            for place, share in enumerate(shares, start=2):
                sheet.write_number(row, place, share, self._formats["share"])
        self._row += 1

    def _chart(self, answers: Answers, found: Results, first: int, top: int) -> None:
        """Names what is asked, of whom, when and by whom: it is pasted into presentations."""
        last = self._row - 1
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": self._words.say("results-column-share"),
                "categories": [self._name, top, 0, last, 0],
                "values": [self._name, top, 2, last, 2],
                "fill": {"color": "#2F5D8C"},
                "gap": 60,
                "data_labels": {"value": True, "num_format": "0.0%"},
            }
        )
        chart.set_title({"name": answers.question.text, "name_font": {"size": 12}})
        below = f"{self._words.base(answers)}. {self._words.source(found.about)}"
        chart.set_x_axis(
            {
                "min": 0,
                "max": 1,
                "num_format": "0%",
                "name": below,
                "name_font": {"size": 9, "bold": False},
                "major_gridlines": {"visible": True, "line": {"color": "#D5DCE4"}},
            }
        )
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        rows = max(_HIGH, self._row - first, 2 * len(answers.lines) + 6)
        chart.set_size({"width": 720, "height": rows * _ROW_PIXELS})
        description = self._words.say("results-chart", title=answers.question.text)
        self._sheet.insert_chart(first, _BESIDE, chart, {"description": description})
        self._row = max(self._row, first + rows)

    def _cross(self, table: Crosstab) -> None:
        self._line(self._words.cross_title(table), "question")
        if table.is_shown:
            columns = [self._words.cross_column(table, group) for group in table.groups]
            self._head([self._words.say("results-column-answer"), *columns])
            for at, first in enumerate(table.groups[0].lines):
                lines = [group.lines[at] for group in table.groups]
                self._cross_row(self._words.label(table.rows, first.codes), lines)
        if table.hidden:
            key = "results-some-hidden" if table.is_shown else "results-all-hidden"
            self._line(self._words.say(key), "note")
        self._row += 1

    def _cross_row(self, label: str, lines: Sequence[Line]) -> None:
        self._sheet.write_string(self._row, 0, label, self._formats["wide"])
        for place, line in enumerate(lines, start=1):
            if line.share is None:
                shown = "results-hidden" if line.count is None else "results-trend-none"
                text = self._words.say(shown)
                self._sheet.write_string(self._row, place, text, self._formats["hidden"])
            else:
                self._sheet.write_number(self._row, place, line.share, self._formats["share"])
        self._row += 1
