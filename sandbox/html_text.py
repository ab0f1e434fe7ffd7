"""Telegram's HTML: the tags it knows, and the words with which it refuses the others."""

import html
import re

from sandbox.refusals import RefusalError, bad_request
from sandbox.text_rules import Entity, utf16_length

_TAG = re.compile(r"<(/?)([A-Za-z0-9-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|lt|gt|amp|quot);")
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.plain: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, dict[str, str]]] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        position = 0
        while (found := self.source.find("<", position)) >= 0:
            self._text(self.source[position:found])
            position = self._tag(found)
        self._text(self.source[position:])
        if self.open:
            name = self.open[-1][0]
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{name}"')
        return "".join(self.plain), self.entities

    def _text(self, raw: str) -> None:
        text = _REFERENCE.sub(lambda match: html.unescape(match.group()), raw)
        self.plain.append(text)
        self.length += utf16_length(text)

    def _tag(self, start: int) -> int:
        offset = len(self.source[:start].encode(errors="surrogatepass"))
        match = _TAG.match(self.source, start)
        if match is None:
            raise _refusal(f"Unclosed start tag at byte offset {offset}")
        name = match[2].lower()
        if match[1]:
            self._end(name, offset)
        elif name in _KINDS:
            self.open.append((name, self.length, _attributes(match[3])))
        else:
            raise _refusal(f'Unsupported start tag "{name}" at byte offset {offset}')
        return match.end()

    def _end(self, name: str, offset: int) -> None:
        if not self.open:
            raise _refusal(f"Unexpected end tag at byte offset {offset}")
        opened, start, attributes = self.open.pop()
        if name not in {"", opened}:
            raise _refusal(
                f"Unmatched end tag at byte offset {offset}, "
                f'expected "</{opened}>", found "</{name}>"'
            )
        if self.length > start:
            self.entities.extend(self._entity(opened, start, attributes))

    def _entity(self, name: str, start: int, attributes: dict[str, str]) -> list[Entity]:
        entity: Entity = {"type": _KINDS[name], "offset": start, "length": self.length - start}
        if name == "a":
            url = attributes.get("href", "")
            return [{**entity, "url": url}] if url else []
        if name == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if name == "code" and self.open and self.open[-1][0] == "pre":
            return []
        if name == "tg-emoji":
            return [{**entity, "custom_emoji_id": attributes.get("emoji-id", "")}]
        return [entity]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the plain text and its entities (offsets in UTF-16 units).

    Raises RefusalError "can't parse entities" in Telegram's words.
    """
    return _Parser(source).run()


def _attributes(raw: str) -> dict[str, str]:
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(raw)
    }


def _refusal(reason: str) -> RefusalError:
    return bad_request(f"can't parse entities: {reason}")
