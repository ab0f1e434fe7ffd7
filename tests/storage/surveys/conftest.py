"""Storages of surveys, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage.surveys.store import SurveyStore


@pytest.fixture
async def surveys(survey_url: str) -> AsyncIterator[SurveyStore]:
    """An empty storage of surveys."""
    opened = SurveyStore.open(survey_url)
    await opened.prepare()
    yield opened
    await opened.close()
