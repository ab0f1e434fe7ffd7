"""Looking through the dialogs while people go on writing."""

from collections.abc import Mapping

import pytest

from bot.vk import reconciling
from bot.vk.client import Client, Lane
from bot.vk.reconciling import missed
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import PATIENCE
from tests.bot.vk.samples import GROUP
from tests.sandbox_server import RunningSandbox

MARIA, ALEXEI, TATIANA = 301, 302, 303


class Turning(Client):
    """Somebody whose page is still to come writes just before that page of all is turned."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        super().__init__(sandbox.vk.token, sandbox.vk.api_url, connect=PATIENCE, read=PATIENCE)
        self.world: VkWorld = sandbox.vk.world
        self.wrote = False

    async def call(
        self, method: str, values: Mapping[str, object], lane: Lane = Lane.SENDING
    ) -> object:
        """As every client, but for that."""
        if values.get("filter") == "all" and values.get("offset") == 1 and not self.wrote:
            self.wrote = True
            self.world.writes(MARIA, "И ещё вот что")
        return await super().call(method, values, lane)


async def test_who_writes_while_the_pages_are_turned_loses_nothing_written_before(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "PAGE", 1)
    monkeypatch.setattr(reconciling, "FILTERS", reconciling.FILTERS[2:])
    world = sandbox.vk.world
    for who in (MARIA, ALEXEI, TATIANA):
        world.writes(who, f"Пропущено {who}")
    client = Turning(sandbox)
    found = [event async for events in missed(client, GROUP, 1) for event in events]
    client.close()
    texts = {event["object"]["message"]["text"] for event in found}
    assert client.wrote
    assert {f"Пропущено {who}" for who in (MARIA, ALEXEI, TATIANA)} <= texts
