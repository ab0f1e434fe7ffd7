"""All the ways in which people write an authority's name, made from the name itself.

A name is taken apart into what it is (`head`: «министерство»), what it is about («труда и
социального развития») and its region. From these come the full name, the part before «и», the
contractions («минтруд», «минсоцразвития») and the initials («МТиСР»).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from appeals import morphology
from appeals.places import Region
from appeals.spelling import Word, words_of

CONTRACTED = {"министерство": "мин", "департамент": "деп", "комитет": "ком"}
"""What the kinds of authorities are called when their names are contracted."""
_HYPHENED = {"министерство": frozenset({"минво", "мво"})}
"""«мин-во», «м-во», as they read without the hyphen."""
ALONE_IN_ITS_REGION = "министерство"
"""The kind of which a region has one for each matter: its name needs no region."""
_AREAS = frozenset("область край республика округ район".split())
_TOWN = frozenset("город г республика".split())
_AND = "и"
_ABBREVIATED_TO = (3, 4)
_INITIALS = 4
_MOST_PATTERNS = 600

Slot = frozenset[str]
Pattern = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """One name of the settings: its patterns, longest first, its region and the name itself.

    `needs_region`: there are many of the kind, so that the words without a region name nobody.
    """

    name: str
    patterns: tuple[Pattern, ...]
    region: Region
    needs_region: bool


def named(name: str) -> Named:
    """Take a name apart and put it together in all the ways people do."""
    words = words_of(name)
    body, region = _without_region(words)
    texts = [word.text for word in body]
    if not texts or (len(texts) == 1 and texts[0] in CONTRACTED):
        return Named(name, (), region, False)
    patterns = sorted(set(_patterns(texts)), key=len, reverse=True)[:_MOST_PATTERNS]
    head = morphology.lemma(texts[0])
    alone = head == ALONE_IN_ITS_REGION or head.startswith(CONTRACTED[ALONE_IN_ITS_REGION])
    return Named(name, tuple(patterns), region, bool(region) and not alone)


def _without_region(words: Sequence[Word]) -> tuple[Sequence[Word], Region]:
    """«… Новосибирской области», «… города Новосибирска», «… НСО» are cut off."""
    if len(words) < 2:  # noqa: PLR2004 - one word is a name, not a region
        return words, Region()
    last, before = words[-1], words[-2]
    if morphology.lemma(last.text) in _AREAS and morphology.is_adjective(before.text):
        initials = "".join(word.text[0] for word in words[-2:])
        return words[:-2], Region(frozenset({_root(before.text)}), frozenset({initials}))
    if last.shouted and len(last.text) <= _INITIALS:
        return words[:-1], Region(frozenset(), frozenset({last.text}))
    if last.capital and morphology.is_place(last.text):
        cut = 2 if morphology.lemma(before.text) in _TOWN else 1
        return words[:-cut], Region(frozenset({_root(last.text)}))
    return words, Region()


def _root(word: str) -> str:
    """The beginning that all words for the place have in common."""
    return re.sub(r"(?:ая|ой|ую|ий|ый|ого|ому|им|ым|ом|ое|ые|а|я|ы|и|у|е|ь)$", "", word)


def _patterns(texts: Sequence[str]) -> Iterator[Pattern]:
    at = next((i for i, word in enumerate(texts) if morphology.is_noun(word)), 0)
    kind = morphology.lemma(texts[at])
    head: Pattern = tuple(morphology.singular_forms(word) for word in texts[: at + 1])
    head = (*head[:-1], head[-1] | _HYPHENED.get(kind, frozenset()))
    parts = _conjuncts(texts[at + 1 :])
    for whole in _wholes(parts):
        yield head + whole
    for part in parts:
        for spelled in _spellings(_first_phrase(part)):
            yield head + spelled
    if kind in CONTRACTED and parts:
        yield from _contracted(CONTRACTED[kind], parts)
        yield from _initials(texts[at:])


def _conjuncts(texts: Sequence[str]) -> list[list[str]]:
    """«труда и социального развития»: what stands between the «и»."""
    parts: list[list[str]] = [[]]
    for word in texts:
        if word == _AND:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _first_phrase(part: Sequence[str]) -> Sequence[str]:
    """Up to the first noun: «занятости» of «занятости населения»."""
    nouns = [i for i, word in enumerate(part) if not morphology.is_adjective(word)]
    return part[: nouns[0] + 1] if nouns else part


def _wholes(parts: Sequence[Sequence[str]]) -> Iterator[Pattern]:
    """All conjuncts, each spelled in each way, with «и» between them or without."""
    for spelled in product(*map(_spellings, parts)):
        yield _joined(spelled, ())
        if len(spelled) > 1:
            yield _joined(spelled, (frozenset({_AND}),))


def _joined(spelled: Sequence[Pattern], between: Pattern) -> Pattern:
    whole: Pattern = spelled[0] if spelled else ()
    for part in spelled[1:]:
        whole += between + part
    return whole


def _spellings(part: Sequence[str]) -> list[Pattern]:
    """As it is, and with an adjective melted into its noun: «соцразвития»."""
    plain: Pattern = tuple(frozenset({word}) for word in part)
    melted = _melted(part)
    return [plain, melted] if melted != plain else [plain]


def _melted(part: Sequence[str]) -> Pattern:
    slots: list[Slot] = []
    prefixes: list[str] = [""]
    for word in part:
        if morphology.is_adjective(word):
            prefixes = [first + word[:n] for first in prefixes for n in _ABBREVIATED_TO]
        else:
            slots.append(frozenset(first + word for first in prefixes))
            prefixes = [""]
    return tuple(slots)


def _contracted(kind: str, parts: Sequence[Sequence[str]]) -> Iterator[Pattern]:
    """«минтруд» in all cases, with or without the rest, and «минсоцразвития»."""
    first, rest = _first_phrase(parts[0]), parts[1:]
    head = _fused(kind, first)
    yield (head,)
    for whole in _wholes(rest) if rest else ():
        yield (head, *whole)
        yield (head, frozenset({_AND}), *whole)
    for part in rest:
        for noun in _melted(_first_phrase(part))[:1]:
            yield (frozenset(kind + word for word in noun),)
            yield (frozenset(kind + morphology.lemma(first[-1]) + word for word in noun),)


def _fused(kind: str, phrase: Sequence[str]) -> Slot:
    """A lone noun is declined («минтрудом»), one with an adjective stays («минсоцразвития»)."""
    if len(phrase) == 1:
        return frozenset(kind + form for form in _declined(phrase[0]))
    return frozenset(kind + word for slot in _melted(phrase) for word in slot)


def _declined(word: str) -> Slot:
    return morphology.singular_forms(morphology.lemma(word)) | {word}


def _initials(texts: Sequence[str]) -> Iterator[Pattern]:
    """«мтиср», «мтср»: too short ones mean too many things."""
    with_and = "".join(word[0] for word in texts)
    without = "".join(word[0] for word in texts if word != _AND)
    if len(without) >= _INITIALS:
        yield (frozenset({with_and, without}),)
