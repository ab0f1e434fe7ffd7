"""An installation with surveys: its settings, and a box over its database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.doctor.finding import Finding, Level
from bot.settings import Settings
from bot.surveys.box import Box
from bot.surveys.keys import KeyFile
from storage.surveys.store import SurveyStore


def settings_of(folder: Path, url: str = "", **surveys: Any) -> Settings:
    """Keys apart from the data, unless told otherwise."""
    rules = {"key_file": folder / "secrets" / "surveys.key", "folder": folder / "forms"}
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "Asia/Novosibirsk"},
            "storage": {
                "url": url or f"sqlite+aiosqlite:///{folder}/data/otklik.db",
                "files": folder / "data" / "files",
            },
            "surveys": rules | surveys,
        }
    )


@asynccontextmanager
async def box_of(settings: Settings) -> AsyncIterator[Box]:
    """The box of this installation, its tables made."""
    store = SurveyStore.open(settings.storage.url.get_secret_value())
    await store.prepare()
    assert settings.surveys.key_file
    try:
        yield Box(store, KeyFile(settings.surveys.key_file))
    finally:
        await store.close()


def seen(found: Sequence[Finding]) -> list[tuple[Level, str]]:
    """How bad each is, and what it says."""
    return [(one.level, one.text) for one in found]
