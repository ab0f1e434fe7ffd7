"""Without the role nobody does anything: every command, every button, from every wrong place."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from appeals.model import Address, Role
from handlers.conversation import Person, Pressed
from handlers.moderator_commands import COMMANDS
from storage.store import Store
from tests.handlers.front_desk import ANONYMOUS, GUEST, MARIA, MODERATORS, OLGA, STAFF, FrontDesk
from tests.sqlite_tables import NAME, fresh_file

ANALYST = Person("205", "Анна Аналитик")
FORMER = Person("206", "Бывший Сотрудник")
ELSEWHERE = Address("telegram", "-1009")
ARGUMENTS = "2026-000001 202 01.12.2026 12:00 потому что"
FOR_EVERYBODY_OF_THE_STAFF = {
    "/help", "/mine", "/open", "/find", "/appeal", "/overdue", "/today", "/away", "/back", "/leave",
}  # fmt: skip
PRESSES = (
    *(f"a:{verb}:1:{{seen}}" for verb in (
        "take", "answered", "clarify", "close", "spam", "ban", "not-a-question", "undo", "reopen",
        "more", "back",
    )),
    "h:send:1:0", "h:drop:1:0", "r:retry:1:0", "k:overload:1:0", "t:approve:1:1", "t:refuse:1:1",
)  # fmt: skip


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """Olga has asked; one employee has left."""
    store = Store.open(await fresh_file(tmp_path))
    async with store.begin() as unit:
        former = type(STAFF[0])(FORMER.id, FORMER.name, "", frozenset({Role.MODERATOR, Role.ADMIN}))
        await unit.staff.seed([*STAFF, former])
    with closing(sqlite3.connect(tmp_path / NAME)) as connection:
        connection.execute("UPDATE staff SET left_at = 1 WHERE id = ?", (FORMER.id,))
        connection.commit()
    made = FrontDesk(store)
    await made.asks("Какая квота?")
    yield made
    await store.close()


def kept(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything in the database but what was written, for anybody may write."""
    with closing(sqlite3.connect(folder / NAME)) as connection:
        found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {name for (name,) in found} - {"messages", "dialogs", "alembic_version"}
        return {
            table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - its own name
            for table in sorted(tables)
        }


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_strangers_clients_and_former_employees_command_nothing(
    desk: FrontDesk, tmp_path: Path, command: str
) -> None:
    before = kept(tmp_path)
    for who in (GUEST, OLGA, FORMER, ANONYMOUS):
        for appeal in (0, 1):
            for words in (command, f"{command} {ARGUMENTS}"):
                await desk.writes(words, who, appeal)
    assert kept(tmp_path) == before


@pytest.mark.parametrize("command", sorted(COMMANDS - FOR_EVERYBODY_OF_THE_STAFF))
async def test_an_analyst_changes_no_appeal_and_no_staff(
    desk: FrontDesk, tmp_path: Path, command: str
) -> None:
    before = kept(tmp_path)
    await desk.writes(f"{command} {ARGUMENTS}", ANALYST, 1)
    await desk.writes(command, ANALYST, 1)
    assert kept(tmp_path) == before


@pytest.mark.parametrize("data", PRESSES)
async def test_nobody_else_presses_a_button_of_the_staff_wherever_it_is_sent_from(
    desk: FrontDesk, tmp_path: Path, data: str
) -> None:
    before, seen = kept(tmp_path), (await desk.appeal()).seen
    here = MODERATORS.__class__("telegram", MODERATORS.chat, "9001")
    for who in (GUEST, OLGA, FORMER, ANONYMOUS, ANALYST):
        for at in (here, ELSEWHERE, Address("telegram", who.id), Address("vk", who.id)):
            private = at.chat == who.id
            press = Pressed(at, who, "1", data.format(seen=seen), "press", private)
            await desk.handle(press)
    assert kept(tmp_path) == before


async def test_a_moderators_number_in_vk_is_somebody_elses(desk: FrontDesk, tmp_path: Path) -> None:
    before, seen = kept(tmp_path), (await desk.appeal()).seen
    for data in PRESSES:
        at = Address("vk", MARIA.id)
        press = Pressed(at, MARIA, "1", data.format(seen=seen), "press", private=True)
        await desk.handle(press)
    assert kept(tmp_path) == before


async def test_a_moderator_does_change_something_or_the_tests_above_say_nothing(
    desk: FrontDesk, tmp_path: Path
) -> None:
    before = kept(tmp_path)
    await desk.writes("/take", MARIA, 1)
    assert kept(tmp_path) != before
    before, seen = kept(tmp_path), (await desk.appeal()).seen
    await desk.presses(f"a:close:1:{seen}", MARIA)
    assert kept(tmp_path) != before
