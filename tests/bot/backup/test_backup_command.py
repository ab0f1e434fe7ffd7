"""A backup is made while the program works, holds no secret, and never half a truth."""

import asyncio
import os
import stat
import zipfile
from pathlib import Path

import pytest

from bot.backup import archive
from bot.backup.backup_command import backed_up
from bot.backup.restore_command import restored
from storage import postgres_dump
from storage.store import Store
from storage.surveys.store import SurveyStore
from tests.bot.backup.conftest import TwoPlaces
from tests.bot.backup.house import FILES, everything_below, rows
from tests.storage.given import NOW, a_message, an_appeal

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


async def test_the_archive_holds_both_databases_and_what_is_kept_and_no_secret(
    places: TwoPlaces,
) -> None:
    answer = await backed_up(places.old, places.archive, NOW)
    assert answer.done, answer.text
    assert str(places.archive) in answer.text
    assert "персональные данные" in answer.text
    names = zipfile.ZipFile(places.archive).namelist()
    kept = [f"files/{name}" for name in FILES]
    assert sorted(names) == sorted(["manifest.json", "otklik.sqlite", "surveys.sqlite", *kept])
    assert stat.S_IMODE(places.archive.stat().st_mode) == 0o600
    assert [file.name for file in places.archive.parent.iterdir()] == [places.archive.name]


async def test_a_backup_changes_nothing_of_the_installation(places: TwoPlaces) -> None:
    home = places.old.storage.files.parent
    before = {name: data for name, data in everything_below(home).items() if "-shm" not in name}
    await backed_up(places.old, places.archive, NOW)
    after = {name: data for name, data in everything_below(home).items() if "-shm" not in name}
    assert {name for name in after.keys() ^ before.keys() if not name.endswith("-wal")} == set()
    assert {name: after[name] for name in before} == before


async def test_the_program_writes_on_while_it_is_copied_and_each_unit_of_work_is_whole(
    places: TwoPlaces,
) -> None:
    """Appeal and message are written in one transaction: a copy has both of them or neither."""
    store = Store.open(places.old.storage.url.get_secret_value())
    stop, under_way, written = asyncio.Event(), asyncio.Event(), 0

    async def write() -> None:
        nonlocal written
        while not stop.is_set():
            async with store.begin() as unit:
                appeal = await an_appeal(unit, number=f"2030-{written:06}")
                await a_message(unit, f"w{written}", "слово", appeal_id=appeal.id)
            written += 1
            under_way.set()

    writing = asyncio.create_task(write())
    await under_way.wait()
    before = written
    answer = await backed_up(places.old, places.archive, NOW)
    after = written
    stop.set()
    await writing
    await store.close()
    assert answer.done, answer.text
    assert after > before
    assert (await restored(places.new, places.archive)).done
    front = (await rows(places.new.storage.url.get_secret_value()))["front"]
    appeals = {row["id"] for row in front["appeals"] if row["number"].startswith("2030")}
    messages = {row["appeal_id"] for row in front["messages"] if row["chat"] == "501"}
    assert len(appeals) >= before
    assert messages == appeals


async def test_an_open_unit_of_work_holds_up_no_backup(places: TwoPlaces) -> None:
    store = Store.open(places.old.storage.url.get_secret_value())
    surveys = SurveyStore.open(places.old.storage.url.get_secret_value())
    async with store.begin() as unit, surveys.begin():
        await an_appeal(unit, number="2030-000001")
        async with asyncio.timeout(20):
            answer = await backed_up(places.old, places.archive, NOW)
    await store.close()
    await surveys.close()
    assert answer.done, answer.text


async def test_into_a_folder_it_gets_a_name_of_its_day_and_minute(places: TwoPlaces) -> None:
    folder = places.archive.parent
    assert (await backed_up(places.old, folder, NOW)).done
    assert [file.name for file in folder.iterdir()] == ["otklik-2026-11-22-1630.zip"]


async def test_an_older_backup_is_replaced_only_when_told_so(places: TwoPlaces) -> None:
    places.archive.write_bytes(b"older")
    answer = await backed_up(places.old, places.archive, NOW)
    assert not answer.done
    assert "--force" in answer.text
    assert places.archive.read_bytes() == b"older"
    assert (await backed_up(places.old, places.archive, NOW, force=True)).done
    assert archive.read(places.archive).about.revision


async def test_where_it_cannot_lie_is_said(places: TwoPlaces, tmp_path: Path) -> None:
    among = places.old.storage.files / "copy.zip"
    for target, why in ((among, "сама в себя"), (tmp_path / "gone" / "copy.zip", "Папки")):
        answer = await backed_up(places.old, target, NOW)
        assert not answer.done
        assert why in answer.text
        assert not target.exists()


async def test_an_address_without_data_makes_no_empty_backup(places: TwoPlaces) -> None:
    answer = await backed_up(places.new, places.archive, NOW)
    assert not answer.done
    assert "базы данных" in answer.text
    assert not places.archive.exists()
    assert everything_below(places.new.storage.files.parent) == {}


async def test_a_damaged_database_makes_no_backup(places: TwoPlaces) -> None:
    file = places.old.storage.files.parent / "otklik.db"
    whole = bytearray(file.read_bytes())
    whole[8192:12288] = os.urandom(4096)
    file.write_bytes(whole)
    answer = await backed_up(places.old, places.archive, NOW)
    assert not answer.done
    assert "повреждена" in answer.text
    assert list(places.archive.parent.iterdir()) == []


async def test_a_file_that_vanishes_meanwhile_is_left_out(places: TwoPlaces) -> None:
    gone = places.old.storage.files / "fetched" / "gone"
    manifest = archive.pack(
        places.archive, archive.About("", "", ""), [("a", gone), ("b", _written(gone, b"1"))]
    )
    assert set(manifest.files) == {"b"}


async def test_without_the_tools_of_postgresql_it_is_said_what_to_install(
    places: TwoPlaces, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres_dump.NoTool, match="pg_dump"):
        postgres_dump.dump("postgresql+asyncpg://a:b@host/c", places.archive)


def _written(beside: Path, content: bytes) -> Path:
    file = beside.with_name("there")
    file.write_bytes(content)
    return file
