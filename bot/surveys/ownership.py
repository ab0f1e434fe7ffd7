"""One process owns the surveys: drafts and pool are in its memory, and no other's."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class OwnedElsewhere(Exception):
    """Another process of this installation owns the surveys."""


@contextmanager
def owned(key_file: Path) -> Iterator[None]:
    """Owner while the block runs; the system ends it with the process, however that ends.

    Raises OwnedElsewhere, OSError.
    """
    key_file.parent.mkdir(parents=True, exist_ok=True)
    lock = key_file.with_name(key_file.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OwnedElsewhere from None
        yield
    finally:
        os.close(descriptor)
