"""What a failed call means for delivery, in the product's terms.

Neither the token nor anybody's words get into an outcome: of what went wrong on this side only the
error's class is named, and of Telegram's answer its own description, without a token that it may
repeat.
"""

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
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.logs import scrubbed
from handlers.conversation import Later, Outcome, Refusal, Refused, Relocated, Sent, Unknown

NETWORK_PAUSE = 2.0
TOKEN_PAUSE = 60.0
LONGEST_DETAIL = 200

NEVER_CONNECTED = (
    ClientConnectorError,
    ConnectionTimeoutError,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)
TOPIC_CLOSED = "topic_closed"

_SUCCESSES = ("message is not modified", "topic_not_modified")
_REFUSALS = (
    ("message thread not found", Refusal.TOPIC_GONE),
    ("topic_deleted", Refusal.TOPIC_GONE),
    ("topic deleted", Refusal.TOPIC_GONE),
    ("topic_id_invalid", Refusal.TOPIC_GONE),
    ("not enough rights", Refusal.NO_RIGHTS),
    ("have no rights", Refusal.NO_RIGHTS),
    ("need administrator rights", Refusal.NO_RIGHTS),
    ("chat_admin_required", Refusal.NO_RIGHTS),
    ("chat_write_forbidden", Refusal.NO_RIGHTS),
    ("chat is not a forum", Refusal.NO_RIGHTS),
    ("too big", Refusal.TOO_LARGE),
    ("too large", Refusal.TOO_LARGE),
    ("message to edit not found", Refusal.MESSAGE_GONE),
    ("message can't be edited", Refusal.MESSAGE_GONE),
    ("message to react not found", Refusal.MESSAGE_GONE),
    ("message to be replied not found", Refusal.MESSAGE_GONE),
    ("message to reply not found", Refusal.MESSAGE_GONE),
    ("reply message not found", Refusal.MESSAGE_GONE),
    ("message to delete not found", Refusal.MESSAGE_GONE),
    ("message can't be deleted", Refusal.NO_RIGHTS),
    ("message_delete_forbidden", Refusal.NO_RIGHTS),
    ("message_id_invalid", Refusal.MESSAGE_GONE),
    ("message not found", Refusal.MESSAGE_GONE),
    ("was kicked", Refusal.CHAT_GONE),
    ("not a member", Refusal.CHAT_GONE),
    ("chat not found", Refusal.CHAT_GONE),
    ("chat was deleted", Refusal.CHAT_GONE),
    ("peer_id_invalid", Refusal.CHAT_GONE),
)


def outcome_of(error: Exception) -> Outcome:
    """The outcome for delivery; never raises, whatever the error."""
    match error:
        case TelegramMigrateToChat():
            outcome: Outcome = Relocated(str(error.migrate_to_chat_id))
        case TelegramRetryAfter():
            outcome = Later(float(error.retry_after), "rate limit")
        case TelegramUnauthorizedError() | TelegramNotFound():
            # The token was withdrawn or the address is wrong: nothing was sent, and nothing may be
            # given up, for a person will mend the settings.
            outcome = Later(TOKEN_PAUSE, type(error).__name__)
        case TelegramEntityTooLarge():
            outcome = Refused(Refusal.TOO_LARGE, "Request Entity Too Large")
        case TelegramForbiddenError():
            outcome = _refused(error.message, Refusal.BLOCKED)
        case TelegramBadRequest() if _is_success(error.message):
            outcome = Sent()
        case TelegramBadRequest():
            outcome = _refused(error.message, Refusal.OTHER)
        case _:
            outcome = _of_trouble(error)
    return outcome


def is_topic_closed(error: Exception) -> bool:
    """The topic takes no messages until it is reopened."""
    return isinstance(error, TelegramBadRequest) and TOPIC_CLOSED in error.message.lower()


def _is_success(message: str) -> bool:
    return any(words in message.lower() for words in _SUCCESSES)


def _refused(message: str, otherwise: Refusal) -> Refused:
    folded = message.lower()
    reason = next((reason for words, reason in _REFUSALS if words in folded), otherwise)
    return Refused(reason, scrubbed(message)[:LONGEST_DETAIL])


def _of_trouble(error: Exception) -> Outcome:
    """Network, platform down, an answer nobody can read."""
    why = type(error).__name__
    if isinstance(error, NEVER_CONNECTED) or isinstance(error.__cause__, NEVER_CONNECTED):
        return Later(NETWORK_PAUSE, why)
    if isinstance(error, RestartingTelegram):
        return Later(NETWORK_PAUSE, why)
    if isinstance(error, ClientDecodeError):
        return _of_unreadable(error.data)
    if isinstance(error, TelegramServerError | TelegramNetworkError):
        # A 500, 502 or 504 may come from a gateway that lost the answer of a call which had taken
        # effect, as a dropped connection or a time-out may. Saying "not sent" would double answers.
        return Unknown(why)
    if isinstance(error, TelegramAPIError):
        return Refused(Refusal.OTHER, scrubbed(error.message)[:LONGEST_DETAIL])
    return Refused(Refusal.OTHER, why)


def _of_unreadable(data: object) -> Outcome:
    """A page instead of JSON, or a message in a shape aiogram does not know yet.

    The second stands in the chat already, and its id is all that matters.
    """
    if not isinstance(data, dict) or data.get("ok") is not True:
        return Unknown("unreadable answer")
    result = data.get("result")
    messages = result if isinstance(result, list) else [result]
    ids = [_identity(message) for message in messages]
    return Sent(tuple(filter(None, ids)))


def _identity(message: object) -> str:
    if not isinstance(message, dict):
        return ""
    number = message.get("message_id", message.get("message_thread_id"))
    return str(number) if isinstance(number, int) else ""
