"""Each who agreed is invited once; reminders leave no trace of who had answered (D3)."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.surveys.reminding import SLOT
from handlers.conversation import Later, Refusal, Refused, Unknown
from surveys.drafts import Person
from surveys.reading import read
from surveys.wave import Wave
from tests.bot.surveys.post_office import NIGHT, PostOffice, post_office
from tests.bot.surveys.station import Station
from tests.surveys.waves import WAVE, a_wave, somebody

REMINDED = "Напоминаем"


@pytest.fixture
async def office(polls: Station, tmp_path: Path) -> AsyncIterator[PostOffice]:
    async with post_office(polls, tmp_path) as made:
        yield made


def people(count: int) -> list[Person]:
    return [somebody(number) for number in range(count)]


async def test_everybody_who_agreed_is_invited_once_on_either_platform(office: PostOffice) -> None:
    await office.agrees(*people(12))
    await office.agrees(somebody(90), given=False)
    await office.opens()
    for _ in range(3):
        await office.mailing.settle()
        office.begins()
        await office.looks()
    assert Counter(office.sent()) == Counter(people(12))


async def test_a_card_says_what_how_long_and_how_to_leave(office: PostOffice) -> None:
    await office.agrees(somebody(1))
    await office.opens()
    await office.mailing.settle()
    (call,) = office.telegram.calls("send")
    for words in ("«Опрос»", "до 3", "около 2 мин", "06.12.2026", "/privacy", "согласились"):
        assert words in call.text
    assert "анонимн" in call.text
    assert "полностью" not in call.text.lower()
    captions = [(caption, data) for row in call.message.buttons for caption, data, _ in row]
    assert captions == [("Ответить", f"s:go:{WAVE}"), ("Больше не присылать", "s:leave")]


async def test_without_subscribers_nothing_is_sent_and_nothing_is_wrong(office: PostOffice) -> None:
    await office.opens()
    await office.mailing.settle()
    await office.passes(6)
    await office.mailing.settle()
    assert office.sent("") == []
    assert await office.table() == []
    assert office.health.troubles == {}


async def test_who_agrees_after_the_opening_is_not_invited_to_this_wave(office: PostOffice) -> None:
    await office.opens()
    await office.mailing.settle()
    await office.agrees(somebody(1))
    office.begins()
    await office.looks()
    await office.mailing.settle()
    assert office.sent() == []


async def test_who_left_or_blocked_meanwhile_is_not_written_to(office: PostOffice) -> None:
    await office.agrees(*people(4))
    await office.opens()
    await office.mailing.invite("telegram")
    first = office.sent()
    rest = [one for one in people(4) if one not in first]
    await office.agrees(rest[0], given=False)
    await office.out_of_reach(rest[1])
    await office.mailing.settle()
    assert Counter(office.sent()) == Counter([*first, rest[2]])


@pytest.mark.parametrize("reason", [Refusal.BLOCKED, Refusal.CHAT_GONE, Refusal.OTHER])
async def test_who_can_not_be_reached_drops_out_without_another_try(
    office: PostOffice, reason: Refusal
) -> None:
    await office.agrees(somebody(1))
    office.telegram.answers["send"] = [Refused(reason)]
    await office.opens()
    for days in (0.1, 6, 11):
        await office.passes(days)
        await office.mailing.settle()
    assert len(office.sent("")) == 1
    async with office.desk.begin() as unit:
        client = await unit.clients.known("telegram", somebody(1).id)
    assert client
    assert client.reachable is (reason is Refusal.OTHER)


async def test_a_platform_that_asks_to_wait_gets_it_later(office: PostOffice) -> None:
    await office.agrees(somebody(1))
    office.telegram.answers["send"] = [Later(3, "rate limit")] * 6
    await office.opens()
    assert not await office.mailing.invite("telegram")
    assert ("telegram", somebody(1).id, "waiting", 0) in await office.table()
    await office.mailing.settle()
    assert [row[2] for row in await office.table()] == ["sent"]


async def test_nothing_goes_out_in_an_emergency_stop_and_everything_after_it(
    office: PostOffice,
) -> None:
    await office.agrees(*people(6))
    await office.opens()
    await office.stops()
    await office.mailing.settle()
    assert office.sent() == []
    await office.stops("")
    await office.mailing.settle()
    assert Counter(office.sent()) == Counter(people(6))


async def test_nobody_is_woken_in_quiet_hours(office: PostOffice) -> None:
    office.quiet = NIGHT
    office.begins()
    await office.agrees(*people(3))
    await office.opens()
    await office.passes(0.5)  # 02:00 in Novosibirsk
    await office.mailing.settle()
    assert office.sent() == []
    await office.passes(0.8)  # 09:12
    await office.mailing.settle()
    assert len(office.sent()) == 3


async def test_a_wave_that_closed_before_its_invitations_sends_none(office: PostOffice) -> None:
    await office.agrees(*people(6))
    await office.opens()
    await office.polls.close()
    await office.mailing.settle()
    assert office.sent() == []


async def test_a_wave_that_closes_in_the_midst_sends_no_more(office: PostOffice) -> None:
    await office.agrees(*people(6))
    await office.opens()
    await office.mailing.invite("telegram")
    await office.polls.close()
    await office.mailing.settle()
    assert len(office.sent()) == 1
    assert office.health.troubles == {}


async def test_in_telegram_nobody_is_invited_twice_after_a_kill(office: PostOffice) -> None:
    await office.agrees(*people(12))
    await office.opens()
    for _ in range(3):
        await office.begun(office.mailing.invite("telegram"), office.telegram)
    await office.mailing.settle()
    assert Counter(office.sent()) == Counter(people(12))


async def test_in_vk_the_same_number_makes_a_repetition_harmless(office: PostOffice) -> None:
    await office.agrees(*people(12))
    await office.opens()
    await office.begun(office.mailing.invite("vk"), office.vk)
    await office.mailing.settle()
    numbers = Counter(call.message.nonce for call in office.vk.calls("send"))
    assert len(numbers) == 4
    assert sorted(numbers.values()) == [1, 1, 1, 2]
    assert sum(call.message.again for call in office.vk.calls("send")) == 1
    assert {row[2] for row in await office.table()} == {"sent"}


async def test_a_lost_answer_is_no_reason_to_write_twice_in_telegram(office: PostOffice) -> None:
    await office.agrees(somebody(1))
    office.telegram.answers["send"] = [Unknown("timeout")]
    await office.opens()
    await office.mailing.settle()
    assert len(office.sent()) == 1
    assert [row[2] for row in await office.table()] == ["sent"]


async def test_vk_is_asked_again_some_times_and_not_for_ever(office: PostOffice) -> None:
    await office.agrees(somebody(3))
    office.vk.answers["send"] = [Unknown("timeout")] * 20
    await office.opens()
    for _ in range(20):
        await office.mailing.invite("vk")
    assert len(office.sent()) == 3
    assert len({call.message.nonce for call in office.vk.calls("send")}) == 1


# ---- employees


def of_staff() -> Wave:
    """The same questions, for employees."""
    text = a_wave().definition.replace('audience = "clients"', 'audience = "staff"')
    asked = read(text).questionnaire
    assert asked
    return replace(a_wave(), definition=text, hash=asked.hash)


async def test_a_survey_of_staff_is_told_to_employees_who_started_the_bot(
    office: PostOffice,
) -> None:
    await office.agrees(*people(3))
    await office.employs("201", "202", "203")
    await office.employs("204", started=False)
    await office.agrees(Person("telegram", "203"), given=False)
    await office.opens(of_staff())
    await office.mailing.settle()
    assert Counter(office.sent()) == Counter([Person("telegram", "201"), Person("telegram", "202")])
    assert "как сотрудник" in office.telegram.calls("send")[0].text


# ---- reminders


async def test_only_those_are_reminded_who_have_not_answered(office: PostOffice) -> None:
    await office.agrees(*people(15))
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(7)
    await office.passes(5)
    await office.mailing.settle()
    assert Counter(office.sent(REMINDED)) == Counter(people(15)[7:])
    await office.polls.answer(7)
    await office.passes(10)
    await office.mailing.settle()
    assert Counter(office.sent(REMINDED)) == Counter([*people(15)[7:], *people(15)[8:]])


async def test_after_a_downtime_one_reminder_stands_for_two(office: PostOffice) -> None:
    await office.agrees(*people(6))
    await office.opens()
    await office.mailing.settle()
    await office.passes(11)
    for _ in range(2):
        await office.mailing.settle()
        office.begins()
        await office.looks()
    assert Counter(office.sent(REMINDED)) == Counter(people(6))


async def test_what_is_kept_is_the_same_whoever_has_answered(office: PostOffice) -> None:
    """Of everybody the same row, written in whole lots, before anything was sent."""
    await office.agrees(*people(12))
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(5)
    before = await office.table()
    await office.passes(5)
    await office.mailing.settle()
    after = await office.table()
    assert [row[:3] for row in after] == [row[:3] for row in before]
    assert {row[3] for row in after} == {1}


async def test_a_lot_is_put_down_as_a_whole_before_anybody_is_written_to(
    office: PostOffice,
) -> None:
    await office.agrees(*people(45))
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(11)
    await office.passes(5)
    sizes: list[int] = []
    while sum(sizes) < 45:
        before = sum(row[3] for row in await office.table())
        assert await office.mailing.remind()
        sizes.append(sum(row[3] for row in await office.table()) - before)
        office.clock.advance(SLOT)
    assert sorted(sizes) == [22, 23]


async def test_lots_follow_each_other_at_an_even_pace_whoever_has_answered(
    office: PostOffice,
) -> None:
    await office.agrees(*people(45))
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(45)
    await office.passes(5)
    assert await office.mailing.remind()
    office.clock.advance(SLOT - 1)
    assert not await office.mailing.remind()
    office.clock.advance(1)
    assert await office.mailing.remind()
    assert office.sent(REMINDED) == []


async def test_a_crash_among_reminders_reminds_nobody_twice(office: PostOffice) -> None:
    await office.agrees(*people(14))
    await office.opens()
    await office.mailing.settle()
    await office.passes(5)
    await office.begun(office.mailing.remind(), office.telegram, office.vk)
    await office.mailing.settle()
    assert max(Counter(office.sent(REMINDED)).values()) == 1


async def test_who_blocked_the_bot_leaves_no_trace_of_a_reminder(office: PostOffice) -> None:
    await office.agrees(somebody(1))
    await office.opens()
    await office.mailing.settle()
    before = await office.table()
    office.telegram.answers["send"] = [Refused(Refusal.BLOCKED)]
    await office.passes(5)
    await office.mailing.settle()
    assert len(office.sent(REMINDED)) == 1
    assert [row[:3] for row in await office.table()] == [row[:3] for row in before]
    async with office.desk.begin() as unit:
        client = await unit.clients.known("telegram", somebody(1).id)
    assert client
    assert client.reachable


async def test_without_the_keys_nobody_is_reminded(office: PostOffice) -> None:
    await office.agrees(*people(6))
    await office.opens()
    await office.mailing.settle()
    office.polls.keys.file.unlink()
    await office.passes(5)
    await office.mailing.settle()
    assert office.sent(REMINDED) == []


# ---- the end


async def test_those_invited_count_for_the_rate_unless_somebody_counted(
    office: PostOffice,
) -> None:
    await office.agrees(*people(8))
    office.telegram.answers["send"] = [Refused(Refusal.BLOCKED)]
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(6)
    await office.polls.close()
    async with office.polls.store.begin() as unit:
        found = await unit.waves.get(WAVE)
    assert found
    assert found.invited == 7
    other = replace(a_wave("other"), invited=300)
    await office.opens(other)
    await office.mailing.settle()
    await office.polls.close("other")
    async with office.polls.store.begin() as unit:
        found = await unit.waves.get("other")
    assert found
    assert found.invited == 300


async def test_after_the_close_nothing_tells_who_was_invited_or_reminded(
    office: PostOffice, tmp_path: Path
) -> None:
    await office.agrees(*people(9))
    await office.opens()
    await office.mailing.settle()
    await office.polls.answered(6)
    await office.passes(5)
    await office.mailing.settle()
    assert any(name.startswith("mail_") for name in await office.polls.tables())
    await office.polls.close()
    assert not any(name.startswith("mail_") for name in await office.polls.tables())
    files = [file for file in tmp_path.glob("otklik-surveys*") if file.is_file()]
    traces = b"".join(file.read_bytes() for file in files)
    assert all(who.id.encode() not in traces for who in people(9))
    desk = b"".join(file.read_bytes() for file in tmp_path.glob("desk.db*"))
    assert WAVE.encode() not in desk
