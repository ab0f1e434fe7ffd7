"""Deadlines as a fold over the history, and the ladder around them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals.calendar import WEEKDAYS, Calendar, Unfit, Wrong, week_of, zone_named
from appeals.model import SYSTEM, Event, What
from appeals.sla import (
    Deadline,
    Kind,
    Mark,
    Policy,
    Step,
    To,
    deadline,
    ladder,
    marks,
    provisional_year,
)
from appeals.windows import Clock, Window

WHOLE = ((time(9), time(13)), (time(13, 48), time(18)))
FRIDAY = ((time(9), time(13)), (time(13, 48), time(17)))
NSO = Calendar(
    zone_named("Asia/Novosibirsk"),
    week_of(dict.fromkeys(WEEKDAYS[:4], WHOLE) | {"fri": FRIDAY}),
)
HOUR = timedelta(hours=1)


def span(hours: float) -> Window:
    return Window(timedelta(hours=hours))


LADDER = (
    Step(Window(), To.EXECUTOR),
    Step(span(2), To.HEAD),
    Step(span(4), To.CONTROLLER),
)
CONSULTATION = Policy("consultation", span(24), warn_before=(span(4), span(1)), escalate=LADDER)
PAUSING = replace(CONSULTATION, pause_on_clarify=True)
OFFICE = replace(PAUSING, answer_within=span(4), clock=Clock.OFFICE)
EPGU = Policy("epgu", Window(working_days=15), pause_on_clarify=True)
FORMAL = Policy("formal", Window(days=30), pause_on_clarify=True)
OFFLINE = Policy("offline")


def at(written: str) -> datetime:
    """A local time in Novosibirsk as an instant."""
    return datetime.fromisoformat(written).replace(tzinfo=NSO.zone).astimezone(UTC)


def shown(moment: datetime) -> str:
    assert moment.tzinfo is UTC
    return f"{moment.astimezone(NSO.zone):%m-%d %H:%M}"


def history(*lines: str) -> list[Mark]:
    """Lines like "interim 2026-04-28 12:00 > 2026-04-29 18:00"."""
    return [_mark(line) for line in lines]


def _mark(line: str) -> Mark:
    said, _, until = line.partition(" > ")
    kind, _, when = said.partition(" ")
    return Mark(Kind(kind), at(when), at(until) if until else None)


def due(policy: Policy, *lines: str) -> Deadline:
    return deadline(history(*lines), policy, NSO)


def rungs(policy: Policy, *lines: str) -> list[tuple[str, str]]:
    return [(rung.key, shown(rung.at)) for rung in ladder(due(policy, *lines), policy, NSO)]


ASKED = "registered 2026-04-27 10:00"


# The date


def test_the_clock_runs_from_publication() -> None:
    """QUOTA 17.2: not from receipt."""
    now = due(CONSULTATION, ASKED)
    assert shown(now.due_at) == "04-28 10:00"
    assert (now.started_at, now.since, now.cycle) == (at("2026-04-27 10:00"),) * 2 + (1,)
    assert (now.paused, now.interim, now.met) == (False, False, None)


def test_what_moves_no_clock_changes_nothing() -> None:
    assert due(CONSULTATION, ASKED, "client_wrote 2026-04-27 12:00") == due(CONSULTATION, ASKED)


def test_an_interim_answer_starts_a_new_clock_with_its_own_time() -> None:
    now = due(CONSULTATION, ASKED, "interim 2026-04-28 09:00 > 2026-04-30 18:00")
    assert shown(now.due_at) == "04-30 18:00"
    assert shown(now.started_at) == "04-28 09:00"
    assert (now.cycle, now.interim, now.met) == (2, True, None)


def test_an_extension_moves_the_date_and_leaves_the_start() -> None:
    now = due(FORMAL, ASKED, "extended 2026-05-20 09:00 > 2026-06-26 00:00")
    assert shown(now.due_at) == "06-26 00:00"
    assert shown(now.started_at) == "04-27 10:00"
    assert (now.cycle, now.interim) == (2, False)


def test_an_extension_never_shortens() -> None:
    """Nor does it undo a policy that became more generous later; the cycle counts anyway."""
    now = due(FORMAL, ASKED, "extended 2026-05-01 09:00 > 2026-05-05 12:00")
    assert shown(now.due_at) == "05-28 00:00"
    assert now.cycle == 2


def test_of_two_that_become_one_the_earlier_date_stays_in_the_same_cycle() -> None:
    earlier = due(FORMAL, ASKED, "took_in 2026-05-20 09:00 > 2026-05-21 12:00")
    later = due(FORMAL, ASKED, "took_in 2026-05-20 09:00 > 2026-06-26 00:00")
    assert (shown(earlier.due_at), earlier.cycle) == ("05-21 12:00", 1)
    assert later == due(FORMAL, ASKED)


def test_what_went_over_into_another_has_ended() -> None:
    now = due(FORMAL, ASKED, "merged 2026-05-20 09:00")
    assert now.ended_at == at("2026-05-20 09:00")


def test_an_interim_answer_may_name_an_earlier_time() -> None:
    now = due(FORMAL, ASKED, "interim 2026-04-28 09:00 > 2026-04-29 12:00")
    assert shown(now.due_at) == "04-29 12:00"


def test_a_date_given_at_registration_is_kept() -> None:
    now = due(OFFLINE, "registered 2026-04-27 10:00 > 2026-05-15 18:00")
    assert shown(now.due_at) == "05-15 18:00"
    assert (
        shown(due(EPGU, "registered 2026-04-27 10:00 > 2026-05-15 18:00").due_at) == "05-15 18:00"
    )


@pytest.mark.parametrize("end", ["answered", "closed"])
def test_answering_or_closing_in_time_meets_the_deadline(end: str) -> None:
    assert due(CONSULTATION, ASKED, f"{end} 2026-04-28 10:00").met is True
    assert due(CONSULTATION, ASKED, f"{end} 2026-04-28 10:01").met is False


def test_undoing_a_closing_restores_what_was() -> None:
    before = history(ASKED, "clarify_asked 2026-04-27 12:00")
    after = history("closed 2026-04-27 13:00", "undone 2026-04-27 13:00")
    assert deadline(before + after, PAUSING, NSO) == deadline(before, PAUSING, NSO)


def test_reopening_keeps_the_date_and_begins_a_cycle() -> None:
    now = due(CONSULTATION, ASKED, "answered 2026-04-27 15:00", "reopened 2026-05-04 11:00")
    assert shown(now.due_at) == "04-28 10:00"
    assert (shown(now.since), now.cycle, now.met) == ("05-04 11:00", 2, None)


def test_a_changed_policy_or_calendar_is_taken_in_by_asking_again() -> None:
    lines = history(ASKED)
    assert deadline(lines, replace(CONSULTATION, answer_within=span(2)), NSO).due_at == at(
        "2026-04-27 12:00"
    )
    holiday = replace(NSO, extra_days_off=frozenset({date(2026, 5, 6)}))
    assert shown(deadline(lines, EPGU, NSO).due_at) == "05-21 00:00"
    assert shown(deadline(lines, EPGU, holiday).due_at) == "05-22 00:00"


def test_recomputing_never_moves_what_the_client_was_promised() -> None:
    lines = history(ASKED, "interim 2026-04-28 09:00 > 2026-04-30 18:00")
    for policy in (CONSULTATION, OFFICE, EPGU):
        assert shown(deadline(lines, policy, NSO).due_at) == "04-30 18:00"
        assert deadline(lines, policy, NSO).cycle == 2


# Pauses


def test_a_clarification_stops_no_clock_unless_the_policy_says_so() -> None:
    asked = (ASKED, "clarify_asked 2026-04-27 12:00", "client_wrote 2026-04-28 09:00")
    assert shown(due(CONSULTATION, *asked).due_at) == "04-28 10:00"
    assert shown(due(PAUSING, *asked).due_at) == "04-29 07:00"


def test_while_paused_the_date_is_the_earliest_it_can_become() -> None:
    now = due(PAUSING, ASKED, "clarify_asked 2026-04-27 12:00", "clarify_asked 2026-04-27 14:00")
    assert now.paused
    assert now.paused_at == at("2026-04-27 12:00")
    assert shown(now.due_at) == "04-28 10:00"


def test_under_office_hours_a_pause_gives_back_office_time() -> None:
    """Four hours from Friday 10:00: two before the question, two after Monday's answer."""
    asked = ("registered 2026-04-24 10:00", "clarify_asked 2026-04-24 12:00")
    assert shown(due(OFFICE, *asked).due_at) == "04-24 14:48"
    assert shown(due(OFFICE, *asked, "client_wrote 2026-04-25 20:00").due_at) == "04-27 11:00"


