"""Files of other platforms: fetched once, kept by content, whole or not at all."""

import asyncio
import io
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

import bot
from appeals.words import Attachment, Content, MediaKind
from bot.files import PATIENCE, Files
from handlers.conversation import Fetched, Later, Refusal, Refused, Rendered
from tests.fakes import FakeChannel, ManualClock

PDF = Attachment(MediaKind.DOCUMENT, "doc1", "расчёт.pdf", origin="vk")
COPY = Attachment(MediaKind.DOCUMENT, "doc2", "копия.pdf", origin="vk")
LIMIT = 1000
READERS = re.compile(
    r"^\s*(?:import|from) (?:zipfile|tarfile|gzip|bz2|lzma|shelve|pickle|marshal|PIL|openpyxl|docx"
    r"|xml|lxml|yaml|subprocess)\b",
    re.MULTILINE,
)
OURS = {
    "bot/backup/archive.py",
    "bot/surveys/export_png.py",
    "bot/surveys/export_svg.py",
    "storage/postgres_dump.py",
}
"""Read and written by them are backups, charts and dumps that this program has made."""


@pytest.fixture
def vk() -> FakeChannel:
    return FakeChannel("vk", files={"doc1": b"%PDF", "doc2": b"%PDF"})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def files(tmp_path: Path, clock: ManualClock) -> Files:
    return Files(tmp_path, clock.monotonic)


def stored(folder: Path) -> list[Path]:
    """The contents that are kept."""
    home = folder / "fetched"
    apart = {home / "known", home / "drafts"}
    return [file for file in home.rglob("*") if file.is_file() and not apart & set(file.parents)]


def drafts(folder: Path) -> list[Path]:
    """What is half fetched."""
    return list((folder / "fetched" / "drafts").glob("*"))


async def brought(files: Files, vk: FakeChannel, file: Attachment = PDF) -> Fetched:
    result = await files.fetch(file, vk, LIMIT)
    assert isinstance(result, Fetched)
    return result


async def test_a_file_lies_under_its_content_and_nowhere_twice(
    files: Files, vk: FakeChannel, tmp_path: Path
) -> None:
    first, second = await brought(files, vk), await brought(files, vk, COPY)
    assert first == second
    assert (tmp_path / first.path).read_bytes() == b"%PDF"
    assert first.path.name.startswith("315d429b")
    assert len(stored(tmp_path)) == 1
    assert drafts(tmp_path) == []


async def test_a_file_is_fetched_once_for_all_who_want_it(
    files: Files, vk: FakeChannel, tmp_path: Path, clock: ManualClock
) -> None:
    await asyncio.gather(*(brought(files, vk) for _ in range(5)))
    await brought(Files(tmp_path, clock.monotonic), vk)
    assert vk.asked_for == ["doc1"]


async def test_a_file_that_was_damaged_meanwhile_is_fetched_again(
    files: Files, vk: FakeChannel, tmp_path: Path
) -> None:
    path = tmp_path / (await brought(files, vk)).path
    path.write_bytes(b"%P")
    assert (tmp_path / (await brought(files, vk)).path).read_bytes() == b"%PDF"
    path.unlink()
    await brought(files, vk)
    assert vk.asked_for == ["doc1"] * 3


async def test_what_a_crash_left_half_fetched_is_removed_at_the_start(
    files: Files, vk: FakeChannel, tmp_path: Path, clock: ManualClock
) -> None:
    vk.gate, began = asyncio.Event(), asyncio.Event()
    vk.on_fetch = lambda _: began.set()
    fetching = asyncio.create_task(files.fetch(PDF, vk, LIMIT))
    await asyncio.wait_for(began.wait(), 5)
    assert drafts(tmp_path)
    (tmp_path / "fetched" / "drafts" / "of a killed process").write_bytes(b"%P")
    fetching.cancel()
    await asyncio.gather(fetching, return_exceptions=True)
    vk.gate = None
    after = Files(tmp_path, clock.monotonic)
    await after.tidy()
    assert drafts(tmp_path) == []
    assert stored(tmp_path) == []
    await brought(after, vk)


@pytest.mark.parametrize("trouble", [Later(5, "network"), OSError("disk"), TimeoutError()])
async def test_trouble_passes_and_leaves_nothing_behind(
    files: Files,
    vk: FakeChannel,
    tmp_path: Path,
    clock: ManualClock,
    trouble: Later | Exception,
) -> None:
    vk.not_now = [trouble]
    result = await files.fetch(PDF, vk, LIMIT)
    assert isinstance(result, Later)
    assert 2 <= result.seconds <= 60
    assert drafts(tmp_path) + stored(tmp_path) == []
    clock.advance(result.seconds)
    await brought(files, vk)


async def test_a_platform_in_trouble_is_left_alone_for_all_its_files(
    files: Files, vk: FakeChannel, clock: ManualClock
) -> None:
    vk.not_now = [Later(10, "network")]
    await files.fetch(PDF, vk, LIMIT)
    assert isinstance(await files.fetch(COPY, vk, LIMIT), Later)
    assert vk.asked_for == ["doc1"]
    clock.advance(10)
    await brought(files, vk, COPY)


