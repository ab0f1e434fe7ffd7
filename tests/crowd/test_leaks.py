"""Each attack on the running program succeeds where it leaks on purpose, or it proves nothing."""

from pathlib import Path

import pytest

from storage.surveys.store import beside
from tests.crowd.attacks import CROWD_ATTACKERS
from tests.crowd.leaks import LeakyHouse
from tests.postgres import execute
from tests.surveys.linkage import LEAKS, PEOPLE
from tests.surveys.linkage_attacks import hits
from tests.surveys.linkage_looks import Database, Postgres, SqliteFile

LEAKY = sorted({attacker.leak for attacker in CROWD_ATTACKERS.values()})


@pytest.mark.parametrize("leak", LEAKY)
async def test_every_attack_succeeds_on_a_program_that_leaks(
    leak: str, kind: str, survey_url: str, tmp_path: Path
) -> None:
    database: Database = (
        SqliteFile(Path(beside(survey_url).split("///")[1]))
        if kind == "sqlite"
        else await Postgres.reach(survey_url)
    )
    try:
        evidence, truth = await LeakyHouse(tmp_path, survey_url, database, leak).play()
    finally:
        await database.end()
        if kind == "postgresql":
            await execute(survey_url, "DROP TABLE IF EXISTS inbox, outbox")
    found = {
        name: hits(attacker, evidence, truth)
        for name, attacker in CROWD_ATTACKERS.items()
        if attacker.leak == leak
    }
    assert {name: count for name, count in found.items() if count < LEAKS * PEOPLE} == {}
