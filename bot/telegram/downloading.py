"""A file of Telegram's, brought to the program's own folder (getFile)."""

import asyncio
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import GetFile
from aiohttp import ClientResponseError

from appeals.words import Attachment
from bot.telegram.outcomes import NETWORK_PAUSE, outcome_of
from handlers.conversation import Fetched, Later, Refusal, Refused

DOWNLOAD_LIMIT = 20 * 1024 * 1024
"""Telegram gives bots nothing larger."""
LONGEST_DOWNLOAD = 120
CHUNK = 1 << 18
GONE = {404, 410}


class _TooLarge(Exception):
    """More came than may be taken."""


async def download(bot: Bot, file: Attachment, into: Path, limit: int) -> Fetched | Later | Refused:
    """Write the file to `into`; see `handlers.conversation.Channel.fetch`.

    Its address holds the token, so of what goes wrong only the kind is told.
    """
    most = min(limit, DOWNLOAD_LIMIT)
    try:
        _bounded(file.size, most)
        found = await bot(GetFile(file_id=file.file))
        _bounded(found.file_size or 0, most)
        return await _written(bot, found.file_path, into, most) if found.file_path else _gone()
    except _TooLarge:
        return Refused(Refusal.TOO_LARGE)
    except ClientResponseError as error:
        gone = error.status in GONE
        return _gone() if gone else Later(NETWORK_PAUSE, f"status {error.status}")
    except Exception as error:  # the contract: an outcome, whatever happens
        return _outcome(error)


def _bounded(size: int, most: int) -> None:
    if size > most:
        raise _TooLarge


async def _written(bot: Bot, path: str, into: Path, most: int) -> Fetched:
    address = bot.session.api.file_url(bot.token, path)
    size = 0
    with await asyncio.to_thread(into.open, "wb") as target:
        stream = bot.session.stream_content(
            address, timeout=LONGEST_DOWNLOAD, chunk_size=CHUNK, raise_for_status=True
        )
        async for chunk in stream:
            size += len(chunk)
            _bounded(size, most)
            await asyncio.to_thread(target.write, chunk)
    return Fetched(into, size)


def _outcome(error: Exception) -> Later | Refused:
    """Nothing was to be changed there, so a lost answer only means another try."""
    outcome = outcome_of(error)
    if isinstance(outcome, Later):
        return outcome
    if isinstance(outcome, Refused) and outcome.reason is not Refusal.OTHER:
        return outcome
    if isinstance(error, TelegramBadRequest) and "file" in error.message.lower():
        return _gone()
    return Later(NETWORK_PAUSE, type(error).__name__)


def _gone() -> Refused:
    return Refused(Refusal.MESSAGE_GONE, "the file is not there any more")
