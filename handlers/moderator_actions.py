"""What an employee does with an appeal, whether by a button or by a command."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from appeals import desk
from appeals.desk import NotAllowed, Why
from appeals.model import (
    ActorKind,
    Address,
    Appeal,
    Change,
    Employee,
    Event,
    Fate,
    Message,
    Reason,
    Side,
    What,
)
from appeals.seen import is_all
from handlers import banning, by_hand, clarifying, clock, removing
from handlers.channels import is_off
from handlers.conversation import (
    Button,
    Buttons,
    Priority,
    Refresh,
    Reply,
    Say,
    TopicOf,
    Withdraw,
    Words,
)
from handlers.office import Office
from handlers.people import employee_label
from handlers.press_data import PressData

# The queue's time is read a little before an event's own: no notice may leave while undo can come.
_MARGIN = timedelta(seconds=1)
_PROMPT = timedelta(minutes=2)
"""For so long what stands in the queue counts as sent: it is about to leave."""


TYPED = -1
"""What a typed command has seen when the client has written last: nobody knows."""


@dataclass(frozen=True, slots=True)
class Action:
    """An employee's intent on an appeal; `seen` is how much of the client's words they had seen."""

    at: Address
    appeal: Appeal
    employee: Employee
    seen: int


async def act(verb: str, action: Action, office: Office) -> list[Reply]:
    """Do it, or raise NotAllowed. Unknown verbs raise KeyError: callers check `is_verb`."""
    return await VERBS[verb](action, office)


def is_verb(verb: str) -> bool:
    """Whether there is such an action."""
    return verb in VERBS


async def _take(action: Action, office: Office) -> list[Reply]:
    """The client learns once who works on the question (UX), if the authority wants that."""
    free = await _free_of_who_is_away(action, office)
    appeal = await office.appeals.save(desk.take(free, action.employee, office.now))
    replies: list[Reply] = [Refresh(appeal.id)]
    if office.desk.show_executor:
        who = employee_label(action.employee)
        words = Words("client-taken", {"number": appeal.number, "who": who})
        replies.append(Say(appeal.place, words, appeal_id=appeal.id))
    return replies


async def _free_of_who_is_away(action: Action, office: Office) -> Appeal:
    """What somebody had who has left is free for all, what an absent one has for who stands in."""
    appeal, employee = action.appeal, action.employee
    if appeal.executor in {"", employee.id}:
        return appeal
    roster = await office.roster.load(office.now)
    stand_ins = roster.recipients("executor", appeal.executor, appeal.department)
    has_left = roster.employee(appeal.executor) is None
    is_away = not roster.is_there(appeal.executor)
    free = has_left or (is_away and employee.id in stand_ins)
    return replace(appeal, executor="") if free else appeal


async def _answered(action: Action, office: Office) -> list[Reply]:
    """«Ответ дан»; refused while the last words to the client have not arrived."""
    seen = await _known(action, office)
    change = desk.answer(action.appeal, action.employee, seen, office.now)
    await _last_words_arrived(action, office)
    appeal = await office.appeals.save(await clock.timed(change, office))
    question = Words("client-answered", {"number": appeal.number})
    buttons = (
        (
            Button(Words("button-solved"), str(PressData("c", "solved", appeal.id))),
            Button(Words("button-unsolved"), str(PressData("c", "unsolved", appeal.id))),
        ),
    )
    key = answered_key(appeal)
    asked = Say(appeal.place, question, buttons=buttons, appeal_id=appeal.id, key=key)
    return [asked, Refresh(appeal.id)]


async def _known(action: Action, office: Office) -> int:
    """How much of what is still here they had seen: what was split off since holds nobody up."""
    if action.seen == action.appeal.seen:
        return action.seen
    history = await office.appeals.history(action.appeal.id)
    return action.appeal.seen if is_all(action.seen, action.appeal, history) else action.seen


async def _placed(action: Action, office: Office) -> list[Reply]:
    """«Ответ размещён»: what no program could place stands there by hand."""
    if action.appeal.spot.is_public:
        for message in await office.messages.of_appeal(action.appeal.id):
            if message.side is Side.STAFF and message.fate is Fate.FAILED:
                await office.messages.set_fate(message.id, Fate.KEPT)
    return await _answered(action, office)


async def _last_words_arrived(action: Action, office: Office) -> None:
    """Dropped words, and a colleague's that wait for their author, are not part of the answer."""
    written = await office.messages.of_appeal(action.appeal.id)
    own = {"", action.employee.id}
    words = [
        message
        for message in written
        if message.side is Side.STAFF
        and message.fate is not Fate.DROPPED
        and (message.fate is not Fate.HELD or message.author in own)
    ]
    stuck = {Fate.FAILED, Fate.HELD}
    if is_off(action.appeal.place, office.desk.channels_on):
        stuck.add(Fate.QUEUED)
    if words and words[-1].fate in stuck:
        raise NotAllowed(Why.NOT_DELIVERED)
    if words and words[-1].fate is Fate.QUEUED:
        since = await _queued_at(words[-1], action.appeal, office)
        if office.now - since > _PROMPT:
            raise NotAllowed(Why.NOT_SENT)


