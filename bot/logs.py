"""The program's log: only what is known to be harmless gets in.

Lines carry events and figures, no names, texts, tokens or ids of people; a library's own lines come
through the same sieve.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "logger", "exception",
        "attempt", "channel", "channels", "error", "file", "inbox", "job", "key", "outbox", "part",
        "place", "port", "problem", "reason", "rows", "seconds", "signal", "state", "task",
        "trouble", "url", "version", "waiting",
    }
)  # fmt: skip
LONGEST = 500
_TOKEN = re.compile(r"\d+(?::|%3A)[\w-]{30,}|vk1\.a\.[\w-]+|\b[0-9a-f]{40,}\b", re.IGNORECASE)
_NAMED = re.compile(
    r"""((?:token|secret|password|passwd|authorization)["']?(?:\s*[=:]\s*|%3D)["']?(?:bearer\s+)?"""
    r"""|\bkey=)[^&\s'",}]+""",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"(?<=://)[^/\s'\"]+@")
_LIBRARIES = (
    "aiogram",
    "aiohttp",
    "aiosqlite",
    "alembic",
    "apscheduler",
    "asyncio",
    "pymorphy3",
    "sqlalchemy",
    "urllib3",
    "uvicorn",
    "vk_api",
)


def configure(level: str = "info", style: str = "console", stream: TextIO | None = None) -> None:
    """Set up logging for the whole process; `style` is "console" or "json"."""
    stream = stream or sys.stderr
    ours: list[Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name]
    shared: list[Processor] = [
        *ours,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        traced,
        sieved,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(style, shared, colors=stream.isatty()))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.WARNING)


def sieved(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Keep what is on the list, name what was dropped, hide tokens and passwords everywhere.

    Nothing from outside begins a line of its own or colours the terminal.
    """
    dropped = sorted(visible(key) for key in line if key not in ALLOWED and not key.startswith("_"))
    kept: MutableMapping[str, Any] = {
        key: value if key.startswith("_") else _harmless(value, lines=key == "exception")
        for key, value in line.items()
        if key in ALLOWED or key.startswith("_")
    }
    if dropped:
        kept["dropped"] = ",".join(dropped)
    return kept


def templated(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Of a library's line only its template: what it fills in may be a person's."""
    record = line.get("_record")
    if record is not None:
        first = str(record.msg).splitlines() or [""]
        line["event"] = first[0]
        line["logger"] = record.name
    return line


def traced(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """An exception as types and places: its text and its locals may hold what a person wrote."""
    info = line.pop("exc_info", None)
    line.pop("exc_text", None)
    error = sys.exc_info()[1] if info is True else info
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        line["exception"] = "\n".join([*places, type(error).__name__])
    return line


def scrubbed(text: str) -> str:
    """The text without tokens and passwords."""
    return _NAMED.sub(r"\1***", _PASSWORD.sub("***@", _TOKEN.sub("***", text)))


def visible(text: str) -> str:
    """The text with its control characters spelt out: one line, which moves no cursor."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def _harmless(value: object, *, lines: bool = False) -> object:
    """`lines`: the value is ours and may have several."""
    if isinstance(value, int | float | None):
        return value
    if isinstance(value, Mapping):
        return {visible(str(key)): _harmless(inner) for key, inner in value.items()}
    text = scrubbed(str(value))[:LONGEST]
    return "\n".join(map(visible, text.split("\n"))) if lines else visible(text)


def _formatter(style: str, shared: list[Processor], *, colors: bool) -> logging.Formatter:
    show: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(
            colors=colors, exception_formatter=structlog.dev.plain_traceback
        )
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[templated, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, show],
    )
