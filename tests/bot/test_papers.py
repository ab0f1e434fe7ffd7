"""Files that are made when they are sent."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from appeals.words import Attachment, Content, MediaKind
from bot import papers as papers_module
from bot.papers import Papers
from bot.payload import message_payload, read_message
from bot.texts import Texts
from handlers.conversation import Rendered
from handlers.office import ChannelRules
from handlers.papers import Paper
from storage.store import Store
from tests.bot.registers import table
from tests.handlers.front_desk import rules
from tests.storage.given import NOW, an_appeal

WISH = Rendered(Content("Реестр", attachments=(Paper().attachment(),)))
FORM = Attachment(MediaKind.DOCUMENT, name="Жалоба.docx", path="forms/zhaloba.docx")


@pytest.fixture
async def papers(tmp_path: Path) -> AsyncIterator[Papers]:
    """Papers of a store with one appeal."""
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}")
    await store.migrate()
    async with store.begin() as unit:
        await an_appeal(unit, subject="Мой телефон +7 913 123-45-67")
    yield Papers(store, tmp_path / "files", Texts(), lambda: NOW)
    await store.close()


async def test_a_wish_becomes_a_named_file_and_is_gone_when_sent(papers: Papers) -> None:
    async with papers.made(WISH, rules(), "telegram") as message:
        (file,) = message.content.attachments
        assert file.name == "Реестр обращений 2026-11-22.xlsx"
        made = papers.folder / file.path
        assert table(made)[0]["Клиент"] == "Анна"
    assert not made.exists()
    assert not made.parent.exists()


async def test_where_personal_data_may_not_go_codes_stand_for_names(papers: Papers) -> None:
    desk = rules(channels={"telegram": ChannelRules("consultation", personal_data=False)})
    async with papers.made(WISH, desk, "telegram") as message:
        (row,) = table(papers.folder / message.content.attachments[0].path)
    assert row["Клиент"] != "Анна"
    assert row["Тема"] == "Мой телефон [телефон скрыт]"


async def test_ordinary_files_pass_untouched(papers: Papers) -> None:
    given = Rendered(Content(attachments=(FORM,)))
    async with papers.made(given, rules(), "telegram") as message:
        assert message is given
    assert not papers.folder.exists()


async def test_other_files_of_the_message_stay_in_their_order(papers: Papers) -> None:
    given = Rendered(Content(attachments=(FORM, Paper().attachment())))
    async with papers.made(given, rules(), "telegram") as message:
        assert message.content.attachments[0] == FORM
        assert (papers.folder / message.content.attachments[1].path).is_file()


async def test_where_nothing_can_be_written_words_say_so(papers: Papers) -> None:
    papers.folder.write_text("a file where the folder should be", encoding="utf-8")
    async with papers.made(WISH, rules(), "telegram") as message:
        assert message.content.text.startswith("Реестр\nФайл составить не удалось")
        assert message.content.attachments == ()


async def test_a_disk_that_gets_full_in_between_is_told_as_well(
    papers: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(papers_module, "export", full)
    async with papers.made(WISH, rules(), "telegram") as message:
        assert "составить не удалось" in message.content.text
    assert not list(papers.folder.rglob("*.xlsx"))


async def test_a_failed_sending_leaves_no_file_behind(papers: Papers) -> None:
    with pytest.raises(RuntimeError):
        async with papers.made(WISH, rules(), "telegram"):
            raise RuntimeError
    assert not list(papers.folder.rglob("*.xlsx"))


async def test_what_a_crash_has_left_is_removed_at_start(papers: Papers) -> None:
    left = papers.folder / "register" / "tmp1"
    left.mkdir(parents=True)
    (left / "0.xlsx").touch()
    other = papers.folder / "a.jpg"
    other.touch()
    await papers.tidy()
    assert not left.exists()
    assert other.exists()


def test_the_wish_survives_the_outbox() -> None:
    assert read_message(message_payload(WISH)) == WISH
