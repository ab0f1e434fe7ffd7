"""The administrator's page explains everything the program can complain of, and nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from bot.admin_words import FILE
from bot.cli import app
from bot.metrics import Metrics
from bot.status import Trouble
from bot.vk.alarms import TEXTS

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "operations.ru.md").read_text(encoding="utf-8")
CODE = [ROOT / "scheduler.py", *(ROOT / "bot").rglob("*.py")]
LOUD = {"warning", "error", "critical", "exception"}
EVENT = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")
FOR_STAFF = {
    "dead-event",
    "downtime-long",
    "notice-unreached",
    "people-stopped",
    "staff-copy-failed",
    "survey-keys-lost",
    "survey-not-opened",
    "survey-results-failed",
    *TEXTS.values(),
}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of `log.warning` and the like, and of what stands for one of them."""
    loud = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_loud(node.value)
        for name in node.targets
        if isinstance(name, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (
            _is_loud(node.func) or (isinstance(node.func, ast.Name) and node.func.id in loud)
        ):
            yield node


def _is_loud(node: ast.AST) -> bool:
    """`log.error`, or a choice between that and another one."""
    if isinstance(node, ast.IfExp):
        return _is_loud(node.body) or _is_loud(node.orelse)
    return (
        isinstance(node, ast.Attribute)
        and node.attr in LOUD
        and isinstance(node.value, ast.Name)
        and node.value.id == "log"
    )


def constants(tree: ast.AST) -> list[object]:
    """What stands in it as it is."""
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]


def events() -> set[object]:
    """The names of all lines that an administrator should look at."""
    found: set[object] = set()
    for file in CODE:
        for call in calls(ast.parse(file.read_text(encoding="utf-8"))):
            names = [
                node.value for node in ast.walk(call.args[0]) if isinstance(node, ast.Constant)
            ]
            assert names, f"{file.name}: an event without a name"
            found |= set(names)
    return found


def explained(heading: str) -> set[str]:
    """What stands in the first column of the table below a heading, code and plain words."""
    _, _, rest = PAGE.partition(f"\n## {heading}\n")
    assert rest, heading
    rows = [row for row in rest.partition("\n## ")[0].splitlines() if row.startswith("| ")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row.split(" | ")[0])}


def test_every_loud_line_of_the_log_is_explained_and_no_other() -> None:
    assert explained("Строки журнала, которые требуют внимания") == events()


def test_the_search_for_such_lines_would_find_them() -> None:
    source = 'tell = log.error if bad else log.warning\ntell("a_b" if x else "c_d")\nlog.info("e")'
    found = [
        node.value
        for call in calls(ast.parse(source))
        for node in ast.walk(call)
        if isinstance(node, ast.Constant)
    ]
    assert found == ["a_b", "c_d"]


@pytest.mark.parametrize("key", sorted(FOR_STAFF))
def test_every_alert_in_the_moderator_chat_is_explained_by_its_first_words(key: str) -> None:
    folder = ROOT / "bot" / "texts" / "ru"
    texts = "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.ftl")))
    (text,) = re.findall(rf"^{key} =\s*((?:.|\n[ \n])*)", texts, re.MULTILINE)
    words = re.sub(r"<[^>]+>|\{[^}]*\}?", " … ", text).strip(" …\n")
    first = re.split(r"[.:,]|…", words)[0].strip(" «»")
    assert _beginning(first) in PAGE


def _beginning(words: str) -> str:
    """Enough of them to be found in the page, which breaks no lines inside a table."""
    return words[:24].strip()


def test_every_trouble_of_receiving_is_explained() -> None:
    missing = [trouble.value for trouble in Trouble if f"| `{trouble.value}` |" not in PAGE]
    assert missing == []


def test_every_part_that_can_be_ill_is_named() -> None:
    parts: set[str] = set()
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_ill = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if is_ill and node.func.attr == "ill" and len(node.args) == 2:  # type: ignore[attr-defined] # is_ill says it is a call
                part = node.args[0]  # type: ignore[attr-defined] # the same
                parts |= {str(part.value)} if isinstance(part, ast.Constant) else set()
    parts |= {"surveys", "telegram receiving", "vk receiving", "storage", "parts", "troubles"}
    assert len(parts) > 8
    assert [part for part in sorted(parts) if f"`{part}`" not in PAGE] == []


def test_every_part_of_the_doctors_report_is_named() -> None:
    topics = re.findall(
        r"^doctor-topic-[\w-]+ = (.+)$", FILE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(topics) > 20
    assert [topic for topic in topics if topic not in PAGE] == []


def test_the_metrics_that_the_page_names_exist() -> None:
    named = set(re.findall(r"`(otklik_[a-z_]+)`", PAGE))
    there = {f"{one.name}" for one in Metrics().registry.collect()}
    assert named
    assert named <= there


def test_the_commands_that_the_page_names_exist() -> None:
    named = set(re.findall(r"(?:bin/|`)otklik ([a-z]+)", PAGE))
    commands = set(get_command(app).commands)  # type: ignore[attr-defined] # it is a group
    assert named >= {"backup", "restore", "migrate", "doctor", "dead"}
    assert named <= commands
