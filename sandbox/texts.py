"""The text or caption of a call: parsed, cleaned, measured."""

from typing import Any

from sandbox.html_text import parse_html
from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.text_rules import (
    CAPTION_LIMIT,
    TEXT_LIMIT,
    Entity,
    clean,
    is_empty,
    trimmed,
    utf16_length,
)

_WITH_URL = "text_link"


def text_of(params: Params) -> tuple[str, list[Entity]]:
    """Return a message's text and entities; refuses an empty or too long one."""
    text, entities = _formatted(params, "text", "entities")
    if is_empty(text):
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption_of(params: Params) -> tuple[str | None, list[Entity]]:
    """Return a caption (None when empty) and its entities; refuses a too long one."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return (None, []) if is_empty(text) else (text, entities)


def _formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    raw = clean(params.text(name))
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise bad_request("strings must be encoded in UTF-8")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        return trimmed(*parse_html(raw))
    if mode:
        raise bad_request("unsupported parse_mode")
    given = [_entity(one) for one in params.objects(entities_name, "entities")]
    size = utf16_length(raw)
    return trimmed(raw, [one for one in given if one["offset"] + one["length"] <= size])


def _entity(raw: dict[str, Any]) -> Entity:
    for name in ("offset", "length", "type"):
        if name not in raw:
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
    for name in ("offset", "length"):
        if not isinstance(raw[name], int) or raw[name] < 0:
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    known = {name: value for name, value in raw.items() if value is not None}
    if known["type"] == _WITH_URL and not known.get("url"):
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    return known
