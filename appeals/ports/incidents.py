"""One matter, many appeals."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from appeals.incident import Answer, Incident, Member, Outcome


class Incidents(Protocol):
    """Incidents, who is in them, and the answers prepared for all of them."""

    async def next_number(self, year: int) -> str:
        """A number never given before: `И-YYYY-NNNN`, counted anew each year."""

    async def add(self, number: str, title: str, executor: str, at: datetime) -> Incident:
        """A new incident without members."""

    async def get(self, incident_id: int) -> Incident | None:
        """By row id."""

    async def numbered(self, number: str) -> Incident | None:
        """By its number, in which «И-», the year and leading zeros may be missing."""

    async def of(self, appeal_id: int) -> Incident | None:
        """The incident that the appeal is in."""

    async def of_many(self, ids: Sequence[int]) -> Mapping[int, Incident]:
        """The incidents of these appeals, by their row ids."""

    async def open(self, limit: int) -> Sequence[Incident]:
        """Incidents with an open member, newest first."""

    async def join(self, incident_id: int, appeal_id: int, seen: int) -> bool:
        """The appeal belongs to it from now on; False when it was in one already."""

    async def leave(self, appeal_id: int) -> bool:
        """The appeal is in no incident any more; False when it was in none."""

    async def lead(self, incident_id: int, executor: str) -> None:
        """Who is responsible from now on."""

    async def members(self, incident_id: int) -> Sequence[Member]:
        """Who is in it, in order of joining."""

    async def member(self, appeal_id: int) -> Member | None:
        """The appeal as a member."""

    async def given(self, appeal_id: int) -> tuple[Member, Answer] | None:
        """The appeal as a member, with the answer that it was given last."""

    async def prepare(self, answer: Answer, seen: Mapping[int, int]) -> Answer:
        """Store an answer (its `id` is ignored); `seen` tells what staff know of each appeal."""

    async def answer(self, answer_id: int) -> Answer | None:
        """A prepared answer."""

    async def discard(self, answer_id: int) -> None:
        """A prepared answer that was not sent is gone."""

    async def sent_answer(self, incident_id: int) -> Answer | None:
        """What was last sent to its members."""

    async def choose(self, answer: Answer, ids: Sequence[int]) -> None:
        """These appeals are to be given the answer, `answer.by` sends it at `answer.sent_at`."""

    async def waiting(self, limit: int) -> Sequence[Member]:
        """Who was chosen and has not been dealt with, in order."""

    async def settle(self, appeal_id: int, outcome: Outcome, message_id: int | None = None) -> None:
        """What became of the answer for this member; `message_id` stays when not given."""

    async def outcomes(self, answer_id: int) -> Mapping[Outcome, Sequence[int]]:
        """What became of an answer: ids of appeals by outcome."""

    async def under_way(self, answer_id: int) -> bool:
        """Some member is still waiting for it."""

    async def hint(self, appeal_id: int) -> int | None:
        """The appeal that this one resembles."""

    async def set_hint(self, appeal_id: int, like_id: int) -> None:
        """Remember which one it resembles."""

    async def questions_after(
        self, appeal_id: int, since: datetime, limit: int
    ) -> Sequence[tuple[int, str, datetime]]:
        """Open appeals with a greater row id, registered since: id, question's words, when."""
