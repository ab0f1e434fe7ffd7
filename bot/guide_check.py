"""Whether a guide holds together and fits: a phone's screen, a button, a platform's limits."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from handlers.conversation import Words
from handlers.guide import FILE, HOME, Guide, Page
from handlers.guide_pages import PAGE_LIMIT, Drawn, Spot, home, page, parts_of

CAPTION_LIMIT = 40
"""Characters of a button; a longer caption is cut off on a phone (VK refuses it)."""

BUTTONS_LIMIT = 10
"""Buttons under one message (VK refuses more)."""

OWN_BUTTONS = 2
"""What the menu has of its own: a report of a problem and the client's appeals."""

FORM_LIMIT = 700
"""Characters of a form's title and explanation, which travel as the caption of a file."""

_CODE = re.compile(r"[a-z0-9-]{1,20}")
_CLAUSE = re.compile(r"[A-Z]+ \d+(\.\d+)*", re.ASCII)
_HOST = re.compile(r"([\w-]+\.)+[\w-]{2,}")


def faults_of(guide: Guide) -> list[Words]:
    """Everything wrong with the guide as a whole; empty when it can be used.

    How pages look is only checked once every button leads somewhere.
    """
    return list(_astray(guide)) or list(_unfit(guide))


def is_https(url: str) -> bool:
    """A complete https address that a messenger will make into a link."""
    if any(mark.isspace() or mark in "<>\"'" for mark in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme == "https" and port is None and bool(_HOST.fullmatch(host))


def _astray(guide: Guide) -> Iterator[Words]:
    """Codes that are malformed, reserved or lead nowhere, and pages nobody can come to."""
    if not guide.purposes:
        yield Words("guide-no-purposes")
    for code in (*guide.pages, *guide.forms):
        if not _CODE.fullmatch(code):
            yield Words("guide-code", {"code": code})
        elif code in {HOME, FILE}:
            yield Words("guide-reserved", {"code": code})
    wanted = {"purposes": guide.purposes}
    wanted |= {of.code: of.opens for of in guide.pages.values()}
    for where, codes in wanted.items():
        for code in (code for code in codes if code not in guide.pages):
            yield Words("guide-no-page", {"where": where, "code": code})
    for of in guide.pages.values():
        for code in (code for code in of.forms if code not in guide.forms):
            yield Words("guide-no-form", {"where": of.code, "code": code})
    for code in sorted(guide.pages.keys() - guide.reachable()):
        yield Words("guide-unreachable", {"code": code})


def _unfit(guide: Guide) -> Iterator[Words]:
    """What the client could not read or press."""
    if len(guide.purposes) > BUTTONS_LIMIT - OWN_BUTTONS:
        yield Words("guide-rows", {"where": HOME, "limit": BUTTONS_LIMIT - OWN_BUTTONS})
    yield from _captions(HOME, home(guide))
    for of in guide.pages.values():
        yield from _page(guide, of)
    for form in guide.forms.values():
        if len(form.title) + len(form.about) > FORM_LIMIT:
            yield Words("guide-form-long", {"where": form.code, "limit": FORM_LIMIT})


def _page(guide: Guide, of: Page) -> Iterator[Words]:
    if not of.text and not of.items:
        yield Words("guide-bare", {"where": of.code})
    for url in (*(link.url for link in of.links), *(item.url for item in of.items if item.url)):
        if not is_https(url):
            yield Words("guide-url", {"where": of.code, "url": url})
    for clause in (*of.clauses, *(item.clause for item in of.items if item.clause)):
        if not _CLAUSE.fullmatch(clause):
            yield Words("guide-clause", {"where": of.code, "clause": clause})
    for part, shown in enumerate(parts_of(of), start=1):
        if len(of.title) + len(shown.text) > PAGE_LIMIT:
            yield Words("guide-long", {"where": of.code, "limit": PAGE_LIMIT})
        drawn = page(guide, Spot(of.code, part))
        if drawn is not None:
            yield from _captions(of.code, drawn)
        if drawn is not None and sum(map(len, drawn.buttons)) > BUTTONS_LIMIT:
            yield Words("guide-rows", {"where": of.code, "limit": BUTTONS_LIMIT})


def _captions(where: str, drawn: Drawn) -> Iterator[Words]:
    for button in (button for row in drawn.buttons for button in row):
        caption = str(button.caption.args.get("text", ""))
        if len(caption) > CAPTION_LIMIT:
            yield Words(
                "guide-caption", {"where": where, "caption": caption, "limit": CAPTION_LIMIT}
            )
