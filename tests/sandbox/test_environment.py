"""The bot's environment under the sandbox: its settings and nobody's tokens."""

import json
import sys
from pathlib import Path

from sandbox.environment import COMMAND, bot_environment
from sandbox.world import World, seed

URL = "http://127.0.0.1:8080"


def environment(**inherited: str) -> dict[str, str]:
    return bot_environment(seed(World()), url=URL, data=Path("/data"), inherited=inherited)


def test_no_setting_of_the_real_installation_gets_through() -> None:
    result = environment(
        PATH="/bin", OTKLIK_TELEGRAM__TOKEN="1:real", OTKLIK_VK__TOKEN="vk", otklik_config="x"
    )
    assert result["PATH"] == "/bin"
    assert result["OTKLIK_TELEGRAM__TOKEN"] == "7000000001:sandbox"
    assert "OTKLIK_VK__TOKEN" not in result
    assert "otklik_config" not in result


def test_the_bot_is_pointed_at_the_sandbox() -> None:
    result = environment()
    assert result["OTKLIK_PRESET"] == "nso-quota"
    assert result["OTKLIK_TELEGRAM__API_URL"] == URL
    assert result["OTKLIK_TELEGRAM__MODERATOR_CHAT"] == "-1001000000001"
    assert result["OTKLIK_TELEGRAM__CONSULTATION_CHATS"] == "[-1001000000101]"
    assert result["OTKLIK_TELEGRAM__CHANNELS"] == "[-1001000000102]"
    assert result["OTKLIK_STORAGE__URL"] == "sqlite+aiosqlite:////data/otklik.db"
    assert result["OTKLIK_STORAGE__FILES"] == "/data/files-otklik"
    assert result["OTKLIK_SURVEYS__KEY_FILE"] == "/data/secrets/surveys.key"
    assert not [name for name in result if "K_" in name.removeprefix("OTKLIK_SURVEYS__")[:2]]
    assert result["OTKLIK_WEB__PORT"] == "8081"
    assert result["OTKLIK_SANDBOX__CONTROL"] == "1"
    assert (sys.executable, "-m", "bot", "run") == COMMAND


def test_a_world_without_public_places_names_none() -> None:
    world = seed(World())
    world.chats = {one.id: one for one in world.chats.values() if not one.is_open}
    result = bot_environment(world, url=URL, data=Path("/data"), inherited={})
    assert not [name for name in result if "CONSULTATION" in name or "CHANNELS" in name]


def test_staff_and_their_department_are_named() -> None:
    result = environment()
    staff = json.loads(result["OTKLIK_STAFF"])
    assert [(one["id"], one["roles"]) for one in staff] == [
        ("201", ["moderator"]),
        ("202", ["moderator"]),
        ("203", ["head", "moderator"]),
        ("205", ["controller"]),
        ("206", ["analyst"]),
    ]
    (department,) = json.loads(result["OTKLIK_DEPARTMENTS"])
    assert (department["head"], department["duty"]) == ("203", ["201", "202"])
    assert {one["department"] for one in staff} == {department["id"]}


def test_the_bot_learns_where_its_pages_are_and_how_far_the_clock_is_ahead() -> None:
    world = seed(World())
    world.put_forward(3600.25)
    result = bot_environment(world, url=URL, data=Path("/data"), inherited={}, port=18081)
    assert result["OTKLIK_WEB__PORT"] == "18081"
    assert float(result["OTKLIK_SANDBOX__CLOCK_OFFSET"]) == 3600.25


def test_the_bots_package_is_found_from_another_folder() -> None:
    result = environment(PYTHONPATH="/elsewhere")
    root, elsewhere = result["PYTHONPATH"].split(":")
    assert (Path(root) / "sandbox" / "environment.py").is_file()
    assert elsewhere == "/elsewhere"
