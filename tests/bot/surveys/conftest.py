"""Boxes at work, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.surveys.station import Station, station


@pytest.fixture
async def polls(survey_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    """A box at work, no wave open."""
    async with station(survey_url, tmp_path) as made:
        yield made


@pytest.fixture
async def forgetful(survey_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    """The same on a machine without any file system in memory."""
    async with station(survey_url, tmp_path, mirrored=False) as made:
        yield made
