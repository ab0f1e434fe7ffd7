"""The environment and command of the bot under the sandbox: its own settings, nobody's tokens."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from sandbox.vk.environment import vk_environment
from sandbox.vk.world import VkWorld
from sandbox.world import World

COMMAND = (sys.executable, "-m", "bot", "run")
BOT_PORT = 8081
DEPARTMENT = "employment"
DEPARTMENT_NAME = "Отдел трудоустройства, профессиональной ориентации и обучения"
_OURS = "OTKLIK_"
_ROOT = Path(__file__).resolve().parent.parent
QUESTIONNAIRES = Path(__file__).resolve().parent / "questionnaires"
SECRETS = "secrets"
"""The folder of the surveys' keys inside the data folder; not for others to look into."""


def bot_environment(
    world: World,
    *,
    url: str,
    data: Path,
    inherited: Mapping[str, str],
    port: int = BOT_PORT,
    vk: VkWorld | None = None,
) -> dict[str, str]:
    """Return the child's environment: ``inherited`` without any OTKLIK_ setting, plus ours.

    ``url`` is the sandbox's own, ``data`` an absolute folder, ``port`` where the bot's web pages
    are to be. The bot is to be started in ``data``, so that neither config.toml nor .env of the
    real installation is read. Ask anew at each start: the clock may have been put forward. Without
    ``vk`` the bot serves Telegram only.
    """
    clean = {name: value for name, value in inherited.items() if not name.upper().startswith(_OURS)}
    paths = [str(_ROOT), *filter(None, [inherited.get("PYTHONPATH")])]
    if vk is not None:
        clean |= vk_environment(vk, url=url, department=DEPARTMENT)
    return clean | {
        "PYTHONPATH": (";" if sys.platform == "win32" else ":").join(paths),
        "PYTHONUNBUFFERED": "1",
        "OTKLIK_PRESET": "nso-quota",
        "OTKLIK_TELEGRAM__TOKEN": world.bot.token,
        "OTKLIK_TELEGRAM__API_URL": url,
        "OTKLIK_TELEGRAM__MODERATOR_CHAT": str(world.moderator_chat.id),
        **_public(world),
        "OTKLIK_STORAGE__URL": f"sqlite+aiosqlite:///{data / 'otklik.db'}",
        "OTKLIK_STORAGE__FILES": str(data / "files-otklik"),
        "OTKLIK_SURVEYS__FOLDER": str(QUESTIONNAIRES),
        "OTKLIK_SURVEYS__KEY_FILE": str(data / SECRETS / "surveys.key"),
        "OTKLIK_WEB__PORT": str(port),
        "OTKLIK_STAFF": json.dumps(_staff(world), ensure_ascii=False),
        "OTKLIK_DEPARTMENTS": json.dumps([_department(world)], ensure_ascii=False),
        "OTKLIK_SANDBOX__CONTROL": "1",
        "OTKLIK_SANDBOX__CLOCK_OFFSET": str(world.clock_offset),
    }


def _public(world: World) -> dict[str, str]:
    """Where people ask in front of others; a world kept from before may have no such place."""
    places = {
        "CONSULTATION_CHATS": [one.id for one in world.consultation_chats],
        "CHANNELS": [one.id for one in world.own_channels],
    }
    return {f"OTKLIK_TELEGRAM__{name}": json.dumps(ids) for name, ids in places.items() if ids}


def _staff(world: World) -> list[dict[str, object]]:
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "position": one.position,
            "roles": one.roles,
            "department": DEPARTMENT,
        }
        for one in world.people.values()
        if one.roles
    ]


def _department(world: World) -> dict[str, object]:
    staff = [one for one in world.people.values() if one.roles]
    return {
        "id": DEPARTMENT,
        "name": DEPARTMENT_NAME,
        "head": next(str(one.id) for one in staff if "head" in one.roles),
        "duty": [str(one.id) for one in staff if one.roles == ["moderator"]],
    }
