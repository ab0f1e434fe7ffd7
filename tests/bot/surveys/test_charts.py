import xml.etree.ElementTree as ET
from pathlib import Path
from zipfile import ZipFile

from bot.surveys.charts import charts, of_question
from bot.surveys.export_svg import write_svg
from bot.surveys.svg import lines_of
from tests.bot.surveys.closed import closed

SVG = "{http://www.w3.org/2000/svg}"


def words_of(svg: str) -> str:
    """All text of a picture, a space between its pieces."""
    root = ET.fromstring(svg)  # noqa: S314 - made by the product a moment ago
    return " ".join(" ".join(root.itertext()).replace("\u00a0", " ").split())


def test_a_chart_says_what_was_asked_of_whom_and_when() -> None:
    wave = closed()
    chart = next(charts(wave.results, wave.words))
    said = words_of(chart.svg)
    assert chart.name == "visited"
    assert "Вопрос visited?" in said
    assert "Ответили: 90" in said
    assert "Источник: анонимный опрос «Как мы работаем», с 01.10.2026 по 14.10.2026" in said
    assert "66,7 % (60)" in said


def test_a_chart_is_named_and_told_to_those_who_cannot_see_it() -> None:
    wave = closed()
    root = ET.fromstring(next(charts(wave.results, wave.words)).svg)  # noqa: S314 - the same
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Диаграмма: Вопрос visited?"
    told = (root.findtext(f"{SVG}desc") or "").replace("\u00a0", " ")
    assert told == "Да: 66,7 %; Нет: 33,3 %"


def test_bars_are_as_long_as_their_shares() -> None:
    wave = closed()
    root = ET.fromstring(next(charts(wave.results, wave.words)).svg)  # noqa: S314 - the same
    bars = [float(one.get("width", "0")) for one in root.iter(f"{SVG}rect") if one.get("x")]
    assert len(bars) == 2
    assert abs(bars[0] / bars[1] - 2) < 0.01


def test_a_hidden_row_has_no_bar() -> None:
    wave = closed()
    region = wave.results.answers[-1]
    svg = of_question(region, wave.results, wave.words)
    root = ET.fromstring(svg)  # noqa: S314 - the same
    bars = [one for one in root.iter(f"{SVG}rect") if one.get("x")]
    shown = [line for line in region.lines if line.count is not None]
    assert len(bars) == len(shown) < len(region.lines)
    assert "скрыто" in words_of(svg)


def test_an_archive_has_every_chart_and_is_the_same_every_time(tmp_path: Path) -> None:
    write_svg(closed(), tmp_path / "one.zip")
    write_svg(closed(), tmp_path / "two.zip")
    with ZipFile(tmp_path / "one.zip") as archive:
        assert "visited.svg" in archive.namelist()
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_long_words_are_broken_to_fit() -> None:
    assert lines_of("Индивидуального предпринимателя", 100, 15) == [
        "Индивидуаль",
        "ного предпр",
        "инимателя",
    ]
    assert lines_of("", 100, 15) == [""]
