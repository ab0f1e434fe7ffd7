"""The verbs of an appeal: each takes what is and returns what becomes of it, with its events.

Nothing is stored or sent here. A verb that may not be done now raises `NotAllowed` and changes
nothing. `now` is aware UTC throughout.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from appeals import lifecycle
from appeals.model import (
    IN_PRIVATE,
    SYSTEM,
    Actor,
    ActorKind,
    Address,
    Appeal,
    Change,
    Client,
    Employee,
    Event,
    MessageRef,
    Reason,
    Spot,
    State,
    What,
)


class Why(StrEnum):
    """Why a verb may not be done; each has a text of its own for the one who tried."""

    ENDED = "ended"
    STILL_OPEN = "still-open"
    TAKEN = "taken"
    YOURS = "yours"
    CLIENT_ADDED = "client-added"
    NOTHING_SENT = "nothing-sent"
    NOT_DELIVERED = "not-delivered"
    NOT_SENT = "not-sent"
    TOO_LATE = "too-late"
    THERE_ALREADY = "there-already"
    NOT_LATER = "not-later"
    NO_REASON = "no-reason"
    HEAD_ONLY = "head-only"
    TOO_LATE_TO_EXTEND = "too-late-to-extend"
    ITSELF = "itself"
    OTHER_CLIENT = "other-client"
    NOT_BEFORE_ALL = "not-before-all"
    INTO_ENDED = "into-ended"
    MERGED = "merged"


class NotAllowed(Exception):
    """The verb does not fit the appeal as it is now."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def register(
    *,
    number: str,
    kind: str,
    place: Address,
    client: Client,
    question: MessageRef,
    subject: str,
    published_at: datetime,
    answer_within: timedelta,
    now: datetime,
    follows: int | None = None,
    department: str = "",
    category: str = "",
    by: Actor | None = None,
    spot: Spot = IN_PRIVATE,
    root: str = "",
    about: str = "",
) -> Change:
    """A client's words become an appeal on receipt, its clock running from their own date.

    QUOTA 10, 17.2: at most `answer_within` after publication, however late it reached us. A date
    that is still to come (somebody's clock is wrong) counts as now. `category` is the code of a
    problem report's category, `department` where such problems belong (A6). `by` is
    who registered it when the client did not write here (A10), `spot` who else reads there, `root`
    the message that the discussion there began with, `about` the beginning of what it is about.
    """
    published_at = min(published_at, now)
    appeal = Appeal(
        id=0,
        number=number,
        kind=kind,
        place=place,
        client_id=client.id,
        state=lifecycle.FIRST,
        subject=subject,
        published_at=published_at,
        registered_at=now,
        due_at=published_at + answer_within,
        question=question,
        follows=follows,
        department=department,
        spot=spot,
    )
    more = {"category": category, "root": root, "about": about}
    event = _event(
        What.REGISTERED,
        now,
        by or of_client(client),
        number=number,
        published=published_at.isoformat(),
        **{name: value for name, value in more.items() if value},
    )
    return Change(appeal, (event,))


def join(appeal: Appeal, client: Client, message_id: int, now: datetime, counts: bool) -> Change:
    """The client adds to the open appeal; a clarification asked for is thereby answered.

    `counts` is false for small talk, which must not stop an employee's «Ответ дан».
    """
    state = becomes(appeal, What.CLIENT_WROTE)
    joined = replace(appeal, seen=appeal.seen + counts, state=state)
    return Change(joined, (_event(What.CLIENT_WROTE, now, of_client(client), message=message_id),))


def correct(appeal: Appeal, client: Client, message_id: int, now: datetime) -> Change:
    """The client changed a message; kept beside the first version, open or ended."""
    seen = appeal.seen + 1 if appeal.is_open else appeal.seen
    event = _event(What.CLIENT_EDITED, now, of_client(client), message=message_id)
    return Change(replace(appeal, seen=seen), (event,))


def take(appeal: Appeal, employee: Employee, now: datetime) -> Change:
    """The employee becomes the executor of an appeal that nobody has."""
    state = becomes(appeal, What.TAKEN)
    if appeal.executor:
        raise NotAllowed(Why.YOURS if appeal.executor == employee.id else Why.TAKEN)
    taken = replace(appeal, executor=employee.id, state=state)
    return Change(taken, (_event(What.TAKEN, now, of_staff(employee)),))


