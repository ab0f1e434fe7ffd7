"""What the columns of the register show, whatever the file's format is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from appeals.masking import masked
from appeals.register import NOT_IN_TIME, Entry, late_by, verdict
from bot.texts import Texts
from handlers.channels import place_of
from handlers.conversation import Words

Value = str | int | datetime | timedelta | None
"""A cell: words, a number, a local moment without its zone, a stretch of time, nothing."""

LONGEST = 32_000
"""A cell of a spreadsheet takes 32,767 characters."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Look:
    """How entries are shown: in which words and zone, and as of which moment.

    `names`: clients' names and words as they are; otherwise codes, and personal data in the subject
    hidden (F4). `departments` are names by id.
    """

    texts: Texts
    zone: tzinfo
    now: datetime
    names: bool = False
    departments: Mapping[str, str] = field(default_factory=dict)
    _said: dict[tuple[str, str], str] = field(default_factory=dict)

    def word(self, key: str, choice: str) -> str:
        """The text `key` for one of its few choices, rendered once."""
        if (key, choice) not in self._said:
            self._said[key, choice] = self.texts.plain(Words(key, {key: choice}))
        return self._said[key, choice]

    def say(self, key: str, **args: str | int) -> str:
        """A text of the file."""
        return self.texts.plain(Words(key, args))

    def local(self, moment: datetime | None) -> datetime | None:
        """The authority's wall clock, to the second, as spreadsheets keep dates: without a zone."""
        if moment is None:
            return None
        return moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the texts (`register-column-…`), its width in characters."""

    key: str
    width: int
    value: Callable[[Entry, Look], Value]


COLUMNS = (
    Column("number", 14, lambda entry, _: entry.number),
    Column("state", 15, lambda entry, look: look.word("state", entry.reason or entry.state.value)),
    Column("due", 17, lambda entry, look: look.local(entry.due_at)),
    Column("verdict", 20, lambda entry, look: look.word("verdict", verdict(entry, look.now).value)),
    Column("late", 12, lambda entry, look: late_by(entry, look.now) or None),
    Column("subject", 40, lambda entry, look: clean(_subject(entry, look))),
    Column("client", 24, lambda entry, look: clean(_client(entry, look))),
    Column("received", 17, lambda entry, look: look.local(entry.received_at)),
    Column("executor", 24, lambda entry, _: clean(entry.executor_name)),
    Column("department", 24, lambda entry, look: clean(_department(entry, look))),
    Column("kind", 18, lambda entry, look: look.word("kind", entry.kind)),
    Column(
        "channel",
        18,
        lambda entry, look: look.word("channel", place_of(entry.channel, entry.scene)),
    ),
    Column("first-reply", 14, lambda entry, _: _minutes(entry, entry.first_reply_at)),
    Column("answer", 14, lambda entry, _: _minutes(entry, entry.answered_at)),
    Column("ended", 17, lambda entry, look: look.local(entry.ended_at)),
    Column("cycle", 10, lambda entry, _: entry.cycle),
    Column("transfers", 10, lambda entry, _: entry.transfers),
    Column("cause", 40, lambda entry, look: clean(_cause(entry, look))),
    Column("incident", 14, lambda entry, _: entry.incident),
)


def needs_attention(entry: Entry, look: Look) -> bool:
    """The deadline is or was missed."""
    return verdict(entry, look.now) in NOT_IN_TIME


def clean(text: str) -> str:
    """People's words as a cell can hold them: no control characters, not too long."""
    return _NOT_IN_XML.sub("\ufffd", text)[:LONGEST]


def _subject(entry: Entry, look: Look) -> str:
    return entry.subject if look.names else masked(entry.subject).text


def _client(entry: Entry, look: Look) -> str:
    return (look.names and entry.client_name) or entry.client_code


def _department(entry: Entry, look: Look) -> str:
    return look.departments.get(entry.department, entry.department)


def _cause(entry: Entry, look: Look) -> str:
    """The cause in words, then the controller's own."""
    named = look.say("cause-name", cause=entry.cause) if entry.cause else ""
    return ": ".join(filter(None, (named, entry.cause_text)))


def _minutes(entry: Entry, until: datetime | None) -> int | None:
    """Whole minutes from receipt; a clock that was set back makes none of them negative."""
    return None if until is None else max((until - entry.received_at) // _MINUTE, 0)
