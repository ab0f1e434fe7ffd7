"""Words that a spreadsheet would take for a formula, made to be shown and not run."""

import unicodedata

_BEGINNINGS = frozenset("=+-@\t\r\n")


def disarmed(text: str) -> str:
    """The same words; an apostrophe stands before what begins like a formula.

    Full-width signs count as the plain ones, and blank or invisible characters before a sign hide
    it from nobody but the reader.
    """
    return f"'{text}" if _begins_like_a_formula(text) else text


def _begins_like_a_formula(text: str) -> bool:
    for char in text:
        if unicodedata.normalize("NFKC", char)[:1] in _BEGINNINGS or char == "\u2212":
            return True
        if not (char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}):
            return False
    return False
