"""Where an appeal came from, in a word."""

from dataclasses import replace

import pytest

from appeals.model import Address, Fate, Side
from handlers.channels import OFFLINE, is_off, is_offline, source_of
from handlers.conversation import Words
from tests.handlers.front_desk import FrontDesk


@pytest.mark.parametrize(
    ("place", "source", "offline"),
    [
        (Address("telegram", "101"), "telegram", False),
        (Address("vk", "501"), "vk", False),
        (Address("offline", "phone:-1001.17"), "phone", True),
        (Address("offline", "pos:-1001.18"), "pos", True),
    ],
)
def test_a_place_tells_by_which_way_somebody_came(
    place: Address, source: str, offline: bool
) -> None:
    assert source_of(place) == source
    assert is_offline(place) is offline


async def test_staff_hear_that_a_messenger_is_off_and_end_nothing_that_nobody_reads(
    desk: FrontDesk,
) -> None:
    await desk.reports("Когда починят дорогу?")
    desk.desk = replace(desk.desk, channels_on=frozenset({"telegram"}))
    said = await desk.writes("Завтра")
    assert "staff-channel-off" in desk.said(said)
    text = desk.text(Words("staff-channel-off", {"channel": "vk"}))
    assert "ВКонтакте сейчас не подключён" in text
    assert desk.toast(await desk.presses("a:answered:1:1")) == "staff-refused-not-delivered"
    assert (await desk.appeal()).is_open
    (stored,) = [one for one in await desk.messages() if one.side is Side.STAFF]
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(stored.id, Fate.DELIVERED)
    await desk.presses("a:answered:1:1")
    assert not (await desk.appeal()).is_open


async def test_what_no_messenger_brought_is_never_called_switched_off() -> None:
    assert not is_off(Address(OFFLINE, "phone:1"), {"telegram"})
    assert not is_off(Address("vk", "1"), None)
    assert is_off(Address("vk", "1"), {"telegram"})
