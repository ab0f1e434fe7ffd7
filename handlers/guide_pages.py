"""How a page of the guide looks: its words, its links and the buttons under it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from appeals.words import Content, Mark, Style
from handlers.conversation import Button, Buttons, Words
from handlers.guide import FILE, HOME, Form, Guide, Item, Page

PAGE_LIMIT = 900
"""Characters that can be read on a phone without scrolling for long."""

ITEMS_AT_ONCE = 8
"""Lines of a list shown at once."""

MY_APPEALS = "my:1"
"""Button data that opens the client's own appeals."""

_SPOT = re.compile(r"m:([a-z0-9-]{1,20})(?::([0-9]{1,2})(?::([a-z0-9-]{1,20}))?)?")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the menu: a page, the part of its list, and the page it was opened from."""

    code: str
    part: int = 1
    came_from: str = ""

    @classmethod
    def of(cls, data: str) -> "Spot | None":
        """The place a button's data names; None when it is not the menu's kind of data."""
        found = _SPOT.fullmatch(data)
        if found is None:
            return None
        code, part, came_from = found.groups()
        return cls(code, int(part or 1), came_from or "")

    def data(self) -> str:
        """Button data, at most 46 bytes; has no version, for a page holds no state."""
        return f"m:{self.code}:{self.part}:{self.came_from}".rstrip(":")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page ready to be said or redrawn."""

    lead: Words
    content: Content | None
    buttons: Buttons


def literal(text: str) -> Words:
    """The preset's own words where a text of the product is expected."""
    return Words("menu-literal", {"text": text})


def home(guide: Guide, more: Sequence[Button] = ()) -> Drawn:
    """The purposes menu (QUOTA 8); `more` stands below the purposes."""
    rows = [_opening(guide, code) for code in guide.purposes if code in guide.pages]
    rows += more
    mine = any(page.my_appeals for page in guide.pages.values())
    return Drawn(Words("menu-main"), None, _column(rows if mine else [*rows, _mine()]))


def page(guide: Guide, spot: Spot) -> Drawn | None:
    """A page of the guide; None when it has no such page or part (stale, forged)."""
    if spot.code == HOME:
        return home(guide)
    found = guide.pages.get(spot.code)
    if found is None:
        return None
    parts = parts_of(found)
    if not 1 <= spot.part <= len(parts):
        return None
    return Drawn(
        _heading(found, spot.part, len(parts)),
        parts[spot.part - 1],
        _column(_actions(guide, found)) + _pager(spot, len(parts)) + _way_back(guide, spot),
    )


def form_of(guide: Guide, data: str) -> Form | None:
    """The form a button's data asks for; None when there is none."""
    return guide.forms.get(data.removeprefix(f"m:{FILE}:"))


def parts_of(of: Page) -> list[Content]:
    """The page's text and list, cut so that each part with its heading keeps PAGE_LIMIT."""
    room = PAGE_LIMIT - len(of.title) - len(of.text) - len("\nСтраница 00 из 00\n\n")
    parts: list[list[tuple[int, Item]]] = [[]]
    used = 0
    for number, item in enumerate(of.items, start=1):
        size = len(_line(number, item)) + 1
        if parts[-1] and (used + size > room or len(parts[-1]) == ITEMS_AT_ONCE):
            parts.append([])
            used = 0
        parts[-1].append((number, item))
        used += size
    return [_body(of.text, part) for part in parts]


def _line(number: int, item: Item) -> str:
    return f"{number}. {item.title}" + (f" {item.text}" if item.text else "")


def _body(text: str, part: list[tuple[int, Item]]) -> Content:
    marks: list[Mark] = []
    for index, (number, item) in enumerate(part):
        text += "\n" if text or index else ""
        if item.url:
            start = len(text) + len(f"{number}. ")
            title = item.title.rstrip(".:")
            marks.append(Mark(Style.LINK, start, len(title), item.url))
        text += _line(number, item)
    return Content(text, tuple(marks))


def _heading(of: Page, part: int, parts: int) -> Words:
    if parts == 1:
        return Words("menu-title", {"title": of.title})
    return Words("menu-title-part", {"title": of.title, "part": part, "parts": parts})


def _actions(guide: Guide, of: Page) -> list[Button]:
    forms = [guide.forms[code] for code in of.forms]
    return [
        *([_mine()] if of.my_appeals else []),
        *(Button(literal(form.title), f"m:{FILE}:{form.code}") for form in forms),
        *(Button(literal(link.caption), url=link.url) for link in of.links),
        *(_opening(guide, code, of.code) for code in of.opens),
    ]


def _opening(guide: Guide, code: str, came_from: str = "") -> Button:
    # the page it belongs to needs no remembering, so that most data stay short
    remembered = "" if came_from == guide.parent(code) else came_from
    return Button(literal(guide.pages[code].caption), Spot(code, came_from=remembered).data())


def _mine() -> Button:
    return Button(Words("menu-my-appeals"), MY_APPEALS)


def _pager(spot: Spot, parts: int) -> Buttons:
    near = [("menu-earlier", spot.part - 1), ("menu-later", spot.part + 1)]
    row = tuple(
        Button(Words(key), Spot(spot.code, part, spot.came_from).data())
        for key, part in near
        if 1 <= part <= parts
    )
    return (row,) if row else ()


def _way_back(guide: Guide, spot: Spot) -> Buttons:
    known = spot.came_from in guide.pages and spot.came_from != spot.code
    back = spot.came_from if known else guide.parent(spot.code)
    to_home = Button(Words("menu-home"), Spot(HOME).data())
    if back == HOME:
        return ((to_home,),)
    return ((Button(Words("menu-back"), Spot(back).data()), to_home),)


def _column(buttons: list[Button]) -> Buttons:
    return tuple((button,) for button in buttons)
