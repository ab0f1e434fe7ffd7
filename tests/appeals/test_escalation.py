"""Which rungs are climbed when: quiet hours, downtime, and never one twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.calendar import Calendar
from appeals.escalation import OVERDUE, Quiet, climbable, is_late, next_at, ripe
from appeals.sla import Deadline, Rung, To, ladder
from tests.appeals.ladder import HOUR, LADDER

ZONE = ZoneInfo("Asia/Novosibirsk")
ASKED = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # noon in Novosibirsk
DUE = Deadline(ASKED + 24 * HOUR, ASKED, ASKED)
RUNGS = ladder(DUE, LADDER, Calendar(ZONE))
NIGHT = Quiet(time(22), time(8), ZONE)


def keys(rungs: tuple[Rung, ...]) -> list[str]:
    return [rung.key for rung in rungs]


def left(now: datetime, quiet: Quiet | None = None, taken: set[str] | None = None) -> list[str]:
    return keys(climbable(RUNGS, DUE, taken or set(), quiet, now))


def test_a_whole_ladder_stands_from_the_first_warning_to_the_controller() -> None:
    rungs = climbable(RUNGS, DUE, set(), None, ASKED)
    assert [rung.key for rung in rungs] == [
        "warn:4h", "warn:1h", "executor:0s", OVERDUE, "head:2h", "controller:4h"
    ]  # fmt: skip
    assert next_at(rungs) == DUE.due_at - 4 * HOUR


def test_what_was_climbed_is_left_out() -> None:
    assert "warn:4h" not in left(ASKED, taken={"warn:4h"})
    assert left(ASKED, taken=set(left(ASKED))) == []
    assert next_at(()) is None


@pytest.mark.parametrize(
    ("hours", "due"),
    [
        (19, []),
        (20, ["warn:4h"]),
        (23, ["warn:4h", "warn:1h"]),
        (24, ["warn:4h", "warn:1h", "executor:0s", OVERDUE]),
        (27.9, ["warn:4h", "warn:1h", "executor:0s", OVERDUE, "head:2h"]),
        (28, ["warn:4h", "warn:1h", "executor:0s", OVERDUE, "head:2h", "controller:4h"]),
    ],
)
def test_after_downtime_every_missed_rung_is_due_at_once(hours: float, due: list[str]) -> None:
    now = ASKED + hours * HOUR
    assert keys(ripe(climbable(RUNGS, DUE, set(), None, now), now)) == due


def test_an_appeal_that_has_ended_or_waits_for_its_client_has_no_rungs() -> None:
    ended = Deadline(DUE.due_at, ASKED, ASKED, ended_at=ASKED + HOUR)
    paused = Deadline(DUE.due_at, ASKED, ASKED, paused_at=ASKED + HOUR)
    for due in (ended, paused):
        assert climbable(ladder(due, LADDER, Calendar(ZONE)), due, set(), None, ASKED) == ()


def test_a_rung_is_late_when_nobody_was_there_to_climb_it() -> None:
    rung = RUNGS[0]
    assert not is_late(rung, rung.at + timedelta(seconds=1))
    assert is_late(rung, rung.at + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("local", "given"),
    [
        ("21:59", "21:59"),
        ("22:00", "08:00"),
        ("23:30", "08:00"),
        ("03:00", "08:00"),
        ("07:59", "08:00"),
        ("08:00", "08:00"),
        ("12:00", "12:00"),
    ],
)
def test_quiet_hours_pass_midnight(local: str, given: str) -> None:
    moment = datetime.combine(date(2026, 11, 24), time.fromisoformat(local), ZONE)
    assert f"{NIGHT.over(moment).astimezone(ZONE):%H:%M}" == given


def test_quiet_hours_at_noon_and_none_at_all() -> None:
    lunch, none = Quiet(time(13), time(14), ZONE), Quiet(time(9), time(9), ZONE)
    noon = datetime(2026, 11, 24, 13, 30, tzinfo=ZONE)
    assert lunch.over(noon) == datetime(2026, 11, 24, 14, tzinfo=ZONE)
    assert lunch.over(noon + HOUR) == noon + HOUR
    assert none.over(noon) == noon


def test_a_warning_of_the_night_comes_in_the_morning() -> None:
    """Due at noon: 4 h before is 08:00; a longer night holds it back to its end."""
    long_night = Quiet(time(22), time(9), ZONE)
    first = climbable(RUNGS, DUE, set(), long_night, ASKED)[0]
    assert (first.key, first.at.astimezone(ZONE).hour) == ("warn:4h", 9)


def test_a_warning_held_back_past_the_deadline_is_dropped() -> None:
    whole_morning = Quiet(time(7), time(13), ZONE)
    assert left(ASKED, whole_morning)[0] == "executor:0s"


def test_a_breach_never_waits_for_the_morning() -> None:
    always = Quiet(time(0), time(23, 59), ZONE)
    breaches = [rung for rung in RUNGS if rung.breach]
    seen = climbable(RUNGS, DUE, set(), always, ASKED)
    assert [rung for rung in seen if rung.breach and rung.key != OVERDUE] == breaches


def test_a_missed_warning_found_at_night_waits_for_the_morning_too() -> None:
    due = Deadline(ASKED + 48 * HOUR, ASKED, ASKED)
    at_night = datetime(2026, 11, 24, 23, tzinfo=ZONE)
    missed = Rung("warn:1d", at_night - 5 * HOUR, To.EXECUTOR, breach=False)
    (held, *_) = climbable([missed], due, set(), NIGHT, at_night)
    morning = datetime(2026, 11, 25, 8, tzinfo=ZONE)
    assert held.at == morning
    assert climbable([missed], due, set(), NIGHT, morning)[0].at == missed.at


times = st.times().map(lambda at: at.replace(microsecond=0, fold=0))
moments = st.integers(0, 15 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
zones = st.sampled_from(["Asia/Novosibirsk", "Europe/Berlin", "America/St_Johns", "Asia/Sakhalin"])


@given(times, times, zones, moments)
def test_quiet_hours_end_within_a_day_and_are_over_at_their_end(
    begins: time, ends: time, zone: str, moment: datetime
) -> None:
    quiet = Quiet(begins, ends, ZoneInfo(zone))
    over = quiet.over(moment)
    assert moment <= over <= moment + 25 * HOUR
    assert over - quiet.over(over) <= timedelta(0)


@given(st.lists(st.integers(0, 50 * 3600), max_size=30), st.booleans())
def test_ticking_at_any_moments_climbs_each_rung_once_and_none_too_early(
    seconds: list[int], with_night: bool
) -> None:
    quiet = NIGHT if with_night else None
    taken: dict[str, datetime] = {}
    for now in (ASKED + timedelta(seconds=passed) for passed in sorted(seconds)):
        for rung in ripe(climbable(RUNGS, DUE, taken, quiet, now), now):
            assert rung.key not in taken
            assert now >= rung.at
            assert rung.breach or quiet is None or quiet.over(now) == now
            taken[rung.key] = now
    if seconds and max(seconds) >= 28 * 3600:
        assert {"executor:0s", "head:2h", "controller:4h", OVERDUE} <= set(taken)
