"""Reads a table of a questionnaire's file key by key and notes everything that is wrong with it."""

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from surveys.findings import Fault, Finding, Path
from surveys.toml_lines import Lines

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


def nearest(word: str, known: list[str]) -> str:
    """The known word that was probably meant, "" when nothing resembles this one."""
    return next(iter(get_close_matches(word, known, n=1)), "")


class Notes:
    """Everything found in one file, with lines."""

    def __init__(self, lines: Lines) -> None:
        self.found: list[Finding] = []
        self._lines = lines

    def add(self, what: Fault, path: Path, where: str, **args: str | int) -> None:
        """Note it with its line."""
        self.found.append(Finding(what, path, where, args, self._lines.of(path)))


class Table:
    """One table. `where` is the question it belongs to, `path` its place in the file.

    A wrong value is noted and replaced by an empty one, so that one reading finds every fault.
    """

    def __init__(self, data: Mapping[str, object], notes: Notes, path: Path = ()) -> None:
        self.path = path
        self.where = ""
        self._data = data
        self._notes = notes
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        """The key is written there."""
        return key in self._data

    def fault(self, what: Fault, key: str, **args: str | int) -> None:
        """Note that something is wrong with this key."""
        self._notes.add(what, (*self.path, key), self.where, key=key, **args)

    def text(self, key: str, default: str | None = None) -> str:
        """A string without spaces around; without a default it has to be there."""
        value = self._take(key, str, "text", required=default is None)
        if value is None:
            return default or ""
        text = value.strip()
        if not text and default is None:
            self.fault(Fault.EMPTY, key)
        if any(unicodedata.category(mark) == "Cc" and mark != "\n" for mark in text):
            self.fault(Fault.CONTROL, key)
        return text

    def choice(self, key: str, among: type[E]) -> E | None:
        """One of the words of an enumeration; it has to be there."""
        word = self.text(key)
        if word in set(among):
            return among(word)
        if not word:
            return None
        options = ", ".join(among)
        if near := nearest(word, list(among)):
            self.fault(Fault.NOT_ONE_OF_NEAR, key, given=word, near=near, options=options)
        else:
            self.fault(Fault.NOT_ONE_OF, key, given=word, options=options)
        return None

    def flag(self, key: str) -> bool:
        """True or false, false when it is not there."""
        return self._take(key, bool, "flag") or False

    def number(self, key: str) -> int | None:
        """A whole number."""
        return self._take(key, int, "number")

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words; whole numbers stand for their digits. It has to be there."""
        value = self._take(key, list, "words", required=True)
        if value is None:
            return ()
        if not all(isinstance(part, str | int) and not isinstance(part, bool) for part in value):
            self.fault(Fault.WRONG_TYPE, key, wanted="words")
            return ()
        if not value:
            self.fault(Fault.EMPTY, key)
        return tuple(str(part).strip() for part in value)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of lists of two words each."""
        value = self._take(key, list, "pairs") or []
        pairs = [tuple(part) for part in value if _is_pair(part)]
        if len(pairs) < len(value):
            self.fault(Fault.WRONG_TYPE, key, wanted="pairs")
        return tuple(pairs)

    def table(self, key: str) -> "Table | None":
        """A table of its own."""
        value = self._take(key, dict, "table")
        return None if value is None else self._below(value, (*self.path, key))

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list."""
        value = self._take(key, list, "tables") or []
        for number, part in enumerate(value):
            if isinstance(part, dict):
                yield self._below(part, (*self.path, key, number))
            else:
                self._notes.add(
                    Fault.WRONG_TYPE, (*self.path, key, number), self.where, key=key, wanted="table"
                )

    def not_here(self, keys: tuple[str, ...], kind: str) -> None:
        """Note keys that mean something in questions of other kinds only."""
        self._known += keys
        for key in keys:
            if key in self._data:
                self.fault(Fault.FOREIGN_KEY, key, kind=kind)

    def nothing_else(self) -> None:
        """Note every key that nobody asked for, with the nearest known name."""
        for key in (key for key in self._data if key not in self._known):
            if near := nearest(key, self._known):
                self.fault(Fault.UNKNOWN_KEY_NEAR, key, near=near)
            else:
                self.fault(Fault.UNKNOWN_KEY, key)

    def _below(self, data: Mapping[str, object], path: Path) -> "Table":
        table = Table(data, self._notes, path)
        table.where = self.where
        return table

    def _take(self, key: str, kind: type[V], wanted: str, *, required: bool = False) -> V | None:
        self._known.append(key)
        if key not in self._data:
            if required:
                self.fault(Fault.MISSING_KEY, key)
            return None
        value = self._data[key]
        # to Python a truth value is a number too
        if isinstance(value, kind) and isinstance(value, bool) == (kind is bool):
            return value
        self.fault(Fault.WRONG_TYPE, key, wanted=wanted)
        return None


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2  # noqa: PLR2004 - a pair
        and all(isinstance(part, str) for part in value)
    )
