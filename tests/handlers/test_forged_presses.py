"""Every button there is, pressed by those who may not, elsewhere, for something else, out of time.

What is refused has no effect: the database stays as it was to the last row, and nobody hears of it
but the presser.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from appeals.model import Address
from handlers import (
    announcements,
    causes,
    client_presses,
    handover,
    incident_presses,
    mailings,
    moderator_actions,
    moderator_presses,
    public_presses,
)
from handlers.conversation import Person, Pressed, Redraw, Reply, Say, Toast
from handlers.routing import PRIVATE_GROUPS
from tests.handlers.front_desk import MARIA, MODERATORS, NADIA, OLGA, PETR, SERGEI, FrontDesk
from tests.handlers.press_scenes import ROWS, Row, Standing, alone, asked, opened
from tests.handlers.square import FOREIGN, GROUP
from tests.sqlite_tables import NAME

STRANGER = Person("199", "Посторонний")
VERBS: Mapping[str, frozenset[str]] = {
    "a": frozenset(moderator_actions.VERBS) | moderator_presses.TURNS,
    "h": moderator_presses.HELD_VERBS,
    "r": frozenset({moderator_presses.RETRY}),
    "q": frozenset(public_presses.VERBS),
    "i": frozenset(incident_presses.VERBS),
    "w": frozenset(announcements.VERBS),
    "t": frozenset(handover.VERBS),
    "k": frozenset(causes.CAUSES),
    "c": frozenset(client_presses.VERBS),
    "n": mailings.VERBS,
    # a page has no verb: its own number, one thing on it, a file, a category, the way out
    "my": frozenset({"1", "a"}),
    "m": frozenset({"info", "file"}),
    "p": frozenset({"1", "c", "x"}),
}
"""What the handlers have registered; pages of the last three groups have one row for each kind."""

GARBAGE = (
    "",
    ":",
    ":::",
    "{0}",
    "{0}:",
    "{0}:{1}:",
    "{0}:{1}::",
    "{0}:{1}:1",
    "{0}:{1}:1:1:1",
    "{0}:{1}:-1:1",
    "{0}:{1}:1:-1",
    "{0}:{1}:1.0:1",
    "{0}:{1}:1e3:1",
    "{0}:{1}:0x1:1",
    "{0}:{1}: 1:1",
    "{0}:{1}:1 :1",
    "{0}:{1}:١:1",
    "{0}:{1}:²:1",
    "{0}:{1}:１:1",
    "{0}:{1}:null:1",
    "{0}:{1}:[1]:1",
    '{0}:{1}:{{"id":1}}:1',
    "{0}:{1}:1;drop table appeals:1",
    "{0}:{1}:1' or '1'='1:1",
    "{0}:{1}:999999999999999999:1",
    "{0}:{1}:1000000000000000000:1",
    "{0}:{1}:1:1000000000000000000",
    "{0}:нет-такого:1:1",
    "{0}:__class__:1:1",
    "{0}:\x00:1:1",
    "{0}:{1}\x00:1:1",
    "\ud800:{1}:1:1",
    "{0}:{1}:😀:1",
    "{0}:{1}:\u202e1:1",
    "{0}:{1}:1:1\n",
    "{1}:{0}:1:1",
    "{0}" * 5000,
    "{0}:{1}:1:" + "1" * 100_000,
    "z:{1}:1:1",
)
"""Odd data for a button of a group and a verb."""


def test_every_registered_action_has_its_row() -> None:
    groups = {
        **moderator_presses.GROUPS,
        **moderator_presses.OWN_GROUPS,
        **PRIVATE_GROUPS,
    }
    assert set(VERBS) == set(groups)
    assert {f"{group}:{verb}" for group, verbs in VERBS.items() for verb in verbs} == set(ROWS)


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    return await opened(desk)


class Watch:
    """The whole database before and after a press."""

    def __init__(self, desk: FrontDesk, folder: Path) -> None:
        self._desk, self._file = desk, folder / NAME

    async def refuses(
        self, who: Person, data: str, at: Address, *more: type[Reply], pages: bool = False
    ) -> None:
        """The press changes no row and is answered to the presser alone, by a toast or not at all.

        `pages`: a page that belongs to nobody may be turned; `more` may be said besides.
        """
        before = self.rows()
        replies = await self.press(who, data, at)
        assert self.rows() == before
        allowed = (Toast, Redraw, *more) if pages else (Toast, *more)
        assert all(isinstance(reply, allowed) for reply in replies), (who, data, at, replies)

    async def press(self, who: Person, data: str, at: Address) -> list[Reply]:
        private = at.chat == who.id
        return await self._desk.handle(Pressed(at, who, "1", data, "press", private))

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        with sqlite3.connect(self._file) as db:
            names = db.execute("select name from sqlite_master where type='table'").fetchall()
            return {name: db.execute(f'select * from "{name}"').fetchall() for (name,) in names}  # noqa: S608 - our own tables


@pytest.fixture
def watch(house: FrontDesk, tmp_path: Path) -> Watch:
    return Watch(house, tmp_path)


every_row = pytest.mark.parametrize("row", [pytest.param(ROWS[key], id=key) for key in ROWS])


@every_row
async def test_whoever_may_not_press_it_has_no_effect(
    house: FrontDesk, watch: Watch, row: Row
) -> None:
    """Clients, strangers, employees without the role; and those who may, in a wrong place."""
    standing = await row.scene(house)
    for who, at in (*others(row, standing), *elsewhere(row, standing)):
        await watch.refuses(who, standing.data, at)


def others(row: Row, standing: Standing) -> Iterator[tuple[Person, Address]]:
    """In their own chats, where it stands, and in the moderator chat outside topics."""
    if row.for_all:
        return
    clients = (PETR, STRANGER) if row.of_client else (OLGA, PETR, STRANGER)
    employees = (MARIA,) if row.of_client else row.lacking
    for who in (*clients, *employees):
        for at in (alone(who), standing.at, MODERATORS):
            yield who, at


def elsewhere(row: Row, standing: Standing) -> Iterator[tuple[Person, Address]]:
    """Strange groups, the other messenger's namesake, and the own chat where nothing stands."""
    places = [FOREIGN, GROUP, replace(MODERATORS, channel="vk")]
    if not row.for_all:
        places.append(alone(row.by, "telegram" if standing.at.channel == "vk" else "vk"))
    if row.of_client:
        places.append(MODERATORS)
    elif not row.for_all and not row.in_private:
        places.append(alone(row.by))
    for at in places:
        yield row.by, at


