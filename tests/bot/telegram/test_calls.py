"""Every call the channel makes, checked against the official description when it is at hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from aiogram.methods import (
    AnswerCallbackQuery,
    CreateForumTopic,
    DeleteWebhook,
    EditForumTopic,
    EditMessageCaption,
    EditMessageText,
    GetMe,
    ReopenForumTopic,
    SetMessageReaction,
    SetMyCommands,
    TelegramMethod,
)

from appeals.model import Address
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.telegram.outgoing import NO_PREVIEW, WITHOUT_CAPTION, inline_keyboard, sending, worded
from bot.telegram.polling import GetRawUpdates
from handlers.conversation import Rendered
from tests.sandbox.spec import VARIABLE, spec_file

SPEC = spec_file()
WORDS = Content("Слова", (Mark(Style.BOLD, 0, 5),))
AT = Address("telegram", "-100", "7")
BUTTONS = ((("Взять", "take:7:1", ""),),)


def file(kind: MediaKind) -> Attachment:
    return Attachment(kind, "F1")


def sendings() -> list[TelegramMethod[Any]]:
    """One of each way to send."""
    files = [
        Content("" if kind in WITHOUT_CAPTION else "Слова", (), (file(kind),)) for kind in MediaKind
    ]
    messages = [Rendered(content, BUTTONS, reply_to="5") for content in (WORDS, *files)]
    album = Content("Слова", WORDS.marks, (file(MediaKind.PHOTO), file(MediaKind.VIDEO)))
    messages += [Rendered(album), Rendered(WORDS, BUTTONS, menu=True)]
    return [sending(AT, message, Path()) for message in messages]


def others() -> list[TelegramMethod[Any]]:
    keyboard = inline_keyboard(Rendered(WORDS, BUTTONS))
    where: dict[str, Any] = {"chat_id": 1, "message_id": 2}
    topic: dict[str, Any] = {"chat_id": 1, "message_thread_id": 2}
    return [
        EditMessageText(
            **where,
            **worded(WORDS, "text"),
            reply_markup=keyboard,
            link_preview_options=NO_PREVIEW,
        ),
        EditMessageCaption(**where, **worded(WORDS, "caption"), reply_markup=keyboard),
        SetMessageReaction(**where, reaction=[]),
        CreateForumTopic(chat_id=1, name="№ 1"),
        EditForumTopic(**topic, name="№ 1"),
        ReopenForumTopic(**topic),
        AnswerCallbackQuery(callback_query_id="1", text="Готово", show_alert=True),
        GetRawUpdates(offset=1, allowed_updates=[]),
        SetMyCommands(commands=[]),
        DeleteWebhook(),
        GetMe(),
    ]


@pytest.mark.skipif(not SPEC, reason=f"{VARIABLE} names no description of the Bot API")
@pytest.mark.parametrize("call", [*sendings(), *others()], ids=lambda call: call.__api_method__)
def test_telegram_knows_every_parameter_of_every_call(call: TelegramMethod[Any]) -> None:
    assert SPEC is not None
    fields = json.loads(SPEC.read_text())["methods"][call.__api_method__].get("fields", [])
    given = set(call.model_dump(exclude_none=True, exclude_defaults=True))
    assert given <= {field["name"] for field in fields}
    assert {field["name"] for field in fields if field["required"]} <= given | {"allowed_updates"}


@pytest.mark.parametrize("call", sendings(), ids=lambda call: call.__api_method__)
def test_no_sending_has_a_parse_mode(call: TelegramMethod[Any]) -> None:
    assert "parse_mode" not in call.model_fields_set
