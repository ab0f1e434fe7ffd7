"""`otklik doctor` as an administrator runs it: a process of its own, Telegram over HTTP."""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

import bot
from bot.cli import main
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World
from storage.store import Store
from tests.forks import FORKS
from tests.sandbox_server import RunningSandbox, running_sandbox

ROOT = Path(bot.__file__).parent.parent
PATIENCE = 120
OUTPUT = "said.txt"
STAFF = (201, 202, 203)
CONFIG = """
preset = "nso-quota"
[telegram]
moderator_chat = {chat}
api_url = "{url}"
[web]
port = 1
[storage]
url = "sqlite+aiosqlite:///otklik.db"
files = "files"
[[staff]]
id = 201
name = "Мария Иванова"
roles = ["moderator", "admin"]
[[staff]]
id = 202
name = "Сергей Орлов"
[[staff]]
id = 203
name = "Елена Павлова"
"""


@dataclass(frozen=True)
class Examined:
    """How it ended and what it said."""

    code: int
    said: str

    def line(self, topic: str) -> str:
        """What is said of a topic, with its mark; the worst comes last."""
        return [line for line in self.said.splitlines() if f" {topic}: " in line][-1]

    @property
    def errors(self) -> list[str]:
        """The topics of everything that must be put right."""
        lines = self.said.splitlines()
        return [line.split(maxsplit=1)[1] for line in lines if line.startswith("ОШИБКА")]


def installed(folder: Path, sandbox: RunningSandbox) -> dict[str, str]:
    """Write config.toml and .env, as the README has it; returns an environment without settings."""
    config = CONFIG.format(chat=sandbox.moderator_chat, url=sandbox.url)
    (folder / "config.toml").write_text(config, encoding="utf-8")
    (folder / ".env").write_text(f"OTKLIK_TELEGRAM__TOKEN={sandbox.token}", encoding="utf-8")
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return inherited | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}


async def doctor(
    folder: Path, sandbox: RunningSandbox, *words: str, **environment: str
) -> Examined:
    """Run the command as it is typed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor", "--config", "config.toml", *words),
        cwd=folder,
        env=installed(folder, sandbox) | environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        said, errors = await process.communicate()
    assert errors.decode() == ""
    assert sandbox.token not in said.decode()
    return Examined(process.returncode or 0, said.decode())


async def quick_doctor(
    folder: Path, sandbox: RunningSandbox, *words: str, **environment: str
) -> Examined:
    """The same in a process forked from one that has everything imported: no five seconds each."""
    process = FORKS.Process(
        target=examine_here, args=(installed(folder, sandbox) | environment, folder, words)
    )
    process.start()
    await asyncio.to_thread(process.join, PATIENCE)
    said = (folder / OUTPUT).read_text(encoding="utf-8")
    (folder / OUTPUT).unlink()
    assert sandbox.token not in said
    return Examined(process.exitcode or 0, said)


def examine_here(environment: dict[str, str], folder: Path, words: tuple[str, ...]) -> None:
    """In the child: the command line in its own folder, its output in a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path(OUTPUT).open("wb") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    sys.argv = ["otklik", "doctor", "--config", "config.toml", *words]
    main()


@pytest.fixture
def world(sandbox: RunningSandbox) -> World:
    """Everybody of the staff has started the bot."""
    for person in STAFF:
        sandbox.world.starts(person)
    return sandbox.world


async def test_a_sound_installation_is_found_sound(
    sandbox: RunningSandbox, world: World, tmp_path: Path
) -> None:
    found = await doctor(tmp_path, sandbox)
    assert (found.code, found.errors) == (0, [])
    assert found.said.startswith("Проверка установки\n")
    assert found.said.splitlines()[-1].startswith("Итог: ")
    assert "@otklik_sandbox_bot" in found.line("Бот")
    assert "«Отклик: модераторы»" in found.line("Чат модераторов")
    assert found.line("Люди").startswith("хорошо")
    assert sorted(one.name for one in tmp_path.iterdir()) == [".env", "config.toml"]
    assert not world.ledger.calls("sendMessage")


async def test_a_live_question_goes_there_and_back(
    sandbox: RunningSandbox, world: World, tmp_path: Path
) -> None:
    found = await quick_doctor(tmp_path, sandbox, "--live")
    assert (found.code, found.errors) == (0, [])
    assert "Мария Иванова" in found.line("Пробный вопрос")
    assert "тема удалена" in found.line("Пробный вопрос")
    private = [message.text for message in world.messages(201)]
    assert "Проверка связи (otklik doctor). Это пробный ответ." in private
    assert world.topics(MODERATOR_CHAT) == []
    assert not (tmp_path / "otklik.db").exists()


