"""Files that hold secrets: for their owner's eyes only, replaced whole, destroyed for good."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWN = 0o600
_OTHERS = 0o077
_CHUNK = 1024 * 1024


class Exposed(Exception):
    """Others than the owner may read the file; `file` names it. `chmod 600` mends it."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"others may read {file}")
        self.file = file


def read_secret(file: Path) -> bytes | None:
    """What the file holds, None when there is none. Raises Exposed, OSError."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, "rb") as opened:
        if stat.S_IMODE(os.fstat(descriptor).st_mode) & _OTHERS:
            raise Exposed(file)
        return opened.read()


def write_secret(file: Path, data: bytes) -> None:
    """Replace the file as a whole, durably: after a crash it is the old one or the new one.

    The old one's blocks are left to the disk; `replace_secret` overwrites them. Raises OSError.
    """
    new = _beside(file, ".new")
    new.unlink(missing_ok=True)
    create_secret(new, data)
    new.replace(file)
    _sync_folder(file.parent)


def create_secret(file: Path, data: bytes) -> None:
    """A new file, never over an old one. Raises FileExistsError, OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(file, flags, OWN), "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())


def replace_secret(file: Path, data: bytes) -> None:
    """Like `write_secret`, and the old content is overwritten before its blocks are given back.

    A second name keeps the old file in reach meanwhile, so that a crash leaves nothing behind that
    `tidy` would not find. Raises OSError.
    """
    tidy(file)
    old = _beside(file, ".old")
    os.link(file, old)
    write_secret(file, data)
    shred(old)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process holds this folder, and hold it. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def tidy(file: Path) -> None:
    """End what a crash interrupted. Raises OSError."""
    old, new = _beside(file, ".old"), _beside(file, ".new")
    if new.exists():
        shred(new)
    if old.exists() and file.exists() and old.samefile(file):
        old.unlink()  # the file has not been replaced yet; this is only its second name
    elif old.exists():
        shred(old)


def shred(file: Path) -> None:
    """Overwrite the file and remove it; harmless when it is gone. Raises OSError.

    A disk that writes elsewhere than it is told to (flash, copy on write) may keep the old blocks.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    with os.fdopen(descriptor, "wb") as opened:
        left = os.fstat(descriptor).st_size
        while left > 0:
            left -= opened.write(bytes(min(left, _CHUNK)))
        opened.flush()
        os.fsync(descriptor)
    file.unlink()
    _sync_folder(file.parent)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
