"""A running sandbox and the settings of an installation that uses it."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import presets
from bot.settings import Settings
from bot.settings.layers import Layer, merged
from bot.telegram.client import make_bot
from bot.telegram.inspection import Inspection
from tests.sandbox_server import RunningSandbox, running_sandbox

Installed = Callable[..., Settings]


@pytest.fixture
async def sandbox() -> AsyncIterator[RunningSandbox]:
    async with running_sandbox() as running:
        yield running


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    """Settings of the quota preset over this Telegram, in an empty folder."""

    def install(sandbox: RunningSandbox, **sections: object) -> Settings:
        mine = {
            "preset": "nso-quota",
            "telegram": {
                "token": sandbox.token,
                "api_url": sandbox.url,
                "moderator_chat": sandbox.moderator_chat,
            },
            "staff": [{"id": 201, "name": "Мария Иванова"}],
            "storage": {
                "url": f"sqlite+aiosqlite:///{tmp_path}/otklik.db",
                "files": tmp_path / "files",
            },
            "web": {"port": 1},
        }
        layers = [presets.settings("nso-quota"), mine, sections]
        return Settings.model_validate(merged([Layer("", layer) for layer in layers]))

    return install


@pytest.fixture
async def inspection(sandbox: RunningSandbox) -> AsyncIterator[Inspection]:
    bot = make_bot(sandbox.token, sandbox.url, timeout=5, connect=2)
    yield Inspection(bot)
    await bot.session.close()
