"""Surveys: exporting a million answers, counting them, opening sealed sheets, beside the least.

The wave lies in the surveys' own SQLite file, as closing leaves it.
"""

import asyncio
import random
import sys
import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from nacl.public import PrivateKey, SealedBox

from bench.figures import Figure, ratios
from bench.sizes import Sizes
from bench.survey_bare import bare_csv, bare_xlsx
from bot.surveys.closed_wave import ClosedWave
from bot.surveys.export_command import FORMATS, closed_wave
from bot.surveys.questionnaire_file import READY
from bot.surveys.result_words import ResultWords
from bot.texts import Texts
from storage.surveys.store import SurveyStore
from surveys.ballot import Answer, longest, packed
from surveys.emptying import without_texts
from surveys.flow import shown
from surveys.ports import Sheets
from surveys.questionnaire import Kind, Missing, Question, Questionnaire
from surveys.reading import read
from surveys.sealing import opened, sealed
from surveys.wave import Counted, Stage, Wave

EXPORT_MOST = 1.5
MEMORY_MOST = 150.0
WAVE = "clients-supervision-2026-q4"
DEFINITION = READY / "clients-supervision.toml"
BARE = {"csv": bare_csv, "xlsx": bare_xlsx}


async def surveys(folder: Path, sizes: Sizes) -> list[Figure]:
    """Everything about surveys."""
    database = folder / "otklik-surveys.db"
    sheets = await _stored(folder, sizes.sheets)
    found: list[Figure] = []
    for kind in ("csv", "xlsx"):
        found += await _exported(folder, database, kind, sizes)
    for kind in ("csv", "xlsx"):
        found += await _memory(folder, kind)
    found += _counted(await _read(folder), sizes)
    return found + _opened(sheets, sizes)


def questionnaire() -> Questionnaire:
    """The ready one for clients: ten questions."""
    found = read(DEFINITION.read_text(encoding="utf-8")).questionnaire
    if found is None:
        raise ValueError("the ready questionnaire is broken")
    return found


