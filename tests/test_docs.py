"""What the papers promise exists: files they lead to, and commands they name."""

import re
from pathlib import Path

import pytest

from handlers.moderator_commands import COMMANDS

ROOT = Path(__file__).parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w/])/[a-z]+(?![\w/])")
STAFF_PAGE = ROOT / "docs" / "staff.ru.md"


def leads_nowhere(paper: Path) -> list[str]:
    """Relative links of a paper behind which there is no file."""
    links = [link.partition("#")[0] for link in LINK.findall(paper.read_text(encoding="utf-8"))]
    return [link for link in links if link and ":" not in link and not _is_there(paper, link)]


def _is_there(paper: Path, link: str) -> bool:
    return (paper.parent / link).exists()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_every_link_and_picture_leads_somewhere(paper: Path) -> None:
    assert leads_nowhere(paper) == []


def test_a_broken_link_would_be_found(tmp_path: Path) -> None:
    paper = tmp_path / "paper.md"
    paper.write_text("[a](gone.md) ![b](gone.png#c) [d](https://e.example) [f](#g)", "utf-8")
    assert leads_nowhere(paper) == ["gone.md", "gone.png"]


def test_the_staff_page_names_every_command_and_no_other() -> None:
    named = set(COMMAND.findall(STAFF_PAGE.read_text(encoding="utf-8")))
    assert named == COMMANDS


def test_the_register_page_names_only_commands_that_exist() -> None:
    page = (ROOT / "docs" / "register.ru.md").read_text(encoding="utf-8")
    assert set(COMMAND.findall(page)) <= COMMANDS
