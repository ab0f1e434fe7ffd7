"""Departments, duty and absences: the settings name them, the database rules afterwards."""

from dataclasses import replace
from datetime import timedelta

from appeals.model import Employee, Role
from appeals.roster import Absence, Deed, Department, StaffEvent
from storage.store import Unit
from tests.storage.given import NOW

OLGA = Employee("7", "Ольга", "специалист", frozenset({Role.MODERATOR}), "quota")
YEGOR = Employee("8", "Ёгор", "", frozenset({Role.HEAD}), "quota")
QUOTA = Department("quota", "Отдел квот", "8", ("7",))
PAY = Department("pay", "Отдел выплат")
DAY = timedelta(days=1)


async def test_seeded_departments_keep_the_order_of_the_settings(unit: Unit) -> None:
    await unit.staff.seed([OLGA, YEGOR])
    await unit.roster.seed([QUOTA, PAY])
    house = await unit.roster.load(NOW)
    assert house.departments == (QUOTA, PAY)
    assert house.employees == (YEGOR, OLGA)
    assert house.recipients("head", "7", "") == ("8",)


async def test_seeding_again_changes_no_duty(unit: Unit) -> None:
    await unit.roster.seed([QUOTA])
    await unit.roster.set_duty("quota", ("8", "7"))
    await unit.roster.seed([QUOTA])
    assert (await unit.roster.load(NOW)).departments == (replace(QUOTA, duty=("8", "7")),)


async def test_duty_may_be_set_where_no_department_was_named(unit: Unit) -> None:
    await unit.roster.set_duty("", ("7",))
    assert (await unit.roster.load(NOW)).departments == (Department("", "", "", ("7",)),)


async def test_who_left_is_no_longer_in_the_roster(unit: Unit) -> None:
    await unit.staff.seed([OLGA, YEGOR])
    await unit.staff.leave("7", NOW)
    assert (await unit.roster.load(NOW)).employees == (YEGOR,)
    await unit.staff.join(replace(OLGA, position="ведущий"))
    assert (await unit.staff.get("7")) == replace(OLGA, position="ведущий")


async def test_an_absence_holds_from_its_first_moment_to_its_last(unit: Unit) -> None:
    absence = Absence("7", NOW, NOW + DAY, "8")
    await unit.roster.set_absent(absence, NOW)
    for moment, found in ((NOW - DAY, ()), (NOW, (absence,)), (NOW + DAY, ())):
        assert (await unit.roster.load(moment)).absences == found


async def test_a_new_absence_replaces_the_one_before(unit: Unit) -> None:
    await unit.roster.set_absent(Absence("7", NOW), NOW)
    planned = Absence("7", NOW + DAY, NOW + 2 * DAY, "8")
    await unit.roster.set_absent(planned, NOW)
    assert (await unit.roster.load(NOW)).absences == ()
    assert (await unit.roster.load(NOW + DAY)).absences == (planned,)


async def test_who_is_back_is_absent_no_more_and_cannot_be_back_twice(unit: Unit) -> None:
    await unit.roster.set_absent(Absence("7", NOW - DAY), NOW)
    await unit.roster.set_absent(Absence("8", NOW - DAY), NOW)
    assert await unit.roster.back("7", NOW)
    assert [one.employee for one in (await unit.roster.load(NOW)).absences] == ["8"]
    assert not await unit.roster.back("7", NOW)


async def test_the_history_of_the_staff_says_who_what_when_and_by_whom(unit: Unit) -> None:
    joined = StaffEvent(Deed.JOINED, NOW, "7", "8", {"roles": "moderator"})
    left = StaffEvent(Deed.LEFT, NOW + DAY, "7", "7")
    for event in (joined, left, replace(left, who="8")):
        await unit.roster.record(event)
    assert await unit.roster.history("7", 10) == [left, joined]
