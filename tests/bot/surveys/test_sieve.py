"""What belongs to a survey is taken aside before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from appeals.model import Address
from appeals.words import Content
from bot.received import Received, Unreadable
from bot.surveys.sieve import Sieve
from bot.surveys.sitting import Taken
from bot.worker import Source
from handlers.conversation import Edited, Incoming, Nothing, Person, Pressed, Wrote
from storage.errors import StorageError

AT = Address("telegram", "101")
OLGA = Person("101", "Ольга")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
PROMPT = "Ответ на вопрос анкеты"


def event(
    event_id: str,
    raw: str = "{}",
    *,
    press: str = "",
    data: str = "",
    quoted: str = "",
    own: bool = False,
    conversation: str = "telegram:101",
) -> Received:
    """A raw event as a channel hands it over."""
    return Received(event_id, conversation, raw, press, data, quoted, own)


@dataclass
class Listener:
    """Stands in for `Talk`: wants what it is told to want, and keeps a ledger."""

    wanted: bool = False
    answering: bool = False
    took: list[Taken] = field(default_factory=list)
    failing: bool = False
    left: list[Pressed] = field(default_factory=list)

    def is_with(self, conversation: str) -> bool:
        return self.answering and conversation == "telegram:101"

    def wants(self, event: Taken) -> bool:
        return self.wanted and not isinstance(event, Pressed)

    def take(self, event: Taken) -> None:
        self.took.append(event)

    async def leaves(self, press: Pressed) -> None:
        if self.failing:
            raise StorageError
        self.left.append(press)


@dataclass
class Desk:
    """The inbox behind the sieve."""

    listener: Listener = field(default_factory=Listener)
    meaning: Incoming | None = None
    stored: list[str] = field(default_factory=list)
    cursors: list[str | None] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    broken: bool = False
    raws: list[str] = field(default_factory=list)

    async def receives(self, *events: Received) -> None:
        """A batch comes."""
        await self.sieve.receive(events, "cursor")

    def __post_init__(self) -> None:
        source = Source(self._read, self.toasts.append)
        self.sieve = Sieve(source, self.listener, self._store, PROMPT, ["Приглашаем"])  # type: ignore[arg-type]  # a listener instead of a whole talk

    def _read(self, raw: str) -> Incoming:
        if self.meaning is None:
            raise Unreadable(raw)
        return self.meaning

    async def _store(self, batch: Sequence[Received], cursor: str | None) -> None:
        if self.broken:
            raise StorageError
        self.stored += [event.event_id for event in batch]
        self.raws += [event.raw for event in batch]
        self.cursors.append(cursor)


def pressed(data: str) -> Pressed:
    return Pressed(AT, OLGA, "1", data, "press", private=True)


def wrote(text: str) -> Wrote:
    return Wrote(AT, OLGA, NOW, "1", Content(text), private=True)


async def test_a_survey_press_is_answered_and_not_stored_while_the_cursor_moves() -> None:
    desk = Desk(meaning=pressed("s:a.1.n.0"))
    await desk.receives(event("1", press="p", data="s:a.1.n.0"), event("2", data="c:undo"))
    assert (desk.stored, desk.cursors, desk.toasts) == (["2"], ["cursor"], ["p"])
    assert desk.listener.took == [desk.meaning]


async def test_nothing_is_answered_before_the_rest_is_stored() -> None:
    desk = Desk(meaning=pressed("s:x"), broken=True)
    with pytest.raises(StorageError):
        await desk.receives(event("1", data="s:x"))
    assert desk.listener.took == []
    desk.broken = False
    await desk.receives(event("1", data="s:x"))
    assert desk.listener.took == [desk.meaning]


async def test_the_same_words_found_again_in_the_history_are_not_stored() -> None:
    desk = Desk(Listener(wanted=True, answering=True), wrote("ответ"))
    await desk.receives(event("1"))
    desk.listener.wanted = False
    await desk.receives(event("1"))
    assert (desk.stored, len(desk.listener.took)) == ([], 1)


@pytest.mark.parametrize("meaning", [wrote("ответ"), None])
async def test_a_reply_to_the_prompt_is_never_stored(meaning: Incoming | None) -> None:
    desk = Desk(meaning=meaning)
    await desk.receives(event("1", quoted=f"{PROMPT}\nСократите"))
    assert desk.stored == []


async def test_a_survey_press_that_nobody_can_read_is_not_stored_either() -> None:
    desk = Desk()
    await desk.receives(event("1", data="s:x"))
    assert (desk.stored, desk.listener.took) == ([], [])


async def test_what_the_program_itself_said_is_not_stored() -> None:
    desk = Desk(meaning=Nothing("sent by a program"))
    await desk.receives(event("1", own=True))
    assert desk.stored == []


async def test_reading_and_typing_during_a_survey_leave_no_trace() -> None:
    desk = Desk(Listener(answering=True), Nothing("an event of another kind"))
    await desk.receives(event("1"))
    await desk.receives(event("2", conversation="telegram:102"))
    assert desk.stored == ["2"]


@pytest.mark.parametrize(
    "meaning", [wrote("Когда приём?"), Edited(AT, OLGA, NOW, "1", Content("а"), private=True)]
)
async def test_other_words_of_the_same_person_are_stored(meaning: Incoming) -> None:
    desk = Desk(Listener(answering=True), meaning)
    await desk.receives(event("1", raw='{"text": "survey"}'))
    assert (desk.stored, desk.listener.took) == (["1"], [])


async def test_what_can_have_no_part_in_a_survey_is_not_even_read() -> None:
    desk = Desk(Listener(wanted=True), wrote("ответ"))
    await desk.receives(event("1"))
    assert desk.stored == ["1"]


async def test_leaving_is_on_record_before_the_cursor_moves_on() -> None:
    desk = Desk(Listener(failing=True), pressed("s:leave"))
    with pytest.raises(StorageError):
        await desk.receives(event("1", data="s:leave"))
    assert (desk.cursors, desk.listener.took) == ([], [])
    desk.listener.failing, desk.broken = False, True
    with pytest.raises(StorageError):
        await desk.receives(event("1", data="s:leave"))
    assert desk.listener.left == [desk.meaning]


async def test_a_message_that_quotes_an_invitation_is_stored_without_it() -> None:
    desk = Desk()
    raw = '{"message": {"reply_to_message": {"text": "Приглашаем в опрос"}, "text": "Когда?"}}'
    await desk.receives(event("1", raw=raw))
    assert desk.raws == ['{"message": {"text": "\\u041a\\u043e\\u0433\\u0434\\u0430?"}}']