def needs_confirming(appeal: Appeal, employee: Employee) -> bool:
    """A colleague's first words in somebody else's appeal, or in an ended one, are held."""
    if not appeal.is_open:
        return True
    return appeal.executor not in {"", employee.id} and employee.id not in appeal.speakers


def speak(
    appeal: Appeal, employee: Employee, message_id: int, now: datetime, where: str = ""
) -> Change:
    """The employee's words go to the client. They stop no clock (APPEALS 30).

    `where` names the channel in which they were written past the moderator chat. Who did that need
    not be one of the staff known here, so the event carries the name.
    """
    spoken = replace(
        appeal, spoken=appeal.spoken + 1, speakers=appeal.speakers | frozenset({employee.id})
    )
    elsewhere = {"where": where, "name": employee.name} if where else {}
    event = _event(What.STAFF_WROTE, now, of_staff(employee), message=message_id, **elsewhere)
    return Change(spoken, (event,))


def clarify(appeal: Appeal, employee: Employee, message_id: int, now: datetime) -> Change:
    """A question back to the client: no answer on the merits, the clock goes on (APPEALS 6, 30)."""
    state = becomes(appeal, What.CLARIFY_ASKED)
    asked = replace(appeal, state=state, speakers=appeal.speakers | frozenset({employee.id}))
    event = _event(What.CLARIFY_ASKED, now, of_staff(employee), message=message_id)
    return Change(asked, (event,))


def interim(
    appeal: Appeal, employee: Employee, until: datetime, reason: str, now: datetime
) -> Change:
    """An interim answer: by when the client will hear more, and why not yet (B12).

    It starts a new clock that ends at `until` (aware UTC, in the future), with a ladder of its own.
    Who may promise it, and how far, is in `appeals.promises`.
    """
    event = _promise(What.INTERIM, employee, until, reason, now)
    return _promised(appeal, employee, until, event)


def extend(
    appeal: Appeal, employee: Employee, until: datetime, reason: str, now: datetime
) -> Change:
    """The deadline moves to a later time for a reason on record (B12; APPEALS 24)."""
    becomes(appeal, What.EXTENDED)
    if until <= appeal.due_at:
        raise NotAllowed(Why.NOT_LATER)
    event = _promise(What.EXTENDED, employee, until, reason, now)
    return _promised(appeal, employee, until, event)


def answer(appeal: Appeal, employee: Employee, seen: int, now: datetime) -> Change:
    """«Ответ дан»: the appeal is answered on the merits and its clock stops (APPEALS 27).

    `seen` is how much of the client's words the employee's card showed.
    """
    state = becomes(appeal, What.ANSWERED)
    if appeal.seen != seen:
        raise NotAllowed(Why.CLIENT_ADDED)
    if appeal.spoken == 0:
        raise NotAllowed(Why.NOTHING_SENT)
    answered = replace(
        appeal,
        state=state,
        executor=appeal.executor or employee.id,
        ended_at=now,
    )
    return Change(answered, (_event(What.ANSWERED, now, of_staff(employee)),))


def close(appeal: Appeal, by: Actor, reason: Reason, now: datetime) -> Change:
    """The appeal ends without an answer; the reason is on record and can be undone."""
    state = becomes(appeal, What.CLOSED)
    closed = replace(appeal, state=state, reason=reason, ended_at=now)
    event = _event(What.CLOSED, now, by, reason=reason.value, before=appeal.state.value)
    return Change(closed, (event,))


