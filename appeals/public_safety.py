"""What must not be said where all read it: contacts, numbers of documents, people's names (F5).

41-ФЗ: what is recognised here is not forbidden, for an authority names its own people and phones;
it waits until the employee confirms it. What the authority publishes itself is left out.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from appeals.masking import INVISIBLE, Personal, found_in

_DIGITS = 10
_LEAST = 6


class Unsafe(StrEnum):
    """Why a text for all waits to be confirmed; the value names its text."""

    PHONE = "phone"
    EMAIL = "email"
    DOCUMENT = "document"
    CARD = "card"
    PERSON = "person"
    NAME = "name"
    CLIENT = "client"


_KINDS = {
    Personal.PHONE: Unsafe.PHONE,
    Personal.EMAIL: Unsafe.EMAIL,
    Personal.SNILS: Unsafe.DOCUMENT,
    Personal.PASSPORT: Unsafe.DOCUMENT,
    Personal.TAX_NUMBER: Unsafe.DOCUMENT,
    Personal.CARD: Unsafe.CARD,
    Personal.CONTACT: Unsafe.PERSON,
    Personal.PROFILE: Unsafe.PERSON,
}
_PUBLISHED = frozenset({Personal.PHONE, Personal.EMAIL})

_CAPITAL = r"[А-ЯЁ][а-яё]{1,30}"
_SURNAME = rf"{_CAPITAL}(?:-{_CAPITAL})?"
_SON = r"[А-ЯЁ][а-яё]{1,24}ич(?:а|у|ем|е|ам|ами)?"
_DAUGHTER = r"[А-ЯЁ][а-яё]{1,24}(?:овн|евн|ичн)(?:а|ы|е|у|ой|ою)"
_OF_FATHER = rf"(?:{_SON}|{_DAUGHTER})"
_FIRST = (
    "Александр|Алексе|Анатоли|Андре|Антон|Артём|Артем|Борис|Вадим|Валенти|Валери|Васили|Виктор|"
    "Витали|Владимир|Вячеслав|Геннади|Георги|Григори|Данил|Денис|Дмитри|Евгени|Егор|Иван|Игор|"
    "Иль|Кирилл|Константин|Максим|Марат|Михаил|Никит|Никола|Олег|Павел|Павл|Пётр|Петр|Роман|"
    "Руслан|Серге|Станислав|Степан|Тимур|Фёдор|Федор|Юри|Яков|"
    "Алин|Алл|Анастаси|Ангелин|Анн|Антонин|Валентин|Вер|Галин|Дарь|Екатерин|Елен|Елизавет|Жанн|"
    "Зинаид|Инн|Ирин|Ксени|Ларис|Лиди|Любов|Людмил|Маргарит|Марин|Мари|Надежд|Наталь|Натали|Нин|"
    "Оксан|Ольг|Полин|Раис|Светлан|Софь|Тамар|Татьян|Юли"
)
_FIRST_NAME = rf"(?:{_FIRST})[а-яё]{{0,3}}"
_FAMILY = r"[А-ЯЁ][а-яё]{1,24}(?:ов|ев|ёв|ин|ын|ск|цк|енк|ук|юк)[а-яё]{0,4}"
_NAMES = tuple(
    re.compile(rf"(?<![А-ЯЁа-яё-]){pattern}(?![А-ЯЁа-яё])")
    for pattern in (
        rf"{_CAPITAL}\s{{1,3}}{_OF_FATHER}",
        rf"{_DAUGHTER}\s{{1,3}}{_CAPITAL}",
        rf"{_SURNAME}\s{{1,3}}[А-ЯЁ]\.\s{{0,2}}[А-ЯЁ]\.",
        rf"[А-ЯЁ]\.\s{{0,2}}(?:[А-ЯЁ]\.\s{{0,2}})?{_SURNAME}",
        rf"{_FIRST_NAME}\s{{1,3}}{_FAMILY}",
        rf"{_FAMILY}\s{{1,3}}{_FIRST_NAME}",
    )
)
_WORD = re.compile(r"[^\W\d_]{2,40}")
_SHORT_NAME = 3
_ENDING = 3
_TAIL = "аяеёийоуыьюй"


def unsafe_in(
    text: str, published: Iterable[str] = (), client: str = "", known: str = ""
) -> tuple[Unsafe, ...]:
    """Kinds of what should not be said to all, in a fixed order.

    `published` are the authority's own contacts as `contacts_in` gives them, `client` the name of
    whoever asked, as the profile says it. Names that stand in the text `known`, the authority's own
    (a head's, a street's), are left out.
    """
    clean = INVISIBLE.sub("", text)
    found = {_KINDS[kind] for kind in personal_in(clean, published)}
    own = " ".join(known.split())
    names = (match[0] for pattern in _NAMES for match in pattern.finditer(clean))
    if any(" ".join(name.split()) not in own for name in names):
        found.add(Unsafe.NAME)
    if _names_client(clean, client):
        found.add(Unsafe.CLIENT)
    return tuple(kind for kind in Unsafe if kind in found)


def personal_in(text: str, published: Iterable[str] = ()) -> frozenset[Personal]:
    """Kinds of personal data recognised by their form, except what the authority publishes."""
    own = frozenset(published)
    return frozenset(
        kind
        for kind, words in found_in(text)
        if not (kind in _PUBLISHED and _is_among(_normal(kind, words), own))
    )


def contacts_in(text: str) -> frozenset[str]:
    """Phones and e-mails in a text in the form in which they are compared."""
    found = (pair for pair in found_in(text) if pair[0] in _PUBLISHED)
    return frozenset(filter(None, (_normal(kind, words) for kind, words in found)))


def _normal(kind: Personal, words: str) -> str:
    if kind is Personal.EMAIL:
        return words.casefold()
    return "".join(re.findall(r"\d", words))[-_DIGITS:]


def _is_among(one: str, own: frozenset[str]) -> bool:
    """A city's number may be given without its code."""
    return one in own or (
        one.isdecimal() and len(one) >= _LEAST and any(known.endswith(one) for known in own)
    )


def _names_client(text: str, client: str) -> bool:
    """A word of the name stands in the text as a name, in any case of Russian grammar."""
    stems = tuple(_stems(client))
    return bool(stems) and any(
        word[0].isupper() and _is_form(word.casefold().replace("ё", "е"), stems)
        for word in _WORD.findall(text)
    )


def _stems(name: str) -> Iterator[str]:
    for word in _WORD.findall(name.casefold().replace("ё", "е")):
        if len(word) >= _SHORT_NAME:
            yield word[:-1] if word[-1] in _TAIL and len(word) > _SHORT_NAME else word


def _is_form(word: str, stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stem) and len(word) - len(stem) <= _ENDING for stem in stems)
