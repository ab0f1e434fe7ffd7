"""What is submitted is kept, mixed and, at close, told without anybody's name on it."""

import asyncio
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from bot.surveys.box import Box
from bot.surveys.closing import WrongKey
from bot.surveys.keys import make_analyst_key, read_analyst_key
from surveys.definition import Altered
from surveys.pool import Waiting
from surveys.ports import AlreadyAnswered, KeysLost, Sheets, SurveyBox, WaveExists, WaveUnknown
from surveys.sealing import new_private
from surveys.wave import NotNow, Stage, Wave
from tests.bot.surveys.station import Station
from tests.surveys.waves import (
    CLOSES,
    CLOSING_DAY,
    LEVEL,
    NOW,
    OPENS,
    WAVE,
    a_ballot,
    a_wave,
    somebody,
)


async def stage(polls: Station, wave: str = WAVE) -> Wave:
    return next(one for one in await polls.box.waves() if one.id == wave)


async def test_what_everybody_said_is_in_the_results(polls: Station) -> None:
    await polls.open()
    for number in range(23):
        await polls.answer(number, a_ballot(number, f"мысль {number}" if number % 2 else ""))
    await polls.close()
    assert await polls.said() == list(range(23))
    sheets = await polls.box.results(WAVE)
    assert len(sheets.texts) == 11
    assert sum(sheets.unsaid.values()) == 12
    closed = await stage(polls)
    assert (closed.stage, closed.closed, closed.counted.sheets) == (Stage.CLOSED, CLOSING_DAY, 23)


async def test_every_flush_changes_the_box_by_nothing_or_at_least_k(polls: Station) -> None:
    await polls.open()
    sizes = [0]
    for number in range(43):
        await polls.answer(number)
        tags, sheets = await polls.boxed()
        assert len(tags) == len(sheets)
        sizes.append(len(sheets))
        if number % 7 == 0:
            await polls.restart()
    await polls.box.close(WAVE, CLOSING_DAY)
    steps = [after - before for before, after in pairwise(sizes)]
    assert all(step == 0 or step >= LEVEL for step in steps)
    assert 43 - sizes[-1] >= LEVEL
    assert await polls.said() == list(range(43))


async def test_the_last_flush_writes_nobodys_tag(polls: Station, tmp_path: Path) -> None:
    public = make_analyst_key(tmp_path / "analyst")
    await polls.open(analyst=bytes.fromhex(public))
    await polls.answered(18)
    before, _ = await polls.boxed()
    await polls.close()
    tables = await polls.tables()
    assert not any(name.startswith("tags_") for name in tables)
    assert len(before) < 18


async def test_nobody_answers_twice_in_a_wave(polls: Station) -> None:
    await polls.open()
    await polls.open("other")
    await polls.answered(12)
    for number in range(12):
        assert await polls.box.has_answered(WAVE, somebody(number))
        with pytest.raises(AlreadyAnswered):
            await polls.answer(number, a_ballot(99))
    assert not await polls.box.has_answered(WAVE, somebody(12))
    await polls.answer(3, wave="other")
    await polls.close()
    assert await polls.said() == list(range(12))