@every_row
async def test_other_data_than_was_shown_has_no_effect(
    house: FrontDesk, watch: Watch, row: Row
) -> None:
    """Another appeal or nothing, another version, and whatever else can be put together."""
    standing = await row.scene(house)
    for data in (*misnamed(row, standing), *garbage(standing)):
        await watch.refuses(row.by, data, standing.at, pages=row.for_all)
    for data in other_versions(row, standing):
        shown_anew = standing.data.startswith("i:send")
        await watch.refuses(row.by, data, standing.at, pages=shown_anew)


def misnamed(row: Row, standing: Standing) -> Iterator[str]:
    """Another client's, another topic's, something else that has the number, or nothing at all."""
    if row.for_all:
        return
    group, verb, own, *seen = standing.data.split(":")
    for number in (*range(7), 999, 10**18 - 1):
        if number != int(own):
            yield ":".join((group, verb, str(number), *seen))


def garbage(standing: Standing) -> Iterator[str]:
    """Neither name nor number nor length is as it should be."""
    group, verb, *_ = standing.data.split(":")
    for pattern in GARBAGE:
        if (data := pattern.format(group, verb)) != standing.data:
            yield data


def other_versions(row: Row, standing: Standing) -> Iterator[str]:
    """Older and newer than it was shown."""
    if row.guarded:
        *rest, seen = standing.data.split(":")
        for other in {0, int(seen) + 1, max(int(seen) - 1, 0), 10**18 - 1} - {int(seen)}:
            yield ":".join((*rest, str(other)))


@every_row
async def test_who_has_left_or_is_banned_presses_nothing(
    house: FrontDesk, watch: Watch, row: Row
) -> None:
    standing = await row.scene(house)
    if row.for_all or standing.data.startswith("my:"):
        return  # pages of one's own stay readable
    await gone(house, row)
    await watch.refuses(row.by, standing.data, standing.at)
    if row.in_private:
        await watch.refuses(row.by, standing.data, alone(row.by))


async def gone(house: FrontDesk, row: Row) -> None:
    """An employee is dismissed, a client is banned."""
    async with house.store.begin() as unit:
        if not row.of_client:
            assert await unit.staff.leave(row.by.id, house.now)
            return
        client = await unit.clients.known("telegram", row.by.id)
        assert client
        await unit.clients.set_banned(client.id, True)


@every_row
async def test_who_may_press_does_something_and_twice_is_once(
    house: FrontDesk, watch: Watch, row: Row
) -> None:
    """So that what is refused above is refused for its own reason."""
    standing = await row.scene(house)
    before = watch.rows()
    replies = await watch.press(row.by, standing.data, standing.at)
    assert watch.rows() != before or any(not isinstance(reply, Toast) for reply in replies)
    await watch.refuses(row.by, standing.data, standing.at, *row.again, pages=True)


async def test_a_message_that_carries_what_a_button_of_the_staffs_does_is_a_clients(
    house: FrontDesk, watch: Watch
) -> None:
    """VK's text buttons are messages with a payload, which anybody can write, namesakes too."""
    await asked(house)
    for key, row in ROWS.items():
        if row.of_client or row.for_all:
            continue
        before = watch.rows()
        for who in (NADIA, row.by):
            at = alone(who, "vk")
            replies = await house.handle(Pressed(at, who, "", f"{key}:1:1", "", private=True))
            assert [say.to for say in replies if isinstance(say, Say)] == [at]
            assert len(replies) == 1
        assert watch.rows() == before


async def test_what_one_has_dropped_another_does_not_send(house: FrontDesk, watch: Watch) -> None:
    """The button still stands on a screen that has not heard of it."""
    send = await ROWS["i:send"].scene(house)
    group, _, number, _ = send.data.split(":")
    await watch.press(MARIA, f"{group}:drop:{number}:0", send.at)
    await watch.refuses(SERGEI, send.data, send.at)
