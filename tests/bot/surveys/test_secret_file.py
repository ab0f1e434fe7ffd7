"""Secrets are for their owner's eyes, survive a crash whole, and leave nothing behind."""

import os
from pathlib import Path

import pytest

from bot.surveys.secret_file import (
    Exposed,
    create_secret,
    read_secret,
    replace_secret,
    shred,
    tidy,
    write_secret,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def names(file: Path) -> list[str]:
    return sorted(one.name for one in file.parent.iterdir())


def test_what_was_written_is_read_and_is_the_owners_alone(file: Path) -> None:
    assert read_secret(file) is None
    write_secret(file, b"one")
    write_secret(file, b"two")
    assert read_secret(file) == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert names(file) == ["keys"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused(file: Path, mode: int) -> None:
    write_secret(file, b"one")
    file.chmod(mode)
    with pytest.raises(Exposed) as refused:
        read_secret(file)
    assert refused.value.file == file


def test_a_link_in_the_files_place_is_not_followed(file: Path, tmp_path: Path) -> None:
    write_secret(tmp_path / "other", b"one")
    file.symlink_to(tmp_path / "other")
    with pytest.raises(OSError, match="symbolic links"):
        read_secret(file)


def test_an_existing_file_is_never_created_anew(file: Path) -> None:
    create_secret(file, b"one")
    with pytest.raises(FileExistsError):
        create_secret(file, b"two")
    assert read_secret(file) == b"one"


def test_a_replaced_secret_is_overwritten_where_it_lay(file: Path) -> None:
    write_secret(file, b"canary")
    with file.open("rb") as still_open:
        replace_secret(file, b"rest")
        assert still_open.read() == bytes(6)
    assert read_secret(file) == b"rest"
    assert names(file) == ["keys"]


def test_a_shredded_file_is_overwritten_and_gone(file: Path) -> None:
    write_secret(file, b"canary")
    with file.open("rb") as still_open:
        shred(file)
        assert still_open.read() == bytes(6)
    assert not file.exists()
    shred(file)


def test_a_crash_before_the_replacement_leaves_the_old_file_whole(file: Path) -> None:
    write_secret(file, b"old")
    os.link(file, file.with_name("keys.old"))
    create_secret(file.with_name("keys.new"), b"half")
    tidy(file)
    assert read_secret(file) == b"old"
    assert names(file) == ["keys"]


def test_a_crash_after_the_replacement_leaves_the_new_file_and_no_old_one(file: Path) -> None:
    write_secret(file, b"canary")
    os.link(file, file.with_name("keys.old"))
    write_secret(file, b"new")
    with file.with_name("keys.old").open("rb") as still_open:
        tidy(file)
        assert still_open.read() == bytes(6)
    assert read_secret(file) == b"new"
    assert names(file) == ["keys"]
