"""Contents, history data and the like ↔ JSON text. What goes in comes out equal."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from appeals.words import Attachment, Content, Mark, MediaKind, Style


def pack(value: object) -> str:
    """JSON text; readable Cyrillic, escapes only where the text is no valid Unicode."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return text


def unpack(text: str) -> Any:  # noqa: ANN401 - JSON holds whatever was packed
    """The value behind JSON text."""
    return json.loads(text)


def pack_content(content: Content) -> str:
    """A message's words, styles and files as JSON text."""
    return pack(content_to_json(content))


def unpack_content(text: str) -> Content:
    """The content behind JSON text."""
    return content_from_json(unpack(text))


def content_to_json(content: Content) -> dict[str, Any]:
    """The content as plain dictionaries and lists; what is empty is left out."""
    return _filled(
        text=content.text,
        marks=[_mark(mark) for mark in content.marks],
        attachments=[_attachment(file) for file in content.attachments],
    )


def content_from_json(data: Mapping[str, Any]) -> Content:
    """The content behind plain dictionaries and lists."""
    return Content(
        data.get("text", ""),
        tuple(Mark(**{**mark, "style": Style(mark["style"])}) for mark in data.get("marks", ())),
        tuple(
            Attachment(**{**file, "kind": MediaKind(file["kind"])})
            for file in data.get("attachments", ())
        ),
    )


def pack_names(names: Collection[str]) -> str:
    """A set of short words, in order, as JSON text."""
    return pack(sorted(names))


def unpack_names(text: str) -> frozenset[str]:
    """The set behind JSON text."""
    return frozenset(unpack(text))


def _mark(mark: Mark) -> dict[str, Any]:
    place = {"style": mark.style.value, "offset": mark.offset, "length": mark.length}
    return place | _filled(url=mark.url)


def _attachment(file: Attachment) -> dict[str, Any]:
    rest = _filled(
        file=file.file, name=file.name, size=file.size, path=file.path, origin=file.origin
    )
    return {"kind": file.kind.value} | rest


def _filled(**values: object) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
