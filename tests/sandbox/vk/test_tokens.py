"""Tokens: whose they are, what they open, and VK's words when they don't."""

import httpx
import pytest

from sandbox.vk.methods import METHODS
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox

REFUSALS = {"group": 27, "service": 28, "user": 15}


def caller(sandbox: RunningSandbox, kind: str) -> Caller:
    token = getattr(sandbox.vk.world.community, f"{kind}_token")
    return Caller(client_of(sandbox.vk.api_url, token))


@pytest.mark.parametrize("kind", REFUSALS)
async def test_every_method_refuses_the_tokens_it_is_not_for(
    sandbox: RunningSandbox, kind: str
) -> None:
    call = caller(sandbox, kind)
    closed = [one.name for one in METHODS.values() if kind not in one.kinds]
    assert closed
    for name in closed:
        await call.refused(REFUSALS[kind], name)


async def test_vks_own_words(sandbox: RunningSandbox) -> None:
    words = await caller(sandbox, "group").refused(27, "wall.get")
    assert words == "Group authorization failed: method is unavailable with group auth."
    words = await caller(sandbox, "service").refused(28, "messages.send")
    assert words.startswith("Application authorization failed: method is unavailable with service")


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", "User authorization failed: no access_token passed."),
        ("vk1.a.stolen", "User authorization failed: invalid access_token (4)."),
    ],
)
async def test_a_wrong_token_opens_nothing(sandbox: RunningSandbox, token: str, words: str) -> None:
    call = Caller(client_of(sandbox.vk.api_url, token))
    assert await call.refused(5, "messages.getConversations") == words
    await call.refused(5, "users.get")


async def test_an_unknown_method_and_one_taken_away(call: Caller, vk: VkWorld) -> None:
    assert await call.refused(3, "messages.dance") == "Unknown method passed"
    vk.settings.unknown_methods = ["messages.setActivity"]
    await call.refused(3, "messages.setActivity", peer_id=CLIENT)


async def test_a_token_without_the_right_to_messages_reads_none(call: Caller, vk: VkWorld) -> None:
    vk.community.permissions = ["manage"]
    await call.refused(15, "messages.getConversations")
    await call.refused(15, "photos.getMessagesUploadServer")
    await call("groups.getById")


@pytest.mark.parametrize("version", ["", "4.0", "x"])
async def test_the_version_is_demanded(sandbox: RunningSandbox, version: str) -> None:
    async with httpx.AsyncClient(base_url=sandbox.vk.api_url, trust_env=False) as page:
        params = {"access_token": sandbox.vk.token, "v": version}
        answer = await page.get("/method/users.get", params=params)
    assert answer.json()["error"]["error_code"] == 8


async def test_the_token_stands_neither_in_answers_nor_in_the_ledger(
    sandbox: RunningSandbox, call: Caller
) -> None:
    async with httpx.AsyncClient(base_url=sandbox.vk.api_url, trust_env=False) as page:
        params = {"access_token": sandbox.vk.token, "v": "5.199", "peer_id": "1"}
        answer = await page.post("/method/messages.send", data=params)
    assert {"key": "peer_id", "value": "1"} in answer.json()["error"]["request_params"]
    assert sandbox.vk.token not in answer.text
    await call("users.get", user_ids=CLIENT)
    (refused, done) = sandbox.vk.world.ledger.after(0)
    assert (refused["ok"], done["ok"], done["method"]) == (False, True, "users.get")
    assert sandbox.vk.token not in str([refused, done])
