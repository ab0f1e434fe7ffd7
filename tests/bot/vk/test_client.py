"""The real vk_api over HTTP: its own traps, broken answers, hung connections, and the token."""

import asyncio
import logging
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from structlog.testing import capture_logs

from bot.vk.client import Client, Group, Lane
from bot.vk.failures import Answered, CallFailed, Garbled, NeverSent, NoAnswer
from bot.vk.pacing import Pacer, Urgency
from bot.vk.session import Session
from sandbox.vk.faults import VkFault, VkFaultKind
from tests.bot.vk.conftest import PATIENCE, client_of
from tests.bot.vk.raw_server import page, raw_server
from tests.sandbox_server import RunningSandbox, running_sandbox

MARIA = 301
ME = {"user_ids": MARIA}


async def failure(
    client: Client, method: str = "users.get", lane: Lane = Lane.SENDING
) -> CallFailed:
    with pytest.raises(CallFailed) as failed:
        await client.call(method, ME, lane)
    return failed.value


async def test_a_call_answers_with_what_vk_said(client: Client) -> None:
    (maria,) = await client.call("users.get", {**ME, "fields": "screen_name", "lang": None})
    assert (maria["first_name"], maria["screen_name"]) == ("Мария", "maria_k")


@pytest.mark.parametrize("image", [True, False])
async def test_a_captcha_is_an_error_like_any_other_with_and_without_a_picture(
    client: Client, sandbox: RunningSandbox, image: bool
) -> None:
    sandbox.vk.world.faults.plan(VkFault("users.get", "error", code=14, image=image))
    error = await failure(client)
    assert isinstance(error, Answered)
    assert error.code == 14


async def test_too_many_requests_are_counted_and_tried_again_a_few_times(
    client: Client, sandbox: RunningSandbox
) -> None:
    sandbox.vk.world.faults.plan(VkFault("users.get", "error", code=6))
    assert await client.call("users.get", ME)
    assert client.pacer.refused == 1
    client.pacer.too_many = lambda: None  # type: ignore[method-assign] # no need to wait again
    sandbox.vk.world.faults.plan(VkFault("users.get", "error", code=6, times=50))
    error = await failure(client)
    assert isinstance(error, Answered)
    assert error.code == 6
    assert len(sandbox.vk.world.ledger.refused("users.get")) == 4


@pytest.mark.parametrize("code", [3, 5, 10, 17, 27, 28, 100])
async def test_no_error_is_handled_behind_our_back(
    client: Client, sandbox: RunningSandbox, code: int
) -> None:
    sandbox.vk.world.faults.plan(VkFault("users.get", "error", code=code))
    error = await failure(client)
    assert isinstance(error, Answered)
    assert error.code == code
    assert len(sandbox.vk.world.ledger.refused("users.get")) == 1


@pytest.mark.parametrize("kind", ["html", "html_after", "500", "502", "drop_before", "drop_after"])
async def test_a_broken_answer_leaves_a_doubt(
    client: Client, sandbox: RunningSandbox, kind: VkFaultKind
) -> None:
    sandbox.vk.world.faults.plan(VkFault("users.get", kind))
    assert isinstance(await failure(client), NoAnswer)
    assert await client.call("users.get", ME)


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"ts": "7"', b"[]"])
async def test_an_answer_of_the_long_poll_that_nobody_can_read_is_told_apart(body: bytes) -> None:
    with raw_server([page(body)]) as server:
        client = Client("vk1.a.any", server.url, connect=PATIENCE, read=PATIENCE)
        with pytest.raises(Garbled):
            await client.poll(server.url, {}, 1)
        client.close()


async def test_nobody_at_the_address_means_that_nothing_was_sent() -> None:
    async with running_sandbox() as gone:
        address = gone.vk.api_url
    client = Client("vk1.a.any", address, connect=PATIENCE, read=PATIENCE)
    assert isinstance(await failure(client), NeverSent)
    client.close()


