"""The mirror remembers who waits, not in which order, and lies in memory only."""

import secrets
from pathlib import Path

import pytest

from bot.surveys.mirror import Mirror, mirror_of, runtime_folder
from bot.surveys.secret_file import Exposed
from surveys.pool import Waiting


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    return Mirror(tmp_path / "pool")


def waiting(count: int) -> list[Waiting]:
    return [Waiting(secrets.token_bytes(32), secrets.token_bytes(64)) for _ in range(count)]


def mounts(folder: Path, *lines: tuple[Path | str, str]) -> Path:
    file = folder / "mounts"
    file.write_text("".join(f"x {place} {kind} rw 0 0\n" for place, kind in lines))
    return file


def test_who_waits_is_read_back(mirror: Mirror) -> None:
    pool = {"a": waiting(7), "b": waiting(1)}
    mirror.write(pool)
    found = mirror.read()
    assert {wave: set(people) for wave, people in found.items()} == {
        wave: set(people) for wave, people in pool.items()
    }
    assert mirror.file.stat().st_mode & 0o777 == 0o600


def test_neither_order_nor_time_is_kept(mirror: Mirror) -> None:
    people = waiting(9)
    mirror.write({"a": people, "b": people[:2]})
    before = mirror.file.read_bytes()
    mirror.write({"b": people[1::-1], "a": people[::-1]})
    assert mirror.file.read_bytes() == before
    assert mirror.file.stat().st_mtime == 0


def test_when_nobody_waits_there_is_no_file(mirror: Mirror) -> None:
    mirror.write({"a": waiting(2)})
    mirror.file.with_name("pool.new").write_bytes(b"left by a crash")
    mirror.write({"a": []})
    assert list(mirror.file.parent.iterdir()) == []
    assert mirror.read() == {}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"a": [["x"]]}', b'{"a": [["-", "-"]]}', b"\xff"])
def test_what_is_no_mirror_holds_nobody(mirror: Mirror, data: bytes) -> None:
    mirror.file.write_bytes(data)
    mirror.file.chmod(0o600)
    assert mirror.read() == {}


def test_a_mirror_that_others_could_write_is_not_believed_but_kept(mirror: Mirror) -> None:
    mirror.write({"a": waiting(2)})
    mirror.file.chmod(0o666)
    with pytest.raises(Exposed):
        mirror.read()
    mirror.file.chmod(0o600)
    assert len(mirror.read()["a"]) == 2


def test_only_a_folder_in_memory_is_taken_and_made_our_own(tmp_path: Path) -> None:
    disk, memory = tmp_path / "disk", tmp_path / "memory"
    disk.mkdir()
    memory.mkdir()
    table = mounts(tmp_path, ("/", "ext4"), (memory, "tmpfs"))
    folder = runtime_folder({"XDG_RUNTIME_DIR": str(disk)}, memory, table)
    assert folder is not None
    assert folder.parent == memory
    assert folder.stat().st_mode & 0o777 == 0o700
    assert runtime_folder({}, disk, table) is None
    assert runtime_folder({}, tmp_path / "missing", table) is None
    assert runtime_folder({}, memory, tmp_path / "missing") is None
    named = {"RUNTIME_DIRECTORY": f"{memory}:{disk}"}
    assert runtime_folder(named, disk, table) == folder


def test_a_disk_mounted_within_memory_is_no_memory(tmp_path: Path) -> None:
    table = mounts(tmp_path, (tmp_path.parent, "tmpfs"), (tmp_path, "ext4"))
    assert runtime_folder({}, tmp_path, table) is None


def test_a_folder_that_others_may_enter_is_not_taken(tmp_path: Path) -> None:
    table = mounts(tmp_path, ("/", "tmpfs"))
    folder = runtime_folder({}, tmp_path, table)
    assert folder is not None
    folder.chmod(0o755)
    assert runtime_folder({}, tmp_path, table) is None
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert runtime_folder({}, tmp_path, table) is None


def test_two_installations_never_share_a_mirror(tmp_path: Path) -> None:
    one, other = mirror_of(tmp_path / "a", tmp_path), mirror_of(tmp_path / "b", tmp_path)
    assert one is not None
    assert other is not None
    assert one.file != other.file
    assert mirror_of(tmp_path / "a", None) is None
