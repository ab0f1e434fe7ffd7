"""Styles of a text: Telegram's entities and the product's marks."""

from collections.abc import Iterable

from aiogram.enums import MessageEntityType
from aiogram.types import MessageEntity

from appeals.words import Mark, Style
from bot.telegram.utf16 import Ruler

_ENTITIES = {
    Style.BOLD: MessageEntityType.BOLD,
    Style.ITALIC: MessageEntityType.ITALIC,
    Style.UNDERLINE: MessageEntityType.UNDERLINE,
    Style.STRIKE: MessageEntityType.STRIKETHROUGH,
    Style.CODE: MessageEntityType.CODE,
    Style.QUOTE: MessageEntityType.BLOCKQUOTE,
    Style.LINK: MessageEntityType.TEXT_LINK,
}
_STYLES = {entity.value: style for style, entity in _ENTITIES.items()} | {
    MessageEntityType.PRE.value: Style.CODE,
    MessageEntityType.EXPANDABLE_BLOCKQUOTE.value: Style.QUOTE,
}


def marks_of(text: str, entities: Iterable[MessageEntity]) -> tuple[Mark, ...]:
    """The styles the product knows, cut to the text; mentions, spoilers and the like are left."""
    ruler = Ruler(text)
    marks = []
    for entity in entities:
        style = _STYLES.get(entity.type)
        start = ruler.characters(entity.offset)
        end = ruler.characters(entity.offset + entity.length)
        if style and end > start and (entity.url or style is not Style.LINK):
            marks.append(Mark(style, start, end - start, entity.url or ""))
    return tuple(marks)


def entities_of(text: str, marks: Iterable[Mark]) -> list[MessageEntity]:
    """What to send with the text, never a parse mode: the words stay literal."""
    ruler = Ruler(text)
    entities = []
    for mark in marks:
        start = ruler.units(mark.offset)
        length = ruler.units(mark.offset + mark.length) - start
        if length > 0 and (mark.url or mark.style is not Style.LINK):
            kind = _ENTITIES[mark.style]
            entities.append(
                MessageEntity(type=kind, offset=start, length=length, url=mark.url or None)
            )
    return entities
