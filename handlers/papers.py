"""Files made at the moment they are sent: a handler only says which one it wants.

The wish stands in the attachment's path, so it survives a restart and costs the unit of work
nothing, however long the register is.
"""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo

from appeals.register import Question, Which
from appeals.words import Attachment, MediaKind
from handlers.periods import Period, read_day

FOLDER = "register"
"""Inside the folder of attachments."""

ALWAYS = Period()

_PATH = re.compile(
    rf"{FOLDER}/(?P<which>[a-z]+)\+(?P<since>[\d-]*)\+(?P<until>[\d-]*)"
    r"\+(?P<department>[\w-]*)\.xlsx"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A register as a file: which appeals, of which days and which department (id, or all)."""

    which: Which = Which.ALL
    period: Period = ALWAYS
    department: str = ""

    def attachment(self) -> Attachment:
        """To be put under a message."""
        days = (self.period.since, self.period.until)
        since, until = (day.isoformat() if day else "" for day in days)
        path = f"{FOLDER}/{self.which.value}+{since}+{until}+{self.department}.xlsx"
        return Attachment(MediaKind.DOCUMENT, path=path)

    def question(self, zone: tzinfo, now: datetime) -> Question:
        """What the register is to be asked as of `now`."""
        since, until = self.period.moments(zone)
        return Question(now, self.which, since, until, self.department)


def paper_of(path: str) -> Paper | None:
    """The wish behind an attachment's path; None for an ordinary file."""
    match = _PATH.fullmatch(path)
    if match is None or match["which"] not in set(Which):
        return None
    period = Period(read_day(match["since"]), read_day(match["until"]))
    return Paper(Which(match["which"]), period, match["department"])
