"""VK as a platform: built from the settings, in at one end and out at the other."""

import asyncio
from collections.abc import Sequence

import pytest

from appeals.model import Address
from appeals.words import Content
from bot.clock import SystemClock
from bot.platform import Inlet, Platform
from bot.received import Received, Unreadable
from bot.settings import Settings
from bot.vk.platform import SwitchedOff, VkPlatform, vk_platform
from handlers.conversation import Rendered, Sent, Words, Wrote
from sandbox.vk.faults import VkFault
from tests.bot.vk.receiving import Inbox
from tests.sandbox_server import RunningSandbox

MARIA = 301


class Quick:
    """Pauses that end at once, written down."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0.01)


def platform_of(sandbox: RunningSandbox, wait: Quick | None = None) -> VkPlatform:
    vk = {"token": sandbox.vk.token, "group_id": sandbox.vk.group_id, "api_url": sandbox.vk.api_url}
    settings = Settings.model_validate(
        {"authority": {"name": "Агентство", "timezone": "Asia/Novosibirsk"}, "vk": vk}
    )
    return vk_platform(settings, SystemClock(), wait or Quick())


@pytest.mark.parametrize("vk", [{}, {"token": "vk1.a.any"}, {"group_id": 5}])
def test_without_a_token_and_a_community_vk_is_off(vk: dict[str, object]) -> None:
    try:
        settings = Settings.model_validate(
            {"authority": {"name": "Агентство", "timezone": "Asia/Novosibirsk"}, "vk": vk}
        )
    except ValueError:
        return
    with pytest.raises(SwitchedOff):
        vk_platform(settings, SystemClock())


async def test_what_a_client_writes_comes_in_is_read_and_answered(
    sandbox: RunningSandbox,
) -> None:
    vk, world, stop = platform_of(sandbox), sandbox.vk.world, asyncio.Event()
    platform: Platform = vk
    stored: list[Received] = []
    inbox = Inbox()

    async def receive(batch: Sequence[Received], cursor: str | None) -> None:
        await inbox(batch, cursor)
        stored.extend(batch)
        platform.source.received(batch)

    async def tell(words: Words) -> None:
        raise AssertionError(words.key)

    assert platform.check() == "starting"
    receiving = asyncio.create_task(platform.receiving(Inlet(receive, tell), stop))
    await world.world.until(lambda: world.pollers, 60)
    world.writes(MARIA, "Вопрос")
    await world.world.until(lambda: world.dialog(MARIA).in_read == 1, 60)
    assert platform.check() is None
    incoming = platform.source.read(stored[0].raw)
    assert isinstance(incoming, Wrote)
    answer = Rendered(Content("Ответ"), reply_to=incoming.id, nonce="outbox:1")
    assert await platform.channel.send(Address("vk", str(MARIA)), answer) == Sent(("2",))
    with pytest.raises(Unreadable):
        platform.source.read("{}")
    stop.set()
    await receiving
    await platform.close()


async def test_a_refused_token_is_told_to_staff_once_and_everything_goes_on_after_it(
    sandbox: RunningSandbox,
) -> None:
    wait, told, stop = Quick(), list[str](), asyncio.Event()
    vk, world, inbox = platform_of(sandbox, wait), sandbox.vk.world, Inbox()

    async def tell(words: Words) -> None:
        told.append(words.key)

    world.faults.plan(VkFault("*", "error", code=5, times=3))
    receiving = asyncio.create_task(vk.receiving(Inlet(inbox, tell), stop))
    await world.world.until(lambda: world.pollers, 60)
    world.writes(MARIA, "Вопрос")
    await inbox.until(lambda: inbox.texts)
    assert told == ["vk-token-refused"]
    assert wait.seconds[0] >= 30
    stop.set()
    await receiving
    await vk.close()


async def test_a_captcha_at_sending_shows_on_the_health_page_until_a_message_gets_through(
    sandbox: RunningSandbox,
) -> None:
    vk, world = platform_of(sandbox), sandbox.vk.world
    world.writes(MARIA, "Вопрос")
    vk.status.well()
    world.faults.plan(VkFault("messages.send", "error", code=14, image=False))
    message = Rendered(Content("Ответ"), nonce="outbox:1")
    await vk.channel.send(Address("vk", str(MARIA)), message)
    assert vk.check() == "captcha"
    await vk.channel.send(Address("vk", str(MARIA)), message)
    assert vk.check() is None
    await vk.close()