async def test_two_presses_at_once_submit_once(polls: Station) -> None:
    await polls.open()
    await polls.answered(6)
    outcomes = await asyncio.gather(*(polls.answer(7) for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in outcomes].count(AlreadyAnswered) == 4
    await polls.close()
    assert await polls.said() == [*range(6), 7]


async def test_answers_are_taken_in_the_field_period_of_an_open_wave_only(polls: Station) -> None:
    await polls.open()
    for when in (OPENS.replace(year=2025), CLOSES):
        with pytest.raises(NotNow):
            await polls.box.submit(WAVE, somebody(1), a_ballot(1), when)
        assert await polls.box.running(when) == []
    assert [wave.id for wave in await polls.box.running(NOW)] == [WAVE]
    with pytest.raises(WaveUnknown):
        await polls.answer(1, wave="unknown")
    await polls.close()
    with pytest.raises(NotNow):
        await polls.answer(1)
    with pytest.raises(NotNow):
        await polls.box.has_answered(WAVE, somebody(1))


async def test_participation_is_told_as_of_the_latest_flush(polls: Station) -> None:
    await polls.open()
    told = []
    for number in range(11):
        await polls.answer(number)
        told.append(await polls.box.participation(WAVE))
    assert told == [0] * 9 + [5, 5]
    await polls.close()
    assert await polls.box.participation(WAVE) is None


async def test_a_restart_loses_nothing_and_takes_nothing_twice(polls: Station) -> None:
    await polls.open()
    for number in range(25):
        await polls.answer(number)
        await polls.restart()
        with pytest.raises(AlreadyAnswered):
            await polls.answer(number)
    await polls.close()
    assert await polls.said() == list(range(25))


async def test_whom_a_crash_left_in_the_mirror_does_not_stay_there(polls: Station) -> None:
    await polls.open()
    await polls.answered(9)
    assert polls.mirror is not None
    before = polls.mirror.read()[WAVE]
    await polls.answer(9)
    polls.mirror.write({WAVE: {*before, *polls.mirror.read()[WAVE]}})
    await polls.restart()
    tags, _ = await polls.boxed()
    waiting = {one.tag for one in polls.mirror.read()[WAVE]}
    assert len(waiting) == len(tags) == LEVEL
    assert not waiting & set(tags)
    await polls.close()
    assert await polls.said() == list(range(10))


async def test_started_once_on_a_wrong_database_nobody_who_waits_is_lost(
    polls: Station, tmp_path: Path
) -> None:
    await polls.open()
    await polls.answered(7)
    right, polls.url = polls.url, f"sqlite+aiosqlite:///{tmp_path / 'wrong' / 'otklik.db'}"
    await polls.restart()
    polls.url = right
    await polls.restart()
    await polls.close()
    assert await polls.said() == list(range(7))


async def test_who_waited_for_a_wave_that_is_gone_is_not_mixed_into_a_new_one_of_its_name(
    polls: Station,
) -> None:
    await polls.open("other")
    await polls.answer(1, wave="other")
    await polls.close("other")
    assert polls.mirror
    polls.mirror.write({WAVE: [Waiting(b"tag", b"sheet")]})
    await polls.restart()
    await polls.open()
    assert WAVE not in polls.mirror.read()
    await polls.answered(6)
    await polls.close()
    closed = await stage(polls)
    assert (closed.counted.sheets, closed.counted.spoiled) == (6, 0)


async def test_the_keys_of_another_wave_of_the_same_name_are_not_taken(polls: Station) -> None:
    await polls.open()
    await polls.answered(6)
    polls.keys.file.unlink()
    polls.keys.make(WAVE)
    for attempt in (polls.answer(6), polls.box.has_answered(WAVE, somebody(1)), polls.close()):
        with pytest.raises(KeysLost):
            await attempt


async def test_without_a_mirror_a_crash_costs_fewer_than_2k_who_can_answer_again(
    forgetful: Station,
) -> None:
    await forgetful.open()
    await forgetful.answered(14)
    await forgetful.restart()
    lost = [n for n in range(14) if not await forgetful.box.has_answered(WAVE, somebody(n))]
    assert 0 < len(lost) < 2 * LEVEL
    for number in lost:
        await forgetful.answer(number)
    await forgetful.close()
    assert await forgetful.said() == list(range(14))


async def test_a_remainder_that_cannot_be_mixed_is_destroyed_and_on_record(
    forgetful: Station,
) -> None:
    await forgetful.open()
    await forgetful.answered(10)
    await forgetful.restart()
    for number in (50, 51):
        await forgetful.answer(number)
    await forgetful.close()
    closed = await stage(forgetful)
    assert closed.remainder
    assert closed.counted.sheets == 5
    assert not {50, 51} & set(await forgetful.said())


@pytest.mark.parametrize("count", [0, 1, 4])
async def test_fewer_than_k_answers_are_destroyed_unpublished(polls: Station, count: int) -> None:
    await polls.open()
    await polls.answered(count)
    await polls.close()
    closed = await stage(polls)
    assert closed.counted.sheets is None
    assert not closed.remainder
    assert await polls.box.results(WAVE) == Sheets()
    assert not await polls.has_box()


async def test_k_answers_are_enough(polls: Station) -> None:
    await polls.open()
    await polls.answered(5)
    await polls.close()
    assert await polls.said() == list(range(5))


async def test_closing_twice_is_harmless(polls: Station) -> None:
    await polls.open()
    await polls.answered(7)
    await polls.close()
    before = await stage(polls)
    again = await polls.box.close(WAVE, CLOSING_DAY.replace(year=2027))
    assert again == before == await stage(polls)
    assert await polls.said() == list(range(7))
    assert polls.purged == [WAVE]


async def test_after_close_nothing_is_left_of_box_tags_keys_and_pool(polls: Station) -> None:
    await polls.open("other")
    await polls.open()
    await polls.answered(13)
    await polls.answer(1, wave="other")
    await polls.close()
    assert not await polls.has_box()
    assert polls.keys.get(WAVE) is None
    assert (await stage(polls)).public_key == b""
    assert polls.mirror is not None
    assert list(polls.mirror.read()) == ["other"]
    assert polls.keys.get("other") is not None
    await polls.close("other")
    assert not polls.mirror.file.exists()


async def test_only_the_analyst_opens_what_was_sealed_for_them(
    polls: Station, tmp_path: Path
) -> None:
    file = tmp_path / "analyst"
    public = make_analyst_key(file)
    await polls.open(analyst=bytes.fromhex(public))
    await polls.answered(12)
    kept = polls.keys.get(WAVE)
    assert kept is not None
    assert kept.private is None
    await polls.close()
    assert (await stage(polls)).stage is Stage.CLOSING
    with pytest.raises(WrongKey):
        await polls.close(analyst=new_private())
    await polls.restart()
    await polls.close()
    assert (await stage(polls)).stage is Stage.CLOSING
    await polls.close(analyst=read_analyst_key(file))
    assert await polls.said() == list(range(12))
    assert polls.keys.get(WAVE) is None


async def test_a_lost_key_file_stops_answers_and_closing_until_it_is_back(
    polls: Station, tmp_path: Path
) -> None:
    await polls.open()
    await polls.answered(12)
    away = shutil.move(polls.keys.file, tmp_path / "away")
    for attempt in (polls.answer(13), polls.box.has_answered(WAVE, somebody(1)), polls.close()):
        with pytest.raises(KeysLost):
            await attempt
    await polls.restart()
    with pytest.raises(KeysLost):
        await polls.close()
    shutil.move(away, polls.keys.file)
    await polls.close()
    assert await polls.said() == list(range(12))


async def test_a_wave_whose_keys_are_lost_can_be_given_up(polls: Station) -> None:
    await polls.open()
    await polls.answered(12)
    polls.keys.file.unlink()
    with pytest.raises(KeysLost):
        await polls.close()
    await polls.box.give_up(WAVE, CLOSING_DAY)
    ended = await stage(polls)
    assert (ended.stage, ended.keys_lost, ended.counted.sheets) == (Stage.CLOSED, True, None)
    assert await polls.box.results(WAVE) == Sheets()
    assert not await polls.has_box()
    with pytest.raises(NotNow):
        await polls.box.give_up(WAVE, CLOSING_DAY)


async def test_a_wave_opens_once_and_with_a_true_definition_only(polls: Station) -> None:
    await polls.open()
    await polls.answered(10)
    with pytest.raises(WaveExists):
        await polls.open()
    with pytest.raises(Altered):
        await polls.box.open(Wave("x", "s", "no toml", "", 5, 0, b"", OPENS, CLOSES))
    with pytest.raises(ValueError, match="32 bytes"):
        await polls.box.open(a_wave("y"), b"short")
    assert len(await polls.box.waves()) == 1
    await polls.close()
    with pytest.raises(WaveExists):
        await polls.open()
    assert polls.keys.get(WAVE) is None


async def test_what_cannot_be_mirrored_is_not_accepted(polls: Station) -> None:
    await polls.open()
    await polls.answered(3)
    assert polls.memory is not None
    aside = polls.memory.with_name(polls.memory.name + "-aside")
    polls.memory.rename(aside)
    with pytest.raises(OSError, match="No such file"):
        await polls.answer(3)
    aside.rename(polls.memory)
    assert not await polls.box.has_answered(WAVE, somebody(3))
    await polls.answer(3)
    await polls.answer(4)
    await polls.close()
    assert await polls.said() == list(range(5))


async def test_an_answer_is_safe_though_its_flush_fails(polls: Station) -> None:
    await polls.open()
    await polls.answered(9)
    async with polls.refusing_sheets():
        await polls.answer(9)
        await polls.answer(10)
    tags, _ = await polls.boxed()
    assert tags == []
    await polls.answer(11)
    tags, sheets = await polls.boxed()
    assert len(tags) == len(sheets) == 7
    await polls.close()
    assert await polls.said() == list(range(12))


async def test_a_box_is_what_those_who_talk_need_and_shows_nothing_of_itself(
    polls: Station,
) -> None:
    await polls.open()
    box: SurveyBox = polls.box
    await box.submit(WAVE, somebody(1), a_ballot(1), NOW)
    assert repr(box) == "Box()"


async def test_a_wave_that_another_process_ends_meanwhile_is_closed(polls: Station) -> None:
    await polls.open()
    await polls.answered(9)
    other = Box(polls.store, polls.keys)

    async def quicker(_wave: str) -> None:
        await other.close(WAVE, CLOSING_DAY)

    polls.purge = quicker
    closed = await polls.box.close(WAVE, CLOSING_DAY)
    assert closed.stage is Stage.CLOSED
    assert polls.keys.get(WAVE) is None
