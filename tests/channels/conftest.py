"""Every scenario runs once for each channel; the moderators sit in Telegram both times."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.in_telegram import InTelegram
from tests.channels.in_vk import InVk
from tests.channels.talk import Talk
from tests.endtoend.desk import front_desk

CATEGORIES = [
    {"code": "roads", "name": "Дороги"},
    {"code": "housing", "name": "Дом и двор"},
]


@pytest.fixture(params=[InTelegram, InVk], ids=lambda channel: channel.channel)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client in one of the channels, before the first word."""
    channel: type[Talk] = request.param
    async with front_desk(
        tmp_path, vk={"problem_categories": CATEGORIES} if channel is InVk else None
    ) as desk:
        talk = channel(desk)
        await talk.opens()
        yield talk
