"""Telegram's refusals: the codes and words with which the Bot API says no."""

from typing import Any

CONFLICT = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_thread_id": "invalid message thread identifier specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "callback_query_id": QUERY_TOO_OLD,
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "video": "there is no video in the request",
    "animation": "there is no animation in the request",
    "audio": "there is no audio in the request",
    "voice": "there is no voice in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "name": "TOPIC_TITLE_EMPTY",
}


class RefusalError(Exception):
    """An answer with ``ok: false``: HTTP code, description and response parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """Return the body the Bot API sends."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str) -> RefusalError:
    """Return a 400 in Telegram's spelling."""
    return RefusalError(400, f"Bad Request: {text}")


def forbidden(text: str) -> RefusalError:
    """Return a 403 in Telegram's spelling."""
    return RefusalError(403, f"Forbidden: {text}")


def missing(parameter: str) -> RefusalError:
    """Return what Telegram answers when a required parameter was left out."""
    return bad_request(MISSING.get(parameter, f'parameter "{parameter}" is required'))


def too_many_requests(retry_after: int) -> RefusalError:
    """Return a 429; ``retry_after`` is in whole seconds."""
    text = f"Too Many Requests: retry after {retry_after}"
    return RefusalError(429, text, retry_after=retry_after)


def migrated(new_chat: int) -> RefusalError:
    """Return the refusal for a basic group that has become supergroup ``new_chat``."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return RefusalError(400, text, migrate_to_chat_id=new_chat)


def conflict() -> RefusalError:
    """Return the 409 that ends a poller when another one begins."""
    return RefusalError(409, CONFLICT)


def webhook_active() -> RefusalError:
    """Return the 409 for polling while another program gets the updates by webhook."""
    return RefusalError(409, WEBHOOK_ACTIVE)


def too_large() -> RefusalError:
    """Return the 413 for an upload over 50 MB."""
    return RefusalError(413, "Request Entity Too Large")


def unauthorized() -> RefusalError:
    """Return the 401 for a token that is not the bot's."""
    return RefusalError(401, "Unauthorized")


def unknown_method() -> RefusalError:
    """Return the 404 for a method that is not served."""
    return RefusalError(404, "Not Found")
