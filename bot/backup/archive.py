"""One file that holds an installation's data: a ZIP with a manifest of names, sizes and digests.

What an archive says is believed only when all of it is true: a name that leads elsewhere, a file
too many or too few, one wrong byte, and nothing of it is used.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

MANIFEST = "manifest.json"
FORMAT, VERSION = "otklik-backup", 1
LARGEST_MANIFEST = 256 << 20
_CHUNK = 1 << 20
_FOREVER = (1980, 1, 1, 0, 0, 0)
"""The oldest date a ZIP knows: when a file came is nobody's business."""


class Damaged(Exception):
    """This is no archive of ours, or not a whole one; nothing of it may be used."""


class NewerArchive(Exception):
    """A newer version of the program made it."""


@dataclass(frozen=True, slots=True)
class About:
    """What an archive is of: `made_at` in ISO, `database` a kind, `revision` of its tables."""

    made_at: str
    database: str
    revision: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its size in bytes and its SHA-256."""

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    about: About
    files: Mapping[str, Entry]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files.values())


def pack(target: Path, about: About, files: Iterable[tuple[str, Path]]) -> Manifest:
    """Write the new archive `target`; files that vanish meanwhile are left out.

    Raises OSError; then `target` may be there half written.
    """
    packed: dict[str, Entry] = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
        for name, file in files:
            try:
                source = file.open("rb")
            except FileNotFoundError:
                continue
            with source, archive.open(_info(name), "w", force_zip64=True) as goal:
                packed[name] = _copied(source, goal.write)
        manifest = Manifest(about, packed)
        archive.writestr(_info(MANIFEST), _written(manifest))
    return manifest


def read(source: Path) -> Manifest:
    """The manifest, when everything in the archive is as it says. Raises Damaged, NewerArchive.

    OSError when it can't be read.
    """
    return _each(source, lambda _name: None)


def unpack(source: Path, place: Callable[[str], Path]) -> Manifest:
    """Write every file to the new file that `place` makes of its name; checked as by `read`.

    Raises Damaged, NewerArchive, OSError; what has been written until then is left.
    """
    return _each(source, place)


def _each(source: Path, place: Callable[[str], Path | None]) -> Manifest:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _manifest(archive)
            for name, entry in manifest.files.items():
                if _unpacked(archive, name, entry.size, place(name)) != entry:
                    raise Damaged(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Damaged(type(error).__name__) from None
    return manifest


def _unpacked(archive: zipfile.ZipFile, name: str, size: int, target: Path | None) -> Entry:
    """Never more than the manifest allows, whatever the archive swells to."""
    with archive.open(name) as source:
        if target is None:
            return _copied(source, lambda _data: None, size)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as goal:
            return _copied(source, goal.write, size)


def _copied(source: IO[bytes], write: Callable[[bytes], object], limit: int | None = None) -> Entry:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if limit is not None and size > limit:
            raise Damaged("larger than it says")
        digest.update(chunk)
        write(chunk)
    return Entry(size, digest.hexdigest())


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if MANIFEST not in names or archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Damaged("no manifest")
    try:
        manifest = _understood(json.loads(archive.read(MANIFEST)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged("the manifest") from None
    if sorted(names) != sorted([*manifest.files, MANIFEST]):
        raise Damaged("files too many or too few")
    if not all(map(is_safe, manifest.files)):
        raise Damaged("a name that leads elsewhere")
    return manifest


def is_safe(name: str) -> bool:
    """A relative name that stays below the folder it is put into, on any system."""
    parts = name.split("/")
    return (
        not any(sign in name for sign in "\\:\0")
        and all(part not in {"", ".", ".."} for part in parts)
        and name.isprintable()
    )


def _understood(plain: dict[str, object]) -> Manifest:
    if plain["format"] != FORMAT:
        raise Damaged("no archive of ours")
    if int(str(plain["version"])) > VERSION:
        raise NewerArchive
    about = About(str(plain["made_at"]), str(plain["database"]), str(plain["revision"]))
    files = plain["files"]
    if not isinstance(files, dict):
        raise Damaged("the manifest")
    return Manifest(
        about, {name: Entry(int(size), str(digest)) for name, (size, digest) in files.items()}
    )


def _written(manifest: Manifest) -> str:
    about = manifest.about
    plain = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": about.made_at,
        "database": about.database,
        "revision": about.revision,
        "files": {name: [entry.size, entry.digest] for name, entry in manifest.files.items()},
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _FOREVER)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
