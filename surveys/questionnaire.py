"""What a questionnaire is: its questions, the answers they take, and its two kinds of hashes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

LONGEST_TEXT = 1000
"""Characters of a typed answer, unless the question says otherwise."""

FARTHEST = 10**12
"""No number that is asked for is farther from zero."""


class Audience(StrEnum):
    """Who is asked; it decides how small a group may be told apart (`surveys.k_…`)."""

    CLIENTS = "clients"
    STAFF = "staff"


class Kind(StrEnum):
    """What an answer may be. INFO asks nothing."""

    INFO = "info"
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NPS = "nps"
    NUMBER = "number"
    TEXT = "text"


class Missing(StrEnum):
    """Why there is no answer; each has a code of its own in what analysts get."""

    NOT_SHOWN = "not_shown"
    SKIPPED = "skipped"
    DONT_KNOW = "dont_know"


@dataclass(frozen=True, slots=True)
class Option:
    """One of several answers. `exclusive` can't be chosen together with others."""

    code: str
    text: str
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """The question is shown when the earlier `question` was answered with any of these codes.

    The codes of a scale, an NPS and a number are their digits.
    """

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `code` is stable over waves, `text` is what people read.

    `low` and `high` name the ends of a scale. `minimum` and `maximum` bound a number, or how many
    options of a multiple choice may be chosen. `longest` is the most characters of a text.
    `demographic` answers could point at a person together with others.
    """

    code: str
    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    hint: str = ""
    low: str = ""
    high: str = ""
    required: bool = False
    dont_know: bool = False
    show_if: Condition | None = None
    minimum: int | None = None
    maximum: int | None = None
    longest: int = LONGEST_TEXT
    demographic: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes an answer is chosen from, in order; none for a number, a text, an info."""
        match self.kind:
            case Kind.SCALE:
                return tuple(map(str, range(1, 6)))
            case Kind.NPS:
                return tuple(map(str, range(11)))
        return tuple(option.code for option in self.options)

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number, or the fewest and the most options of a choice."""
        number = self.kind is Kind.NUMBER
        low, high = (-FARTHEST, FARTHEST) if number else (1, len(self.codes))
        return (
            low if self.minimum is None else self.minimum,
            high if self.maximum is None else self.maximum,
        )

    @property
    def exclusive(self) -> frozenset[str]:
        """Codes that can't be chosen together with others."""
        return frozenset(option.code for option in self.options if option.exclusive)

    @property
    def asks(self) -> bool:
        """An answer is expected."""
        return self.kind is not Kind.INFO

    @property
    def wording(self) -> str:
        """A digest of everything that may change what an answer means; for trends over waves."""
        return digest({name: value for name, value in asdict(self).items() if name != "show_if"})


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole survey as it is asked. `crosstabs` are the published pairs (row, column) of codes."""

    code: str
    title: str
    audience: Audience
    intro: str
    thanks: str
    questions: tuple[Question, ...]
    crosstabs: tuple[tuple[str, str], ...] = ()

    @property
    def hash(self) -> str:
        """A digest of the whole definition; frozen when a wave opens."""
        return digest(asdict(self))

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that expect an answer."""
        return tuple(question for question in self.questions if question.asks)

    def question(self, code: str) -> Question:
        """The question with this code. Raises KeyError."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)


def digest(value: Mapping[str, object]) -> str:
    """SHA-256 of a plain value, the same on every machine."""
    packed = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()
