"""VK's refusals: the codes and words with which its API says no (always with HTTP 200)."""

from collections.abc import Mapping
from typing import Any

WORDS = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    14: "Captcha needed",
    15: "Access denied",
    18: "User was deleted or banned",
    22: "Upload error",
    27: "Group authorization failed",
    28: "Application authorization failed",
    29: "Rate limit reached",
    33: "Not implemented yet",
    100: "One of the parameters specified was missing or invalid",
    105: "Couldn't save file",
    118: "Invalid server",
    121: "Invalid hash",
    129: "Invalid photo",
    203: "Access to group denied",
    211: "Access to wall's comment denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    214: "Access to adding post denied",
    222: "Hyperlinks are forbidden",
    223: "Too many replies",
    603: "Some ads error occurs",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    913: "Too many forwarded messages",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    921: "Can't forward these messages",
    924: "Can't delete this message for everybody",
    932: "Your community can't interact with this peer",
    936: "Contact not found",
    950: "Can't send message, reply timed out",
    1021: "Can't send messages for users without conversation",
    1116: "Anonymous token is invalid",
}
WITHOUT_GROUP = "method is unavailable with group auth."
WITHOUT_SERVICE = "method is unavailable with service token"
WITHOUT_USER = "no access to call this method. It cannot be called with current scopes."
NO_TOKEN = "no access_token passed."  # noqa: S105 - words, not a token
WRONG_TOKEN = "invalid access_token (4)."  # noqa: S105 - words, not a token
NO_VERSION = "v (version) is required"
OLD_VERSION = "versions below 5.81 are deprecated"
MESSAGES_OFF = "group messages are disabled"
NO_LONG_POLL = "longpoll for this group is not enabled"
CAPTCHA_SID = "239633676097"


class RefusalError(Exception):
    """An answer with ``error``: its code, and a detail after VK's own words."""

    def __init__(self, code: int, detail: str = "", **extra: object) -> None:
        words = WORDS.get(code, "Unknown error occurred")
        self.code = code
        self.message = f"{words}: {detail}" if detail else words
        self.extra = extra
        super().__init__(self.message)

    def answer(self, method: str, params: Mapping[str, object]) -> dict[str, Any]:
        """Return the body VK sends, with the call's parameters but the token."""
        shown = [{"key": "method", "value": method}, {"key": "oauth", "value": "1"}]
        shown += [{"key": name, "value": str(value)} for name, value in params.items()]
        error = {"error_code": self.code, "error_msg": self.message, "request_params": shown}
        return {"error": error | self.extra}

    def of_peer(self) -> dict[str, Any]:
        """Return the refusal as it stands within an answer about several peers."""
        return {"code": self.code, "description": self.message}


def wrong(detail: str) -> RefusalError:
    """Return error 100: a parameter is missing or wrong."""
    return RefusalError(100, detail)


def captcha(base: str, *, image: bool) -> RefusalError:
    """Return error 14; the newer captcha comes without an image, only with a page to visit."""
    if image:
        picture = f"{base}/vk/captcha.png?sid={CAPTCHA_SID}"
        return RefusalError(14, captcha_sid=CAPTCHA_SID, captcha_img=picture)
    page = f"{base}/vk/not_robot"
    return RefusalError(14, captcha_sid=CAPTCHA_SID, redirect_uri=page, captcha_attempt=1)
