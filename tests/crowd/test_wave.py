"""A whole wave, played over HTTP by 50 people on both platforms at once, with restarts and kills.

They go back, tick and untick, press twice, press old buttons, type too much, ask staff something
in between, stop, and leave halfway, while the program is killed (-9), stopped and begun anew. Who
was told "accepted" is counted once, nobody else is, and who reads everything learns nothing.
Two waves of 200 people on each database by `make chaos`, every other one with the analyst's own
key; twenty are played in one process (`tests/bot/surveys/test_linkage.py`).
"""

import time
from collections import Counter
from math import sqrt
from pathlib import Path

import pytest

from bot.surveys.mirror import SHARED, runtime_folder
from surveys.wave import Stage
from tests.crowd.attacks import EVERYBODY
from tests.crowd.questionnaire import THANKS
from tests.crowd.town import LEVEL
from tests.crowd.wave import ENDS, Played, wave
from tests.measured import measured
from tests.postgres import fresh_database
from tests.sqlite_tables import fresh_file
from tests.surveys.linkage import LIMITS
from tests.surveys.linkage_attacks import hits

ALL, MANY, SOME = 200, 50, 30
GAMES = 2
"""On each database, by `make chaos`: a minute each; what they share with the program in one process
is played twenty times there."""

SEED = 20261130


@pytest.fixture(autouse=True)
def _memory() -> None:
    if runtime_folder({}) is None:
        pytest.skip(f"no file system in memory ({SHARED}): a kill costs what waits, as documented")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the installation is."""
    made = tmp_path / "town"
    made.mkdir()
    return made


async def test_of_many_people_each_is_counted_once_and_none_can_be_linked(
    folder: Path,
) -> None:
    found = await played_and_judged(folder, await fresh_file(folder), MANY)
    assert too_many(found, 1, MANY) == {}


async def test_on_postgresql_and_with_the_analysts_own_key_too(
    folder: Path, postgres_server: str
) -> None:
    async with fresh_database(postgres_server) as url:
        found = await played_and_judged(folder, url, SOME, with_analyst=True)
    assert too_many(found, 1, SOME) == {}


@pytest.mark.chaos
async def test_people_of_many_waves_cannot_be_linked(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found: Counter[str] = Counter()
    for game in range(GAMES):
        folder = tmp_path / str(game)
        folder.mkdir()
        if kind == "sqlite":
            url = await fresh_file(folder)
            found += await played_and_judged(
                folder, url, ALL, seed=game, with_analyst=bool(game % 2)
            )
        else:
            server = request.getfixturevalue("postgres_server")
            async with fresh_database(server) as url:
                found += await played_and_judged(
                    folder, url, ALL, seed=game, with_analyst=bool(game % 2)
                )
    measured(f"{kind}, {GAMES} × {ALL}: {dict(found)}")
    assert too_many(found, GAMES, ALL) == {}


async def played_and_judged(
    folder: Path, url: str, people: int, *, seed: int = SEED, with_analyst: bool = False
) -> Counter[str]:
    """Play a wave, see that it was counted right; how many each attacker names right."""
    began = time.monotonic()
    async with wave(folder, url, people, seed=seed, with_analyst=with_analyst) as played:
        counted_exactly(played)
        nothing_is_left_of_it(played)
        found = linked(played)
    seconds = time.monotonic() - began
    measured(f"{people} people, {seconds:.0f} s: {report(played)} {dict(found)}")
    return found


def counted_exactly(played: Played) -> None:
    """What was handed in by those who were told "accepted" is what the results say, once each."""
    accepted = played.accepted
    assert played.wave.stage is Stage.CLOSED
    assert played.wave.counted.spoiled == 0
    assert played.wave.counted.sheets == len(accepted) == len(played.given)
    assert played.rows == Counter(one.row[:2] for one in played.given)
    assert played.texts == Counter(one.words for one in played.given)
    assert {one.number for one in played.people} == {
        one.number for one in played.people if one.accepted != one.left
    }
    thanked = thanks(played)
    assert set(thanked) <= {one.screen.id for one in accepted}
    assert max(thanked.values()) == 1
    assert any(one.refused_stale for one in played.people)
    assert len(played.codes) == len(ENDS)


def thanks(played: Played) -> Counter[int]:
    """How often each was thanked, by the platforms' own ledgers."""
    sandbox = played.place.sandbox
    sent = [
        (int(entry.params["chat_id"]), str(entry.params.get("text")))
        for entry in sandbox.world.ledger.calls("sendMessage")
    ]
    sent += [(one.peer, one.text) for one in sandbox.vk.world.sends]
    return Counter(who for who, text in sent if THANKS in text)


def nothing_is_left_of_it(played: Played) -> None:
    """Neither inbox nor outbox nor log nor figures ever held a press or a word of the survey."""
    evidence, last = played.watch.evidence, played.watch.looks - 1
    told = [line for at, line in [*evidence.told, *played.watch.found.told] if at < last]
    typed = [one.words.split()[0] for person in played.people for one in person.drafts]
    assert not [line for line in told if any(word in line for word in typed)]
    asked = [text for person in played.people for text in person.wrote_to_staff]
    stored = [line for line in told if line.startswith(("inbox ", "outbox "))]
    named = [line for line in stored if any(id_ in line for id_ in evidence.ids)]
    assert asked
    assert not [line for line in named if '"s:' in line or "/survey" in line]
    assert all(any(text.split()[-1] in line for line in stored) for text in asked)


def linked(played: Played) -> Counter[str]:
    """How many people each attacker names right, with the machine's disk or with backups alone."""
    kind, sources = played.place.url.split("+")[0], [played.watch.evidence]
    if kind == "sqlite":
        sources.append(played.watch.found)
        played.watch.found.exported = played.watch.evidence.exported
    found: Counter[str] = Counter()
    for evidence in sources:
        assert len(evidence.answers) == len(played.accepted)
        assert evidence.people
        evidence.lines = [line for _, line in evidence.told]
        for name, attacker in EVERYBODY.items():
            if kind in attacker.kinds:
                found[name] = max(found[name], hits(attacker, evidence, played.truth))
    return found


def too_many(found: Counter[str], games: int, people: int) -> dict[str, int]:
    """Who was better than chance, or with the keys better than one in k."""
    one_in_k = games * people / LEVEL
    keyed = round(one_in_k + 5 * sqrt(one_in_k))
    return {
        name: count
        for name, count in found.items()
        if count >= (keyed if EVERYBODY[name].keyed else LIMITS[games])
    }


def report(played: Played) -> str:
    """What happened."""
    return (
        f"accepted {len(played.accepted)}, left {sum(one.left for one in played.people)}, "
        f"drafts {sum(len(one.drafts) for one in played.people)}, calls {played.place.calls}, "
        f"looks {played.watch.looks}, starts {played.place.life}, ends {played.codes}"
    )