async def test_a_deadline_does_not_wait_for_a_picture_for_ever(
    files: Files, vk: FakeChannel, clock: ManualClock
) -> None:
    vk.not_now = [Later(5, "network")] * 2
    assert isinstance(await files.fetch(PDF, vk, LIMIT), Later)
    clock.advance(PATIENCE)
    assert await files.fetch(PDF, vk, LIMIT) == Refused(Refusal.UNKNOWN, "network")


async def test_a_file_may_be_gone_too_large_or_nobodys(files: Files, vk: FakeChannel) -> None:
    gone = Attachment(MediaKind.PHOTO, "gone", origin="vk")
    assert await files.fetch(gone, vk, LIMIT) == Refused(Refusal.MESSAGE_GONE)
    assert await files.fetch(PDF, vk, 3) == Refused(Refusal.TOO_LARGE)
    off = await files.fetch(PDF, None, LIMIT)
    assert isinstance(off, Refused)
    assert off.reason is Refusal.OTHER


async def test_each_destination_has_its_own_limit(files: Files, vk: FakeChannel) -> None:
    await brought(files, vk)
    assert await files.fetch(PDF, vk, 3) == Refused(Refusal.TOO_LARGE)
    assert vk.asked_for == ["doc1"]


async def test_at_most_four_files_of_a_platform_come_at_once(
    files: Files, vk: FakeChannel, tmp_path: Path
) -> None:
    vk.gate, four = asyncio.Event(), asyncio.Event()
    vk.on_fetch = lambda asked: four.set() if asked == 4 else None
    wanted = [Attachment(MediaKind.PHOTO, str(number), origin="vk") for number in range(9)]
    vk.files = {file.file: file.file.encode() for file in wanted}
    fetching = [asyncio.create_task(files.fetch(file, vk, LIMIT)) for file in wanted]
    await asyncio.wait_for(four.wait(), 5)
    for _ in range(100):
        await asyncio.sleep(0)
    assert len(vk.asked_for) == 4
    vk.gate.set()
    await asyncio.gather(*fetching)
    assert len(stored(tmp_path)) == 9


async def test_a_fetched_file_goes_out_as_our_own_under_a_readable_name(files: Files) -> None:
    voice = Attachment(MediaKind.VOICE, "v", path="fetched/ab/abcd", origin="vk")
    known = Attachment(MediaKind.PHOTO, "p", origin="telegram")
    message = Rendered(Content("", (), (voice, PDF, known)))
    sent = files.local(message, "telegram").content.attachments
    assert [(file.name, file.path, file.file, file.origin) for file in sent] == [
        ("voice.ogg", "fetched/ab/abcd", "", ""),
        ("расчёт.pdf", "", "", ""),
        ("", "", "p", "telegram"),
    ]


async def test_a_link_in_place_of_a_kept_file_is_not_followed(
    files: Files, vk: FakeChannel, tmp_path: Path
) -> None:
    """Whoever may write into the folder must not have the program send any file it can read."""
    elsewhere = tmp_path / "passwd"
    elsewhere.write_bytes(b"root")
    path = tmp_path / (await brought(files, vk)).path
    path.unlink()
    path.symlink_to(elsewhere)
    assert (tmp_path / (await brought(files, vk)).path).read_bytes() == b"%PDF"
    assert not path.is_symlink()
    assert elsewhere.read_bytes() == b"root"


@pytest.mark.parametrize("said", ["../../passwd 4", "/etc/passwd 4", "x" * 64 + " 4", "", "4"])
async def test_a_note_that_leads_elsewhere_is_not_believed(
    files: Files, vk: FakeChannel, tmp_path: Path, said: str
) -> None:
    (tmp_path / "passwd").write_bytes(b"root")
    await brought(files, vk)
    (note,) = (one for one in (tmp_path / "fetched" / "known").rglob("*") if one.is_file())
    note.write_text(said, encoding="ascii")
    assert (tmp_path / (await brought(files, vk)).path).read_bytes() == b"%PDF"


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x", "/etc/passwd", "C:\\x", "nul", "x\x00y", "x" * 5000, "a.pdf.exe", ""],
)
async def test_no_name_decides_where_a_file_lies(
    files: Files, vk: FakeChannel, tmp_path: Path, name: str
) -> None:
    """Names and endings are passed on; the place is made of the content alone."""
    fetched = await brought(files, vk, replace(PDF, name=name))
    assert fetched.path.parts[0] == "fetched"
    assert stored(tmp_path) == [tmp_path / fetched.path]
    assert not fetched.path.suffix


async def test_what_would_swell_is_kept_as_it_came(
    files: Files, vk: FakeChannel, tmp_path: Path
) -> None:
    """A thousand times as much as it weighs: nothing here looks into it."""
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(1 << 20))
    vk.files["doc1"] = bomb.getvalue()
    fetched = await files.fetch(PDF, vk, len(bomb.getvalue()))
    assert isinstance(fetched, Fetched)
    assert (tmp_path / fetched.path).read_bytes() == bomb.getvalue()


def test_nothing_in_the_program_opens_what_people_send() -> None:
    """Archives, pictures and documents are read by nobody; a backup and our own files are ours."""
    root = Path(bot.__file__).parents[1]
    found = {
        file.relative_to(root).as_posix()
        for package in ("appeals", "bot", "handlers", "storage", "surveys")
        for file in (root / package).rglob("*.py")
        if READERS.search(file.read_text(encoding="utf-8"))
    }
    assert found == OURS