async def _stored(folder: Path, count: int) -> Sheets:
    """A closed wave of so many sheets."""
    survey = questionnaire()
    chance = random.Random(1)  # noqa: S311 - the same sheets every time, no secret
    choices = without_texts(survey)
    rows = tuple(sorted(packed(_sheet(survey, chance), choices) for _ in range(count)))
    texts = tuple(("suggestions", f"Предложение {number}") for number in range(count // 5))
    unsaid = {("suggestions", Missing.SKIPPED): count - count // 5}
    sheets = Sheets(rows, texts, unsaid)
    store = SurveyStore.open(_url(folder))
    await store.prepare()
    async with store.begin() as unit:
        await unit.waves.add(_wave(survey, count))
        await unit.results.put(WAVE, sheets)
    await store.close()
    return sheets


def _url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'otklik.db'}"


def _wave(survey: Questionnaire, count: int) -> Wave:
    opens, closes = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 15, tzinfo=UTC)
    return Wave(
        id=WAVE,
        survey=survey.code,
        definition=DEFINITION.read_text(encoding="utf-8"),
        hash=survey.hash,
        level=5,
        length=longest(survey),
        public_key=b"",
        opens=opens,
        closes=closes,
        stage=Stage.CLOSED,
        counted=Counted(count),
        closed=closes.date(),
    )


def _sheet(survey: Questionnaire, chance: random.Random) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for at, question in enumerate(survey.questions):
        asked = shown(survey, answers)[at]
        answers[question.code] = _answer(question, chance) if asked else Missing.NOT_SHOWN
    return answers


def _answer(question: Question, chance: random.Random) -> Answer:
    if question.kind is Kind.TEXT or chance.random() < 0.05:
        return Missing.SKIPPED
    if question.kind is not Kind.MULTIPLE:
        return (chance.choice(question.codes),)
    free = [code for code in question.codes if code not in question.exclusive]
    chosen = set(chance.sample(free, chance.randint(1, 3)))
    return tuple(code for code in question.codes if code in chosen)


@cache
def _words() -> ResultWords:
    """Part of starting the program, as importing is."""
    return ResultWords(Texts())


async def _read(folder: Path) -> ClosedWave:
    store = SurveyStore.open(_url(folder))
    try:
        async with store.begin() as unit:
            return await closed_wave(unit, WAVE, UTC, _words())
    finally:
        await store.close()


async def _export(folder: Path, kind: str) -> None:
    write, ending = FORMATS[kind]
    write(await _read(folder), folder / f"ours{ending}")


async def _exported(folder: Path, database: Path, kind: str, sizes: Sizes) -> list[Figure]:
    """Whole exports in turns, reading included, after both have been loaded and begun once."""
    questions = without_texts(questionnaire()).asked
    ours: list[float] = []
    bare: list[float] = []
    if kind == "csv":
        await _export(folder, kind)
    for _ in range(sizes.export_rounds):
        started = time.perf_counter()
        BARE[kind](database, questions, folder / f"bare.{kind}")
        between = time.perf_counter()
        await _export(folder, kind)
        ours.append(time.perf_counter() - between)
        bare.append(between - started)
    name = f"{kind} of {10 * sizes.sheets:,} answers"
    # a handful of rows is all overhead
    limit = EXPORT_MOST if sizes.sheets >= 10_000 else None
    return [
        Figure(f"{name}, program", tuple(ours), "s"),
        Figure(f"{name}, bare", tuple(bare), "s"),
        ratios(f"{name}, program : bare", ours, bare, at_most=limit),
    ]


async def _memory(folder: Path, kind: str) -> list[Figure]:
    """What an export takes at most over the same process before it, in a process of its own."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.surveys", str(folder), kind, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await child.communicate()
    over = float(told)
    part = Figure(f"  of {MEMORY_MOST:g} MiB", (over / MEMORY_MOST,), at_most=1)
    return [Figure(f"{kind}, memory over idle", (over,), "MiB"), part]


def _counted(wave: ClosedWave, sizes: Sizes) -> list[Figure]:
    started = time.perf_counter()
    wave.results  # noqa: B018 - it is computed when first asked for
    seconds = time.perf_counter() - started
    return [Figure(f"tally and tables of {sizes.sheets:,} sheets", (seconds,), "s")]


def _opened(sheets: Sheets, sizes: Sizes) -> list[Figure]:
    """Opening sealed sheets beside PyNaCl's own, in batches that take turns."""
    key = PrivateKey.generate()
    private, public = bytes(key), bytes(key.public_key)
    length = longest(questionnaire())
    boxes = [sealed(row, length, public) for row in sheets.rows]
    own = SealedBox(key)
    ours, bare = [], []
    batch = max(len(boxes) // 10, 1)
    for start in range(0, len(boxes), batch):
        some = boxes[start : start + batch]
        started = time.perf_counter()
        for one in some:
            own.decrypt(one)
        between = time.perf_counter()
        for one in some:
            opened(one, private)
        ours.append(time.perf_counter() - between)
        bare.append(between - started)
    name = f"opening {sizes.sheets:,} sealed sheets"
    return [
        Figure(f"{name}, program", (sum(ours),), "s"),
        Figure(f"{name}, PyNaCl alone", (sum(bare),), "s"),
        ratios(f"{name}, program : PyNaCl", ours, bare),
    ]


def _forget_the_peak() -> None:
    """A child's peak begins with its parent's."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """The most memory held at once, in MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


async def _alone(folder: Path, kind: str) -> None:
    _forget_the_peak()
    idle = _peak()
    await _export(folder, kind)
    print(f"{_peak() - idle:.1f}")


if __name__ == "__main__":
    asyncio.run(_alone(Path(sys.argv[1]), sys.argv[2]))
