"""Read marks: after the storing, once for a dialog, never in the way."""

from datetime import UTC, datetime

import pytest

from bot.vk.client import Client
from bot.vk.raw import message_event, raw_event
from bot.vk.reading import ReadMarks
from sandbox.vk import wire
from sandbox.vk.faults import VkFault
from sandbox.vk.world import VkWorld
from tests.bot.vk.samples import GROUP
from tests.sandbox_server import RunningSandbox

MARIA, ALEXEI = 301, 302


@pytest.fixture
def world(sandbox: RunningSandbox) -> VkWorld:
    return sandbox.vk.world


async def test_a_batch_marks_each_dialog_once_up_to_its_last_message(
    client: Client, world: VkWorld
) -> None:
    written = [world.writes(who, "Вопрос")[0] for who in (MARIA, MARIA, ALEXEI, MARIA)]
    now = datetime.now(UTC)
    batch = [raw_event(message_event(wire.message(world, one), GROUP), now) for one in written]
    world.writes(MARIA, "Ещё не сохранено")
    world.faults.plan(VkFault("messages.markAsRead", "error", code=10, match={"peer_id": ALEXEI}))
    marks = ReadMarks(client)
    marks.received(batch)
    await world.world.until(lambda: world.dialog(MARIA).in_read == 3, 60)
    assert len(world.ledger.calls("messages.markAsRead")) == 1
    await world.world.until(lambda: world.ledger.refused("messages.markAsRead"), 60)
    marks.received(batch[2:3])
    await world.world.until(lambda: world.dialog(ALEXEI).in_read == 1, 60)
    await marks.close()
    assert world.dialog(MARIA).in_read == 3