@pytest.mark.parametrize(
    ("policy", "heard", "moved"),
    [
        (EPGU, "2026-04-28 17:00", "05-21 00:00"),
        (EPGU, "2026-05-03 12:00", "05-23 00:00"),
        (FORMAL, "2026-04-28 17:00", "05-28 00:00"),
        (FORMAL, "2026-05-03 12:00", "06-02 00:00"),
        (replace(FORMAL, clock=Clock.OFFICE), "2026-05-03 12:00", "06-01 18:00"),
    ],
)
def test_a_window_of_days_moves_by_whole_days_of_its_kind(
    policy: Policy, heard: str, moved: str
) -> None:
    """Asked on Tuesday: Wednesday and Thursday were working days, May began with three days off."""
    lines = (ASKED, "clarify_asked 2026-04-28 12:00", f"client_wrote {heard}")
    assert shown(due(policy, *lines).due_at) == moved


def test_what_is_overdue_cannot_be_paused() -> None:
    now = due(PAUSING, ASKED, "clarify_asked 2026-04-28 10:00")
    assert not now.paused
    assert rungs(PAUSING, ASKED, "clarify_asked 2026-04-28 10:00")[-1][0] == "controller:4h"


def test_an_answer_ends_the_pause_and_gives_its_time_back() -> None:
    now = due(PAUSING, ASKED, "clarify_asked 2026-04-27 12:00", "answered 2026-04-28 12:00")
    assert (now.paused, now.met, shown(now.due_at)) == (False, True, "04-29 10:00")


