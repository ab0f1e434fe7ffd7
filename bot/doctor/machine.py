"""Checks of the machine: its clock beside Telegram's, and the program if it is running."""

import asyncio
import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings

PATIENCE = 5.0
TOLERATED = timedelta(seconds=30)
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared with, never listened on


async def clock(settings: Settings, now: datetime) -> list[Finding]:
    """Is the machine's clock right? Asked of the Bot API's server; not through a proxy."""
    if settings.telegram.proxy:
        return []
    date = await asyncio.to_thread(_date, settings.telegram.api_url)
    if date is None:
        return []
    off = abs(date - now)
    if off > TOLERATED:
        return [problem("clock", "clock-wrong", seconds=str(round(off.total_seconds())))]
    return [fine("clock", "clock-fine")]


async def program(settings: Settings) -> Finding:
    """Is the program running, and does it call itself ready?"""
    status, body = await asyncio.to_thread(_page, _health_page(settings))
    if status is None:
        return fine("program", "program-stopped")
    if status == 200:  # noqa: PLR2004 - HTTP's own number for "all is well"
        return fine("program", "program-fine")
    return warning("program", "program-unwell", why=_reasons(body))


async def is_running(settings: Settings) -> bool:
    """Does the program (or whoever has its port) answer?"""
    status, _ = await asyncio.to_thread(_page, _health_page(settings))
    return status is not None


def _health_page(settings: Settings) -> str:
    host = _ANYWHERE.get(settings.web.host, settings.web.host)
    return f"http://{host}:{settings.web.port}/healthz"


def _date(url: str) -> datetime | None:
    request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - the settings allow http(s) only
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - the same
            headers = answer.headers
    except urllib.error.HTTPError as answer:
        headers = answer.headers
    except (OSError, ValueError):
        return None
    try:
        return parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None


def _page(url: str) -> tuple[int | None, bytes]:
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310 - our own page
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()
    except (OSError, ValueError):
        return None, b""


def _reasons(body: bytes) -> str:
    """What /healthz gives as reasons; its status alone when it is not our page."""
    try:
        reasons = json.loads(body)["reasons"]
        return ", ".join(f"{part}: {why}" for part, why in reasons.items())
    except (ValueError, KeyError, TypeError, AttributeError):
        return "?"
