"""Names as people give them to themselves and to files, made fit to be shown among other words."""

import re
import unicodedata

LONGEST_NAME = 64
LONGEST_FILE_NAME = 120
LONGEST_FILE_BYTES = 240
"""A folder's limit is 255 bytes nearly everywhere."""

_USERNAME = re.compile(r"[A-Za-z0-9_]{1,32}")
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|]')


def clean_name(name: str) -> str:
    """One visible line of at most 64 characters, or nothing.

    Control, direction-changing, zero-width and blank-looking characters go, because they make a
    name that hides, imitates another or turns the rest of the line round.
    """
    spaced = "".join(char if _shows(char) else _gap(char) for char in name)
    return " ".join(spaced.split())[:LONGEST_NAME].rstrip()


def clean_username(username: str | None) -> str:
    """The username as it is, or nothing when it can't be one."""
    return username if username and _USERNAME.fullmatch(username) else ""


def clean_file_name(name: str) -> str:
    """A file's name that fits into a header and into any folder; its ending is kept.

    No name leads to another folder, none means a device, and none ends so that a system would drop
    the end. What is left of nothing but dots is no name.
    """
    shown = "".join(char for char in name if _shows(char))
    shown = " ".join(_NOT_IN_FILE_NAMES.sub("_", shown).split()).rstrip(". ")
    if _DEVICE.fullmatch(shown):
        shown = f"_{shown}"
    stem, dot, ending = shown.rpartition(".")
    if not stem:
        return _fitted(shown, LONGEST_FILE_NAME, LONGEST_FILE_BYTES)
    end = dot + ending[:16]
    return _fitted(stem, LONGEST_FILE_NAME - len(end), LONGEST_FILE_BYTES - len(end.encode())) + end


def _fitted(text: str, characters: int, size: int) -> str:
    """The beginning that fits, in characters and in bytes."""
    return text[:characters].encode()[:size].decode(errors="ignore").rstrip()


def _shows(char: str) -> bool:
    return unicodedata.category(char) not in _DROPPED and char not in _BLANK


def _gap(char: str) -> str:
    """Line breaks and tabs separate words; invisible characters do not."""
    return " " if char.isspace() else ""