@pytest.mark.parametrize("word", ["interim", "extended"])
def test_a_new_date_ends_the_pause(word: str) -> None:
    now = due(
        PAUSING,
        ASKED,
        "clarify_asked 2026-04-27 12:00",
        f"{word} 2026-04-27 13:00 > 2026-04-29 13:00",
        "client_wrote 2026-04-28 13:00",
    )
    assert (now.paused, shown(now.due_at)) == (False, "04-29 13:00")


def test_a_host_clock_set_back_during_a_pause_moves_nothing() -> None:
    asked = (ASKED, "clarify_asked 2026-04-27 12:00", "client_wrote 2026-04-26 12:00")
    assert shown(due(PAUSING, *asked).due_at) == "04-28 10:00"


# The ladder


def test_the_ladder_warns_before_and_climbs_after() -> None:
    assert rungs(CONSULTATION, ASKED) == [
        ("warn:4h", "04-28 06:00"),
        ("warn:1h", "04-28 09:00"),
        ("executor:0s", "04-28 10:00"),
        ("head:2h", "04-28 12:00"),
        ("controller:4h", "04-28 14:00"),
    ]
    all_rungs = ladder(due(CONSULTATION, ASKED), CONSULTATION, NSO)
    assert [rung.breach for rung in all_rungs] == [False, False, True, True, True]
    assert [rung.to for rung in all_rungs] == [To.EXECUTOR] * 3 + [To.HEAD, To.CONTROLLER]


def test_under_office_hours_the_ladder_keeps_office_hours() -> None:
    policy = replace(OFFICE, answer_within=span(8))
    assert rungs(policy, "registered 2026-04-24 16:00") == [
        ("warn:4h", "04-27 12:00"),
        ("warn:1h", "04-27 15:48"),
        ("executor:0s", "04-27 16:48"),
        ("head:2h", "04-28 09:48"),
        ("controller:4h", "04-28 11:48"),
    ]


def test_a_warning_may_be_counted_in_days() -> None:
    policy = replace(EPGU, warn_before=(Window(days=3), Window(working_days=1)))
    assert rungs(policy, ASKED) == [("warn:3d", "05-18 00:00"), ("warn:1wd", "05-20 00:00")]


def test_a_warning_from_before_the_cycle_is_left_out() -> None:
    """Whoever promises an answer in two hours need not hear that four are left."""
    told = rungs(CONSULTATION, ASKED, "interim 2026-04-28 09:00 > 2026-04-28 11:00")
    assert told[0] == ("warn:1h", "04-28 10:00")
    assert [key for key, _ in rungs(replace(CONSULTATION, answer_within=span(1)), ASKED)] == [
        "executor:0s",
        "head:2h",
        "controller:4h",
    ]


