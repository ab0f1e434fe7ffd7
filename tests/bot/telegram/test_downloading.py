"""Telegram's files, brought here by the real client over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot
from aiohttp import web
from aiohttp.test_utils import TestServer

from appeals.words import Attachment, MediaKind
from bot.telegram.client import make_bot
from bot.telegram.downloading import DOWNLOAD_LIMIT, download
from handlers.conversation import Fetched, Later, Refusal, Refused
from sandbox.faults import Fault
from sandbox.files import Upload
from tests.sandbox_server import RunningSandbox

PDF = Upload("raschet.pdf", b"%PDF-1.4 " * 1000, "application/pdf")
LIMIT = 50 * 1024 * 1024


def sent(sandbox: RunningSandbox, upload: Upload = PDF) -> Attachment:
    """A document that Olga sent to the bot."""
    sandbox.world.starts(101)
    (message,) = sandbox.world.writes(101, None, files=[upload])
    assert message.media
    return Attachment(MediaKind.DOCUMENT, message.media.file_id, upload.name, origin="telegram")


async def test_a_file_comes_whole(client: Bot, sandbox: RunningSandbox, tmp_path: Path) -> None:
    into = tmp_path / "draft"
    assert await download(client, sent(sandbox), into, LIMIT) == Fetched(into, len(PDF.content))
    assert into.read_bytes() == PDF.content


@pytest.mark.parametrize("size", [DOWNLOAD_LIMIT + 1, 0])
async def test_what_telegram_does_not_give_away_is_too_large(
    client: Bot, sandbox: RunningSandbox, tmp_path: Path, size: int
) -> None:
    large = Upload("film.mp4", b"film", "video/mp4", size=DOWNLOAD_LIMIT + 1)
    file = sent(sandbox, large)
    told = Attachment(file.kind, file.file, size=size)
    result = await download(client, told, tmp_path / "draft", LIMIT)
    assert reason(result) is Refusal.TOO_LARGE


def reason(result: Fetched | Later | Refused) -> Refusal:
    """Why it was refused."""
    assert isinstance(result, Refused), result
    return result.reason


async def test_a_small_limit_holds_even_if_more_comes_than_was_said(
    client: Bot, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    result = await download(client, sent(sandbox), tmp_path / "draft", 10)
    assert reason(result) is Refusal.TOO_LARGE
    async with serving(size=3, content=b"more than three") as bot:
        file = Attachment(MediaKind.PHOTO, "f")
        result = await download(bot, file, tmp_path / "draft", 10)
    assert reason(result) is Refusal.TOO_LARGE


async def test_a_file_nobody_knows_is_gone(client: Bot, tmp_path: Path) -> None:
    file = Attachment(MediaKind.PHOTO, "nobody-knows", origin="telegram")
    result = await download(client, file, tmp_path / "draft", LIMIT)
    assert reason(result) is Refusal.MESSAGE_GONE


@pytest.mark.parametrize(("status", "final"), [(404, True), (500, False), (401, False)])
async def test_an_address_that_answers_otherwise_is_asked_again_unless_it_is_gone(
    tmp_path: Path, status: int, final: bool
) -> None:
    async with serving(status=status) as bot:
        result = await download(bot, Attachment(MediaKind.PHOTO, "f"), tmp_path / "draft", LIMIT)
    assert isinstance(result, Refused if final else Later)
    assert "secret" not in str(result)


@pytest.mark.parametrize("kind", ["429", "500", "html", "drop_before"])
async def test_trouble_passes(
    client: Bot, sandbox: RunningSandbox, tmp_path: Path, kind: str
) -> None:
    file = sent(sandbox)
    sandbox.world.faults.plan(Fault("getFile", kind))  # type: ignore[arg-type]  # one of its kinds
    assert isinstance(await download(client, file, tmp_path / "draft", LIMIT), Later)
    assert isinstance(await download(client, file, tmp_path / "draft", LIMIT), Fetched)


async def test_a_folder_that_takes_nothing_is_no_end(
    client: Bot, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    nowhere = tmp_path / "missing" / "draft"
    assert isinstance(await download(client, sent(sandbox), nowhere, LIMIT), Later)


@asynccontextmanager
async def serving(size: int = 0, content: bytes = b"jpeg", status: int = 200) -> AsyncIterator[Bot]:
    """A Bot API that knows one file and says of it what it likes."""

    async def get_file(_request: web.Request) -> web.Response:
        known = {"file_id": "f", "file_unique_id": "u", "file_size": size, "file_path": "photo"}
        return web.json_response({"ok": True, "result": known})

    async def file(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=content)

    app = web.Application()
    app.router.add_post("/bot{token}/getFile", get_file)
    app.router.add_get("/file/bot{token}/photo", file)
    async with TestServer(app) as server:
        bot = make_bot("7:secret", str(server.make_url("/")), timeout=5, connect=2)
        yield bot
        await bot.session.close()
