"""The connection and the first greeting."""

import asyncio
import gc
import weakref

import pytest
from aiogram import Bot
from aiogram.methods import GetMe, Response
from aiogram.types import User
from aiogram.utils.token import TokenValidationError

from bot.backoff import Backoff
from bot.mending import loads
from bot.telegram.client import TokenRefused, introduce, make_bot
from sandbox.faults import Fault
from tests.sandbox_server import RunningSandbox


async def test_the_greeting_is_repeated_until_telegram_answers(
    client: Bot, sandbox: RunningSandbox
) -> None:
    rests: list[float] = []

    async def wait(seconds: float) -> None:
        rests.append(seconds)
        await asyncio.sleep(0)

    for kind in ("502", "drop_before", "html"):
        sandbox.world.faults.plan(Fault("getMe", kind))
    me = await introduce(client, Backoff(chance=lambda: 1.0), wait)
    assert me.username == "otklik_sandbox_bot"
    assert rests == [1, 2, 4]


async def test_a_refused_token_is_not_asked_about_twice(sandbox: RunningSandbox) -> None:
    bot = make_bot("7000000001:withdrawn", sandbox.url)
    with pytest.raises(TokenRefused):
        await introduce(bot)
    await bot.session.close()


async def test_the_model_of_an_answer_is_made_once(client: Bot) -> None:
    await client(GetMe())
    made = weakref.ref(Response[User])
    gc.collect()
    assert made() is not None
    await client(GetMe())
    assert made() is Response[User]


def test_what_cannot_be_a_token_is_refused_at_once() -> None:
    with pytest.raises(TokenValidationError):
        make_bot("no token")


def test_an_own_server_and_a_proxy_are_taken_from_the_settings() -> None:
    bot = make_bot("7:x", "https://tg.example/", "socks5://user:word@127.0.0.1:1080")
    assert bot.session.api.api_url("7:x", "getMe") == "https://tg.example/bot7:x/getMe"
    assert (
        make_bot("7:x").session.api.api_url("7:x", "getMe").startswith("https://api.telegram.org")
    )


def test_a_number_of_thousands_of_digits_spoils_only_itself() -> None:
    assert loads('{"ok": true, "result": [' + "9" * 6000 + ', {"update_id": 5}]}') == {
        "ok": True,
        "result": [float("inf"), {"update_id": 5}],
    }


def test_waits_grow_to_a_limit_and_are_shortened_at_random_by_half_at_most() -> None:
    longest = Backoff(longest=10, chance=lambda: 1.0)
    assert [longest.next() for _ in range(6)] == [1, 2, 4, 8, 10, 10]
    longest.reset()
    assert longest.next() == 1
    assert Backoff(chance=lambda: 0.0).next() == 0.5
    tired = Backoff(failures=10**6)
    assert tired.next() <= 60
