"""Which comments below the authority's posts become appeals by themselves: a rule of the settings.

What it leaves out is not lost: staff see a line and can open it by one press.
"""

import re

from appeals.words import Content
from handlers.office import NeedsAnswer, PublicRules

_LINK = re.compile(r"\S{1,20}://\S+|\b(?:[\w-]+\.)+[a-zа-я]{2,10}/\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_MARKS = "?？؟"


def needs_answer(content: Content, rules: PublicRules) -> bool:
    """The rule's verdict on a comment."""
    match rules.comments:
        case NeedsAnswer.ALL:
            return True
        case NeedsAnswer.WORDS:
            return _has_words(content.text, rules.comment_words)
        case NeedsAnswer.QUESTION:
            return asks(content)


def asks(content: Content) -> bool:
    """There is a question mark, and not only inside a link."""
    return any(mark in _LINK.sub(" ", content.text) for mark in _MARKS)


def _has_words(text: str, beginnings: tuple[str, ...]) -> bool:
    """Some word begins so, whatever its case; «ё» is «е»."""
    begin = tuple(_plain(word) for word in beginnings if word.strip())
    return bool(begin) and any(word.startswith(begin) for word in _WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е").strip()
