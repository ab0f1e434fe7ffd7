"""A message to VK whose answer was lost: once in the dialog, however late it is tried again.

Within an hour VK itself knows the repetition by its random_id; after that the program finds what it
has sent in the dialog.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import running
from sandbox.vk.faults import VkFault, VkFaultKind
from sandbox.vk.methods_sending import REPEAT_SECONDS
from sandbox.vk.world import VkWorld
from tests.endtoend.desk import FrontDesk, MovableClock, community, front_desk, settings
from tests.endtoend.patience import as_time_passes
from tests.sandbox_server import running_sandbox
from tests.sqlite_tables import fresh_file

NADIA = 301
LATER = 2 * REPEAT_SECONDS


def heard(vk: VkWorld) -> list[str]:
    """What the community has said in the dialog."""
    return [one.text for one in vk.dialog(NADIA).messages.values() if one.sender < 0]


def looked(vk: VkWorld) -> int:
    """How often the dialog was read back."""
    return len(vk.ledger.calls("messages.getHistory"))


@pytest.mark.parametrize("kind", ["drop_after", "html_after"])
async def test_an_answer_lost_two_hours_ago_is_found_in_the_dialog(
    tmp_path: Path, kind: VkFaultKind
) -> None:
    async with front_desk(tmp_path, vk={}) as desk:
        vk = desk.sandbox.vk.world
        await desk.until(lambda: vk.pollers)
        vk.faults.plan(VkFault("messages.send", kind))
        vk.faults.plan(VkFault("messages.getHistory", "502", times=10**9))
        vk.writes(NADIA, "Какая квота?")
        await desk.until(lambda: vk.sends)
        # VK does not show the dialog before it has forgotten the number of the message.
        await as_time_passes(desk, lambda: vk.ledger.refused("messages.getHistory"))
        assert not looked(vk)
        desk.pass_time(seconds=LATER)
        vk.faults.clear()
        await as_time_passes(desk, lambda: looked(vk))
        topic = desk.world.topics(desk.chat)[0]
        desk.writes(topic, "Да, положена")
        await as_time_passes(desk, lambda: heard(vk)[-1] == "Да, положена")
    assert len(heard(vk)) == len(vk.sends) == 2
    assert [one.repeats for one in vk.sends] == [0, 0]


async def test_a_message_sent_as_the_program_ended_is_found_two_hours_later(
    tmp_path: Path,
) -> None:
    clock = MovableClock()
    await fresh_file(tmp_path)
    async with running_sandbox(now=clock.now) as sandbox:
        vk, given = sandbox.vk.world, settings(sandbox, tmp_path, vk=community(sandbox))
        async with running(given, clock) as app:
            desk = FrontDesk(sandbox, app, clock)
            await desk.until(lambda: vk.pollers)
            vk.faults.plan(VkFault("messages.send", "hang_after"))
            vk.writes(NADIA, "Какая квота?")
            await desk.until(lambda: vk.sends)
        clock.move(timedelta(seconds=LATER))
        async with running(given, clock) as app:
            desk = FrontDesk(sandbox, app, clock)
            await desk.until(lambda: looked(vk))
            desk.writes(desk.world.topics(desk.chat)[0], "Да, положена")
            await desk.until(lambda: heard(vk)[-1] == "Да, положена")
    assert len(heard(vk)) == len(vk.sends) == 2


async def test_what_never_arrived_is_sent_after_two_hours(tmp_path: Path) -> None:
    async with front_desk(tmp_path, vk={}) as desk:
        vk = desk.sandbox.vk.world
        await desk.until(lambda: vk.pollers)
        vk.faults.plan(VkFault("messages.send", "html", times=4))
        vk.writes(NADIA, "Какая квота?")
        await as_time_passes(desk, lambda: len(vk.ledger.refused("messages.send")) == 4)
        assert not vk.sends
        desk.pass_time(seconds=LATER)
        await as_time_passes(desk, lambda: vk.sends)
    assert len(heard(vk)) == 1
