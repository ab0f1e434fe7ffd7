"""Charts as PNG: read back as a program that shows them would, letters and all."""

from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from bot.surveys.charts import of_question
from bot.surveys.export_png import WIDTH, drawn, write_png
from bot.surveys.svg import picture, text
from tests.bot.surveys.closed import closed
from tests.endtoend.small_png import SIGNATURE, pixels, size_of

ALPHABET = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
IN_NO_FONT = "\ue000"


def letter(said: str) -> bytes:
    """A picture of these words alone, bold as a chart's title."""
    shapes = [text(2, 8, [said], 8, look='font-weight="bold"')]
    return drawn(picture("", 10, 100, shapes, ""))


def test_each_letter_is_drawn_as_itself_and_none_as_an_empty_box() -> None:
    seen = {one: letter(one) for one in (*ALPHABET, IN_NO_FONT, " ")}
    assert len(set(seen.values())) == len(ALPHABET) + 2


def test_letters_are_ink_on_white_paper() -> None:
    rows = pixels(letter("Ж"))
    assert rows[0][0] == b"\xff\xff\xff"
    dark = [(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if sum(one) < 300]
    height = max(y for _, y in dark) - min(y for _, y in dark)
    assert 90 < height < 130  # a capital of 8 units where one unit is 19 pixels
    assert min(x for x, _ in dark) > 19
    # a box is hollow in the middle, «Ж» is crossed there
    middle = [x for x, y in dark if abs(y - 96) < 2]
    assert len(middle) > 20


def test_signs_that_the_font_lacks_are_spelt() -> None:
    assert letter("5 ₽") == letter("5 руб.")
    assert letter("бизнес\u2011план") == letter("бизнес-план")


def test_question_base_period_and_source_are_in_the_picture() -> None:
    """A word changed for one that is as long shows at once; so none of them is left out."""
    wave = closed()
    svg = of_question(wave.results.answers[0], wave.results, wave.words)
    seen = {drawn(svg)}
    pairs = (
        ("Вопрос", "Ответы"),
        ("Ответили:", "Спросили:"),
        ("14.10.2026", "15.10.2026"),
        ("Источник", "Искомник"),
        (">Да<", ">Дю<"),
    )
    for old, new in pairs:
        assert old in svg
        seen.add(drawn(svg.replace(old, new)))
    assert len(seen) == len(pairs) + 1


def test_an_archive_has_every_chart_wide_enough_for_a_screen(tmp_path: Path) -> None:
    write_png(closed(), tmp_path / "one.zip")
    write_png(closed(), tmp_path / "two.zip")
    with ZipFile(tmp_path / "one.zip") as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {f"{name}.png" for name in ("visited", "wanted", "good", "recommend")} | {
        "region.png"
    }
    for png in found.values():
        assert png.startswith(SIGNATURE)
        width, height = size_of(png)
        assert width == WIDTH >= 1600
        assert 300 < height < 4000
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_picture_shows_nothing_that_is_not_published(tmp_path: Path) -> None:
    """No typed text, whatever was typed: the pictures of both waves are the same."""
    write_png(closed(), tmp_path / "one.zip")
    other = closed()
    silent = replace(other, sheets=replace(other.sheets, texts=()))
    write_png(silent, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
