"""Faults on order: refused, broken, late and lost answers, with and without their effect."""

import asyncio
import json
from typing import Any

import pytest
import requests
import vk_api
from vk_api.exceptions import ApiError, ApiHttpError

from sandbox.vk.faults import VkFault, VkFaults
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox

SEND = "messages.send"


@pytest.fixture(autouse=True)
def written(vk: VkWorld) -> None:
    vk.writes(CLIENT, "вопрос")


def test_a_fault_meets_only_its_calls() -> None:
    faults = VkFaults()
    faults.plan(VkFault(SEND, "html", times=2, match={"peer_id": 5}))
    taken = [
        faults.take(name, {"peer_id": peer})
        for name, peer in ((SEND, "4"), ("users.get", "5"), (SEND, "5"), (SEND, 5), (SEND, 5))
    ]
    assert [fault is not None for fault in taken] == [False, False, True, True, False]
    assert faults.planned == []


def test_an_unknown_fault_is_not_taken() -> None:
    with pytest.raises(ValueError, match="вид сбоя"):
        VkFault(SEND, "earthquake")  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("code", [1, 6, 9, 10, 29, 603, 900, 1021, 1116])
async def test_any_refusal_can_be_ordered(call: Caller, vk: VkWorld, code: int) -> None:
    vk.faults.plan(VkFault(SEND, "error", code=code))
    await call.refused_to_say(code)
    assert vk.sends == []
    await call.says()


@pytest.mark.parametrize("image", [True, False])
async def test_a_captcha_comes_with_or_without_its_picture(
    call: Caller, vk: VkWorld, image: bool
) -> None:
    vk.faults.plan(VkFault(SEND, "error", code=14, image=image))
    with pytest.raises(ApiError) as refusal:
        await call.says()
    error = refusal.value.error
    assert ("captcha_img" in error, "redirect_uri" in error) == (image, not image)
    assert error["captcha_sid"]


async def test_without_a_picture_the_librarys_own_handler_stumbles(
    sandbox: RunningSandbox, vk: VkWorld
) -> None:
    vk.faults.plan(VkFault(SEND, "error", code=14, image=False))
    client = client_of(sandbox.vk.api_url, sandbox.vk.token)
    client.error_handlers[14] = client.captcha_handler
    with pytest.raises(KeyError):
        await Caller(client).says()


@pytest.mark.parametrize("kind", ["500", "502"])
async def test_a_broken_gateway(call: Caller, vk: VkWorld, kind: Any) -> None:
    vk.faults.plan(VkFault(SEND, kind))
    with pytest.raises(ApiHttpError) as broken:
        await call.says()
    assert (broken.value.response.status_code, vk.sends) == (int(kind), [])


@pytest.mark.parametrize(("kind", "sent"), [("html", 0), ("html_after", 1)])
async def test_a_page_instead_of_an_answer(call: Caller, vk: VkWorld, kind: Any, sent: int) -> None:
    vk.faults.plan(VkFault(SEND, kind))
    with pytest.raises(requests.exceptions.JSONDecodeError):
        await call.says()
    assert len(vk.sends) == sent


@pytest.mark.parametrize(("kind", "sent"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_cut_connection(call: Caller, vk: VkWorld, kind: Any, sent: int) -> None:
    vk.faults.plan(VkFault(SEND, kind))
    with pytest.raises(requests.exceptions.ConnectionError):
        await call.says(random_id=9)
    assert len(vk.sends) == sent
    await call.says(random_id=9)
    assert [one.repeats for one in vk.sends] == [sent]


@pytest.mark.parametrize(("kind", "sent"), [("hang", 0), ("hang_after", 1)])
async def test_a_connection_that_says_nothing(
    sandbox: RunningSandbox, vk: VkWorld, kind: Any, sent: int
) -> None:
    vk.faults.plan(VkFault(SEND, kind))
    client = client_of(sandbox.vk.api_url, sandbox.vk.token)
    client.http.patience = 0.3
    with pytest.raises(requests.exceptions.ReadTimeout):
        await Caller(client).says()
    assert len(vk.sends) == sent


async def test_a_slow_answer_comes(call: Caller, vk: VkWorld) -> None:
    vk.faults.plan(VkFault(SEND, "slow", seconds=0.05))
    await call.says()
    assert len(vk.sends) == 1


async def test_a_hanging_call_holds_nobody_else_up(call: Caller, vk: VkWorld) -> None:
    vk.faults.plan(VkFault("users.get", "hang"))
    hanging = asyncio.create_task(Caller(client_of_same(call))("users.get", user_ids=CLIENT))
    await vk.world.until(lambda: vk.ledger.refused("users.get"))
    await call.says()
    vk.world.close()
    with pytest.raises(requests.exceptions.ConnectionError):
        await hanging


def client_of_same(call: Caller) -> vk_api.VkApi:
    """Another client for the same server: one holds a lock during its calls."""
    return client_of(call.client.http.api_url, call.client.token["access_token"])


@pytest.mark.parametrize("method", ["a_check", "upload", "download"])
async def test_long_poll_uploads_and_downloads_suffer_too(
    call: Caller, vk: VkWorld, group: int, method: str
) -> None:
    vk.faults.plan(VkFault(method, "502"))
    server = await call("groups.getLongPollServer", group_id=group)
    where = {
        "a_check": server["server"],
        "upload": f"{vk.base}/vk/upload/doc",
        "download": f"{vk.base}/vk/files/doc1_1/x/y",
    }[method]
    verb = call.client.http.post if method == "upload" else call.client.http.get
    assert (await asyncio.to_thread(verb, where)).status_code == 502


async def test_the_ledger_tells_what_was_suffered(call: Caller, vk: VkWorld) -> None:
    vk.faults.plan(VkFault(SEND, "drop_before"))
    vk.faults.plan(VkFault(SEND, "error", code=10))
    vk.faults.plan(VkFault(SEND, "drop_after"))
    for _ in range(3):
        with pytest.raises((requests.exceptions.ConnectionError, ApiError)):
            await call.says(random_id=5, intent="default")
    number = await call.says(random_id=5)
    kept = [(one.ok, one.fault, one.error, one.ignored) for one in vk.ledger.entries]
    assert kept == [
        (False, "drop_before", "drop_before", []),
        (False, "error", "10 Internal server error", []),
        (True, "drop_after", None, ["intent"]),
        (True, None, None, []),
    ]
    assert [one.result_id for one in vk.ledger.calls(SEND)] == [number, number]
    assert json.dumps(vk.ledger.after(0))
