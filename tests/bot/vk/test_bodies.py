"""Answers that never end and files of any size, through the real client."""

import asyncio
import tracemalloc
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, repeat
from pathlib import Path

import pytest
import requests

from bot.vk.bodies import Form, TooMuch, read_whole
from bot.vk.client import Client, Lane
from bot.vk.failures import CallFailed, NoAnswer
from bot.vk.uploads import Named
from tests.bot.vk.conftest import PATIENCE
from tests.bot.vk.raw_server import page, raw_server

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"


def dripping() -> Iterator[bytes]:
    """An answer that begins and never ends, a byte now and then."""
    return chain([HEAD], repeat(b" "))


def client_at(url: str, read: float = PATIENCE) -> Client:
    return Client("vk1.a.any", url, connect=PATIENCE, read=read)


@pytest.mark.parametrize("lane", [Lane.SENDING, Lane.POLLING])
async def test_an_answer_that_drips_does_not_hold_its_thread_for_ever(lane: Lane) -> None:
    """Each byte comes in time, so that only the limit for the whole ends it."""
    with raw_server(dripping(), pause=0.02) as server:
        client = client_at(server.url, read=0.5)
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(NoAnswer):
                await client.call("users.get", {}, lane)
        client.close()


async def test_a_long_poll_that_drips_ends_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.vk.client.POLL_GRACE", 0.3)
    with raw_server(dripping(), pause=0.02) as server:
        client = client_at(server.url)
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(NoAnswer):
                await client.poll(f"{server.url}/poll", {}, 0.2)
        client.close()


def test_no_answer_is_as_long_as_that() -> None:
    with raw_server([page(b"x" * 5000)]) as server:
        response = requests.get(server.url, stream=True, timeout=PATIENCE)
        with pytest.raises(TooMuch):
            read_whole(response, PATIENCE, most=4000)


def test_a_form_is_what_any_server_expects() -> None:
    form = Form("file", "отчёт.pdf", BytesIO(b"%PDF"))
    sent = b"".join(form)
    assert len(sent) == len(form)
    head, _, rest = sent.partition(b"\r\n\r\n")
    assert 'name="file"; filename="отчёт.pdf"' in head.decode()
    assert rest.startswith(b"%PDF\r\n--")


async def test_a_large_file_is_sent_without_being_held_in_memory(tmp_path: Path) -> None:
    size, path = 60 << 20, tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(size)
    with raw_server([page(b"{}")]) as server:
        client = client_at(server.url)
        tracemalloc.start()
        with Named(path, "отчёт.pdf") as content:
            files = [("file", ("file.pdf", content))]
            await client.upload(
                lambda uploader: uploader.http.post(f"{server.url}/upload", files=files)
            )
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        client.close()
    assert server.received > size
    assert peak < 8 << 20


async def test_a_file_is_not_carried_away_by_a_redirection(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    away = page(b"", "Location: /elsewhere", status="307 Temporary Redirect")
    with raw_server([away]) as server:
        client = client_at(server.url)
        with Named(path, "a.pdf") as content:
            files = [("file", ("file.pdf", content))]
            uploading = client.upload(
                lambda uploader: uploader.http.post(f"{server.url}/up", files=files).json()
            )
            with pytest.raises(CallFailed):
                await uploading
        client.close()
    assert server.asked == ["POST /up HTTP/1.1"]
