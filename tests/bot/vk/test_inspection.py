"""Looking around in VK through the real client, with every kind of token."""

from collections.abc import AsyncIterator

import pytest

from bot.status import Trouble
from bot.vk.client import Client
from bot.vk.inspection import EVENTS, RIGHTS, Inspection, LongPollFacts, TokenFacts, Unanswered
from sandbox.vk.faults import VkFault, VkFaultKind
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import client_of
from tests.bot.vk.samples import GROUP
from tests.sandbox_server import RunningSandbox


@pytest.fixture
def world(sandbox: RunningSandbox) -> VkWorld:
    return sandbox.vk.world


@pytest.fixture
def inspection(client: Client) -> Inspection:
    return Inspection(client, GROUP)


@pytest.fixture(params=["user", "service"])
async def stranger(
    sandbox: RunningSandbox, request: pytest.FixtureRequest
) -> AsyncIterator[Inspection]:
    community = sandbox.vk.world.community
    token = community.user_token if request.param == "user" else community.service_token
    client = client_of(sandbox, token)
    yield Inspection(client, GROUP)
    client.close()


async def test_the_community_tells_its_name_even_after_it_was_renamed(
    inspection: Inspection, world: VkWorld
) -> None:
    assert (await inspection.community()).name == "Агентство занятости (песочница)"
    world.community.name, world.community.screen_name = "Центр занятости", "czn"
    community = await inspection.community()
    assert (community.id, community.name, community.screen_name) == (
        GROUP,
        "Центр занятости",
        "czn",
    )


async def test_the_token_tells_its_rights(inspection: Inspection, world: VkWorld) -> None:
    facts = await inspection.token()
    assert facts == TokenFacts("group", RIGHTS)
    assert facts.missing == frozenset()
    world.community.permissions = ["messages"]
    assert (await inspection.token()).missing == RIGHTS - {"messages"}


async def test_a_server_that_does_not_tell_rights_disturbs_nothing(
    inspection: Inspection, world: VkWorld
) -> None:
    world.settings.unknown_methods = ["groups.getTokenPermissions", "groups.getLongPollSettings"]
    assert await inspection.token() == TokenFacts("group")
    assert await inspection.long_poll() is None


async def test_a_token_of_another_kind_is_found_out(stranger: Inspection) -> None:
    assert (await stranger.token()).kind == "other"


async def test_a_wrong_token_is_a_trouble_of_its_own(sandbox: RunningSandbox) -> None:
    client = client_of(sandbox, "vk1.a.wrong")
    with pytest.raises(Unanswered) as unanswered:
        await Inspection(client, GROUP).token()
    assert unanswered.value.trouble is Trouble.TOKEN
    client.close()


async def test_messages_may_be_switched_off(inspection: Inspection, world: VkWorld) -> None:
    assert await inspection.messages_on()
    world.community.messages_on = False
    assert not await inspection.messages_on()


async def test_missing_events_are_named_and_can_be_switched_on(
    inspection: Inspection, world: VkWorld
) -> None:
    assert await inspection.long_poll() == LongPollFacts(on=True, version="5.199")
    world.settings.long_poll_on = False
    world.settings.events["message_event"] = 0
    world.settings.events["message_typing_state"] = 0
    facts = await inspection.long_poll()
    assert facts == LongPollFacts(on=False, version="5.199", missing=("message_event",))
    await inspection.switch_on()
    assert await inspection.long_poll() == LongPollFacts(on=True, version="5.199")
    assert world.settings.events["message_typing_state"] == 0
    assert all(world.settings.events[name] for name in EVENTS)


async def test_without_the_right_nothing_is_switched_on(
    inspection: Inspection, world: VkWorld
) -> None:
    world.community.permissions = ["messages"]
    with pytest.raises(Unanswered) as unanswered:
        await inspection.switch_on()
    assert unanswered.value.is_no
    assert unanswered.value.code == 15


@pytest.mark.parametrize("kind", ["html", "502", "drop_before"])
async def test_a_trouble_on_the_way_is_no_no(
    inspection: Inspection, world: VkWorld, kind: VkFaultKind
) -> None:
    world.faults.plan(VkFault("groups.getById", kind))
    with pytest.raises(Unanswered) as unanswered:
        await inspection.community()
    assert not unanswered.value.is_no
    assert unanswered.value.trouble is Trouble.SERVER