def test_what_is_reopened_late_climbs_from_its_reopening() -> None:
    lines = (ASKED, "answered 2026-04-27 15:00", "reopened 2026-05-04 11:00")
    assert rungs(CONSULTATION, *lines) == [
        ("executor:0s", "05-04 11:00"),
        ("head:2h", "05-04 13:00"),
        ("controller:4h", "05-04 15:00"),
    ]


@pytest.mark.parametrize("word", ["answered", "closed"])
def test_an_ended_appeal_has_no_ladder(word: str) -> None:
    assert rungs(CONSULTATION, ASKED, f"{word} 2026-04-28 11:00") == []


def test_a_paused_appeal_has_no_ladder() -> None:
    assert rungs(PAUSING, ASKED, "clarify_asked 2026-04-27 12:00") == []


def test_keys_stay_when_steps_are_added_or_put_in_another_order() -> None:
    more = replace(
        CONSULTATION,
        warn_before=(span(1), span(8), Window(timedelta(minutes=240))),
        escalate=(Step(span(6), To.CONTROLLER), *reversed(LADDER)),
    )
    before = {key for key, _ in rungs(CONSULTATION, ASKED)}
    after = [key for key, _ in rungs(more, ASKED)]
    assert before < set(after)
    assert len(after) == len(set(after))


# What can't be computed


@pytest.mark.parametrize(
    ("lines", "policy", "why"),
    [
        ([], CONSULTATION, Wrong.NO_START),
        (["answered 2026-04-28 09:00"], CONSULTATION, Wrong.NO_START),
        ([ASKED], OFFLINE, Wrong.NO_WINDOW),
        ([ASKED, "interim 2026-04-28 09:00"], CONSULTATION, Wrong.NO_NEW_TIME),
        ([ASKED, "extended 2026-04-28 09:00"], CONSULTATION, Wrong.NO_NEW_TIME),
    ],
)
def test_a_history_without_a_date_is_refused(lines: list[str], policy: Policy, why: Wrong) -> None:
    with pytest.raises(Unfit) as refused:
        due(policy, *lines)
    assert refused.value.why is why


def test_an_office_without_hours_is_refused() -> None:
    with pytest.raises(Unfit) as refused:
        deadline(history(ASKED), OFFICE, Calendar(NSO.zone))
    assert refused.value.why is Wrong.NO_OFFICE_HOURS


def test_a_policy_of_no_length_or_with_twin_steps_is_refused() -> None:
    with pytest.raises(Unfit, match="zero-window"):
        Policy("message", Window())
    with pytest.raises(Unfit, match="twin-step"):
        Policy("message", span(2), warn_before=(span(1), Window(timedelta(minutes=60))))
    with pytest.raises(Unfit, match="twin-step"):
        Policy("message", span(2), escalate=(*LADDER, LADDER[1]))


def test_a_date_resting_on_an_unknown_calendar_is_provisional() -> None:
    late = history("registered 2027-12-20 10:00")
    for policy, unsure in ((EPGU, 2028), (FORMAL, None), (CONSULTATION, None)):
        assert provisional_year(deadline(late, policy, NSO), policy, NSO) == unsure
    office = replace(FORMAL, clock=Clock.OFFICE)
    assert provisional_year(deadline(late, office, NSO), office, NSO) == 2028
    assert provisional_year(due(EPGU, ASKED), EPGU, NSO) is None


def test_a_date_that_a_person_named_is_never_provisional() -> None:
    late = "registered 2027-12-20 10:00"
    for verb in ("interim", "extended"):
        named = history(late, f"{verb} 2027-12-21 10:00 > 2028-02-01 18:00")
        assert provisional_year(deadline(named, EPGU, NSO), EPGU, NSO) is None
    no_later = history(late, "extended 2027-12-21 10:00 > 2027-12-22 18:00")
    assert provisional_year(deadline(no_later, EPGU, NSO), EPGU, NSO) == 2028


# From the history's events


def event(what: What, **data: str | int) -> Event:
    return Event(what, at("2026-04-27 10:05"), SYSTEM, data)


