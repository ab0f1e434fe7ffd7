"""The ledger knows every call, with what was refused and what was not understood."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import BufferedInputFile

from sandbox.world import World
from tests.sandbox.client import client_of
from tests.sandbox_server import RunningSandbox

CLIENT = 101


async def test_effects_and_refusals_are_numbered_in_order(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    sent = await bot.send_message(CLIENT, "раз")
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(CLIENT, "")
    first, second = world.ledger.after(0)
    assert (first["n"], first["ok"], first["result_id"]) == (1, True, sent.message_id)
    assert (second["n"], second["ok"]) == (2, False)
    assert second["error"] == "Bad Request: message text is empty"
    assert world.ledger.after(1) == [second]
    assert len(world.ledger.calls("sendMessage", chat_id=CLIENT, text="раз")) == 1


async def test_polling_is_not_worth_a_line(bot: Bot, world: World) -> None:
    await bot.get_updates()
    assert world.ledger.after(0) == []


async def test_files_are_kept_by_name_and_size(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await bot.send_document(CLIENT, BufferedInputFile(b"12345", "форма.docx"))
    params = world.ledger.after(0)[0]["params"]
    assert {"file": "форма.docx", "size": 5} in params.values()


async def test_parameters_not_acted_upon_are_named(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await bot.send_message(CLIENT, "раз", message_effect_id="5104841245755180586")
    assert world.ledger.after(0)[0]["ignored"] == ["message_effect_id"]


async def test_one_can_wait_for_a_call(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await bot.send_message(CLIENT, "раз")
    await world.until(lambda: world.ledger.calls("sendMessage"))


async def test_a_call_with_a_wrong_token_is_written_down_without_its_words(
    sandbox: RunningSandbox, world: World
) -> None:
    async with client_of(sandbox.url, "1:wrong") as stranger:
        with pytest.raises(TelegramUnauthorizedError):
            await stranger.send_message(CLIENT, "раз")
    (entry,) = world.ledger.refused("sendMessage")
    assert (entry.error, entry.params) == ("Unauthorized", {})
