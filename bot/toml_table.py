"""Reads a table of a TOML file key by key and notes everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from handlers.conversation import Words

TOP = "file"
"""Where faults of the whole file are: its table has no name of its own."""


class Table:
    """One TOML table. `where` names it in faults, which are shared by all tables of a file.

    A wrong value is noted and replaced by an empty one, so that one reading finds every fault.
    """

    def __init__(self, where: str, data: Mapping[str, object], faults: list[Words]) -> None:
        self.where = where
        self._data = data
        self._faults = faults
        self._known: set[str] = set()

    def fault(self, text: str, /, **args: str) -> None:
        """Note that something is wrong here; `text` is a message of `texts/ru/guide.ftl`."""
        self._faults.append(Words(text, {"where": self.where, **args}))

    def text(self, key: str, default: str | None = None) -> str:
        """A string without spaces around; without a default it has to be there."""
        value = self._take(key)
        if value is None and default is not None:
            return default
        if value is None:
            self.fault("guide-missing", key=key)
        elif not isinstance(value, str):
            self.fault("guide-wrong-type", key=key, wanted="text")
        elif not value.strip():
            self.fault("guide-empty-value", key=key)
        else:
            return value.strip()
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty when it is not there."""
        value = self._take(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        self.fault("guide-wrong-type", key=key, wanted="texts")
        return ()

    def flag(self, key: str) -> bool:
        """True or false, false when it is not there."""
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return bool(value)
        self.fault("guide-wrong-type", key=key, wanted="flag")
        return False

    def tables(self, key: str) -> Iterator["Table"]:
        """The tables of a list, each named by its code or title, else by its number."""
        value = self._take(key)
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            if value is not None:
                self.fault("guide-wrong-type", key=key, wanted="tables")
            return
        for number, part in enumerate(value, start=1):
            name = next((part[k] for k in ("code", "title", "caption") if k in part), number)
            above = "" if self.where == TOP else f"{self.where}, "
            yield Table(f"{above}{key} «{name}»", part, self._faults)

    def nothing_else(self) -> None:
        """Note every key that nobody asked for, with the nearest known name."""
        for key in sorted(self._data.keys() - self._known):
            near = get_close_matches(key, self._known, n=1)
            if near:
                self.fault("guide-unknown-near", key=key, near=near[0])
            else:
                self.fault("guide-unknown", key=key)

    def _take(self, key: str) -> object:
        self._known.add(key)
        return self._data.get(key)
