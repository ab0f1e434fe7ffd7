import ast
import re
from pathlib import Path

import pytest

from appeals.calendar import Wrong
from bot.admin_words import FILE, say

KEYS = set(re.findall(r"^([a-z][\w-]*) =", FILE.read_text(encoding="utf-8"), re.MULTILINE))
BOT = FILE.parent.parent.parent
CODE = [
    *BOT.glob("*.py"),
    *(file for folder in ("backup", "settings", "doctor") for file in (BOT / folder).glob("*.py")),
]


def test_arguments_stand_as_they_are() -> None:
    assert "«7»" in say("settings-twice", id="7")


def test_a_message_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        say("settings-nothing")


def test_a_missing_argument_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="settings-twice"):
        say("settings-twice")


def constants(file: Path) -> set[str]:
    """All strings that stand in a module's code."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant)
        if isinstance(node.value, str)
    }


def calls(file: Path) -> list[tuple[str, list[str]]]:
    """Names of the functions called with nothing but strings first, and those strings."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            found.append((node.func.id, [word for word in words if isinstance(word, str)]))
    return found


def test_every_text_that_is_asked_for_is_there() -> None:
    missing = []
    for file in CODE:
        for name, words in calls(file):
            wanted: list[str] = []
            if name in {"say", "Hindered"} and words:
                wanted = words[:1]
            if name in {"fine", "warning", "problem"} and len(words) == 2:
                wanted = [f"doctor-topic-{words[0]}", f"doctor-{words[1]}"]
                wanted += [f"doctor-{words[1]}-do"] if name != "fine" else []
            missing += [key for key in wanted if key not in KEYS]
    assert missing == []


def test_no_text_is_left_that_nobody_asks_for() -> None:
    asked = set().union(*map(constants, CODE))
    prefixes = (
        "doctor-topic-",
        "doctor-mark-",
        "doctor-sum-",
        "doctor-",
        "cli-help-survey-",
        "cli-help-",
        "settings-want-",
        "settings-unfit-",
    )
    commands = {
        "run",
        "doctor",
        "migrate",
        "backup",
        "restore",
        "appeals",
        "fine",
        "warning",
        "problem",
    }
    limits = {"greater-than", "greater-than-equal", "less-than-equal"}
    reasons = {reason.value for reason in Wrong}
    # The keys of VK and the places of Telegram are looked at by one piece of code each.
    alike = re.compile(r"doctor-(?:vk-(?:service|user)-[a-z]+|channel-absent)(?:-do)?")

    def is_asked_for(key: str) -> bool:
        short = {key} | {key.removeprefix(prefix) for prefix in prefixes}
        short |= {name.removesuffix("-do") for name in short}
        return bool(alike.fullmatch(key) or short & (asked | commands | limits | reasons))

    assert [key for key in KEYS if not is_asked_for(key)] == []


def test_whatever_is_wrong_comes_with_advice() -> None:
    trouble = [
        words[1] for file in CODE for name, words in calls(file) if name == "problem" and words[1:]
    ]
    assert trouble
    assert [key for key in trouble if f"doctor-{key}-do" not in KEYS] == []
