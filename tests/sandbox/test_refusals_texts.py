"""Texts and buttons Telegram does not take."""

import pytest
from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from sandbox.world import World
from tests.sandbox.refusing import CLIENT, Call, button, refused, says

TEXTS: dict[str, tuple[Call, str]] = {
    "an empty text": (lambda bot: says(bot, ""), "message text is empty"),
    "spaces only": (lambda bot: says(bot, " \n\u200b\u200f"), "message text is empty"),
    "tags around nothing": (
        lambda bot: says(bot, "<b> </b>", parse_mode="HTML"),
        "message text is empty",
    ),
    "4097 letters": (lambda bot: says(bot, "я" * 4097), "message is too long"),
    "4098 units in emoji": (lambda bot: says(bot, "😀" * 2049), "message is too long"),
    "100 KB": (lambda bot: says(bot, "a" * 100_000), "message is too long"),
    "an unknown tag": (
        lambda bot: says(bot, "я<foo>x</foo>", parse_mode="HTML"),
        'can\'t parse entities: Unsupported start tag "foo" at byte offset 2',
    ),
    "an open tag": (
        lambda bot: says(bot, "<b>x", parse_mode="HTML"),
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    "crossed tags": (
        lambda bot: says(bot, "<b><i>x</b></i>", parse_mode="HTML"),
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    "an end without a start": (
        lambda bot: says(bot, "x</b>", parse_mode="HTML"),
        "can't parse entities: Unexpected end tag at byte offset 1",
    ),
    "a bare less-than": (
        lambda bot: says(bot, "1 < 2", parse_mode="HTML"),
        "can't parse entities: Unclosed start tag at byte offset 2",
    ),
    "an unknown mode": (lambda bot: says(bot, "x", parse_mode="RTF"), "unsupported parse_mode"),
    "an entity without its link": (
        lambda bot: says(bot, "x", entities=[MessageEntity(type="text_link", offset=0, length=1)]),
        "can't parse MessageEntity: Can't find field \"url\"",
    ),
    "a long caption": (
        lambda bot: bot.send_photo(CLIENT, BufferedInputFile(b"x", "x.jpg"), caption="я" * 1025),
        "message caption is too long",
    ),
    "a reply to nothing": (
        lambda bot: says(bot, "x", reply_parameters=ReplyParameters(message_id=999)),
        "message to be replied not found",
    ),
}


@pytest.mark.parametrize("case", TEXTS)
async def test_a_wrong_text_is_refused(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = TEXTS[case]
    await refused(call(bot), text)
    assert len(world.messages(CLIENT)) == 1


BUTTONS: dict[str, tuple[Call, str]] = {
    "65 bytes of data": (
        lambda bot: says(bot, "x", reply_markup=button(callback_data="я" * 32 + "a")),
        "BUTTON_DATA_INVALID",
    ),
    "no data": (
        lambda bot: says(bot, "x", reply_markup=button(callback_data="")),
        "BUTTON_DATA_INVALID",
    ),
    "no action": (
        lambda bot: says(bot, "x", reply_markup=button()),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a wrong address": (
        lambda bot: says(bot, "x", reply_markup=button(url="javascript:alert(1)")),
        "BUTTON_URL_INVALID",
    ),
    "an empty key": (
        lambda bot: says(
            bot, "x", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="")]])
        ),
        "keyboard button text must be non-empty",
    ),
    "101 buttons": (
        lambda bot: says(
            bot,
            "x",
            reply_markup=InlineKeyboardMarkup(
                inline_keyboard=[[InlineKeyboardButton(text="1", callback_data="1")]] * 101
            ),
        ),
        "REPLY_MARKUP_TOO_LONG",
    ),
}


@pytest.mark.parametrize("case", BUTTONS)
async def test_a_wrong_button_is_refused(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = BUTTONS[case]
    await refused(call(bot), text)


async def test_64_bytes_of_button_data_are_accepted(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    await says(bot, "x", reply_markup=button(callback_data="я" * 32))
