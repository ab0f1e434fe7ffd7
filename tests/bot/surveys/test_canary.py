"""What a person typed and who they are is found nowhere but where it belongs."""

import base64
import shutil
from collections.abc import Awaitable
from io import StringIO

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types
import pytest
import structlog

from bot import logs
from surveys.drafts import Drafts
from surveys.ports import AlreadyAnswered, KeysLost, WaveUnknown
from surveys.sealing import tag_of
from surveys.wave import NotNow
from tests.bot.surveys.station import Station
from tests.surveys.waves import CLOSES, NOW, WAVE, a_ballot, somebody

SAID, UNSAID = "канарейка-сказанная", "канарейка-несказанная"
PEOPLE = 14


@pytest.fixture
def log() -> StringIO:
    """The program's log, down to the last detail."""
    stream = StringIO()
    logs.configure("debug", "json", stream)
    return stream


async def everything(polls: Station, log: StringIO) -> bytes:
    """All files, all that PostgreSQL tells, and the log."""
    files = [file for file in polls.folder.rglob("*") if file.is_file()]
    database = b"" if polls.url.startswith("sqlite") else await told_by_postgres(polls.url)
    return b"".join([log.getvalue().encode(), database, *(file.read_bytes() for file in files)])


def shown(secret: bytes, traces: bytes) -> bool:
    """Is it there in any form?"""
    forms = (secret, secret.hex().encode(), base64.b64encode(secret))
    return any(form in traces for form in forms)


async def told_by_postgres(url: str) -> bytes:
    """Every row of every table, the server's own statistics included."""
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    tables = await connection.fetch(
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = 'surveys' "
        "UNION SELECT 'pg_catalog.pg_stats' UNION SELECT 'pg_catalog.pg_stat_activity'"
    )
    found = [await connection.fetch(f"SELECT t::text FROM {name} AS t") for (name,) in tables]  # noqa: S608 - the server's own names
    await connection.close()
    return "\n".join(row[0] for rows in found for row in rows if row[0]).encode()


async def trouble(polls: Station) -> None:
    """Everything that can go wrong while a ballot is in hand, each with a traceback in the log."""
    line = structlog.get_logger("test")
    drafts: Drafts[object] = Drafts()
    drafts.put(somebody(1), a_ballot(1, UNSAID), NOW)
    ballot = a_ballot(77, UNSAID)
    attempts: list[tuple[type[Exception], Awaitable[None]]] = [
        (AlreadyAnswered, polls.box.submit(WAVE, somebody(1), ballot, NOW)),
        (NotNow, polls.box.submit(WAVE, somebody(77), ballot, CLOSES)),
        (WaveUnknown, polls.box.submit("unknown", somebody(77), ballot, NOW)),
        (KeyError, polls.box.submit(WAVE, somebody(77), {"ideas": UNSAID}, NOW)),
        (ValueError, polls.box.submit(WAVE, somebody(77), a_ballot(77, UNSAID * 999), NOW)),
    ]
    for kind, attempt in attempts:
        try:
            await attempt
        except kind:
            line.exception("failed", problem=repr((drafts, polls.box, somebody(77))))
        else:
            pytest.fail(f"no {kind.__name__}")
    shutil.move(polls.keys.file, polls.folder / "away")
    with pytest.raises(KeysLost):
        await polls.answer(77, ballot)
    shutil.move(polls.folder / "away", polls.keys.file)


async def test_nobodys_words_or_name_are_left_anywhere(polls: Station, log: StringIO) -> None:
    await polls.open()
    keys = polls.keys.get(WAVE)
    assert keys is not None
    for number in range(PEOPLE):
        if number == 9:
            async with polls.refusing_sheets():
                await polls.answer(number, a_ballot(number, SAID))
        else:
            await polls.answer(number, a_ballot(number, SAID if number % 2 else ""))
    await trouble(polls)
    before = await everything(polls, log)
    assert SAID.encode() not in before
    assert shown(keys.tag, before)
    assert any(shown(tag_of("telegram", somebody(n).id, keys.tag), before) for n in range(PEOPLE))
    await polls.close()
    after = await everything(polls, log)
    assert UNSAID.encode() not in before + after
    for number in (*range(PEOPLE), 77):
        who = somebody(number)
        assert who.id.encode() not in before + after
        assert not shown(tag_of(who.platform, who.id, keys.tag), after)
    assert not shown(keys.tag, after)
    assert not shown(keys.private or b"", after)
    assert SAID not in log.getvalue()
    assert "survey_flush_failed" in log.getvalue()


async def test_a_text_taken_out_of_the_results_is_nowhere(polls: Station, log: StringIO) -> None:
    await polls.open()
    for number in range(PEOPLE):
        await polls.answer(number, a_ballot(number, SAID if number == 3 else ""))
    await polls.close()
    assert SAID.encode() in await everything(polls, log)
    async with polls.store.begin() as unit:
        assert await unit.results.drop_text(WAVE, "ideas", SAID) == 1
    await polls.store.sweep()
    assert SAID.encode() not in await everything(polls, log)
