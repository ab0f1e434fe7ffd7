"""How text is found: folded the same way when stored and when sought.

SQLite's own LIKE and lower() know only ASCII letters, so columns for search are folded here.
"""

from typing import Any

from sqlalchemy import ColumnElement

MOST_WORDS = 8
LONGEST_WORD = 100
EDGES = "№#«»\"'()[]<>.,;:!?…–—"


def folded(text: str) -> str:
    """Small letters, ё as е."""
    return text.casefold().replace("ё", "е")


def sought(text: str) -> list[str]:
    """The folded words of a request, without punctuation around them; at most eight of them."""
    words = (word.strip(EDGES)[:LONGEST_WORD] for word in folded(text).split())
    return list(dict.fromkeys(filter(None, words)))[:MOST_WORDS]


def contains(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """`word` stands somewhere in the folded column; `%` and `_` in it mean themselves."""
    return column.contains(word, autoescape=True)
