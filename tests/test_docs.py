"""What the papers promise exists: files they lead to, and commands they name."""

import re
from pathlib import Path

import pytest

from bot.settings import load
from bot.surveys import entry
from bot.vk.inspection import EVENTS
from handlers.moderator_commands import COMMANDS

ROOT = Path(__file__).parent.parent
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"(?<![\w/])/[a-z]+(?:_[a-z]+)*(?![\w/])")
VK_PAGE = ROOT / "docs" / "vk.ru.md"
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
    assert named == COMMANDS | {entry.COMMAND}


def test_the_register_page_names_only_commands_that_exist() -> None:
    page = (ROOT / "docs" / "register.ru.md").read_text(encoding="utf-8")
    assert set(COMMAND.findall(page)) <= COMMANDS


def test_the_commands_of_the_papers_about_vk_exist() -> None:
    assert set(COMMAND.findall(VK_PAGE.read_text(encoding="utf-8"))) == {"/register_offline"}


def test_the_settings_of_the_paper_about_vk_are_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```toml\n(.*?)```", VK_PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        file = tmp_path / "config.toml"
        file.write_text(f'preset = "nso-quota"\n{block}', encoding="utf-8")
        assert load(file).vk.group_id is not None


def test_the_example_of_vk_in_the_settings_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    example = (ROOT / "config.toml").read_text(encoding="utf-8")
    (section,) = re.findall(r"^# \[vk\]\n(?:#.*\n)+", example, re.MULTILINE)
    plain = re.sub(r"^# ", "", section, flags=re.MULTILINE)
    department = '[[departments]]\nid = "quota"\nname = "Отдел квотирования"\n'
    file = tmp_path / "config.toml"
    file.write_text(f'preset = "nso-quota"\n{department}{plain}', encoding="utf-8")
    vk = load(file).vk
    assert [category.code for category in vk.problem_categories] == ["quota", "other"]
    assert set(vk.model_fields_set) >= {"group_id", "message_kind", "personal_data", "api_url"}


def test_the_paper_about_vk_names_every_event_that_is_needed() -> None:
    page = VK_PAGE.read_text(encoding="utf-8")
    assert [event for event in EVENTS if f"`{event}`" not in page] == []
