"""`otklik survey texts|withhold|release`: typed answers read before they are passed on.

What is withheld leaves no file made from then on but a mark in its place; it stays in the database,
so that it can be released again.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Sequence

from bot.settings import Settings
from bot.sqlite_file import sqlite_file
from bot.surveys.questionnaire_file import shown
from bot.surveys.wave_command import Answer
from bot.texts import Texts
from handlers.conversation import Words
from storage.errors import NewerDatabase, RowRefused, StorageError
from storage.surveys.store import SurveyStore, SurveyUnit, beside
from surveys.definition import Altered, questionnaire_of
from surveys.free_texts import NoSuchNumber, Said, called, moderated, said
from surveys.wave import Stage, Wave

DONE = "survey-texts-marked"

_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What could move a terminal's cursor or turn its text around."""


async def listed(settings: Settings, name: str) -> Answer:
    """All texts of a closed wave with their numbers; those withheld are marked."""
    texts = Texts(settings.texts.folder, strict=False)
    return await _with_store(settings, texts, lambda unit: _listed(unit, name, texts))


async def marked(settings: Settings, name: str, words: Sequence[str], *, withhold: bool) -> Answer:
    """Withhold the texts of these numbers, or release them: all or none."""
    texts = Texts(settings.texts.folder, strict=False)

    async def mark(unit: SurveyUnit) -> Answer:
        told = await change(unit, name, words, withhold=withhold)
        return Answer(texts.plain(told), done=told.key == DONE)

    return await _with_store(settings, texts, mark)


async def change(unit: SurveyUnit, name: str, words: Sequence[str], *, withhold: bool) -> Words:
    """The same in one transaction; what to tell of it, `DONE` when it was done."""
    wave = await _closed(unit, name)
    if isinstance(wave, Words):
        return wave
    known = said(await unit.results.get(wave.id))
    try:
        numbers = called(words, len(known))
    except NoSuchNumber as wrong:
        return Words("survey-texts-no-number", {"given": wrong.given[:40], "all": len(known)})
    if not numbers:
        return Words("survey-texts-which", {"wave": wave.id})
    places = moderated(known, numbers, withhold=withhold)
    await unit.results.withhold(wave.id, places)
    return Words(DONE, {"wave": wave.id, "count": len(places), "all": len(known)})


async def _listed(unit: SurveyUnit, name: str, texts: Texts) -> Answer:
    wave = await _closed(unit, name)
    if isinstance(wave, Words):
        return Answer(texts.plain(wave), done=False)
    known = said(await unit.results.get(wave.id))
    if not known:
        return Answer(texts.plain(Words("survey-texts-none", {"wave": wave.id})), done=True)
    try:
        questions = {one.code: one.text for one in questionnaire_of(wave).asked}
    except Altered:
        questions = {}
    return Answer("\n".join(_lines(known, questions, texts)), done=True)


def _lines(known: Sequence[Said], questions: dict[str, str], texts: Texts) -> Iterator[str]:
    """Question by question; a text of several lines is indented below its number."""
    before = ""
    for one in known:
        if one.question != before:
            before = one.question
            yield f"\n{questions.get(before, before)}"
        indent = "\n" + " " * (len(str(len(known))) + 4)
        mark = f"{texts.plain(Words('results-text-withheld'))} " if one.withheld else ""
        shown_text = _UNSEEN.sub("\ufffd", one.text).replace("\n", indent)
        yield f"{one.number:>{len(str(len(known))) + 2}}. {mark}{shown_text}"


async def _closed(unit: SurveyUnit, name: str) -> Wave | Words:
    """The closed wave of this id, or the latest closed one of this survey; or why there is none."""
    waves = [one for one in await unit.waves.all() if name in {one.id, one.survey}]
    if not waves:
        return Words("survey-no-such-wave", {"name": name})
    closed = [one for one in waves if one.stage is Stage.CLOSED]
    if not closed:
        return Words("survey-no-results-yet", {"wave": waves[-1].id})
    return closed[-1]


async def _with_store(
    settings: Settings, texts: Texts, work: Callable[[SurveyUnit], Awaitable[Answer]]
) -> Answer:
    url = settings.storage.url.get_secret_value()
    database = sqlite_file(beside(url))
    if database is not None and not database.exists():
        none = Words("results-export-no-database", {"file": shown(database)})
        return Answer(texts.plain(none), done=False)
    store = SurveyStore.open(url)
    try:
        await store.prepare()
        async with store.begin() as unit:
            return await work(unit)
    except (StorageError, RowRefused, NewerDatabase) as error:
        why = Words("results-export-storage", {"why": str(error)})
        return Answer(texts.plain(why), done=False)
    finally:
        await store.close()
