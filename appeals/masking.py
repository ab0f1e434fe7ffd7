"""Hide personal data in free text where a destination may not show it (F4, 41-ФЗ).

What can be recognised by its form is hidden: phones, e-mails, SNILS, passports, personal tax
numbers, bank cards, a contact with its name, a person's page in VK by its number. An organisation's
ten-digit tax number is public and stays.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_GAP = r"[\s().–—-]{0,3}"


class Personal(StrEnum):
    """A kind of personal data; the value names its text."""

    PHONE = "phone"
    EMAIL = "email"
    SNILS = "snils"
    PASSPORT = "passport"
    TAX_NUMBER = "tax-number"
    CARD = "card"
    CONTACT = "contact"
    PROFILE = "profile"


_NAMES = {
    Personal.PHONE: "[телефон скрыт]",
    Personal.EMAIL: "[адрес почты скрыт]",
    Personal.SNILS: "[СНИЛС скрыт]",
    Personal.PASSPORT: "[паспорт скрыт]",
    Personal.TAX_NUMBER: "[ИНН скрыт]",
    Personal.CARD: "[номер карты скрыт]",
    Personal.CONTACT: "[контакт скрыт]",
    Personal.PROFILE: "[страница скрыта]",
}

# The order matters: what is longer or better marked is recognised before what is looser.
# No pattern may look far ahead from every place of a text: a hostile one would take minutes.
_PATTERNS: tuple[tuple[Personal, re.Pattern[str]], ...] = (
    (Personal.CONTACT, re.compile(r"(?m)^Контакт: [^\n]+")),
    # What belongs to communities has their numbers with a minus sign, or a word before them.
    (
        Personal.PROFILE,
        re.compile(
            r"(?i)(?:https?://)?(?:\b[a-z]{1,3}\.)?\b(?:vk|vkontakte)\.(?:com|ru)/"
            r"(?:id|wall|video|photo|album|albums|doc|clip|market|audios?|feed\?w=wall)\d+"
            r"[\w%/?&=-]{0,300}"
        ),
    ),
    (Personal.PROFILE, re.compile(r"\[id\d{1,20}\|[^\]\n|]{0,200}\]|[@*]id\d{1,20}\b")),
    (Personal.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Personal.CARD, re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)")),
    (Personal.SNILS, re.compile(r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{3}[ -]?\d{2}(?!\d)")),
    (Personal.SNILS, re.compile(r"(?i)(?<=снилс)[\s:№-]{0,4}\d{11}(?!\d)")),
    (
        Personal.PASSPORT,
        re.compile(
            r"(?i)(?:паспорт\w{0,6}|серия)[\s:,№-]{0,4}(?:серия[\s:]*)?\d{2}\s?\d{2}"
            r"[\s,;:№-]{0,6}(?:номер|ном\.?|н)?[\s:№-]{0,6}\d{6}(?!\d)"
        ),
    ),
    (Personal.PASSPORT, re.compile(r"(?<!\d)\d{2} ?\d{2} ?(?:№ ?| )\d{6}(?!\d)")),
    (Personal.PHONE, re.compile(rf"(?<![\d+])(?:\+7|8|7){_GAP}\d{{3}}(?:{_GAP}\d){{7}}(?!\d)")),
    (Personal.PHONE, re.compile(r"(?<!\d)9\d{9}(?!\d)")),
    (
        Personal.PHONE,
        re.compile(r"(?<!\d)\(?\d{3}\)?[ -]\d{3}[ -]\d{2}[ -]\d{2}(?!\d)"),
    ),
    (Personal.PHONE, re.compile(r"(?i)(?<=тел)[а-я.:\s]{0,10}\d{2,3}[ -]?\d{2}[ -]?\d{2}(?!\d)")),
    (Personal.TAX_NUMBER, re.compile(r"(?<!\d)\d{12}(?!\d)")),
)
_ORGANISATION = re.compile(r"(?i)(инн\D{0,12})(\d{10})(?!\d)")
_SHELTER = {ord(str(digit)): 0xE000 + digit for digit in range(10)}
_UNSHELTER = {code: digit for digit, code in _SHELTER.items()}


@dataclass(frozen=True, slots=True)
class Masked:
    """The text as it may be shown, and which kinds of data were hidden in it."""

    text: str
    hidden: frozenset[Personal]


def masked(text: str) -> Masked:
    """Replace what looks like personal data by words that say what stood there."""
    clean = _ORGANISATION.sub(_sheltered, INVISIBLE.sub("", text))
    hidden: set[Personal] = set()
    for kind, pattern in _PATTERNS:
        clean, count = pattern.subn(_NAMES[kind], clean)
        if count:
            hidden.add(kind)
    return Masked(clean.translate(_UNSHELTER) if hidden else text, frozenset(hidden))


def found_in(text: str) -> tuple[tuple[Personal, str], ...]:
    """What `masked` would hide, each with its kind, as it is written."""
    clean = _ORGANISATION.sub(_sheltered, INVISIBLE.sub("", text))
    found: list[tuple[Personal, str]] = []
    for kind, pattern in _PATTERNS:
        found += ((kind, match[0]) for match in pattern.finditer(clean))
        clean = pattern.sub(_NAMES[kind], clean)
    return tuple(found)


def _sheltered(match: re.Match[str]) -> str:
    return match[1] + match[2].translate(_SHELTER)
