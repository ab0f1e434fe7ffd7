"""In which line of a TOML file each value stands; the standard library's reader does not say."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from surveys.findings import Path

_TOKEN = re.compile(
    r'''
      (?P<string> """(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?\'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<comment> \#[^\n]* )
    | (?P<newline> \n )
    | (?P<mark> [\[\]{}=,.] )
    | (?P<bare> [^\s\[\]{}=,."'\#]+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


class Lines:
    """Lines by path, counted from 1."""

    def __init__(self, found: Mapping[Path, int]) -> None:
        self._found = found

    def of(self, path: Path) -> int:
        """The line of this value, or of the nearest thing around it that is written there."""
        while path and path not in self._found:
            path = path[:-1]
        return self._found.get(path, 1)


def lines_of(text: str) -> Lines:
    """Where everything stands. `text` has to be valid TOML; RecursionError when too deep."""
    scan = _Scan(text)
    scan.document()
    return Lines(scan.found)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class _Scan:
    def __init__(self, text: str) -> None:
        self.found: dict[Path, int] = {}
        self._arrays: dict[Path, int] = {}
        self._tokens = _tokens(text)
        self._at = 0

    def document(self) -> None:
        table: Path = ()
        while self._at < len(self._tokens):
            if self._is("\n"):
                self._next()
            elif self._is("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        line = self._next().line
        many = self._is("[")
        if many:
            self._next()
        path = self._resolved(self._key("]"), many=many)
        if many:
            self._next()
        self.found[path] = line
        return path

    def _resolved(self, parts: Path, *, many: bool) -> Path:
        """Below an array of tables a header means its latest entry."""
        path: Path = ()
        for number, part in enumerate(parts, start=1):
            path += (part,)
            if many and number == len(parts):
                self._arrays[path] = self._arrays.get(path, -1) + 1
            if path in self._arrays:
                path += (self._arrays[path],)
        return path

    def _key(self, end: str) -> Path:
        parts: Path = ()
        while not self._is(end):
            token = self._next()
            if token.text != ".":
                parts += (token.text.strip("\"'"),)
        self._next()
        return parts

    def _pair(self, table: Path) -> None:
        line = self._tokens[self._at].line
        path = table + self._key("=")
        self.found[path] = line
        self._value(path)

    def _value(self, path: Path) -> None:
        token = self._next()
        if token.text == "[":
            self._array(path)
        elif token.text == "{":
            self._inline_table(path)
        else:
            # the rest of a number with a fraction, or of a date with a time
            while self._at < len(self._tokens) and (self._is(".") or self._kind() == "bare"):
                self._next()

    def _array(self, path: Path) -> None:
        number = 0
        while not self._is("]"):
            if self._is(",") or self._is("\n"):
                self._next()
                continue
            self.found[(*path, number)] = self._tokens[self._at].line
            self._value((*path, number))
            number += 1
        self._next()

    def _inline_table(self, path: Path) -> None:
        while not self._is("}"):
            if self._is(",") or self._is("\n"):
                self._next()
            else:
                self._pair(path)
        self._next()

    def _is(self, text: str) -> bool:
        return self._tokens[self._at].text == text

    def _kind(self) -> str:
        return self._tokens[self._at].kind

    def _next(self) -> _Token:
        token = self._tokens[self._at]
        self._at += 1
        return token


def _tokens(text: str) -> list[_Token]:
    found, line, seen = [], 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", seen, match.start())
        seen = match.start()
        kind = match.lastgroup or ""
        if kind != "comment":
            found.append(_Token(kind, match[0], line))
    return found
