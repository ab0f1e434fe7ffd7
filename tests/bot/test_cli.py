import os
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.admin_words import say

ROOT = Path(bot.__file__).parent.parent
HEAVY = ("aiogram", "aiohttp", "sqlalchemy", "alembic", "fastapi")
LOOK_INSIDE = f"""
import atexit, sys
atexit.register(lambda: print("LOADED", *[name for name in {HEAVY!r} if name in sys.modules]))
from bot.cli import main
main()
"""


def otklik(
    folder: Path, *words: str, program: tuple[str, ...] = ("-m", "bot"), **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line as an administrator would, in a folder of its own, with LANG=C."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *program, *words],
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        [],
        ["doctor", "--help"],
        ["dead"],
        ["dead", "list", "--help"],
        ["survey"],
        ["survey", "check", "--help"],
        ["survey", "preview", "--help"],
        ["survey", "export", "--help"],
    ],
)
def test_help_is_russian_and_loads_nothing_heavy(tmp_path: Path, words: list[str]) -> None:
    shown = otklik(tmp_path, *words, program=("-c", LOOK_INSIDE))
    assert shown.returncode == 0, shown.stderr
    assert "Как вызвать: otklik" in shown.stdout
    assert shown.stdout.splitlines()[-1].split() == ["LOADED"]


def test_the_test_above_would_notice_something_heavy(tmp_path: Path) -> None:
    shown = otklik(tmp_path, "--help", program=("-c", f"import sqlalchemy{LOOK_INSIDE}"))
    assert "sqlalchemy" in shown.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "command", ["run", "doctor", "migrate", "backup", "restore", "dead", "survey"]
)
def test_every_command_and_option_is_explained(command: str) -> None:
    from bot.cli import app  # noqa: PLC0415 - the other tests run it in processes of their own

    assert f"  {command} " in say("cli-help")
    explained = say(f"cli-help-{command}")
    assert "--config" in explained
    assert ("--live" in explained) is (command == "doctor")
    assert ("--fix" in explained) is (command == "doctor")
    named = {one.callback.__name__ for one in app.registered_commands if one.callback}
    assert named | {one.name for one in app.registered_groups} == {
        "run",
        "doctor",
        "migrate",
        "backup",
        "restore",
        "dead",
        "export",
        "survey",
    }


def test_running_without_a_token_says_what_is_missing_and_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('preset = "nso-quota"', encoding="utf-8")
    ended = otklik(tmp_path, "run")
    assert ended.returncode == 2
    assert "telegram.token: не задан токен бота" in ended.stderr
    assert ".env" in ended.stderr
    assert "make run" in ended.stderr
    assert ended.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


def test_wrong_settings_stop_every_command_before_anything_is_touched(tmp_path: Path) -> None:
    for command in ("run", "doctor", "migrate"):
        ended = otklik(tmp_path, command, OTKLIK_PRESET="nso-quota", OTKLIK_WEB__PORT="x")
        assert ended.returncode == 2
        assert 'web.port = "x" (OTKLIK_WEB__PORT)' in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("fly", "Все команды показывает otklik --help"),
        ("rnu", "Возможно, имелось в виду: otklik run."),
        ("run --fast", "показывает otklik run --help"),
        ("run --config", "Все команды показывает otklik --help"),
        ("dead lst", "Возможно, имелось в виду: otklik dead list."),
        ("dead retry x", "показывает otklik dead retry --help"),
        ("survey open", "показывает otklik survey open --help"),
    ],
)
def test_words_that_mean_nothing_lead_to_the_help_that_is_wanted(
    tmp_path: Path, words: str, advice: str
) -> None:
    ended = otklik(tmp_path, *words.split())
    assert ended.returncode == 2
    assert f"otklik {words}\n" in ended.stderr
    assert advice in ended.stderr


def test_the_database_is_made_ready_by_hand(tmp_path: Path) -> None:
    ended = otklik(tmp_path, "migrate", OTKLIK_PRESET="nso-quota")
    assert ended.returncode == 0, ended.stderr
    assert "готова" in ended.stdout
    assert (tmp_path / "data" / "otklik.db").exists()


def test_doctor_ends_with_one_when_something_must_be_put_right(tmp_path: Path) -> None:
    ended = otklik(
        tmp_path,
        "doctor",
        OTKLIK_PRESET="nso-quota",
        OTKLIK_TELEGRAM__TOKEN="1:AA",
        OTKLIK_TELEGRAM__MODERATOR_CHAT="-1001",
        OTKLIK_TELEGRAM__API_URL="http://127.0.0.1:1",
        OTKLIK_WEB__PORT="1",
    )
    assert ended.returncode == 1, ended.stderr
    assert "нет связи с Telegram" in ended.stdout
    assert ended.stdout.splitlines()[-1].startswith("Итог: нужно исправить")


def test_the_example_settings_of_the_repository_are_right(tmp_path: Path) -> None:
    example = (ROOT / "config.toml").read_text(encoding="utf-8")
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    secrets = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / ".env").write_text(secrets, encoding="utf-8")
    ended = otklik(tmp_path, "run")
    assert ended.stderr.count("\n  ") == 1
    assert "telegram.token" in ended.stderr
