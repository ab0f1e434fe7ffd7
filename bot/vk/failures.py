"""How a call to VK fails, without its token, its parameters and anybody's words.

vk_api's own errors carry the parameters, the token among them; they end here.
"""

import json
from collections.abc import Callable
from typing import TypeVar

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError
from vk_api.exceptions import ApiError, ApiHttpError

from bot.vk.bodies import TooMuch

LONGEST_DETAIL = 200
TOO_LARGE = 413
SERVER_ERROR = 500

T = TypeVar("T")


class CallFailed(Exception):
    """VK did not do what was asked, or nobody knows whether it did. `str` may be logged."""


class Answered(CallFailed):
    """VK understood and said no: `code` as in its list of errors, `detail` in its own words."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(f"error {code}")
        self.code, self.detail = code, f"{code} {detail}".strip()[:LONGEST_DETAIL]


class NeverSent(CallFailed):
    """There was no connection, or something before VK turned the call away: nothing happened."""


class NoAnswer(CallFailed):
    """It went out, and what became of it is unknown."""


class Garbled(NoAnswer):
    """An answer came that nobody can read, and perhaps never will: VK may give the same again."""


def told(work: Callable[[], T], secret: str = "") -> T:
    """The result of `work`; raises CallFailed for whatever it raises, with nothing behind it.

    `secret` is what must not be told on even if VK repeats it.
    """
    try:
        return work()
    except CallFailed:
        raise
    except Exception as error:  # whatever the library raises becomes one of three
        failure = failure_of(error, secret)
    # Raised outside of the handler: the error behind it would show the token.
    raise failure


def failure_of(error: Exception, secret: str = "") -> CallFailed:
    """The same failure in our own terms."""
    match error:
        case ApiError():
            return _answered(error.error, secret)
        case ApiHttpError():
            return _by_status(error.response.status_code)
        case requests.HTTPError() if error.response is not None:
            return _by_status(error.response.status_code)
        case json.JSONDecodeError() | RecursionError() | TooMuch():
            return Garbled("no JSON")
    why = type(error).__name__
    return NeverSent(why) if _never_connected(error) else NoAnswer(why)


def answered_within(item: object, secret: str = "") -> Answered | None:
    """A refusal that stands within an answer about several recipients, where VK hides it."""
    error = item.get("error") if isinstance(item, dict) else None
    if not isinstance(error, dict):
        return None
    plain = {"error_code": error.get("code"), "error_msg": error.get("description")}
    failure = _answered(plain, secret)
    return failure if isinstance(failure, Answered) else Answered(0)


def _answered(error: object, secret: str) -> CallFailed:
    code = error.get("error_code") if isinstance(error, dict) else None
    if type(code) is not int or not isinstance(error, dict):
        return NoAnswer("an error without a code")
    detail = str(error.get("error_msg") or "")
    return Answered(code, detail.replace(secret, "***") if secret else detail)


def _by_status(status: int) -> CallFailed:
    """A gateway's answer. Below 500 it turned the call away; above, VK may have had it."""
    return (NoAnswer if status >= SERVER_ERROR else NeverSent)(f"status {status}")


def _never_connected(error: Exception) -> bool:
    bad_address = (
        requests.exceptions.InvalidURL
        | requests.exceptions.InvalidSchema
        | requests.exceptions.MissingSchema
        | requests.exceptions.SSLError
        | requests.exceptions.ConnectTimeout
    )
    if isinstance(error, bad_address):
        return True
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
    reason = cause.reason if isinstance(cause, MaxRetryError) else cause
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)
