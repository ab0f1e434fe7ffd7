"""What a dictionary knows of Russian words: their forms, and which of them are places.

The dictionary is loaded when the first word is asked about (30 MB, less than a tenth of a second).
Words are given in lower case with «е» for «ё».
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

_SURE = 0.3


def lower(text: str) -> str:
    """As words are compared: small letters, «ё» as «е»."""
    return text.lower().replace("ё", "е")


@lru_cache(maxsize=1)
def _analyzer() -> Any:  # noqa: ANN401 - the library says nothing of its types
    from pymorphy3 import MorphAnalyzer  # noqa: PLC0415 - not before somebody writes

    return MorphAnalyzer()


@lru_cache(maxsize=20_000)
def _parses(word: str) -> Sequence[Any]:
    parses: Sequence[Any] = _analyzer().parse(word)
    return parses


def is_known(word: str) -> bool:
    """A word of the dictionary, not a slip of the pen."""
    return bool(_analyzer().word_is_known(word))


def lemma(word: str) -> str:
    """The word as dictionaries list it."""
    return lower(str(_parses(word)[0].normal_form))


def is_place(word: str) -> bool:
    """The name of a country, a region or a town, in any case."""
    return any("Geox" in one.tag and one.score > _SURE for one in _parses(word))


def is_noun(word: str) -> bool:
    """A noun, as far as one can tell without its neighbours."""
    return "NOUN" in _parses(word)[0].tag


def is_adjective(word: str) -> bool:
    """An adjective (or a participle, which is declined alike)."""
    return bool({"ADJF", "PRTF"} & set(_parses(word)[0].tag.grammemes))


def is_genitive_adjective(word: str) -> bool:
    """«социальной», «демографической»: an adjective that may be in the genitive."""
    return any("ADJF" in one.tag and "gent" in one.tag for one in _parses(word))


def singular_forms(word: str) -> frozenset[str]:
    """The word in all cases of the singular; alone when the dictionary can't decline it."""
    first = next((one for one in _parses(word) if "nomn" in one.tag), None)
    if first is None or not {"NOUN", "ADJF"} & set(first.tag.grammemes):
        return frozenset({word})
    declined = (one for one in first.lexeme if "sing" in one.tag and "Infr" not in one.tag)
    return frozenset({word, *(lower(one.word) for one in declined)})
