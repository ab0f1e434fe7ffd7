"""What may be wrong with a questionnaire, and what would make it better: data, words elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Path = tuple[str | int, ...]
"""Where in the file: keys and positions, such as ("question", 2, "options", 0, "text")."""

Args = Mapping[str, str | int]
"""What a finding's words name."""

NOWHERE: Path = ()


class Fault(StrEnum):
    """A questionnaire with any of these can't be used."""

    NOT_TOML = "not-toml"
    TOO_DEEP = "too-deep"
    UNKNOWN_KEY = "unknown-key"
    UNKNOWN_KEY_NEAR = "unknown-key-near"
    MISSING_KEY = "missing-key"
    WRONG_TYPE = "wrong-type"
    EMPTY = "empty"
    CONTROL = "control"
    NOT_ONE_OF = "not-one-of"
    NOT_ONE_OF_NEAR = "not-one-of-near"
    FOREIGN_KEY = "foreign-key"

    BAD_CODE = "bad-code"
    DOUBLE_CODE = "double-code"
    DOUBLE_OPTION = "double-option"
    DOUBLE_TEXT = "double-text"
    NOTHING_ASKED = "nothing-asked"
    TOO_MANY_QUESTIONS = "too-many-questions"
    FEW_OPTIONS = "few-options"
    TOO_MANY_OPTIONS = "too-many-options"
    BACKWARD_BOUNDS = "backward-bounds"
    BOUNDS_OUTSIDE = "bounds-outside"
    LONG = "long"
    LONG_CARD = "long-card"

    CONDITION_UNKNOWN = "condition-unknown"
    CONDITION_NEAR = "condition-near"
    CONDITION_LATER = "condition-later"
    CONDITION_LOOP = "condition-loop"
    CONDITION_UNFIT = "condition-unfit"
    CONDITION_CODE = "condition-code"
    CONDITION_CODE_NEAR = "condition-code-near"
    UNREACHABLE = "unreachable"

    CROSSTAB_UNKNOWN = "crosstab-unknown"
    CROSSTAB_UNFIT = "crosstab-unfit"
    CROSSTAB_TWICE = "crosstab-twice"
    DEMOGRAPHIC_TEXT = "demographic-text"


class Advice(StrEnum):
    """The questionnaire works, but could serve people better."""

    MANY_QUESTIONS = "many-questions"
    MANY_OPTIONS = "many-options"
    LONG_READ = "long-read"
    NUMBERED = "numbered"
    PAGES = "pages"
    REQUIRED_TEXT = "required-text"
    LONE_EXCLUSIVE = "lone-exclusive"
    NO_EXCLUSIVE = "no-exclusive"
    UNNAMED_ENDS = "unnamed-ends"
    DEMOGRAPHIC_NUMBER = "demographic-number"
    GROUPS_NEED = "groups-need"
    GROUPS_SMALL = "groups-small"
    COMBINATIONS = "combinations"
    CROSSTAB_THIN = "crosstab-thin"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or one piece of advice.

    `line` counts from 1, None when the questionnaire came from no file. `where` is the code of the
    question it is about (its number when it has none), "" for the questionnaire as a whole.
    """

    what: Fault | Advice
    path: Path = NOWHERE
    where: str = ""
    args: Args = field(default_factory=dict)
    line: int | None = None

    @property
    def is_fault(self) -> bool:
        """The questionnaire can't be used before this is put right."""
        return isinstance(self.what, Fault)
