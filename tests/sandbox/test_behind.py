"""Asking the bot's own pages, whatever they answer."""

from collections.abc import AsyncIterator

import pytest

from sandbox.behind import SILENT, Behind, BotAwayError, BotRefusedError
from tests.sandbox.played_pages import PlayedPages, played_pages


@pytest.fixture
async def pages() -> AsyncIterator[PlayedPages]:
    async with played_pages() as played:
        yield played


async def test_the_bots_pages_are_asked_by_their_addresses(pages: PlayedPages) -> None:
    behind = Behind(pages.url)
    pages.answer = '{"offset": 5.5}'
    assert await behind.clock() == {"offset": 5.5}
    assert await behind.put_forward(5.5) == {"offset": 5.5}
    await behind.appeal("2026-000001")
    pages.answer = "[]"
    assert await behind.appeals() == []
    assert pages.asked == [
        ("GET", "/control/clock", ""),
        ("POST", "/control/clock", '{"offset": 5.5}'),
        ("GET", "/control/appeals/2026-000001", ""),
        ("GET", "/control/appeals", ""),
    ]


async def test_a_number_stays_one_part_of_the_address(pages: PlayedPages) -> None:
    await Behind(pages.url).appeal("../clock?x=1#y")
    ((_, path, _),) = pages.asked
    assert path.startswith("/control/appeals/")
    assert path != "/control/clock"


async def test_no_proxy_stands_between(pages: PlayedPages, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert await Behind(pages.url).clock() == {}


async def test_what_the_bot_refuses_keeps_its_words(pages: PlayedPages) -> None:
    pages.status, pages.answer = 409, '{"error": "часы идут только вперёд"}'
    with pytest.raises(BotRefusedError, match="часы идут только вперёд") as refused:
        await Behind(pages.url).put_forward(1)
    assert refused.value.status == 409


@pytest.mark.parametrize("answer", ["Internal Server Error", "", "[[", "\ufffd"])
async def test_nonsense_is_no_answer(pages: PlayedPages, answer: str) -> None:
    pages.status, pages.answer = 500, answer
    with pytest.raises(BotAwayError, match=SILENT):
        await Behind(pages.url).clock()


async def test_nobody_there_is_said_so() -> None:
    async with played_pages() as gone:
        url = gone.url
    with pytest.raises(BotAwayError, match=SILENT):
        await Behind(url).clock()
