"""The settings name employees; the database rules afterwards."""

from dataclasses import replace

from appeals.model import Employee, Role
from storage.store import Unit
from tests.storage.given import NOW

OLGA = Employee("7", "Ольга", "специалист", frozenset({Role.MODERATOR, Role.HEAD}), "quota")
YEGOR = Employee("8", "Ёгор")


async def test_seeded_employees_are_present_in_order_of_their_names(unit: Unit) -> None:
    await unit.staff.seed([OLGA, YEGOR])
    assert await unit.staff.all() == [YEGOR, OLGA]
    assert await unit.staff.get("7") == OLGA
    assert await unit.staff.get("9") is None


async def test_seeding_again_adds_the_missing_and_changes_nobody(unit: Unit) -> None:
    await unit.staff.seed([OLGA])
    await unit.staff.seed([replace(OLGA, name="Другая"), YEGOR])
    assert await unit.staff.all() == [YEGOR, OLGA]


async def test_who_left_is_not_brought_back_by_the_settings(unit: Unit) -> None:
    await unit.staff.seed([OLGA])
    assert await unit.staff.leave("7", NOW)
    assert not await unit.staff.leave("7", NOW)
    await unit.staff.seed([OLGA])
    assert await unit.staff.get("7") is None
    assert await unit.staff.all() == []
