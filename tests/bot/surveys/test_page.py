"""The page of results in a real Chromium: complete, accessible, printable, asking nobody anything.

    python -m tests.bot.surveys.test_page

takes docs/pictures/survey-results.png again, and survey-chart.png of the same wave.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.async_api import Browser, Page

from bot.surveys.charts import charts
from bot.surveys.closed_wave import ClosedWave
from bot.surveys.export_png import drawn
from bot.surveys.page import page
from bot.surveys.questionnaire_file import READY
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from surveys.ballot import Answer, packed
from surveys.emptying import without_texts
from surveys.flow import shown
from surveys.ports import Sheets
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.reading import read
from surveys.results import About
from tests.bot.surveys.closed import SURVEY, closed
from tests.endtoend.small_png import smaller
from tests.sandbox.browser import LAPTOP, PHONE, Watch, launched_browser, scrolls_sideways

PICTURE = Path(__file__).parents[3] / "docs" / "pictures" / "survey-results.png"
CHART = PICTURE.with_name("survey-chart.png")
MOST_BYTES = 300_000
IN_THE_BROWSERS_LOOP = pytest.mark.asyncio(loop_scope="session")
EVIL = '<script>alert(1)</script><img src="http://example.org/x.png">'


@asynccontextmanager
async def opened(
    browser: Browser, html: str, folder: Path, size: tuple[int, int] = LAPTOP
) -> AsyncIterator[tuple[Page, Watch]]:
    """The page opened from a file, and what it complained of or asked for."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    width, height = size
    context = await browser.new_context(viewport={"width": width, "height": height})
    tab = await context.new_page()
    watch = Watch(file.as_uri())
    watch.listen(tab)
    await tab.goto(file.as_uri())
    yield tab, watch
    await context.close()


def html(wave: ClosedWave) -> str:
    """The page of this wave."""
    return page(wave.results, wave.words, wave.earlier)


@pytest.mark.browser
@IN_THE_BROWSERS_LOOP
async def test_the_page_is_whole_and_asks_nobody_anything(browser: Browser, tmp_path: Path) -> None:
    async with opened(browser, html(closed()), tmp_path) as (tab, watch):
        assert await tab.title() == "Как мы работаем: итоги опроса"
        assert await tab.locator("html").get_attribute("lang") == "ru"
        assert await tab.get_by_role("heading", level=1).count() == 1
        assert await tab.get_by_role("img").count() == 5
        assert await tab.get_by_role("table").count() == 6
        assert not await scrolls_sideways(tab)
        assert (watch.complaints, watch.outside) == ([], [])


@pytest.mark.browser
@IN_THE_BROWSERS_LOOP
async def test_every_chart_has_its_table_and_every_part_its_name(
    browser: Browser, tmp_path: Path
) -> None:
    async with opened(browser, html(closed()), tmp_path) as (tab, _):
        section = tab.get_by_role("region", name="Вопрос visited?", exact=True)
        row = section.get_by_role("row", name="Да")
        assert (await row.inner_text()).replace("\u00a0", " ").split("\t")[:3] == [
            "Да",
            "60",
            "66,7 %",
        ]
        chart = section.get_by_role("img", name="Диаграмма: Вопрос visited?")
        assert await chart.is_visible()
        for link in await tab.get_by_role("navigation").get_by_role("link").all():
            target = (await link.get_attribute("href") or "").removeprefix("#")
            assert await tab.locator(f'[id="{target}"]').count() == 1


@pytest.mark.browser
@IN_THE_BROWSERS_LOOP
async def test_the_page_fits_a_phone_and_is_begun_by_keyboard(
    browser: Browser, tmp_path: Path
) -> None:
    async with opened(browser, html(closed()), tmp_path, PHONE) as (tab, _):
        assert not await scrolls_sideways(tab)
        await tab.keyboard.press("Tab")
        skip = tab.get_by_role("link", name="К итогам")
        assert await skip.evaluate("link => link === document.activeElement")
        assert await skip.is_visible()


@pytest.mark.browser
@IN_THE_BROWSERS_LOOP
async def test_the_page_prints_on_a4(browser: Browser, tmp_path: Path) -> None:
    async with opened(browser, html(closed()), tmp_path) as (tab, _):
        await tab.emulate_media(media="print")
        assert not await tab.get_by_role("navigation").is_visible()
        paper = await tab.pdf(format="A4")
        assert paper.startswith(b"%PDF")


