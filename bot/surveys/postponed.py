"""Quarterly waves that came due in a process that does not own the surveys: the owner opens them.

Only the owner's key file may hold their keys, and that may lie on another machine.
"""

from collections.abc import Iterable
from datetime import datetime

from appeals.ports import Marks


async def postpone(marks: Marks, survey: str, now: datetime) -> None:
    """Leave the opening to the owner. `now` is aware UTC."""
    await marks.set(_name(survey), now.isoformat())


async def postponed(marks: Marks, surveys: Iterable[str]) -> list[str]:
    """Which of these wait to be opened."""
    return [survey for survey in surveys if await marks.get(_name(survey))]


async def done(marks: Marks, survey: str) -> None:
    """It waits no longer."""
    await marks.set(_name(survey), "")


def _name(survey: str) -> str:
    return f"survey due {survey}"
