"""Reads a preset's `guide.toml` and its forms into a Guide, or says in Russian what is wrong."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bot.guide_check import faults_of
from bot.texts import Texts
from bot.toml_table import TOP, Table
from handlers.conversation import Words
from handlers.guide import Form, Guide, Item, Link, Page

GUIDE = "guide.toml"
FORMS = "forms"


class GuideError(Exception):
    """The guide can't be used. The message is Russian: the file, then one fault a line."""

    def __init__(self, file: Path, faults: Sequence[Words]) -> None:
        texts = Texts()
        self.faults = tuple(dict.fromkeys(texts.plain(fault) for fault in faults))
        title = texts.plain(Words("guide-broken", {"file": str(file)}))
        super().__init__("\n".join([title, *(f"— {fault}" for fault in self.faults)]))


def read_guide(preset: Path) -> Guide:
    """The guide of the preset in this folder; its forms lie in the folder `forms` beside it.

    Raises GuideError naming every fault at once: what can't be read, unknown keys, pages and files
    that are not there, links that are not https, and what would not fit a phone or a button.
    """
    file = preset / GUIDE
    faults: list[Words] = []
    whole = Table(TOP, _parsed(file), faults)
    guide = _guide(whole, (preset / FORMS).resolve())
    whole.nothing_else()
    # what does not hold together can only be judged once everything has been read
    faults = faults or faults_of(guide)
    if faults:
        raise GuideError(file, faults)
    return guide


def _parsed(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise GuideError(file, [Words("guide-no-guide")]) from None
    except OSError as error:
        raise GuideError(file, [Words("guide-unreadable", {"why": str(error)})]) from error
    except UnicodeDecodeError as error:
        raise GuideError(file, [Words("guide-not-utf8")]) from error
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = place.groups() if place else ("?", "?")
        fault = Words("guide-not-toml", {"line": line, "column": column})
        raise GuideError(file, [fault]) from error


def _guide(whole: Table, forms_folder: Path) -> Guide:
    forms = [_form(table, forms_folder) for table in whole.tables("form")]
    pages = [_page(table) for table in whole.tables("page")]
    _note_doubles(whole, [form.code for form in forms])
    _note_doubles(whole, [page.code for page in pages])
    return Guide(
        about=whole.text("about"),
        purposes=whole.texts("purposes"),
        pages={page.code: page for page in pages},
        forms={form.code: form for form in forms},
    )


def _note_doubles(whole: Table, codes: list[str]) -> None:
    for code in dict.fromkeys(code for code in codes if code and codes.count(code) > 1):
        whole.fault("guide-twice", code=code)


def _page(table: Table) -> Page:
    title = table.text("title")
    page = Page(
        code=table.text("code"),
        title=title,
        caption=table.text("caption", title),
        text=table.text("text", ""),
        items=tuple(map(_item, table.tables("item"))),
        links=tuple(map(_link, table.tables("link"))),
        forms=table.texts("forms"),
        opens=table.texts("opens"),
        my_appeals=table.flag("my_appeals"),
        clauses=table.texts("clauses"),
    )
    table.nothing_else()
    return page


def _item(table: Table) -> Item:
    item = Item(
        table.text("title"), table.text("text", ""), table.text("url", ""), table.text("clause", "")
    )
    table.nothing_else()
    return item


def _link(table: Table) -> Link:
    link = Link(table.text("caption"), table.text("url"))
    table.nothing_else()
    return link


def _form(table: Table, folder: Path) -> Form:
    name = table.text("file")
    path = (folder / name).resolve()
    if name and (path.parent != folder or not path.is_file()):
        table.fault("guide-no-file", file=name)
    form = Form(
        code=table.text("code"),
        title=table.text("title"),
        about=table.text("about"),
        name=table.text("name"),
        path=str(path),
    )
    table.nothing_else()
    return form
