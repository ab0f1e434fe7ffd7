import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.doctor import machine
from bot.doctor.finding import Level
from bot.settings import Settings

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Page(BaseHTTPRequestHandler):
    """Answers everything with the server's `page`, dated NOW."""

    def do_GET(self) -> None:
        status, body = getattr(self.server, "page", (404, b""))
        self.send_response_only(status)
        self.send_header("Date", "Sun, 01 Mar 2026 12:00:00 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the standard library's own naming

    def log_message(self, *_: object) -> None:
        """Quietly."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Page) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield listening
        listening.shutdown()
        thread.join()


def settings(server: HTTPServer, **telegram: str) -> Settings:
    port = server.server_address[1]
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "UTC"},
            "telegram": {"api_url": f"http://127.0.0.1:{port}"} | telegram,
            "web": {"host": "0.0.0.0", "port": port},  # noqa: S104 - asked for, never listened on
        }
    )


async def test_a_clock_that_agrees_with_the_server_is_fine(server: HTTPServer) -> None:
    (found,) = await machine.clock(settings(server), NOW + timedelta(seconds=20))
    assert found.level is Level.FINE


@pytest.mark.parametrize("off", [MINUTE, -MINUTE])
async def test_a_clock_that_is_wrong_is_a_problem(server: HTTPServer, off: timedelta) -> None:
    (found,) = await machine.clock(settings(server), NOW + off)
    assert found.is_problem
    assert "60 с" in found.text


async def test_behind_a_proxy_the_clock_is_not_asked_about(server: HTTPServer) -> None:
    assert await machine.clock(settings(server, proxy="socks5://127.0.0.1:1"), NOW) == []


async def test_a_silent_server_tells_no_time(server: HTTPServer) -> None:
    assert await machine.clock(settings(server, api_url="http://127.0.0.1:1"), NOW) == []


@pytest.mark.parametrize(
    ("status", "body", "level", "words"),
    [
        (200, {"ready": True}, Level.FINE, "работает"),
        (503, {"reasons": {"telegram": "conflict"}}, Level.WARNING, "telegram: conflict"),
        (503, ["?"], Level.WARNING, "не готова"),
    ],
)
async def test_a_running_program_says_how_it_is(
    server: HTTPServer, status: int, body: object, level: Level, words: str
) -> None:
    vars(server)["page"] = (status, json.dumps(body).encode())
    found = await machine.program(settings(server))
    assert found.level is level
    assert words in found.text


async def test_a_program_that_is_not_running_is_no_trouble(server: HTTPServer) -> None:
    stopped = settings(server).model_copy(
        update={"web": settings(server).web.model_copy(update={"port": 1})}
    )
    assert "не запущена" in (await machine.program(stopped)).text
