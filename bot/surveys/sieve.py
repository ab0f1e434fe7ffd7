"""In front of the inbox: what belongs to a survey is taken aside before anything is stored.

The cursor still moves in the transaction that stores the rest; only then the survey's own events
are answered. A crash in between loses a press, and the person presses again (ANONYMITY 4).
"""

import contextlib
from collections.abc import Sequence

from bot.platform import Receive
from bot.received import Received, Unreadable
from bot.surveys.data import LEAVE, is_survey
from bot.surveys.remembered import Remembered
from bot.surveys.talk import Talk
from bot.surveys.unquoted import unquoted
from bot.worker import Source
from handlers.conversation import Edited, Incoming, Nothing, Pressed, Wrote

WORD = "survey"

Taken = tuple[Received, Incoming | None]


class Sieve:
    """One channel's events on their way to `receive`, which stores them.

    `prompt` is how a message of ours begins that asks for a typed answer; `cards` are the
    beginnings of invitations and reminders, which are stored in no quotation.
    """

    def __init__(
        self,
        source: Source,
        talk: Talk,
        receive: Receive,
        prompt: str,
        cards: Sequence[str] = (),
    ) -> None:
        self._source, self._talk = source, talk
        self._receive, self._prompt, self._cards = receive, prompt, tuple(cards)
        self._known: Remembered[str] = Remembered()

    async def receive(self, batch: Sequence[Received], cursor: str | None) -> None:
        """As `bot.platform.Receive`."""
        aside: list[Taken] = []
        others: list[Received] = []
        for event in batch:
            mine, incoming = self._looked_at(event)
            if mine:
                aside.append((event, incoming))
            else:
                others.append(self._without_cards(event))
        for event, incoming in aside:
            if event.data == LEAVE and isinstance(incoming, Pressed):
                # on record before the cursor moves on: a withdrawal is never lost
                await self._talk.leaves(incoming)
        await self._receive(others, cursor)
        for event, incoming in aside:
            self._take(event, incoming)

    def _looked_at(self, event: Received) -> tuple[bool, Incoming | None]:
        """Whether it is a survey's, and what it means; None for what needs no answer."""
        if event.own or event.event_id in self._known:
            # what the program itself said, or what a second look through the history found again
            return True, None
        answers = bool(event.quoted) and event.quoted.startswith(self._prompt)
        if not (is_survey(event.data) or answers or self._may_be(event)):
            return False, None
        incoming = self._read(event)
        if is_survey(event.data) or answers:
            return True, incoming
        if isinstance(incoming, Nothing) and self._talk.is_with(event.conversation):
            return True, None  # somebody reads the card, or types
        mine = isinstance(incoming, Wrote | Edited) and self._talk.wants(incoming)
        return mine, incoming

    def _without_cards(self, event: Received) -> Received:
        raw = unquoted(event.raw, self._cards)
        if raw == event.raw:
            return event
        return Received(event.event_id, event.conversation, raw, event.press, event.data)

    def _may_be(self, event: Received) -> bool:
        """Worth reading here: most events are not, and are read by the worker alone."""
        return self._talk.is_with(event.conversation) or WORD in event.raw.casefold()

    def _read(self, event: Received) -> Incoming | None:
        try:
            return self._source.read(event.raw)
        except Unreadable:
            return None

    def _take(self, event: Received, incoming: Incoming | None) -> None:
        if incoming is None:
            return
        self._known.add(event.event_id)
        if event.press:
            self._source.press_received(event.press)
        with contextlib.suppress(Exception):  # read marks are worth no answer
            self._source.received([event])
        if isinstance(incoming, Pressed | Wrote | Edited):
            self._talk.take(incoming)
