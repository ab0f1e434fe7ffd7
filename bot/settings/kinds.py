"""Types of single values that several settings share; each says in Russian what would be right."""

import re
from datetime import time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_core import PydanticUseDefault

from bot.admin_words import say
from bot.clock import FARTHEST
from bot.durations import Duration, duration, span

MOST_REMINDERS = 2
_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
_CODE = re.compile(r"[a-z0-9_-]{1,30}", re.ASCII)
_RANGE = re.compile(r"(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})", re.ASCII)


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (OSError, ValueError, KeyError):
        # zoneinfo raises all three, depending on what is wrong with the name
        raise ValueError(say("settings-want-zone")) from None


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError(say("settings-want-token"))
    return value


def _empty_is_default(value: object) -> object:
    if isinstance(value, str):
        value = value.strip()
        if not value:
            raise PydanticUseDefault
    return value


def _server(value: object) -> object:
    if isinstance(value, str) and not re.match(r"https?://[^/\s]", value):
        raise ValueError(say("settings-want-server"))
    return value.rstrip("/") if isinstance(value, str) else value


def _proxy(value: SecretStr) -> SecretStr:
    if not re.match(r"(socks5|socks4|http)://[^/\s]", value.get_secret_value()):
        raise ValueError(say("settings-want-proxy"))
    return value


def _storage(value: SecretStr) -> SecretStr:
    if not re.match(r"(sqlite\+aiosqlite:///|postgresql\+asyncpg://).+", value.get_secret_value()):
        raise ValueError(say("settings-want-storage"))
    return value


def _user(value: object) -> object:
    text = str(value).strip() if isinstance(value, str | int) else ""
    if not text.isascii() or not text.isdigit() or isinstance(value, bool):
        raise ValueError(say("settings-want-user"))
    return text


def _group(value: int) -> int:
    if value >= 0:
        raise ValueError(say("settings-want-group"))
    return value


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(say("settings-want-name"))
    return value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise ValueError(say("settings-want-code"))
    return value


def _community(value: int) -> int:
    if value <= 0:
        raise ValueError(say("settings-want-community"))
    return value


def _not_blank(value: str) -> str:
    if not value.strip():
        raise ValueError(say("settings-want-text"))
    return value.strip()


def hours(value: object) -> object:
    """Read "09:00-13:00,13:48-18:00" into pairs of times; each range ends after it begins."""
    if not isinstance(value, str):
        return value
    try:
        ranges = tuple(_range(part) for part in value.split(",") if part.strip())
    except ValueError:
        raise ValueError(say("settings-want-hours")) from None
    ends = [moment for pair in ranges for moment in pair]
    if ends != sorted(set(ends)):
        raise ValueError(say("settings-want-hours"))
    return ranges


def night(value: object) -> object:
    """Read "22:00-08:00" into two times; it may pass midnight."""
    if not isinstance(value, str):
        return value
    try:
        return _range(value)
    except ValueError:
        raise ValueError(say("settings-want-night")) from None


def _reminders(value: tuple[int, ...]) -> tuple[int, ...]:
    """At most two, each later than the one before."""
    if len(value) > MOST_REMINDERS or list(value) != sorted(set(value)):
        raise ValueError(say("settings-want-reminders"))
    return value


def _range(text: str) -> tuple[time, time]:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    begin, end = (time.fromisoformat(part.zfill(5)) for part in match.groups())
    return begin, end


Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Secret = Annotated[SecretStr | None, BeforeValidator(_empty_is_default)]
BotToken = Annotated[
    Annotated[SecretStr, AfterValidator(_token)] | None, BeforeValidator(_empty_is_default)
]
Proxy = Annotated[
    Annotated[SecretStr, AfterValidator(_proxy)] | None, BeforeValidator(_empty_is_default)
]
Server = Annotated[str, BeforeValidator(_server)]
StorageUrl = Annotated[SecretStr, AfterValidator(_storage)]
UserId = Annotated[str, BeforeValidator(_user)]
GroupId = Annotated[int, AfterValidator(_group)]
CommunityId = Annotated[int, AfterValidator(_community)]
Code = Annotated[str, AfterValidator(_code)]
Name = Annotated[str, AfterValidator(_name)]
Text = Annotated[str, AfterValidator(_not_blank)]
Span = Annotated[timedelta, BeforeValidator(span)]
Window = Annotated[Duration, BeforeValidator(duration)]
Hours = Annotated[tuple[tuple[time, time], ...], BeforeValidator(hours)]
Night = Annotated[tuple[time, time], BeforeValidator(night)]
Positive = Annotated[int, Field(gt=0)]
Reminders = Annotated[tuple[Positive, ...], AfterValidator(_reminders)]
Port = Annotated[int, Field(ge=1, le=65535)]
Ahead = Annotated[float, Field(ge=0, le=FARTHEST, allow_inf_nan=False)]
