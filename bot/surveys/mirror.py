"""A copy of the pool that outlives a crash of the program, but never reaches a disk.

It lies where the system keeps files in memory (tmpfs). Where there is no such place the pool lives
in the program's own memory only, and a crash costs what waited (ANONYMITY 3).
"""

import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bot.surveys.secret_file import read_secret, tidy, write_secret
from surveys.pool import Waiting

PLACES = ("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR")
"""Variables in which the system names a folder for the running program's own files."""

SHARED = Path("/dev/shm")  # noqa: S108 - that it is memory is checked, the folder in it is ours
MOUNTS = Path("/proc/self/mounts")
_IN_MEMORY = {"tmpfs", "ramfs"}
_LONG_AGO = (0, 0)

Pool = dict[str, list[Waiting]]
"""Who waits, by the id of the wave."""


class Mirror:
    """The copy in this file. `write` raises OSError when the file can't be written."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> Pool:
        """What waited when the program ended; nothing when the file is gone or makes no sense.

        Raises Exposed when others may have changed it, OSError when it can't be read.
        """
        data = read_secret(self.file)
        try:
            plain = {} if data is None else json.loads(data)
            return {wave: [_waiting(pair) for pair in pairs] for wave, pairs in plain.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def write(self, pool: Mapping[str, Collection[Waiting]]) -> None:
        """The whole pool anew, sorted by the sheets' random bytes; no trace of who came last."""
        plain = {
            wave: sorted([_text(one.sheet), _text(one.tag)] for one in waiting)
            for wave, waiting in sorted(pool.items())
            if waiting
        }
        if plain:
            write_secret(self.file, json.dumps(plain).encode())
            os.utime(self.file, _LONG_AGO)
        else:
            tidy(self.file)
            self.file.unlink(missing_ok=True)


def runtime_folder(
    environ: Mapping[str, str], shared: Path = SHARED, mounts: Path = MOUNTS
) -> Path | None:
    """A folder of our own in memory, made if need be; None where the system offers none."""
    for place in places_in_memory(environ, shared, mounts):
        folder = own_folder(place)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            about = folder.stat(follow_symlinks=False)
        except OSError:
            continue
        if about.st_uid == os.geteuid() and about.st_mode & 0o777 == 0o700:  # noqa: PLR2004 - ours alone
            return folder
    return None


def places_in_memory(
    environ: Mapping[str, str], shared: Path = SHARED, mounts: Path = MOUNTS
) -> list[Path]:
    """Where a folder of our own may be made, the best place first; nothing is made."""
    named = [Path(value.split(":")[0]) for name in PLACES if (value := environ.get(name))]
    return [place for place in (*named, shared) if _is_in_memory(place, mounts)]


def own_folder(place: Path) -> Path:
    """What ours is called there."""
    return place / f"otklik-{os.geteuid()}"


def mirror_of(key_file: Path, folder: Path | None) -> Mirror | None:
    """The mirror of the installation with this key file; two on one machine never share one."""
    if folder is None:
        return None
    name = hashlib.sha256(os.fsencode(key_file.resolve())).hexdigest()[:16]
    return Mirror(folder / f"surveys-{name}")


def _is_in_memory(place: Path, mounts: Path) -> bool:
    """Is this folder there, and on a file system that has no disk?"""
    try:
        real = place.resolve(strict=True)
        lines = [line.split() for line in mounts.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        return False
    around = [(Path(line[1]), line[2]) for line in lines if real.is_relative_to(line[1])]
    kinds = [kind for _, kind in sorted(around, key=lambda one: len(one[0].parts))]
    return bool(kinds) and kinds[-1] in _IN_MEMORY


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _waiting(pair: Sequence[str]) -> Waiting:
    sheet, tag = pair
    return Waiting(b64decode(tag, validate=True), b64decode(sheet, validate=True))
