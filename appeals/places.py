"""Which part of the country a name belongs to: the authority's own, another one, or not said.

Regions and large towns are known by the beginnings of their names, for these are in adjectives as
well («томский», «Томска»); other places by the dictionary, when written with a capital letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from appeals import morphology
from appeals.spelling import Word, by_sound

_ROOTS = tuple(
    (
        "адыге алтай амурск армени армянск архангельск астрахан башкир башкорт белгород беларус "
        "белорус биробиджан брянск бурят владивосток владимирск волгоград вологд вологод воронеж "
        "грузии дагестан донбасс донецк еврейск екатеринбург забайкал запорож ивановск ингуш "
        "иркутск кабардин казан казахск казахстан калининград калмык калмыц калуг калуж камчат "
        "карач карел кемеров киргиз кировск костром краснодар красноярск крым кубан кузбасс курган "
        "курск кыргыз ленинградск липецк луганск магадан марий мордов московск москв мурманск "
        "нижегород новгород новокузнецк новосибирск ненецк омск оренбург орловск осети пензенск "
        "пермск пермь петербург подмосков примор псков росси российск ростов рязан самар саратов "
        "сахалин свердловск севастопол смоленск ставропол таджик тамбов татарск татарстан тверск "
        "томск тульск тюмен удмурт узбек украин ульяновск федеральн федерац хабаровск хакас ханты "
        "херсон челябинск чечен чечн чуваш чукот югр якут ямал ярославл ярославск"
    ).split()
)
_ABBREVIATIONS = frozenset(
    "рф сша хмао янао днр лнр спб рт рб рк ло мо со то оо чр кбр кчр".split()
)
_PLAIN = frozenset("рф сша хмао янао днр лнр спб кбр кчр".split())
"""Of the abbreviations those that are no words when somebody writes in capitals only."""
_SKIPPED = frozenset(
    "по в во г гор город города городе республика республики республике край края нашей нашего "
    "нашем нашему всей".split()
)
_LOOK_AHEAD = 4


class Whose(Enum):
    """Whose part of the country a name was said of."""

    OWN = auto()
    OTHER = auto()
    UNSAID = auto()


@dataclass(frozen=True, slots=True)
class Region:
    """Where the authority is: the beginnings of its region's names, and its abbreviations."""

    roots: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """The settings name a region at all."""
        return bool(self.roots or self.abbreviations)

    def __or__(self, other: "Region") -> "Region":
        """Both names of one region."""
        return Region(self.roots | other.roots, self.abbreviations | other.abbreviations)

    def is_own(self, word: Word) -> bool:
        """The word names this region."""
        sound = by_sound(word.text)
        return sound in self.abbreviations or sound.startswith(tuple(self.roots))

    def is_other(self, word: Word, shouting: bool) -> bool:
        """The word names another place. `shouting`: the whole text is in capitals."""
        if self.is_own(word):
            return False
        if by_sound(word.text).startswith(_ROOTS):
            return True
        if word.text in _ABBREVIATIONS:
            return word.text in _PLAIN or (word.shouted and not shouting)
        said = word.capital and not (word.shouted and shouting)
        return said and morphology.is_place(word.text)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The own region is named in it; the number of the first word that names another place."""

    own: bool
    other: int | None


@dataclass(frozen=True)
class Around:
    """A text in which somebody may be named, with the places that are named in it."""

    words: Sequence[Word]
    region: Region
    shouting: bool = field(init=False)

    def __post_init__(self) -> None:
        """Capitals only, in more than an abbreviation or two."""
        shouting = len(self.words) > 2 and all(word.written.isupper() for word in self.words)  # noqa: PLR2004 - two words in capitals are a name
        object.__setattr__(self, "shouting", shouting)

    def whose(self, start: int, end: int) -> Whose:
        """Of which part of the country the words from `start` to before `end` were said."""
        for near in (self._after(end), self._before(start), self._sentence(start, end)):
            if near is not Whose.UNSAID:
                return near
        return Whose.UNSAID

    def _after(self, end: int) -> Whose:
        for index in range(end, min(end + _LOOK_AHEAD, len(self.words))):
            if self.words[index - 1].pause:
                break
            if self.words[index].text not in _SKIPPED:
                return self._says(self.words[index])
        return Whose.UNSAID

    def _before(self, start: int) -> Whose:
        if start == 0 or self.words[start - 1].pause:
            return Whose.UNSAID
        return self._says(self.words[start - 1])

    def _sentence(self, start: int, end: int) -> Whose:
        """The own region anywhere in the sentence counts, another one only before the name."""
        sentences = {self._sentence_of[index] for index in (start, end - 1)}
        if any(sentence.own for sentence in sentences):
            return Whose.OWN
        other = self._sentence_of[start].other
        return Whose.OTHER if other is not None and other < start else Whose.UNSAID

    @cached_property
    def _sentence_of(self) -> Sequence["_Sentence"]:
        """The sentence of each word; each is read once, however often somebody is named in it."""
        found: list[_Sentence] = []
        first = 0
        for index, word in enumerate(self.words, 1):
            if word.ends or index == len(self.words):
                found += [self._read(first, index)] * (index - first)
                first = index
        return found

    def _read(self, first: int, last: int) -> "_Sentence":
        words = self.words[first:last]
        own = any(map(self.region.is_own, words))
        others = (i for i, one in enumerate(words) if self.region.is_other(one, self.shouting))
        return _Sentence(own, None if own else next((first + at for at in others), None))

    def _says(self, word: Word) -> Whose:
        if self.region.is_own(word):
            return Whose.OWN
        return Whose.OTHER if self.region.is_other(word, self.shouting) else Whose.UNSAID
