"""A backup of a running installation, put back elsewhere, is the same to the last byte."""

import asyncio
import shutil
import struct
import zipfile
from pathlib import Path

import pytest

from bot.backup import archive
from bot.backup.backup_command import backed_up
from bot.backup.restore_command import restored
from bot.settings import Settings
from bot.surveys.ownership import owned
from storage.store import Store
from tests.bot.backup.conftest import TwoPlaces
from tests.bot.backup.house import (
    FILES,
    attachments,
    everything_below,
    plan,
    rows,
)
from tests.storage.given import NOW, put_event

SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def url_of(settings: Settings) -> str:
    return settings.storage.url.get_secret_value()


def lock(home: Path) -> str:
    """Taken while it is restored, so that no program takes the surveys up; empty."""
    return str(home / "secret" / "surveys.key.lock")


async def kept(places: TwoPlaces) -> Path:
    """The archive of the old place."""
    answer = await backed_up(places.old, places.archive, NOW)
    assert answer.done, answer.text
    return places.archive


async def test_what_is_put_back_is_the_same_row_by_row_and_byte_by_byte(
    places: TwoPlaces, kind: str
) -> None:
    answer = await restored(places.new, await kept(places))
    assert answer.done, answer.text
    assert "22.11.2026 16:30" in answer.text
    assert f"Вложений: {len(FILES)}" in answer.text
    assert "отправки в момент копии: 3" in answer.text
    old, new = await rows(url_of(places.old)), await rows(url_of(places.new))
    assert all(old["front"].values())
    assert sum(map(len, old["surveys"].values())) > 10
    assert new == old
    assert attachments(places.new) == FILES
    if kind == "sqlite":
        assert await plan(url_of(places.new)) == await plan(url_of(places.old))


async def test_the_program_starts_on_what_was_put_back(places: TwoPlaces) -> None:
    await restored(places.new, await kept(places))
    store = Store.open(url_of(places.new))
    await store.migrate()
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 3
        assert await put_event(unit, "one more")
    await store.close()


async def test_nothing_is_put_over_anything(places: TwoPlaces) -> None:
    file = await kept(places)
    before = await rows(url_of(places.old))
    answer = await restored(places.old, file)
    assert not answer.done
    assert "уже есть данные" in answer.text
    assert await rows(url_of(places.old)) == before


@SQLITE
@pytest.mark.parametrize(
    "name", ["otklik.db", "otklik.db-wal", "otklik-surveys.db", "files/foreign.txt"]
)
async def test_one_file_in_its_place_is_enough_to_refuse(places: TwoPlaces, name: str) -> None:
    file = await kept(places)
    home = places.new.storage.files.parent
    (home / name).parent.mkdir(exist_ok=True)
    (home / name).write_bytes(b"mine")
    before = everything_below(home)
    answer = await restored(places.new, file)
    assert not answer.done
    assert name.split("/", maxsplit=1)[0] in answer.text
    assert everything_below(home).items() - {(lock(home), b"")} == before.items()


@SQLITE
async def test_an_empty_folder_for_attachments_is_no_obstacle(places: TwoPlaces) -> None:
    file = await kept(places)
    shutil.rmtree(places.new.storage.files, ignore_errors=True)
    places.new.storage.files.mkdir()
    assert (await restored(places.new, file)).done
    assert attachments(places.new).keys() >= FILES.keys()


@SQLITE
async def test_a_running_program_is_left_alone(places: TwoPlaces) -> None:
    file = await kept(places)

    async def page(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 503 Unwell\r\ncontent-length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(page, "127.0.0.1", places.new.web.port):
        answer = await restored(places.new, file)
    assert not answer.done
    assert "Остановите" in answer.text
    assert places.new.surveys.key_file is not None
    with owned(places.new.surveys.key_file):
        answer = await restored(places.new, file)
    assert not answer.done
    assert "Остановите" in answer.text


def middle_of_a_member(file: Path, number: int) -> int:
    """Where the archive holds what was kept; a changed date of a member would harm nothing."""
    with zipfile.ZipFile(file) as opened:
        members = [one for one in opened.infolist() if one.file_size]
    member = members[number % len(members)]
    header = file.read_bytes()[member.header_offset :][:30]
    name, extra = (int(one) for one in struct.unpack("<HH", header[26:]))
    return member.header_offset + 30 + name + extra + member.compress_size // 2


@SQLITE
@pytest.mark.parametrize("part", range(7))
async def test_a_damaged_archive_leaves_nothing_behind(places: TwoPlaces, part: int) -> None:
    file = await kept(places)
    whole = bytearray(file.read_bytes())
    if part < 6:
        whole[middle_of_a_member(file, part)] ^= 0x5A
    else:
        del whole[len(whole) // 2 :]
    file.write_bytes(whole)
    await refused(places, file, "повреждён")


@SQLITE
@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/outside", "files/../../outside", "C:\\outside", "files\\..\\x", "x"],
)
async def test_a_name_that_leads_elsewhere_is_refused(places: TwoPlaces, name: str) -> None:
    await kept(places)
    evil = places.archive.with_name("evil.zip")
    about = archive.read(places.archive).about
    source = places.archive
    archive.pack(evil, about, [("otklik.sqlite", source), (name, source)])
    await refused(places, evil, "повреждён")
    assert not list(places.new.storage.files.parent.parent.rglob("*up"))


@SQLITE
async def test_what_is_no_database_of_ours_is_refused(places: TwoPlaces, tmp_path: Path) -> None:
    about = archive.read(await kept(places)).about
    junk = tmp_path / "junk"
    junk.write_bytes(b"SQLite format 3\0" + bytes(4096))
    evil = tmp_path / "evil.zip"
    archive.pack(evil, about, [("otklik.sqlite", junk)])
    await refused(places, evil, "повреждён")


@SQLITE
async def test_a_newer_programs_archive_is_refused(places: TwoPlaces, tmp_path: Path) -> None:
    newer = tmp_path / "newer.zip"
    about = archive.About("2027-01-01T00:00:00+00:00", "sqlite", "9999")
    archive.pack(newer, about, [("otklik.sqlite", await kept(places))])
    await refused(places, newer, "новая версия")


@SQLITE
async def test_another_kind_of_database_is_refused(places: TwoPlaces, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    about = archive.About("2026-01-01T00:00:00+00:00", "postgresql", "0001")
    archive.pack(other, about, [("otklik.pgdump", await kept(places))])
    await refused(places, other, "PostgreSQL")


@SQLITE
async def test_a_missing_archive_and_a_file_that_is_none_are_named(
    places: TwoPlaces, tmp_path: Path
) -> None:
    await refused(places, tmp_path / "gone.zip", "не удалось")
    (tmp_path / "text.zip").write_text("привет", encoding="utf-8")
    await refused(places, tmp_path / "text.zip", "text.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as made:
        made.writestr("a", "b")
    await refused(places, tmp_path / "other.zip", "повреждён")


async def refused(places: TwoPlaces, file: Path, why: str) -> None:
    """Nothing was restored, no draft is left, and the place can still be used."""
    answer = await restored(places.new, file)
    assert not answer.done
    assert why in answer.text
    home = places.new.storage.files.parent
    assert set(everything_below(home)) <= {lock(home)}
