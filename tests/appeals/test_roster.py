"""Somebody is always told, and never the wrong one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Employee, Role
from appeals.roster import Absence, Department, Roster

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
PEOPLE = "1234567"
GONE = "9"
TO = ("executor", "head", "controller")


def person(number: str, *roles: Role, department: str = "d") -> Employee:
    return Employee(number, f"№ {number}", "", frozenset(roles), department)


HEAD = person("1", Role.HEAD)
ANNA = person("2", Role.MODERATOR)
BORIS = person("3", Role.MODERATOR)
CONTROLLER = person("4", Role.CONTROLLER, department="")
OTHER = person("5", Role.MODERATOR, department="e")
HOUSE = Roster(
    (HEAD, ANNA, BORIS, CONTROLLER, OTHER),
    (Department("d", "Отдел квот", "1", ("3",)), Department("e", "Отдел выплат", "", ("5",))),
)


def away(number: str, substitute: str = "") -> Absence:
    return Absence(number, NOW, None, substitute)


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Any house: heads and duty may name people who left, substitutes may form any chain."""
    anybody = st.sampled_from([*PEOPLE, GONE, ""])
    ids = draw(st.lists(st.sampled_from(PEOPLE), unique=True))
    roles = st.frozensets(st.sampled_from(Role))
    homes = st.sampled_from(["d", "e", ""])
    employees = tuple(Employee(one, one, "", draw(roles), draw(homes)) for one in ids)
    duty = st.lists(anybody, max_size=3).map(tuple)
    departments = tuple(Department(one, one, draw(anybody), draw(duty)) for one in "de")
    absences = draw(st.lists(st.builds(away, st.sampled_from([*PEOPLE, GONE]), anybody)))
    return Roster(employees, departments, tuple(absences))


@given(rosters(), st.sampled_from(TO), st.sampled_from([*PEOPLE, GONE, ""]), st.sampled_from("def"))
def test_somebody_there_is_always_told_and_nobody_absent_or_gone(
    house: Roster, to: str, executor: str, department: str
) -> None:
    everybody = {one.id for one in house.employees}
    there = {one for one in everybody if house.is_there(one)}
    for told in (house.recipients(to, executor, department), house.on_duty(department)):
        assert set(told) <= (there or everybody)
        assert bool(told) == bool(everybody)
        assert len(told) == len(set(told))


@given(rosters(), st.sampled_from([*PEOPLE, GONE, ""]))
def test_a_chain_of_substitutes_ends_with_somebody_there_or_with_nobody(
    house: Roster, number: str
) -> None:
    found = house.stand_in(number)
    assert found == "" or house.is_there(found)
    if house.is_there(number):
        assert found == number


@pytest.mark.parametrize(
    ("to", "executor", "told"),
    [
        ("executor", "2", ("2",)),
        ("executor", "", ("3",)),
        ("executor", GONE, ("3",)),
        ("head", "2", ("1",)),
        ("controller", "2", ("4",)),
    ],
)
def test_each_rung_has_its_own_recipients(to: str, executor: str, told: tuple[str, ...]) -> None:
    assert HOUSE.recipients(to, executor, "d") == told


def test_an_appeal_without_a_department_belongs_to_its_executors() -> None:
    assert HOUSE.recipients("head", "2", "") == ("1",)
    assert HOUSE.recipients("executor", "", "") == ("3", "5")


def test_a_head_who_left_is_replaced_by_duty_then_controllers_then_moderators() -> None:
    house = replace(HOUSE, employees=(ANNA, BORIS, CONTROLLER))
    assert house.recipients("head", "2", "d") == ("3",)
    house = replace(house, employees=(ANNA, CONTROLLER))
    assert house.recipients("head", "2", "d") == ("4",)
    house = replace(house, employees=(ANNA,))
    assert house.recipients("head", "2", "d") == ("2",)


def test_where_no_head_is_named_the_role_decides() -> None:
    chief = person("6", Role.HEAD, department="e")
    house = replace(HOUSE, employees=(*HOUSE.employees, chief))
    assert house.recipients("head", "5", "e") == ("6",)


def test_a_new_head_takes_the_place_of_the_one_in_the_settings_who_left() -> None:
    new = person("6", Role.HEAD)
    house = replace(HOUSE, employees=(ANNA, BORIS, CONTROLLER, new))
    assert house.recipients("head", "2", "d") == ("6",)


def test_what_is_the_heads_to_decide_is_never_left_to_those_who_ask() -> None:
    assert HOUSE.deciders("2", "d") == ("1",)
    assert replace(HOUSE, absences=(away("1", "3"),)).deciders("2", "d") == ("3",)
    assert replace(HOUSE, absences=(away("1"),)).deciders("2", "d") == ("4",)
    assert replace(HOUSE, absences=(away("1"), away("4"))).deciders("2", "d") == ("1",)
    assert replace(HOUSE, employees=(ANNA, BORIS)).deciders("2", "d") == ()


def test_a_cause_is_recorded_by_controllers_then_by_heads() -> None:
    assert HOUSE.recorders("2", "d") == ("4",)
    assert replace(HOUSE, absences=(away("4", "1"),)).recorders("2", "d") == ("1",)
    assert replace(HOUSE, absences=(away("4"),)).recorders("2", "d") == ("4",)
    assert replace(HOUSE, employees=(HEAD, ANNA)).recorders("2", "d") == ("1",)


def test_an_absent_executor_is_substituted_through_a_chain() -> None:
    house = replace(HOUSE, absences=(away("2", "3"), away("3", "5")))
    assert house.recipients("executor", "2", "d") == ("5",)


def test_substitutes_who_point_at_each_other_leave_it_to_the_others() -> None:
    house = replace(HOUSE, absences=(away("2", "3"), away("3", "2")))
    assert house.stand_in("2") == ""
    assert house.recipients("executor", "2", "d") == ("4",)


def test_when_everybody_is_away_everybody_is_told() -> None:
    house = replace(HOUSE, absences=tuple(away(one.id) for one in HOUSE.employees))
    assert set(house.recipients("head", "2", "d")) == {one.id for one in HOUSE.employees}


def test_nobody_at_all_is_no_error() -> None:
    assert Roster().recipients("controller", "2", "d") == ()
    assert Roster().on_duty("") == ()


def test_an_absence_ends_at_its_last_moment() -> None:
    absence = Absence("2", NOW, NOW + timedelta(days=1))
    assert absence.covers(NOW)
    assert not absence.covers(NOW + timedelta(days=1))
    assert not absence.covers(NOW - timedelta(seconds=1))
