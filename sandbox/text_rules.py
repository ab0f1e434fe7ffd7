"""How Telegram counts and cleans text: UTF-16 units, invisible characters, found entities."""

import re
from typing import Any

Entity = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\u00ad\ufeff\u3164\u115f]*")
_FOUND = (
    ("url", re.compile(r"https?://[^\s<>«»\"]+[^\s<>«»\".,;:!?)]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\d*[^\W\d])\w{1,255}")),
)


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units, as Telegram counts."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)  # noqa: PLR2004 - the end of the basic plane


def is_empty(text: str) -> bool:
    """Tell whether nothing in the text can be seen."""
    return _INVISIBLE.fullmatch(text) is not None


def clean(text: str) -> str:
    """Drop carriage returns and replace control characters by spaces."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends and move the entities along."""
    left = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    size = utf16_length(text)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        end = min(entity["offset"] - left + entity["length"], size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return text, sorted(moved, key=lambda one: (one["offset"], -one["length"]))


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the links, mentions, commands and hashtags that Telegram finds by itself."""
    taken = [(one["offset"], one["offset"] + one["length"]) for one in entities if _opaque(one)]
    result = list(entities)
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                result.append({"type": kind, "offset": start, "length": end - start})
    return sorted(result, key=lambda one: (one["offset"], -one["length"]))


def pieces(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """Cut a long text into messages of at most ``limit`` units, as a person's client does."""
    parts: list[str] = []
    start = size = 0
    for position, character in enumerate(text):
        units = utf16_length(character)
        if size + units > limit:
            parts.append(text[start:position])
            start, size = position, 0
        size += units
    return [*parts, text[start:]]


def _opaque(entity: Entity) -> bool:
    return entity["type"] in {"code", "pre", "text_link", "url", "mention", "bot_command"}
