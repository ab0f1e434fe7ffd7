"""Who is meant by a few words."""

import pytest

from appeals.model import Employee
from appeals.roster import Department, Roster
from handlers.who import department_in, employee_in
from tests.handlers.front_desk import FrontDesk
from tests.handlers.staffed import staffed

HOUSE = Roster((), (Department("pay", "Отдел выплат"), Department("payroll", "Отдел выплаты")))


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("202 причина", "202", "причина"),
        ("Орлов, причина", "202", "причина"),
        ("сергей орлов причина", "202", "причина"),
        ("Орлов Сергей: причина", "202", "причина"),
        ("Семёнова причина", "301", "причина"),
        ("Семенова причина", "301", "причина"),
        ("Орловский причина", "", ""),
        ("Ким причина", "", ""),
        ("Нина Ким причина", "208", "причина"),
        ("999", "", ""),
        ("@nobody", "", ""),
        ("", "", ""),
        ("'; --", "", ""),
    ],
)
async def test_an_employee_is_named_by_id_or_name(
    desk: FrontDesk, text: str, number: str, rest: str
) -> None:
    await staffed(desk)
    async with desk.store.begin() as unit:
        await unit.staff.seed([Employee("301", "Анна Семёнова"), Employee("302", "Пак Ким")])
    async with desk.office() as (office, _):
        found = await employee_in(text, office)
    assert (found.one.id, found.rest) == (number, rest) if found else number == ""


@pytest.mark.parametrize(
    ("text", "department", "rest"),
    [
        ("pay причина", "pay", "причина"),
        ("payroll", "payroll", ""),
        ("отдел выплат причина", "pay", "причина"),
        ("Отдел выплаты", "payroll", ""),
        ("Отдел", "", ""),
    ],
)
def test_a_department_is_named_by_id_or_name(text: str, department: str, rest: str) -> None:
    found = department_in(text, HOUSE)
    assert (found.one.id, found.rest) == (department, rest) if found else department == ""
