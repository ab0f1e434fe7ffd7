"""While things go wrong over HTTP, what people say and who they are get into no file and no log."""

import asyncio
import random
import shutil
from pathlib import Path

import pytest

from bot.surveys.mirror import runtime_folder
from sandbox.faults import Fault
from sandbox.vk.faults import VkFault
from tests.crowd.analyst import Analyst
from tests.crowd.disk import Disk
from tests.crowd.person import Someone, Turns
from tests.crowd.screen import FIRST
from tests.crowd.town import Town, town
from tests.crowd.unhurried import LOG
from tests.crowd.wave import results
from tests.sqlite_tables import fresh_file

PEOPLE, LEAVING = 14, {3: "stops", 6: "quits", 9: "quits", 10: "stops"}
NOT_KEPT = "Ответы не удалось сохранить"


class Nobody:
    """Looks at nothing."""

    async def look(self) -> None:
        """Not now."""


async def test_nobodys_words_or_id_are_left_in_any_file_or_log(tmp_path: Path) -> None:
    if runtime_folder({}) is None:
        pytest.skip("no file system in memory: a kill costs what waits, as documented")
    folder = tmp_path / "town"
    folder.mkdir()
    url = await fresh_file(folder)
    async with town(folder, url) as place:
        analyst = Analyst(place, with_analyst=False)
        name = await analyst.opens()
        crowd = people(place)
        await asyncio.gather(goes_wrong(place, crowd), *(one.lives() for one in crowd))
        said = [one.handed_in.words for one in crowd if one.accepted and one.handed_in]
        before = await everything(place)
        await analyst.closes(name, Nobody())
        await place.stop()
        after = await everything(place)
        wave, _, texts = await results(url, name)
    assert wave.counted.sheets == len(said) == PEOPLE - len(LEAVING)
    assert sorted(texts) == sorted(said)
    assert not [words for words in said if token(words) in before]
    drafted = {token(draft.words) for one in crowd for draft in one.drafts}
    assert not [word for word in drafted - set(map(token, said)) if word in before + after]
    ids = [str(FIRST[one.screen.platform] + one.number).encode() for one in crowd]
    assert not [id_ for id_ in ids if id_ in before + after]
    log = (folder / LOG).read_bytes()
    assert not [words for words in said if token(words) in log]
    assert b"KeysLost" in log


def people(place: Town) -> list[Someone]:
    """Some of them leave; what they had typed is to be found nowhere."""
    dice, turns = random.Random(7), Turns()  # noqa: S311 - the same people in every run
    quirks = [{LEAVING[number]} if number in LEAVING else set() for number in range(PEOPLE)]
    return [
        Someone(
            place,
            number,
            number,
            quirks=quirks[number],
            dice=dice,
            turns=turns,
            finished=noticed,
        )
        for number in range(PEOPLE)
    ]


async def noticed(_one: Someone) -> None:
    """Somebody was accepted; nobody watches."""


async def goes_wrong(place: Town, crowd: list[Someone]) -> None:
    """Both platforms have bad moments, the program is killed, its key file is away for a while."""
    world, vk = place.sandbox.world, place.sandbox.vk.world
    world.faults.plan(Fault("editMessageText", "429", times=2))
    world.faults.plan(Fault("answerCallbackQuery", "500", times=5))
    world.faults.plan(Fault("deleteMessage", "429", times=2))
    vk.faults.plan(VkFault("messages.delete", "error", 2, 10))
    await place.until(lambda: sum(one.accepted for one in crowd) >= 2)
    shutil.move(place.key_file, place.folder / "away")
    await place.until(lambda: any(one.screen.has(NOT_KEPT) for one in crowd))
    shutil.move(place.folder / "away", place.key_file)
    await place.until(lambda: sum(one.accepted for one in crowd) >= 5)
    await place.kill()
    await place.begin()


async def everything(place: Town) -> bytes:
    """All files and all figures."""
    disk = await Disk.of(place.folder, place.url, f"http://127.0.0.1:{place.port}/metrics")
    try:
        figures = (await disk.look()).lines
        return disk.contents() + "\n".join(figures).encode()
    finally:
        await disk.end()


def token(words: str) -> bytes:
    """The part that nobody else has typed."""
    return words.split(maxsplit=1)[0].encode()
