"""A text cut into words that can be compared, however they were typed.

Small letters, «ё» as «е», Latin letters that look Cyrillic as what they look like, invisible signs
left out. Links, @names and VK's «[club…|…]» are not words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from appeals.masking import INVISIBLE
from appeals.morphology import lower

# No pattern may look far ahead from every place of a text: a hostile one would take minutes.
_ADDRESS = re.compile(
    r"(?i)\[[a-z][\w.]{0,63}\|[^\]\n]{0,300}\]|[@*][a-z][\w.]*|(?:https?://|\b(?:www|m)\.)\S+"
    r"|\b[a-z][\w-]{0,63}(?:\.[a-z][\w-]{0,63}){1,4}(?:/\S*)?"
)
_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[!?;:,…\n]|\s[-–—]\s|\. ?$")
_SENTENCE = re.compile(r"[!?…\n]|\.\s*$")
_LOOKALIKES = str.maketrans("aceopxykmhbtu", "асеорхукмнвти")
_ALIKE = frozenset("aceopxykmhbt")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-я]")
_SOUNDS = (
    *(("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш")),
    *(("yu", "ю"), ("ya", "я"), ("yo", "е"), ("iy", "ий")),
)
_LETTERS = str.maketrans("abvgdezijklmnoprstufhcy", "абвгдезийклмнопрстуфхцы")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it compares, as it was written, and whether a pause or a sentence ends behind it.

    `capital`: it begins with a capital letter and isn't all of them; `shouted`: all are capitals.
    """

    text: str
    written: str
    pause: bool = False
    ends: bool = False

    @property
    def capital(self) -> bool:
        """Begins with a capital letter."""
        return self.written[:1].isupper()

    @property
    def shouted(self) -> bool:
        """Consists of capitals, as an abbreviation does."""
        return len(self.written) > 1 and self.written.isupper()


def words_of(text: str) -> Sequence[Word]:
    """The words of a text in their order, without links and @names."""
    clean = _ADDRESS.sub(" \n ", INVISIBLE.sub("", text))
    found = list(_WORD.finditer(clean))
    ends = [*(one.start() for one in found), len(clean)][1:]
    return [_word(one[0], clean[one.end() : end]) for one, end in zip(found, ends, strict=True)]


def _word(written: str, gap: str) -> Word:
    """A dot behind a short word abbreviates it («соц. развития») and stops nothing."""
    folded = folded_word(written)
    dotted = gap.strip() == "." and len(folded) <= _SHORT
    pause = not dotted and bool(_STOP.search(gap))
    return Word(folded, written, pause, not dotted and bool(_SENTENCE.search(gap)))


def folded_word(written: str) -> str:
    """One word as it compares; a Latin one by its look, where all its letters look Cyrillic."""
    word = lower(written)
    if _LATIN.search(word) and (_CYRILLIC.search(word) or set(word) <= _ALIKE):
        return word.translate(_LOOKALIKES)
    return word


def by_sound(word: str) -> str:
    """A word in Latin letters as it would be written in Cyrillic: «mintrud» is «минтруд»."""
    for latin, cyrillic in _SOUNDS:
        word = word.replace(latin, cyrillic)
    return word.translate(_LETTERS)
