"""Does a text name the authority, and by which of its names (SVERD 6.3.1)?

It may be a link, an @name, a «[club…|…]» or words: in any case, contracted, with a slip of the pen,
in letters of another alphabet. Another region's authority of the same name is not this one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from appeals import morphology
from appeals.handles import Handles
from appeals.naming import CONTRACTED, Named, named
from appeals.places import Around, Region, Whose
from appeals.spelling import Word, by_sound, words_of

_ONE_SLIP, _TWO_SLIPS = 7, 11
_LONGEST = 100
"""No name is written as a longer word; strangers write words of any length."""
_SMALL = "мини"
_ALSO = frozenset({"и", "либо", "или"})
_OTHER_MATTERS = (
    *("занятост", "миграц", "защит", "соцзащит", "политик", "соцполитик", "здравоохран"),
    *("демограф", "кадр", "экономик"),
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What named the authority: the name as the settings have it, and the words as written."""

    name: str
    written: str


@dataclass(frozen=True)
class Names:
    """By which words an authority is recognised; made ready when the first text is looked at.

    `names` are its names in words; those that are a link or begin with «@» are its addresses.
    `handles` are its short names in messengers, `handles_now` those that are known only while the
    program runs; `group_id` is the community's number in VK.
    """

    names: tuple[str, ...]
    handles: tuple[str, ...] = ()
    group_id: int | None = None
    handles_now: Callable[[], Iterable[str]] = tuple

    def names_authority(self, text: str, urls: Sequence[str] = ()) -> bool:
        """The text, or one of the links hidden in it (`urls`), names the authority."""
        return self.mention(text, urls) is not None

    def mention(self, text: str, urls: Sequence[str] = ()) -> Mention | None:
        """What names the authority first: its addresses are looked for before its names."""
        address = self._addresses.found("\n".join((text, *urls)), self.handles_now())
        return Mention(address, address) if address else self._words.mention(text)

    @cached_property
    def _addresses(self) -> Handles:
        given = [name for name in self.names if Handles.looks_like_one(name)]
        return Handles.of((*self.handles, *given), self.group_id)

    @cached_property
    def _words(self) -> "_Spelled":
        return _Spelled([named(one) for one in self.names if not Handles.looks_like_one(one)])


class _Spelled:
    """Names in words."""

    def __init__(self, names: Sequence[Named]) -> None:
        self._names = names
        self._region = Region()
        for name in names:
            self._region |= name.region
        slots = [slot for name in names for pattern in name.patterns for slot in pattern]
        self._vocabulary = frozenset(word for slot in slots for word in slot)
        self._firsts = frozenset(
            word for name in names for pattern in name.patterns for word in pattern[0]
        )
        self._long = [word for word in self._vocabulary if len(word) >= _ONE_SLIP]
        self._pieces = frozenset(
            word[:n] for word in self._vocabulary for n in (3, 4) if len(word) > n + 3
        ) | {*CONTRACTED.values(), "м"}
        self._meant: dict[str, tuple[str, ...]] = {}

    def mention(self, text: str) -> Mention | None:
        """The first name in the text that is this authority's."""
        words = self._read(words_of(text))
        around = Around(words, self._region)
        for start, word in enumerate(words):
            for name in self._names if word.text in self._firsts else ():
                end = self._end(name, words, start)
                if end and self._is_own(name, around, start, end):
                    written = " ".join(one.written for one in words[start:end])
                    return Mention(name.name, written)
        return None

    def _end(self, name: Named, words: Sequence[Word], start: int) -> int:
        """Where the longest pattern that begins here ends; 0 when none does."""
        for pattern in name.patterns:
            end = start + len(pattern)
            here = words[start:end]
            if len(here) < len(pattern) or any(word.pause for word in here[:-1]):
                continue
            if all(word.text in slot for word, slot in zip(here, pattern, strict=True)):
                return end
        return 0

    def _is_own(self, name: Named, around: Around, start: int, end: int) -> bool:
        whose = around.whose(start, end)
        if whose is Whose.UNSAID:
            return not name.needs_region and not _goes_on(around.words, end)
        return whose is Whose.OWN

    def _read(self, words: Sequence[Word]) -> Sequence[Word]:
        """The words as they were meant: slips mended, fused ones parted, parted ones fused."""
        read: list[Word] = []
        for word in words:
            if read and not read[-1].pause and self._fuses(read, word):
                before = read.pop()
                joined = before.text + word.text
                word = Word(joined, f"{before.written} {word.written}", word.pause, word.ends)  # noqa: PLW2901 - the two are one word
                read.append(word)
                continue
            *firsts, last = self._meaning(word.text)
            read += [Word(first, word.written) for first in firsts]
            read.append(Word(last, word.written, word.pause, word.ends))
        return read

    def _fuses(self, read: Sequence[Word], word: Word) -> bool:
        """«мин труда», «соц. развития»; but five minutes of labour are no ministry."""
        before = read[-1].text
        if before not in self._pieces or before + word.text not in self._vocabulary:
            return False
        return len(read) == 1 or not read[-2].text.isdigit()

    def _meaning(self, word: str) -> tuple[str, ...]:
        if len(word) > _LONGEST:
            return (word,)
        if word not in self._meant:
            if len(self._meant) > 50_000:  # noqa: PLR2004 - words of strangers may not fill memory
                self._meant.clear()
            self._meant[word] = self._find(word)
        return self._meant[word]

    def _find(self, word: str) -> tuple[str, ...]:
        known = self._vocabulary | self._region.abbreviations
        sound = by_sound(word)
        for spelled in (word, sound):
            if spelled in known:
                return (spelled,)
        if morphology.is_known(word):
            return (word,)
        if halves := _halves(word, known) or _halves(sound, known):
            return halves
        return (self._mended(word) or word,)

    def _mended(self, word: str) -> str:
        """The name's word that was meant, with one slip, or two in a very long one."""
        small = word.startswith(_SMALL)
        for one in self._long:
            slips = 2 if len(one) >= _TWO_SLIPS else 1
            if small and not one.startswith(_SMALL):
                continue
            if OSA.distance(word, one, score_cutoff=slips) <= slips:
                return one
        return ""


def _halves(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """«минтруданcо»: two of the words without a space."""
    for cut in range(3, len(word) - 2):
        if word[:cut] in known and word[cut:] in known:
            return word[:cut], word[cut:]
    return ()


def _goes_on(words: Sequence[Word], end: int) -> bool:
    """The name goes on with another matter: «министерство труда и социальной защиты»."""
    rest = words[end : end + 2]
    if not rest or (words[end - 1].pause and not rest[0].text.startswith(_OTHER_MATTERS)):
        return False
    if rest[0].text in _ALSO and len(rest) > 1:
        rest = rest[1:]
        if morphology.is_genitive_adjective(rest[0].text):
            return True
    return rest[0].text.startswith(_OTHER_MATTERS)
