"""One process owns the surveys: of one machine, and of several over one PostgreSQL."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.surveys.box import Box
from bot.surveys.mirror import SHARED
from bot.surveys.ownership import OwnedElsewhere, Ownership, owned, owning
from bot.surveys.waiting import NotOwner
from bot.surveys.wave_command import opened
from storage.surveys.store import SurveyStore
from surveys.ports import AlreadyAnswered
from surveys.wave import Stage
from tests.bot.doctor.surveyed import settings_of
from tests.bot.surveys.station import Station
from tests.storage.test_leadership import POSTGRES, kill_the_leader
from tests.surveys.waves import NOW, WAVE, a_ballot, somebody


class Machine(Station):
    """A process on a machine of its own, with a copy of the key file and with a memory of its own.

    Every answer asks the database whether this is the owner.
    """

    def __init__(self, url: str, folder: Path, memory: Path | None) -> None:
        super().__init__(url, folder, memory)
        self.ownership = Ownership(self.keys.file, self.store.leadership)

    async def takes_over(self) -> None:
        """It becomes the owner and takes up what waits on this machine. Raises OwnedElsewhere."""
        await self.ownership.take()
        await self.start()

    def _new_box(self) -> Box:
        return Box(self.store, self.keys, self.mirror, holds=self._holds)

    async def _holds(self) -> bool:
        return await self.ownership.holds()

    async def end(self) -> None:
        await self.ownership.release()
        await super().end()

    def copies_keys_to(self, other: "Machine") -> None:
        """As an administrator does for a spare machine."""
        other.keys.file.parent.mkdir(exist_ok=True)
        other.keys.file.write_bytes(self.keys.file.read_bytes())
        other.keys.file.chmod(0o600)


@asynccontextmanager
async def two_machines(
    url: str, folder: Path, *, mirrored: bool = True
) -> AsyncIterator[tuple[Machine, Machine]]:
    """Both over one database; the first owns the surveys and has opened a wave."""
    shared = SHARED if SHARED.is_dir() else None
    async with AsyncExitStack() as stack:
        made = []
        for name in ("one", "two"):
            memory = stack.enter_context(tempfile.TemporaryDirectory(dir=shared))
            (folder / name / "secret").mkdir(parents=True)
            made.append(Machine(url, folder / name, Path(memory) if mirrored else None))
            stack.push_async_callback(made[-1].end)
        first, second = made
        await first.takes_over()
        await first.open()
        first.copies_keys_to(second)
        yield first, second


def test_a_second_owner_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    file = tmp_path / "new" / "keys"
    with owned(file):
        with pytest.raises(OwnedElsewhere), owned(file):
            pass
        with owned(tmp_path / "other"):
            pass
    with owned(file):
        pass
    assert not file.exists()


@POSTGRES
async def test_of_two_machines_one_owns_the_surveys_until_it_ends(
    survey_url: str, tmp_path: Path
) -> None:
    async with two_machines(survey_url, tmp_path) as (first, second):
        with pytest.raises(OwnedElsewhere):
            await second.takes_over()
        await first.answer(1)
        await first.end()
        await second.takes_over()
        assert not await first.ownership.holds()


@POSTGRES
async def test_what_the_second_machine_was_refused_leaves_no_lock_behind_on_it(
    survey_url: str, tmp_path: Path
) -> None:
    async with two_machines(survey_url, tmp_path) as (_, second):
        with pytest.raises(OwnedElsewhere):
            await second.takes_over()
        with owned(second.keys.file):
            pass


@POSTGRES
async def test_who_has_lost_the_lock_takes_no_answer_before_another_has_it(
    survey_url: str, tmp_path: Path
) -> None:
    """It is told of the loss by nobody: the answer itself finds out, and nothing of it is kept."""
    async with two_machines(survey_url, tmp_path) as (first, second):
        await first.answered(3)
        await kill_the_leader(survey_url)
        with pytest.raises(NotOwner):
            await first.answer(3)
        await second.takes_over()
        with pytest.raises(NotOwner):
            await first.answer(4)
        await second.answer(3)
        await second.answer(4)
        assert first.mirror
        assert len(first.mirror.read()[WAVE]) == 3
        assert second.mirror
        assert len(second.mirror.read()[WAVE]) == 2


@POSTGRES
async def test_a_lost_lock_is_lost_for_good_even_if_nobody_has_taken_it(
    survey_url: str, tmp_path: Path
) -> None:
    """In between another one may have been the owner, so the box is taken up anew."""
    async with two_machines(survey_url, tmp_path) as (first, _):
        await first.answer(1)
        await kill_the_leader(survey_url)
        assert not await first.ownership.holds()
        assert not await first.ownership.holds()
        await first.takes_over()
        assert await first.ownership.holds()
        with pytest.raises(AlreadyAnswered):
            await first.answer(1)


@POSTGRES
@pytest.mark.parametrize("mirrored", [True, False])
async def test_what_waited_is_counted_once_its_machine_owns_the_surveys_again(
    survey_url: str, tmp_path: Path, mirrored: bool
) -> None:
    """Somebody answered on both machines, for the second one could not know: once is kept."""
    async with two_machines(survey_url, tmp_path, mirrored=mirrored) as (first, second):
        for number in range(6):
            await first.answer(number)
        await kill_the_leader(survey_url)
        assert not await first.ownership.holds()
        await second.takes_over()
        for number in range(5, 16):
            await second.answer(number)
        await second.ownership.release()
        await first.takes_over()
        tags, sheets = await first.boxed()
        assert len(tags) == len(sheets) == 5
        for number in range(16, 21):
            await first.answer(number)
        await first.close()
        kept = await first.said()
        assert len(kept) == len(set(kept))
        assert set(range(5)) <= set(kept)
        assert set(range(16, 21)) <= set(kept)


@POSTGRES
async def test_a_command_beside_the_owner_of_another_machine_closes_nothing_by_itself(
    survey_url: str, tmp_path: Path
) -> None:
    async with two_machines(survey_url, tmp_path) as (first, second):
        with pytest.raises(OwnedElsewhere):
            async with owning(second.keys.file, second.store.leadership):
                pass
        await first.answered(7)
        assert [wave.stage for wave in await second.box.waves()] == [Stage.OPEN]


async def test_without_a_database_nobody_becomes_the_owner(tmp_path: Path) -> None:
    store = SurveyStore.open("postgresql+asyncpg://otklik@/otklik?host=/nowhere")
    ownership = Ownership(tmp_path / "keys", store.leadership)
    with pytest.raises(OwnedElsewhere):
        await ownership.take()
    assert not await ownership.holds()
    await store.close()


@POSTGRES
async def test_an_answer_is_confirmed_only_by_an_owner(survey_url: str, tmp_path: Path) -> None:
    """The lock is lost in the middle of an answer: after it was kept, before it is confirmed."""
    async with two_machines(survey_url, tmp_path) as (first, second):
        holds = first.ownership.holds

        async def lost_now() -> bool:
            await kill_the_leader(survey_url)
            await second.takes_over()
            await second.answer(1)
            return await holds()

        box = Box(first.store, first.keys, first.mirror, holds=lost_now)
        with pytest.raises(NotOwner):
            await box.submit(WAVE, somebody(1), a_ballot(1), NOW)
        assert first.mirror
        assert first.mirror.read() == {}


@POSTGRES
async def test_a_wave_is_opened_on_the_owners_machine_only(survey_url: str, tmp_path: Path) -> None:
    """Its keys would lie where nobody uses them."""
    async with two_machines(survey_url, tmp_path) as (first, second):
        spare = settings_of(tmp_path, survey_url, key_file=second.keys.file)
        refused = await opened(spare, "staff-aspects", NOW)
        assert not refused.done
        assert "на другой машине" in refused.text
        here = settings_of(tmp_path, survey_url, key_file=first.keys.file)
        done = await opened(here, "staff-aspects", NOW)
        assert done.done, done.text
        assert await first.ownership.holds()
    alone = await opened(here, "clients-supervision", NOW)
    assert alone.done, alone.text