async def _queued_at(message: Message, appeal: Appeal, office: Office) -> datetime:
    """When the words were written, or released if they were held before."""
    history = await office.appeals.history(appeal.id)
    events = [event.at for event in history if event.data.get("message") == message.id]
    return max([message.at, *events])


async def _clarify(action: Action, office: Office) -> list[Reply]:
    appeal, employee = action.appeal, action.employee
    if not appeal.is_open:
        raise NotAllowed(Why.ENDED)
    if desk.needs_confirming(appeal, employee):
        raise NotAllowed(Why.TAKEN)
    topic = await office.topics.of(appeal.id)
    return await clarifying.begin(topic.at if topic else action.at, appeal, employee, office)


def _closing(reason: Reason, notice: str) -> "Verb":
    """Close for a reason; the client's notice leaves when undoing is no longer possible."""

    async def close(action: Action, office: Office) -> list[Reply]:
        by = desk.of_staff(action.employee)
        change = desk.close(action.appeal, by, reason, office.now)
        # Whoever is banned or sends spam could hold that up by writing on.
        reads = reason in {Reason.NOT_A_QUESTION, Reason.CLOSED} and action.seen != TYPED
        if reads and await _known(action, office) != action.appeal.seen:
            raise NotAllowed(Why.CLIENT_ADDED)
        appeal = await office.appeals.save(await clock.timed(change, office))
        if reason is Reason.BANNED:
            await office.clients.set_banned(appeal.client_id, True)
        undo = Button(Words("button-undo"), str(PressData("a", "undo", appeal.id, appeal.seen)))
        seconds = int(office.desk.undo.total_seconds())
        words = Words("staff-closed", {"reason": reason.value, "seconds": seconds})
        buttons = ((undo,), *await _removal(appeal, office))
        replies: list[Reply] = [
            Say(TopicOf(appeal.id), words, buttons=buttons, priority=Priority.COPY),
            Refresh(appeal.id),
        ]
        if notice:
            said = Words(notice, {"number": appeal.number})
            key = _undo_key(appeal)
            replies.append(Say(appeal.place, said, wait=office.desk.undo + _MARGIN, key=key))
        return replies

    return close


async def _removal(appeal: Appeal, office: Office) -> Buttons:
    """What nobody should read any more can be taken away from where all read it."""
    if not appeal.spot.is_public or appeal.reason not in {Reason.SPAM, Reason.BANNED}:
        return ()
    question = await office.messages.at(appeal.question)
    return ((removing.button(question.id),),) if question else ()


async def _undo(action: Action, office: Office) -> list[Reply]:
    history = await office.appeals.history(action.appeal.id)
    closings = [event for event in history if event.what is What.CLOSED]
    by = desk.of_staff(action.employee)
    closing: Event | None = closings[-1] if closings else None
    if closing and closing.by.kind is ActorKind.CLIENT and not action.appeal.is_open:
        raise NotAllowed(Why.TOO_LATE)
    change = desk.undo(action.appeal, closing, by, office.now, office.desk.undo)
    appeal, heard = await _saved(change, action, office)
    return [
        Withdraw(_undo_key(appeal)),
        Say(TopicOf(appeal.id), Words("staff-undone"), priority=Priority.COPY),
        *heard,
        Refresh(appeal.id),
    ]


async def _reopen(action: Action, office: Office) -> list[Reply]:
    """Back to work at any time; a ban ends with it."""
    by = desk.of_staff(action.employee)
    appeal, heard = await _saved(desk.reopen(action.appeal, by, office.now), action, office)
    return [Withdraw(_undo_key(appeal)), *heard, Refresh(appeal.id)]


async def _saved(change: Change, action: Action, office: Office) -> tuple[Appeal, list[Reply]]:
    """The appeal as it is open again; a ban that closed it ends."""
    appeal = await office.appeals.save(await clock.timed(change, office))
    if action.appeal.reason is not Reason.BANNED:
        return appeal, []
    return await banning.lift(appeal, office)


def answered_key(appeal: Appeal) -> str:
    """Names the question whether the answer has helped, while it has not been sent."""
    return f"answered:{appeal.id}"


def _undo_key(appeal: Appeal) -> str:
    return f"undo:{appeal.id}"


Verb = Callable[[Action, Office], Awaitable[list[Reply]]]
VERBS: dict[str, Verb] = {
    "take": _take,
    "answered": _answered,
    by_hand.PLACED: _placed,
    "clarify": _clarify,
    "not-a-question": _closing(Reason.NOT_A_QUESTION, "client-not-a-question"),
    "spam": _closing(Reason.SPAM, ""),
    "ban": _closing(Reason.BANNED, "client-banned"),
    "close": _closing(Reason.CLOSED, "client-closed"),
    "undo": _undo,
    "reopen": _reopen,
}
