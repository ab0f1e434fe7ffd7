"""What Telegram's refusals and the network's failures mean for delivery."""

import asyncio
from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage, TelegramMethod
from aiohttp import ClientOSError, ClientPayloadError, ConnectionTimeoutError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.telegram.outcomes import is_topic_closed, outcome_of
from handlers.conversation import Later, Outcome, Refusal, Refused, Relocated, Sent, Unknown

SECRET = "7000000001:secret"
CALL: TelegramMethod[Any] = SendMessage(chat_id=101, text="личные слова")

REFUSALS = [
    ("message thread not found", Refusal.TOPIC_GONE),
    ("TOPIC_DELETED", Refusal.TOPIC_GONE),
    ("TOPIC_ID_INVALID", Refusal.TOPIC_GONE),
    ("not enough rights to create a topic", Refusal.NO_RIGHTS),
    ("not enough rights to send text messages to the chat", Refusal.NO_RIGHTS),
    ("the chat is not a forum", Refusal.NO_RIGHTS),
    ("CHAT_WRITE_FORBIDDEN", Refusal.NO_RIGHTS),
    ("file is too big", Refusal.TOO_LARGE),
    ("message to edit not found", Refusal.MESSAGE_GONE),
    ("message can't be edited", Refusal.MESSAGE_GONE),
    ("message to react not found", Refusal.MESSAGE_GONE),
    ("chat not found", Refusal.CHAT_GONE),
    ("PEER_ID_INVALID", Refusal.CHAT_GONE),
    ("message is too long", Refusal.OTHER),
    ("REACTION_INVALID", Refusal.OTHER),
    ("BUTTON_DATA_INVALID", Refusal.OTHER),
]
FORBIDDEN = [
    ("bot was blocked by the user", Refusal.BLOCKED),
    ("user is deactivated", Refusal.BLOCKED),
    ("bot can't initiate conversation with a user", Refusal.BLOCKED),
    ("bot was kicked from the supergroup chat", Refusal.CHAT_GONE),
    ("bot is not a member of the supergroup chat", Refusal.CHAT_GONE),
]


@pytest.mark.parametrize(("words", "reason"), REFUSALS)
def test_a_bad_request_is_refused_for_its_reason(words: str, reason: Refusal) -> None:
    error = TelegramBadRequest(CALL, f"Bad Request: {words}")
    assert outcome_of(error) == Refused(reason, f"Bad Request: {words}")


@pytest.mark.parametrize(("words", "reason"), FORBIDDEN)
def test_who_may_not_be_written_to_is_told_apart(words: str, reason: Refusal) -> None:
    error = TelegramForbiddenError(CALL, f"Forbidden: {words}")
    assert outcome_of(error) == Refused(reason, f"Forbidden: {words}")


@pytest.mark.parametrize("words", ["message is not modified: specified …", "TOPIC_NOT_MODIFIED"])
def test_saying_the_same_again_is_success(words: str) -> None:
    assert outcome_of(TelegramBadRequest(CALL, f"Bad Request: {words}")) == Sent()


def test_telegram_says_how_long_to_wait() -> None:
    assert outcome_of(TelegramRetryAfter(CALL, "Too Many", 17)) == Later(17.0, "rate limit")


def test_a_chat_that_moved_names_its_new_place() -> None:
    assert outcome_of(TelegramMigrateToChat(CALL, "…", -100500)) == Relocated("-100500")


@pytest.mark.parametrize("kind", [TelegramUnauthorizedError, TelegramNotFound])
def test_a_withdrawn_token_gives_nothing_up(kind: type[TelegramAPIError]) -> None:
    assert isinstance(outcome_of(kind(CALL, "Unauthorized")), Later)


def test_a_request_too_large_for_the_server_is_too_large() -> None:
    outcome = outcome_of(TelegramEntityTooLarge(CALL, "Request Entity Too Large"))
    assert outcome == Refused(Refusal.TOO_LARGE, "Request Entity Too Large")


def caused(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(CALL, f"https://host/bot{SECRET}/sendMessage")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        caused(ConnectionTimeoutError()),
        ProxyConnectionError(SECRET),
        ProxyTimeoutError(SECRET),
        ProxyError(SECRET),
        RestartingTelegram(CALL, "restart"),
    ],
)
def test_what_never_left_is_tried_later(error: Exception) -> None:
    assert isinstance(outcome_of(error), Later)


@pytest.mark.parametrize(
    "error",
    [
        caused(TimeoutError()),
        caused(ClientOSError()),
        caused(ClientPayloadError()),
        TelegramServerError(CALL, "Bad Gateway"),
        TelegramServerError(CALL, "Internal Server Error"),
        ClientDecodeError("…", ValueError(), f"<html>{SECRET}</html>"),
        ClientDecodeError("…", ValueError(), {"ok": False, "description": SECRET}),
    ],
)
def test_what_may_have_arrived_is_unknown(error: Exception) -> None:
    assert isinstance(outcome_of(error), Unknown)


@pytest.mark.parametrize(
    ("result", "ids"),
    [
        ({"message_id": 7, "date": "?"}, ("7",)),
        ([{"message_id": 7}, {"message_id": 8}], ("7", "8")),
        ({"message_thread_id": 5}, ("5",)),
        (True, ()),
    ],
)
def test_a_message_in_a_shape_of_the_future_stands_all_the_same(
    result: object, ids: tuple[str, ...]
) -> None:
    error = ClientDecodeError("…", ValueError(), {"ok": True, "result": result})
    assert outcome_of(error) == Sent(ids)


def every_error() -> list[Exception]:
    plain = [ValueError, OSError, RuntimeError, KeyError, asyncio.InvalidStateError]
    return [caused(TimeoutError(SECRET)), *(kind(SECRET) for kind in plain)]


@pytest.mark.parametrize("error", every_error(), ids=repr)
def test_neither_token_nor_words_get_into_an_outcome(error: Exception) -> None:
    outcome: Outcome = outcome_of(error)
    assert "secret" not in repr(outcome)
    assert "слова" not in repr(outcome)


def test_a_closed_topic_is_told_from_a_deleted_one() -> None:
    assert is_topic_closed(TelegramBadRequest(CALL, "Bad Request: TOPIC_CLOSED"))
    assert not is_topic_closed(TelegramBadRequest(CALL, "Bad Request: TOPIC_DELETED"))


@pytest.mark.parametrize("kind", [TelegramBadRequest, TelegramForbiddenError, TelegramAPIError])
def test_a_token_that_telegram_repeats_is_not_told_on(kind: type[TelegramAPIError]) -> None:
    """Whoever answers in Telegram's place knows it, and staff read what was answered."""
    token = "7000000001:" + "A" * 35
    outcome = outcome_of(kind(CALL, f"Bad Request: no way with /bot{token}/sendMessage"))
    assert isinstance(outcome, Refused)
    assert "AAAA" not in outcome.detail
    assert "no way" in outcome.detail
