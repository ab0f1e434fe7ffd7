"""What a failed call to Telegram says about receiving."""

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError

from bot.status import Trouble

_TROUBLES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Trouble], ...] = (
    (TelegramUnauthorizedError, Trouble.TOKEN),
    (TelegramConflictError, Trouble.CONFLICT),
    (TelegramRetryAfter, Trouble.TOO_FAST),
    (TelegramServerError, Trouble.SERVER),
    (ClientDecodeError, Trouble.SERVER),
    (TelegramNetworkError, Trouble.NETWORK),
    ((ProxyConnectionError, ProxyError, ProxyTimeoutError), Trouble.NETWORK),
)


def trouble_of(error: Exception) -> Trouble:
    """What a failed call means; REFUSED for an answer nobody expected (a wrong address, say)."""
    return next(
        (trouble for kind, trouble in _TROUBLES if isinstance(error, kind)), Trouble.REFUSED
    )


def pause_asked(error: Exception) -> float:
    """Seconds that Telegram asked to wait, 0 when it did not."""
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0