def test_events_become_marks_and_others_are_left_out() -> None:
    told = [
        event(What.REGISTERED, number="2026-000001", published="2026-04-27T10:00:00+07:00"),
        event(What.TAKEN),
        event(What.STAFF_WROTE, message=3),
        event(What.CLARIFY_ASKED, message=4),
        event(What.ANSWERED),
    ]
    assert list(marks(told, at("2026-04-27 09:00"))) == [
        Mark(Kind.REGISTERED, at("2026-04-27 10:00")),
        Mark(Kind.CLARIFY_ASKED, at("2026-04-27 10:05")),
        Mark(Kind.ANSWERED, at("2026-04-27 10:05")),
    ]


def test_a_registration_that_names_no_publication_takes_the_appeal_s_own() -> None:
    told = [event(What.REGISTERED, due="2026-05-15T18:00:00+07:00")]
    published = at("2026-04-27 09:00")
    assert list(marks(told, published)) == [
        Mark(Kind.REGISTERED, published, at("2026-05-15 18:00"))
    ]


@pytest.mark.parametrize("written", ["tomorrow", "2026-04-27T10:00:00", ""])
def test_a_time_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|no-zone-given"):
        list(marks([event(What.REGISTERED, published=written)], at("2026-04-27 09:00")))


# Whatever happens

POLICIES = (CONSULTATION, PAUSING, OFFICE, EPGU, FORMAL)
_KINDS = st.sampled_from([kind for kind in Kind if kind is not Kind.REGISTERED])


@st.composite
def histories(draw: st.DrawFn) -> list[Mark]:
    now = datetime(2026, 1, 1, tzinfo=UTC) + HOUR * draw(st.integers(0, 12_000))
    lines = [Mark(Kind.REGISTERED, now)]
    for kind in draw(st.lists(_KINDS, max_size=8)):
        now += HOUR * draw(st.integers(-30, 200))
        lines.append(Mark(kind, now, now + HOUR * draw(st.integers(1, 400))))
    return lines


@settings(max_examples=120, deadline=None)
@given(histories(), st.sampled_from(POLICIES), st.sampled_from(POLICIES))
def test_cycles_depend_on_the_history_alone(lines: list[Mark], one: Policy, other: Policy) -> None:
    """A step taken is a row of its cycle: another policy must not renumber them."""
    first, second = deadline(lines, one, NSO), deadline(lines, other, NSO)
    assert (first.cycle, first.since) == (second.cycle, second.since)


@settings(max_examples=120, deadline=None)
@given(histories(), st.sampled_from(POLICIES))
def test_every_open_appeal_whose_clock_runs_reaches_the_controller(
    lines: list[Mark], policy: Policy
) -> None:
    """No deadline passes unseen: whatever the history, the whole ladder lies ahead of the cycle."""
    policy = replace(policy, escalate=LADDER)
    now = deadline(lines, policy, NSO)
    climbed = ladder(now, policy, NSO)
    if now.ended_at is not None or now.paused:
        assert climbed == ()
        return
    assert [rung.to for rung in climbed if rung.breach] == list(To)
    assert all(rung.at >= max(now.due_at, now.since) for rung in climbed if rung.breach)
    assert all(now.since < rung.at <= now.due_at for rung in climbed if not rung.breach)
    assert len({rung.key for rung in climbed}) == len(climbed)


@settings(max_examples=120, deadline=None)
@given(histories(), st.sampled_from((PAUSING, OFFICE, EPGU, FORMAL)))
def test_a_pause_never_brings_a_deadline_forward(lines: list[Mark], policy: Policy) -> None:
    strict = replace(policy, pause_on_clarify=False)
    assert deadline(lines, policy, NSO).due_at >= deadline(lines, strict, NSO).due_at


def test_a_clock_that_stands_still_for_long_is_told_of_once_a_pause() -> None:
    policy = replace(CONSULTATION, pause_on_clarify=True, paused_reminder=Window(days=7))
    asked = (ASKED, "clarify_asked 2026-04-27 12:00")
    assert rungs(policy, *asked) == [("paused:7d:20260427T050000", "05-04 12:00")]
    again = (*asked, "client_wrote 2026-04-27 13:00", "clarify_asked 2026-04-27 14:00")
    assert [key for key, _ in rungs(policy, *again)] == ["paused:7d:20260427T070000"]
    assert rungs(replace(policy, paused_reminder=None), *asked) == []
    assert rungs(policy, *asked, "closed 2026-04-28 12:00") == []