async def test_what_vk_leaves_out_is_switched_on_when_asked(
    sandbox: RunningSandbox, world: World, tmp_path: Path
) -> None:
    vk = sandbox.vk
    vk.world.settings.long_poll_on = False
    keys = {"TOKEN": vk.token, "GROUP_ID": str(vk.group_id), "API_URL": vk.api_url}
    environment = {f"OTKLIK_VK__{name}": value for name, value in keys.items()}
    found = await quick_doctor(tmp_path, sandbox, "--fix", **environment)
    assert (found.code, found.errors) == (0, [])
    assert "Long Poll API включён" in found.line("ВКонтакте, Long Poll")
    assert vk.token not in found.said
    assert vk.world.settings.long_poll_on
    assert not world.ledger.calls("sendMessage")


@dataclass(frozen=True)
class Case:
    """One thing that is wrong: where it shows, what is said of it, and what is advised."""

    topic: str
    says: str
    advises: str
    spoil: Callable[[World], object] = lambda _: None
    sandbox: dict[str, Any] | None = None
    environment: dict[str, str] | None = None


WRONG = {
    "the token is wrong": Case(
        "Бот",
        "не принимает этот токен",
        "/mybots",
        environment={"OTKLIK_TELEGRAM__TOKEN": "7000000001:AAwrong"},
    ),
    "no topics": Case(
        "Чат модераторов", "выключены темы", "включите «Темы»", sandbox={"is_forum": False}
    ),
    "the bot is no administrator": Case(
        "Права бота",
        "не администратор и не может создавать темы",
        "Добавить администратора → @otklik_sandbox_bot",
        sandbox={"rights": BotRights("member"), "privacy_mode": False},
    ),
    "a plain member that sees nothing": Case(
        "Права бота",
        "режим приватности",
        "режим приватности ему не мешает",
        sandbox={"rights": BotRights("member")},
    ),
    "no right to manage topics": Case(
        "Права бота",
        "нет права «Управление темами»",
        "включите «Управление темами»",
        sandbox={"rights": BotRights(can_manage_topics=False)},
    ),
    "a basic group": Case(
        "Чат модераторов", "обычная группа", "включите «Темы»", sandbox={"moderator_chat": "group"}
    ),
    "another chat": Case(
        "Чат модераторов",
        "не найден",
        "https://t.me/c/",
        environment={"OTKLIK_TELEGRAM__MODERATOR_CHAT": "-1009999999999"},
    ),
    "an unreachable server": Case(
        "Бот",
        "нет связи с Telegram",
        "OTKLIK_TELEGRAM__PROXY",
        environment={"OTKLIK_TELEGRAM__API_URL": "http://127.0.0.1:1"},
    ),
    "no place for the database": Case(
        "Место на диске",
        "нельзя записать",
        "Дайте право записи",
        environment={"OTKLIK_STORAGE__URL": "sqlite+aiosqlite:///config.toml/otklik.db"},
    ),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_wrong_is_named_with_what_to_press(name: str, tmp_path: Path) -> None:
    case = WRONG[name]
    async with running_sandbox(**(case.sandbox or {})) as sandbox:
        for person in STAFF:
            sandbox.world.starts(person)
        found = await quick_doctor(tmp_path, sandbox, **(case.environment or {}))
    assert found.code == 1
    assert [error.partition(":")[0] for error in found.errors] == [case.topic]
    assert case.says in found.line(case.topic)
    assert case.advises in found.said
    assert found.said.splitlines()[-1].startswith("Итог: нужно исправить. Ошибок: 1")


async def test_staff_who_never_started_the_bot_are_asked_to(
    sandbox: RunningSandbox, tmp_path: Path
) -> None:
    found = await quick_doctor(tmp_path, sandbox)
    assert (found.code, found.errors) == (0, [])
    assert found.line("Люди").startswith("внимание")
    assert "Мария Иванова, Сергей Орлов, Елена Павлова" in found.line("Люди")
    assert found.said.count("нажмут «Запустить» (Start)") == 1
    assert found.said.splitlines()[-1].startswith("Итог: работать можно")


async def test_a_database_of_a_newer_program_is_named(
    sandbox: RunningSandbox, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "otklik.db"
    store = Store.open(f"sqlite+aiosqlite:///{file}")
    await store.migrate()
    async with store.begin() as unit:
        await unit.db.run(text("UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    found = await quick_doctor(tmp_path, sandbox)
    assert (found.code, len(found.errors)) == (1, 1)
    assert "создана более новой версией" in found.errors[0]
    assert "Обновите программу" in found.said
    del world