@pytest.mark.browser
@IN_THE_BROWSERS_LOOP
async def test_wording_of_a_questionnaire_cannot_become_a_script(
    browser: Browser, tmp_path: Path
) -> None:
    first, *others = SURVEY.questions
    evil = replace(SURVEY, title=EVIL, questions=(replace(first, text=EVIL), *others))
    wave = closed()
    wave = ClosedWave(replace(wave.about, questionnaire=evil), wave.sheets, wave.words)
    async with opened(browser, html(wave), tmp_path) as (tab, watch):
        assert await tab.locator("script, main img[src], h2 img").count() == 0
        assert (watch.complaints, watch.outside) == ([], [])


def test_what_is_hidden_is_said_and_not_told() -> None:
    said = html(closed())
    assert '<td colspan="3" class="hidden">скрыто</td>' in said
    assert "группы меньше 5 человек не показаны" in said


def test_former_waves_make_a_table_and_a_break_is_marked() -> None:
    first, *others = SURVEY.questions
    now = closed()
    before = closed(60, wave="w-2026-q3")
    worded = replace(SURVEY, questions=(replace(first, text="Иначе?"), *others))
    old = ClosedWave(replace(before.about, questionnaire=worded), before.sheets, before.words)
    older = ClosedWave(replace(old.about, wave="w-2026-q2"), before.sheets, before.words)
    said = html(replace(now, earlier=(older.results, old.results)))
    assert "Как менялись ответы" in said
    assert '<td class="break" title="формулировка изменилась">' in said
    assert "Как менялись ответы" not in html(now)


def test_the_same_results_make_the_same_page() -> None:
    assert html(closed()) == html(closed())


def lived(survey: Questionnaire, people: int, seed: int) -> Sheets:
    """Made-up answers to a ready questionnaire, for the picture."""
    chance = random.Random(seed)  # noqa: S311 - the same picture every time, no secret
    choices = without_texts(survey)
    rows = []
    for _ in range(people):
        answers: dict[str, Answer] = {}
        for at, question in enumerate(survey.questions):
            if question.asks:
                seen = shown(survey, answers)[at]
                answers[question.code] = _answer(question, chance) if seen else Missing.NOT_SHOWN
        rows.append(packed(answers, choices))
    texts = [one.code for one in survey.asked if one.kind is Kind.TEXT]
    return Sheets(tuple(sorted(rows)), (), {(code, Missing.SKIPPED): people - 61 for code in texts})


def _answer(question: Question, chance: random.Random) -> Answer:
    drawn = chance.random()
    if drawn < 0.03 or question.kind is Kind.TEXT:
        return Missing.SKIPPED
    if drawn < 0.09 and question.dont_know:
        return Missing.DONT_KNOW
    codes = question.codes
    if question.kind is not Kind.MULTIPLE:
        weights = [(place + 1) ** 1.7 for place in range(len(codes))]
        kinds: Callable[..., list[str]] = chance.choices
        return (kinds(codes, weights[::-1] if question.kind is Kind.SINGLE else weights)[0],)
    if drawn > 0.9 and question.exclusive:
        return tuple(question.exclusive)
    free = [code for code in codes if code not in question.exclusive]
    chosen = {code for place, code in enumerate(free) if chance.random() < 0.6 / (1 + place / 2)}
    chosen = set(sorted(chosen or {free[0]}, key=free.index)[: question.bounds[1]])
    return tuple(code for code in codes if code in chosen)


async def take() -> None:
    """The pictures of the documentation."""
    survey = read((READY / "clients-supervision.toml").read_text(encoding="utf-8")).questionnaire
    if survey is None:
        raise ValueError("the ready questionnaire is broken")
    about = About(
        "clients-supervision-2026-q4", survey, date(2026, 10, 1), date(2026, 10, 14), 5, 612
    )
    wave = ClosedWave(about, lived(survey, 214, 4), ResultWords(Texts()))
    CHART.write_bytes(smaller(drawn(next(charts(wave.results, wave.words)).svg)))
    with TemporaryDirectory() as folder:
        async with (
            launched_browser() as browser,
            opened(browser, html(wave), Path(folder), (960, 1500)) as (tab, _),
        ):
            taken = await tab.screenshot(path=PICTURE)
    if len(taken) > MOST_BYTES:
        raise ValueError(f"{PICTURE.name} has {len(taken)} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    asyncio.run(take())
