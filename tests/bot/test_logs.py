"""The log: useful to an administrator, useless to somebody who looks for people."""

import io
import json
import logging
from urllib.parse import quote

import pytest
import structlog

from bot import logs

TOKEN = "123456:" + "A" * 35


@pytest.fixture
def stream() -> io.StringIO:
    """What has been logged."""
    written = io.StringIO()
    logs.configure("info", "json", written)
    return written


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """The log as an administrator's tools read it."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_only_harmless_keys_get_in(stream: io.StringIO) -> None:
    structlog.get_logger("bot").info("event_failed", inbox=7, name="Ольга", text="тайна")
    (line,) = lines(stream)
    assert (line["event"], line["inbox"], line["dropped"]) == ("event_failed", 7, "name,text")
    assert "Ольга" not in stream.getvalue()
    assert "тайна" not in stream.getvalue()


def test_a_token_is_hidden_wherever_it_turns_up(stream: io.StringIO) -> None:
    structlog.get_logger("bot").error(
        "trouble", error=f"/bot{TOKEN}/getMe", url=f"http://u:{TOKEN}@x"
    )
    structlog.get_logger("bot").error("trouble", error=f"/bot{quote(TOKEN, safe='')}/getMe")
    logging.getLogger("aiogram").error("Failed at %s", TOKEN)
    logging.getLogger("aiogram").error(TOKEN)
    assert "AAAA" not in stream.getvalue()
    assert len(lines(stream)) == 4


@pytest.mark.parametrize("token", ["vk1.a.Ab-3_" + "x" * 80, "0a" * 42 + "f"])
def test_a_token_of_vks_is_hidden_too(token: str, stream: io.StringIO) -> None:
    structlog.get_logger("test").error("failed", error=f"no way with {token}.")
    assert token not in stream.getvalue()


def test_a_password_in_an_address_is_hidden(stream: io.StringIO) -> None:
    structlog.get_logger("bot").error("trouble", url="postgresql+asyncpg://otklik:geheim@db/otklik")
    assert "geheim" not in stream.getvalue()


def test_of_a_librarys_line_only_the_template_is_kept(stream: io.StringIO) -> None:
    logging.getLogger("aiohttp.access").warning("%s asked for %s", "Ольга", "тайна")
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <тайна>")
    assert [line["event"] for line in lines(stream)] == [
        "%s asked for %s",
        "Task exception was never retrieved",
    ]


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_traceback_shows_places_and_neither_words_nor_locals(
    stream: io.StringIO, style: str
) -> None:
    logs.configure("info", style, stream)
    secret = "тайна"
    try:
        raise ValueError(secret)
    except ValueError:
        logging.getLogger("uvicorn.error").exception("failed")
        structlog.get_logger("bot").exception("failed")
    assert "тайна" not in stream.getvalue()
    assert stream.getvalue().count("ValueError") == 2
    assert "test_logs.py" in stream.getvalue()


def test_a_chain_of_exceptions_quotes_nobody_either(stream: io.StringIO) -> None:
    try:
        try:
            raise ValueError("тайна")
        except ValueError as error:
            raise RuntimeError("другая тайна") from error
    except RuntimeError:
        structlog.get_logger("bot").exception("failed")
    assert "тайна" not in stream.getvalue()


def test_libraries_whisper(stream: io.StringIO) -> None:
    logging.getLogger("aiogram.event").info("Update id=%s is handled", 1)
    assert stream.getvalue() == ""


def test_a_very_long_value_is_cut(stream: io.StringIO) -> None:
    structlog.get_logger("bot").info("x", error="я" * 100_000)
    assert len(stream.getvalue()) < 1000


HOSTILE = "да\n2026-11-22 [info] всё хорошо\r\x1b[31mкрасно\x1b[0m\x07\u2028строка\u202eзад"


@pytest.mark.parametrize("style", ["json", "console"])
def test_no_words_from_outside_begin_a_line_or_colour_the_terminal(style: str) -> None:
    written = io.StringIO()
    logs.configure("info", style, written)
    structlog.get_logger("bot").error("trouble", trouble=HOSTILE, part={HOSTILE: HOSTILE})
    structlog.get_logger("bot").error("trouble", **{HOSTILE: "x"})
    logging.getLogger("aiohttp").error(HOSTILE)
    logging.getLogger("aiohttp").error("%s", HOSTILE)
    assert len(written.getvalue().split("\n")) == 5
    assert [sign for sign in written.getvalue() if not sign.isprintable() and sign != "\n"] == []
    assert "\\x1b[31m" in written.getvalue()


@pytest.mark.parametrize(
    "words",
    [
        "https://api.vk.ru/method/x?v=5.199&access_token=abc.def-123 failed",
        "HTTPConnectionPool: url: /a_check?act=a_check&key=abc.def-123&ts=1",
        "group_id=1&secret=abc.def-123",
        "{'access_token': 'abc.def-123', 'v': '5.199'}",
        '{"access_token":"abc.def-123","v":"5.199"}',
        "request_params: access_token = abc.def-123, method",
        "access_token%3Dabc.def-123%26v%3D5",
        "service_token=abc.def-123",
        "Authorization: Bearer abc.def-123",
        "PGPASSWORD=abc.def-123 pg_dump",
        "proxy socks5://user:abc.def-123@10.0.0.1:1080 refused",
        "proxy socks5://user:p@abc.def-123@10.0.0.1:1080 refused",
        "http://abc.def-123@proxy",
    ],
)
def test_a_secret_in_a_query_is_hidden_by_its_name(words: str, stream: io.StringIO) -> None:
    structlog.get_logger("bot").error("trouble", error=words)
    assert "abc.def" not in stream.getvalue()
