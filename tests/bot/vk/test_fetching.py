"""Files are fetched from where VK's files are, whole or not at all."""

import gzip
from pathlib import Path

import pytest

from appeals.words import Attachment, MediaKind
from bot.vk import fetching
from bot.vk.client import Client
from bot.vk.failures import NoAnswer
from bot.vk.fetching import LedAway, is_allowed
from bot.vk.sending import Vk
from handlers.conversation import Fetched, Later, Refusal, Refused
from tests.bot.vk.conftest import PATIENCE
from tests.bot.vk.raw_server import page, raw_server

API = "https://api.vk.ru"


def away(to: str) -> list[bytes]:
    return [page(b"", f"Location: {to}", status="302 Found")]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://sun9-1.userapi.com/impg/a.jpg", True),
        ("https://vk.com:443/doc1_2", True),
        (f"{API}/file", True),
        ("http://sun9-1.userapi.com/a.jpg", False),
        ("https://127.0.0.1/a", False),
        ("https://[::1]/a", False),
        ("https://2130706433/a", False),
        ("https://0x7f.1/a", False),
        ("https://localhost/a", False),
        ("https://db.internal/a", False),
        ("https://userapi.com:8443/a", False),
        ("https://user@userapi.com/a", False),
        ("https://api.vk.ru@evil.example:99999/a", False),
        ("ftp://userapi.com/a", False),
        ("file:///etc/passwd", False),
        ("//userapi.com/a", False),
        ("", False),
    ],
)
def test_where_files_of_vk_are(url: str, allowed: bool) -> None:
    assert is_allowed(url, API) is allowed


async def fetch(url: str, into: Path, api_url: str, limit: int = 1000) -> int | None:
    client = Client("vk1.a.any", api_url, connect=PATIENCE, read=PATIENCE)
    try:
        return await client.download(url, into, limit)
    finally:
        client.close()


async def test_a_redirection_is_followed_to_where_files_are(tmp_path: Path) -> None:
    with raw_server(away("/b"), [page(b"abc")]) as server:
        assert await fetch(f"{server.url}/a", tmp_path / "f", server.url) == 3
        assert server.asked == ["GET /a HTTP/1.1", "GET /b HTTP/1.1"]


async def test_a_redirection_does_not_lead_into_the_own_network(tmp_path: Path) -> None:
    with raw_server([page(b"secret")]) as inner, raw_server(away(inner.url)) as server:
        with pytest.raises(LedAway):
            await fetch(f"{server.url}/a", tmp_path / "f", server.url)
        assert inner.asked == []


async def test_redirections_in_a_circle_end(tmp_path: Path) -> None:
    with raw_server(away("/a")) as server, pytest.raises(LedAway):
        await fetch(f"{server.url}/a", tmp_path / "f", server.url)


@pytest.mark.parametrize(
    ("answer", "size"),
    [
        (page(b"a" * 1000), 1000),
        (page(b"a" * 1001), None),
        (page(b"", length=10**12), None),
        (page(gzip.compress(b"a" * 10**6), "Content-Encoding: gzip"), None),
    ],
)
async def test_no_more_than_the_limit_is_written(
    answer: bytes, size: int | None, tmp_path: Path
) -> None:
    into = tmp_path / "f"
    with raw_server([answer]) as server:
        assert await fetch(server.url, into, server.url) == size
    assert not into.exists() or into.stat().st_size <= 1000


async def test_a_file_that_ends_too_early_is_no_file(tmp_path: Path) -> None:
    with raw_server([page(b"abc", length=500)]) as server, pytest.raises(NoAnswer):
        await fetch(server.url, tmp_path / "f", server.url)


async def test_a_file_that_drips_is_left_for_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LONGEST", 0.5)
    drip = [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", *[b"a"] * 100]
    with raw_server(drip, pause=0.05) as server:
        vk = Vk(Client("vk1.a.any", server.url, connect=PATIENCE, read=PATIENCE))
        file = Attachment(MediaKind.DOCUMENT, f"doc1_1 {server.url}/f", origin="vk")
        assert isinstance(await vk.fetch(file, tmp_path / "f", 1000), Later)
        await vk.close()


async def test_what_leads_elsewhere_is_refused_for_good(tmp_path: Path) -> None:
    with raw_server(away("http://10.0.0.1/"), [page(b"abc")]) as server:
        vk = Vk(Client("vk1.a.any", server.url, connect=PATIENCE, read=PATIENCE))
        file = Attachment(MediaKind.DOCUMENT, f"doc1_1 {server.url}/f", origin="vk")
        into = tmp_path / "f"
        assert await vk.fetch(file, into, 1000) == Refused(Refusal.OTHER, "address")
        assert await vk.fetch(file, into, 1000) == Fetched(into, 3)
        await vk.close()
