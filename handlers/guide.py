"""What the authority tells about itself: the preset's data behind the purposes menu (A2, E1)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

HOME = "main"
"""The code of the purposes menu itself; no page of a preset may have it."""

FILE = "file"
"""Stands for "send a form" in button data; no page of a preset may have it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A button that leads to a site; `url` is https."""

    caption: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: its title (a link when `url` is given) and a plain explanation."""

    title: str
    text: str = ""
    url: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A document to fill in. `path` is absolute, `name` is what the client's phone calls it."""

    code: str
    title: str
    about: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """A screen of the menu.

    `caption` is its button, `title` its heading. `opens` and `forms` are codes, `my_appeals` adds
    the way to the client's own appeals. `clauses` say what of a regulation the page carries out.
    """

    code: str
    title: str
    caption: str
    text: str = ""
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    forms: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    my_appeals: bool = False
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """All pages and forms by code; `purposes` are the entries of the menu in order (QUOTA 8).

    `about` says in a sentence which questions are answered here. An empty guide is allowed: the
    menu then offers only the client's own appeals.
    """

    about: str = ""
    purposes: tuple[str, ...] = ()
    pages: Mapping[str, Page] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)

    def parent(self, code: str) -> str:
        """Where a page belongs: the first page that opens it, or the menu."""
        if code in self.purposes:
            return HOME
        openers = (page.code for page in self.pages.values() if code in page.opens)
        return next(openers, HOME)

    def reachable(self) -> frozenset[str]:
        """Codes of the pages a client can come to by pressing buttons."""
        found: set[str] = set()
        ahead = list(self.purposes)
        while ahead:
            code = ahead.pop()
            if code in self.pages and code not in found:
                found.add(code)
                ahead.extend(self.pages[code].opens)
        return frozenset(found)

    def clauses(self) -> Iterator[str]:
        """Every clause named by a page or by an item of its list, as often as it is named."""
        for page in self.pages.values():
            yield from page.clauses
            yield from (item.clause for item in page.items if item.clause)