async def test_a_wrong_address_turns_calls_away(sandbox: RunningSandbox) -> None:
    client = Client(sandbox.vk.token, f"{sandbox.url}/nowhere")
    assert isinstance(await failure(client), NeverSent)
    client.close()


async def test_a_hung_call_ends_with_its_time_limit(sandbox: RunningSandbox) -> None:
    client = client_of(sandbox, read=0.3)
    sandbox.vk.world.faults.plan(VkFault("users.get", "hang"))
    assert isinstance(await failure(client), NoAnswer)
    client.close()


async def test_while_calls_hang_the_others_go_on(client: Client, sandbox: RunningSandbox) -> None:
    sandbox.vk.world.faults.plan(VkFault("users.get", "hang", times=3))
    hung = [asyncio.create_task(failure(client)) for _ in range(3)]
    await sandbox.world.until(lambda: len(sandbox.vk.world.ledger.entries) == 3, PATIENCE)
    for lane in Lane:
        assert await client.call("groups.getById", {}, lane)
    assert not any(task.done() for task in hung)
    sandbox.world.close()
    assert {type(error) for error in await asyncio.gather(*hung)} == {NoAnswer}


async def test_a_clock_set_back_does_not_put_the_library_to_sleep(
    sandbox: RunningSandbox,
) -> None:
    group = Group(sandbox.vk.token, Session(Pacer(), Urgency.SEND, sandbox.vk.api_url))
    group.last_request = time.time() + 3600
    async with asyncio.timeout(PATIENCE):
        assert await asyncio.to_thread(group.method, "users.get", dict(ME))


class Redirecting(BaseHTTPRequestHandler):
    """A server that sends every call elsewhere; a ledger of what it was asked."""

    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


async def test_redirections_do_not_carry_the_token_away() -> None:
    Redirecting.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Redirecting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = Client(
            "vk1.a.any", f"http://127.0.0.1:{server.server_port}", connect=PATIENCE, read=PATIENCE
        )
        assert isinstance(await failure(client), NoAnswer)
        client.close()
        server.shutdown()
    assert Redirecting.asked == ["/method/users.get"]


def test_the_machines_own_proxies_and_passwords_are_left_alone() -> None:
    assert not Session(Pacer(), Urgency.SEND).trust_env


async def test_twenty_calls_a_second_are_never_exceeded() -> None:
    async with running_sandbox(rate_limits=True) as sandbox:
        client = client_of(sandbox)
        calls = [client.call("users.get", ME) for _ in range(70)]
        began = time.monotonic()
        await asyncio.gather(*calls)
        spent = time.monotonic() - began
        client.close()
    assert client.pacer.refused == 0
    assert sandbox.vk.world.ledger.refused("users.get") == []
    # The first twenty go at once, fifty more need two seconds and a half.
    assert spent > 2.5


@pytest.mark.parametrize("kind", ["error", "html", "502", "hang"])
async def test_no_failure_tells_the_token_or_the_words(
    sandbox: RunningSandbox, kind: VkFaultKind, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    read = 0.3 if kind == "hang" else PATIENCE
    client, words = client_of(sandbox, read=read), "секретные слова"
    sandbox.vk.world.faults.plan(VkFault("messages.send", kind, code=100))
    with capture_logs() as lines, pytest.raises(CallFailed) as failed:
        await client.call("messages.send", {"peer_ids": MARIA, "message": words, "random_id": 1})
    client.close()
    told = "".join(traceback.format_exception(failed.value)) + repr(failed.value) + str(lines)
    for secret in (sandbox.vk.token, words):
        assert secret not in told + caplog.text
    assert failed.value.__context__ is None
    assert failed.value.__cause__ is None


async def test_a_download_stops_above_its_limit(
    client: Client, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    url, into = f"{sandbox.url}/", tmp_path / "page"
    size = await client.download(url, into, 10**6)
    assert size == into.stat().st_size > 100
    assert await client.download(url, into, 100) is None
    with pytest.raises(CallFailed):
        await client.download(f"{sandbox.url}/nowhere", into, 100)