def merge(appeal: Appeal, into: Appeal, by: Actor, now: datetime) -> tuple[Change, Change]:
    """Two appeals of one client are about one thing: this one ends, what it holds goes to `into`.

    The earlier deadline stays, by the fold of the history. What was asked in private is not
    answered before all. Neither side is undone: whoever was wrong splits again.
    """
    if appeal.id == into.id:
        raise NotAllowed(Why.ITSELF)
    if appeal.client_id != into.client_id:
        raise NotAllowed(Why.OTHER_CLIENT)
    if into.spot.is_public and not appeal.spot.is_public:
        raise NotAllowed(Why.NOT_BEFORE_ALL)
    if not into.is_open:
        raise NotAllowed(Why.INTO_ENDED)
    state = becomes(appeal, What.MERGED)
    becomes(into, What.TOOK_IN)
    ended = replace(appeal, state=state, reason=Reason.MERGED, ended_at=now)
    whole = replace(
        into,
        seen=into.seen + appeal.seen,
        spoken=into.spoken + appeal.spoken,
        speakers=into.speakers | appeal.speakers,
    )
    merged = _event(What.MERGED, now, by, number=into.number)
    until = appeal.due_at.isoformat()
    took_in = _event(What.TOOK_IN, now, by, number=appeal.number, until=until)
    return Change(ended, (merged,)), Change(whole, (took_in,))


def undo(
    appeal: Appeal, closing: Event | None, by: Actor, now: datetime, within: timedelta
) -> Change:
    """Take a closing back while its notice to the client has not left (`within` of it)."""
    _must_hold_words(appeal)
    before = None if closing is None else State(str(closing.data["before"]))
    state = becomes(appeal, What.UNDONE, before)
    if closing is None or now - closing.at >= within:
        raise NotAllowed(Why.TOO_LATE)
    back = replace(appeal, state=state, reason=None, ended_at=None)
    return Change(back, (_event(What.UNDONE, now, by),))


def reopen(appeal: Appeal, by: Actor, now: datetime) -> Change:
    """Not solved after all: the appeal is open again and needs a new answer on the merits.

    Its deadline stays what it was: nothing here grants time that nobody decided on.
    """
    _must_hold_words(appeal)
    state = becomes(appeal, What.REOPENED)
    again = replace(appeal, state=state, reason=None, ended_at=None, spoken=0, seen=appeal.seen + 1)
    return Change(again, (_event(What.REOPENED, now, by),))


def unanswer(appeal: Appeal, now: datetime) -> Change:
    """The answer could not be delivered after all: the appeal is open again.

    Its deadline stays what it was. What was said counts on, for it can be sent again.
    """
    if appeal.state is not State.ANSWERED:
        raise NotAllowed(Why.STILL_OPEN)
    state = becomes(appeal, What.REOPENED)
    return Change(
        replace(appeal, state=state, ended_at=None), (_event(What.REOPENED, now, SYSTEM),)
    )


def _must_hold_words(appeal: Appeal) -> None:
    """What was merged into another appeal has nothing left to be answered."""
    if appeal.reason is Reason.MERGED:
        raise NotAllowed(Why.MERGED)


def becomes(appeal: Appeal, what: What, before: State | None = None) -> State:
    """The appeal's state after an event, as `appeals.lifecycle` has it; NotAllowed if it has none.

    `appeal.executor` is already the one whom the event gives it to.
    """
    state = lifecycle.becomes(appeal.state, what, executor=appeal.executor, before=before)
    if state is None:
        raise NotAllowed(Why.STILL_OPEN if appeal.is_open else Why.ENDED)
    return state


def of_client(client: Client) -> Actor:
    """The client as the author of an event."""
    return Actor(ActorKind.CLIENT, str(client.id))


def of_staff(employee: Employee) -> Actor:
    """The employee as the author of an event."""
    return Actor(ActorKind.STAFF, employee.id)


def _promise(what: What, employee: Employee, until: datetime, reason: str, now: datetime) -> Event:
    said = {"until": until.isoformat(), "reason": reason.strip()}
    return _event(what, now, of_staff(employee), **said)


def _promised(appeal: Appeal, employee: Employee, until: datetime, event: Event) -> Change:
    """The history's fold finds the date and the cycle again."""
    becomes(appeal, event.what)
    if until <= event.at:
        raise NotAllowed(Why.NOT_LATER)
    if not event.data["reason"]:
        raise NotAllowed(Why.NO_REASON)
    speakers = appeal.speakers | frozenset({employee.id})
    cycle = appeal.cycle + 1
    return Change(replace(appeal, due_at=until, cycle=cycle, speakers=speakers), (event,))


def _event(what: What, now: datetime, by: Actor, **data: str | int) -> Event:
    return Event(what, now, by, data)
