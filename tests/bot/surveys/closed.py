"""A closed wave of two questions for every kind, with answers that are always the same."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from bot.surveys.closed_wave import ClosedWave
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from surveys.ballot import Answer, packed
from surveys.emptying import without_texts
from surveys.ports import Sheets
from surveys.questionnaire import Missing, Option, Questionnaire
from surveys.results import About, Results
from tests.surveys.questionnaires import asking, multiple, nps, number, scale, single, text

EVIL = '=HYPERLINK("http://example.org","Ответ")'
REGIONS = tuple(Option(code, f"Район {code.upper()}") for code in "xyzw")
SURVEY = replace(
    asking(
        single(required=True),
        multiple(show_if=("visited", "yes")),
        scale(dont_know=True),
        nps(),
        number(),
        text(),
        single("region", REGIONS, demographic=True),
        crosstabs=(("good", "region"),),
    ),
    code="some-survey",
    title="Как мы работаем",
)
TEXTS = (("ideas", "+7 913 000-00-00"), ("ideas", EVIL), ("ideas", "Больше окон\nи света"))


def sheet(number: int) -> dict[str, Answer]:
    """The answers of one person; regions z and w are named by few."""
    visited = number % 3 != 0
    return {
        "visited": ("yes",) if visited else ("no",),
        "wanted": (("a", "b"), ("a",), ("c",))[number % 3] if visited else Missing.NOT_SHOWN,
        "good": Missing.DONT_KNOW if number % 10 == 0 else (str(1 + number % 5),),
        "recommend": (str(number % 11),),
        "people": Missing.SKIPPED if number % 7 == 0 else number,
        "region": ("zzwwww"[number] if number < 6 else "xy"[number % 2],),
    }


def sheets(people: int, survey: Questionnaire = SURVEY) -> Sheets:
    """What the box leaves of so many people."""
    choices = without_texts(survey)
    rows = sorted(packed(sheet(number), choices) for number in range(people))
    return Sheets(tuple(rows), TEXTS, {("ideas", Missing.SKIPPED): people - len(TEXTS)})


def closed(
    people: int = 90,
    earlier: Sequence[Results] = (),
    wave: str = "w-2026-q4",
    withheld: Collection[str] = (),
) -> ClosedWave:
    """The wave, of clients (k = 5); these texts of it are withheld."""
    about = About(wave, SURVEY, date(2026, 10, 1), date(2026, 10, 14), 5, invited=300)
    places = frozenset(at for at, (_, said) in enumerate(TEXTS) if said in withheld)
    found = replace(sheets(people), withheld=places)
    return ClosedWave(about, found, ResultWords(Texts()), earlier)


def rows(file: Path, sheet: str) -> list[tuple[Any, ...]]:
    """A sheet's values as a spreadsheet program reads them."""
    return list(load_workbook(file)[sheet].iter_rows(values_only=True))


def table(file: Path, sheet: str) -> list[dict[str, Any]]:
    """A sheet's rows by column name."""
    head, *lines = rows(file, sheet)
    return [dict(zip(head, line, strict=True)) for line in lines]
