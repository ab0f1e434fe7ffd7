"""The key file keeps the secrets of open waves, and destroys those of closed ones."""

from pathlib import Path

import pytest

from bot.surveys.keys import (
    Damaged,
    KeyFile,
    destroy_analyst_key,
    make_analyst_key,
    read_analyst_key,
)
from bot.surveys.secret_file import Exposed, write_secret
from surveys.sealing import belongs, new_private, public_of


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    return KeyFile(tmp_path / "new" / "keys")


def test_the_keys_of_a_wave_are_kept_for_their_owner_alone(keys: KeyFile) -> None:
    assert keys.get("w") is None
    made = keys.make("w")
    assert KeyFile(keys.file).get("w") == made
    assert belongs(made.private or b"", made.public)
    assert keys.file.stat().st_mode & 0o777 == 0o600


def test_an_interrupted_opening_takes_its_keys_again(keys: KeyFile) -> None:
    assert keys.make("w") == keys.make("w")
    assert keys.make("w").tag != keys.make("v").tag


def test_with_the_analysts_key_the_file_can_open_nothing(keys: KeyFile) -> None:
    keys.make("w")
    public = public_of(new_private())
    made = keys.make("w", public)
    assert (made.public, made.private) == (public, None)
    assert keys.get("w") == keys.make("w", public) == made


def test_destroyed_keys_are_overwritten_and_those_of_other_waves_stay(keys: KeyFile) -> None:
    gone, kept = keys.make("gone"), keys.make("kept")
    with keys.file.open("rb") as still_open:
        size = len(keys.file.read_bytes())
        keys.destroy("gone")
        assert still_open.read() == bytes(size)
    keys.destroy("gone")
    assert keys.get("gone") is None
    assert keys.get("kept") == kept
    left = b"".join(one.read_bytes() for one in keys.file.parent.iterdir())
    assert gone.tag.hex().encode() not in left


def test_destroying_without_a_key_file_is_harmless(keys: KeyFile) -> None:
    keys.file.parent.mkdir()
    keys.destroy("w")
    assert keys.get("w") is None


@pytest.mark.parametrize("data", [b"", b"[]", b"{}x", b'{"w": {}}', b'{"w": {"public": "zz"}}'])
def test_what_is_no_key_file_is_refused_and_never_overwritten(keys: KeyFile, data: bytes) -> None:
    keys.file.parent.mkdir()
    write_secret(keys.file, data)
    for attempt in (keys.get, keys.make, keys.destroy):
        with pytest.raises(Damaged) as refused:
            attempt("w")
        assert refused.value.file == keys.file
    assert keys.file.read_bytes() == data


def test_a_key_file_that_others_may_read_is_refused(keys: KeyFile) -> None:
    keys.make("w")
    keys.file.chmod(0o644)
    with pytest.raises(Exposed):
        keys.get("w")


def test_the_analyst_makes_a_key_reads_it_and_destroys_it(tmp_path: Path) -> None:
    file = tmp_path / "analyst"
    public = make_analyst_key(file)
    assert belongs(read_analyst_key(file), bytes.fromhex(public))
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        make_analyst_key(file)
    destroy_analyst_key(file)
    with pytest.raises(FileNotFoundError):
        read_analyst_key(file)


@pytest.mark.parametrize("data", [b"", b"something else", b"otklik-survey-key zz", b"\xff\xfe"])
def test_what_is_no_analysts_key_is_refused(tmp_path: Path, data: bytes) -> None:
    write_secret(tmp_path / "analyst", data)
    with pytest.raises(Damaged):
        read_analyst_key(tmp_path / "analyst")
