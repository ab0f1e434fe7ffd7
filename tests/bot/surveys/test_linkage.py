"""Nobody who reads everything on disk, all the time, can tell whose answer is whose.

Two games of 200 people in every run of the tests, all twenty by `make chaos`.
"""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from math import sqrt
from pathlib import Path

import pytest

from storage.surveys.store import beside
from tests.bot.surveys.linkage_world import RealWorld
from tests.bot.surveys.station import station
from tests.measured import measured
from tests.postgres import execute
from tests.surveys.linkage import LEAKS, LIMITS, PEOPLE, Evidence, play
from tests.surveys.linkage_attacks import ATTACKERS, hits
from tests.surveys.linkage_leaks import LeakyWorld
from tests.surveys.linkage_looks import Database, Postgres, SqliteFile
from tests.surveys.waves import LEVEL

FEW, MANY = 2, 20
LEAKY = sorted({attacker.leak for attacker in ATTACKERS.values()})


@pytest.fixture
async def leaky_database(kind: str, tmp_path: Path, survey_url: str) -> AsyncIterator[Database]:
    """Where a store may leak."""
    opened: Database = (
        SqliteFile(tmp_path / "leaky.db") if kind == "sqlite" else await Postgres.reach(survey_url)
    )
    yield opened
    await opened.end()


@pytest.mark.parametrize("leak", LEAKY)
async def test_every_attack_succeeds_on_a_store_that_leaks(
    leaky_database: Database, leak: str, kind: str
) -> None:
    world = LeakyWorld(leaky_database, leak)
    await world.open()
    evidence, truth = await play(world)
    found = {
        name: hits(attacker, evidence, truth)
        for name, attacker in ATTACKERS.items()
        if attacker.leak == leak and kind in attacker.kinds
    }
    assert {name: count for name, count in found.items() if count < LEAKS * PEOPLE} == {}


async def test_no_attack_finds_more_than_chance_would(
    kind: str, survey_url: str, tmp_path: Path
) -> None:
    await be_attacked(kind, survey_url, tmp_path, FEW)


@pytest.mark.chaos
async def test_no_attack_finds_more_than_chance_would_in_many_games(
    kind: str, survey_url: str, tmp_path: Path
) -> None:
    await be_attacked(kind, survey_url, tmp_path, MANY)


async def be_attacked(kind: str, url: str, folder: Path, runs: int) -> None:
    """So many waves; every other one with the key in the analyst's hands."""
    found: Counter[str] = Counter({name: 0 for name, one in ATTACKERS.items() if kind in one.kinds})
    for run in range(runs):
        evidence, truth = await a_wave(kind, url, folder / str(run), with_analyst=bool(run % 2))
        for name in found:
            found[name] += hits(ATTACKERS[name], evidence, truth)
    measured(f"{kind}, {runs} × {PEOPLE}: {dict(found)}")
    assert {name: count for name, count in found.items() if count >= limit(name, runs)} == {}


def limit(name: str, runs: int) -> int:
    """Without the keys no better than chance; with both of them no better than one in k."""
    if not ATTACKERS[name].keyed:
        return LIMITS[runs]
    one_in_k = runs * PEOPLE / LEVEL
    return round(one_in_k + 5 * sqrt(one_in_k))


async def a_wave(
    kind: str, url: str, folder: Path, *, with_analyst: bool
) -> tuple[Evidence, Mapping[int, int]]:
    """A wave over an empty database."""
    folder.mkdir()
    if kind == "sqlite":
        url = f"sqlite+aiosqlite:///{folder / 'otklik.db'}"
    else:
        await execute(url, "DROP SCHEMA IF EXISTS surveys CASCADE")
    async with station(url, folder) as polls:
        database: Database = (
            SqliteFile(Path(beside(url).removeprefix("sqlite+aiosqlite:///")))
            if kind == "sqlite"
            else await Postgres.reach(url)
        )
        try:
            world = RealWorld(polls, database, with_analyst=with_analyst)
            await world.open()
            return await play(world)
        finally:
            await database.end()
