"""/handover: another person or department gets it; the third transfer asks the head (B4)."""

from collections.abc import Sequence

from appeals import handover
from appeals.desk import NotAllowed
from appeals.handover import Handover
from appeals.model import Appeal, Employee, Event, MessageRef, Role, What
from appeals.roster import Roster
from handlers import telling
from handlers.command import Command, answer, appeal_here
from handlers.conversation import (
    Button,
    Buttons,
    Pressed,
    Redraw,
    Refresh,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
)
from handlers.office import Office
from handlers.people import employee_label
from handlers.press_data import PressData, read
from handlers.refusals import refused
from handlers.who import department_in, employee_in

GROUP = "t"
VERBS = ("approve", "refuse")
_HERE = frozenset({"here", "здесь", "это", "тут"})


async def command(given: Command, office: Office) -> list[Reply]:
    """`/handover [номер] кому причина`; in a topic the number may be left out or be «здесь»."""
    appeal, words = await _which(given, office)
    if appeal is None:
        return [answer(given, Words("people-handover-how"))]
    roster = await office.roster.load(office.now)
    to = await _target(words, appeal, roster, office)
    if isinstance(to, Words):
        return [answer(given, to)]
    try:
        if handover.needs_head(appeal, given.employee):
            return await _ask(given, appeal, to, roster, office)
        return await _hand_over(given.employee, appeal, to, roster, office)
    except NotAllowed as refusal:
        return [answer(given, await refused(refusal, appeal, office))]


async def _which(given: Command, office: Office) -> tuple[Appeal | None, str]:
    """The appeal and the words behind it. Who is named first stands for this topic's appeal."""
    here = await appeal_here(given.message, office)
    word, _, rest = given.rest.partition(" ")
    if word.lower() in _HERE:
        return here, rest
    if here is not None and await _is_target(given.rest, office):
        return here, given.rest
    if word in {"№", "#"}:
        word, _, rest = rest.strip().partition(" ")
    numbered = await office.appeals.numbered(word)
    return (numbered, rest) if numbered else (here, given.rest)


async def _is_target(words: str, office: Office) -> bool:
    roster = await office.roster.load(office.now)
    return bool(await employee_in(words, office) or department_in(words, roster))


async def _target(words: str, appeal: Appeal, roster: Roster, office: Office) -> Handover | Words:
    """Who is to get it and why, or what is wrong with the wish."""
    person = await employee_in(words, office)
    department = None if person else department_in(words, roster)
    rest = person.rest if person else department.rest if department else ""
    if person is None and department is None:
        return Words("people-handover-whom")
    if not rest.strip():
        return Words("people-handover-why")
    if person is None:
        return Handover("", department.one.id if department else "", rest.strip())
    if unfit := _unfit(person.one, roster):
        return unfit
    home = person.one.department or appeal.department
    return Handover(person.one.id, home, rest.strip())


def _unfit(person: Employee, roster: Roster) -> Words | None:
    """Why this employee can't get an appeal now."""
    if not person.may(Role.MODERATOR):
        return Words("people-handover-no-moderator", {"who": person.name})
    if not roster.is_there(person.id):
        instead = roster.employee(roster.stand_in(person.id))
        facts = {"who": person.name, "substitute": instead.name if instead else "none"}
        return Words("people-handover-away", facts)
    return None


async def _hand_over(
    by: Employee,
    appeal: Appeal,
    to: Handover,
    roster: Roster,
    office: Office,
    *,
    decides: bool = False,
) -> list[Reply]:
    change = handover.hand_over(appeal, by, to, office.now, decides=decides)
    handed = await office.appeals.save(change)
    told = (to.executor,) if to.executor else roster.on_duty(to.department)
    facts: dict[str, str | int] = {
        "number": handed.number,
        "to": _named(to, roster),
        "by": by.name,
        "reason": to.reason,
        "whom": "person" if to.executor else "department",
        "duty": await telling.names_of(told, office),
    }
    others = [one for one in told if one != by.id]
    link = office.desk.person_link(to.executor) if to.executor else ""
    return [
        Refresh(handed.id),
        Say(TopicOf(handed.id), Words("people-handed-over", facts, link=link)),
        *await telling.tell(others, Words("people-yours-now", facts), office),
    ]


async def _ask(
    given: Command, appeal: Appeal, to: Handover, roster: Roster, office: Office
) -> list[Reply]:
    """The head is asked in the topic and, who has started the bot, in private too."""
    change = handover.ask_head(appeal, given.employee, to, office.now)
    asked = await office.appeals.save(change)
    times, _ = handover.asked(await office.appeals.history(asked.id))
    heads = roster.deciders(asked.executor, asked.department)
    facts: dict[str, str | int] = {
        "number": asked.number,
        "to": _named(to, roster),
        "by": given.employee.name,
        "reason": to.reason,
        "heads": await telling.names_of(heads, office),
        "times": asked.transfers,
    }
    words = Words("people-handover-ask", facts)
    buttons = _decision(asked, times)
    return [
        Say(TopicOf(asked.id), words, buttons=buttons),
        *await telling.tell(heads, words, office, buttons),
    ]


def _decision(appeal: Appeal, times: int) -> Buttons:
    return (
        tuple(
            Button(Words(f"button-handover-{verb}"), str(PressData(GROUP, verb, appeal.id, times)))
            for verb in VERBS
        ),
    )


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """A head decides, or who is in the head's place; an older or decided wish changes nothing."""
    employee = await office.staff.get(press.who.id)
    data = read(press.data)
    appeal = await office.appeals.get(data.id) if data else None
    roster = await office.roster.load(office.now)
    if employee is None or not _decides(employee, appeal, roster):
        return [Toast(press.press_id, Words("people-no-role", {"who": "head"}), alert=True)]
    history = await office.appeals.history(appeal.id) if appeal else ()
    times, to = handover.asked(history)
    if data is None or appeal is None or to is None or times != data.seen:
        return [Toast(press.press_id, Words("press-stale"))]
    if data.verb not in VERBS:
        return [Toast(press.press_id, Words("press-stale"))]
    if data.verb == "refuse":
        return await _refuse(press, employee, appeal, history, office)
    try:
        return await _approve(press, employee, appeal, to, office)
    except NotAllowed as refusal:
        words = await refused(refusal, appeal, office)
        return [Toast(press.press_id, words, alert=True)]


def _decides(employee: Employee, appeal: Appeal | None, roster: Roster) -> bool:
    if appeal is None:
        return employee.may(Role.HEAD)
    return roster.decides(employee.id, appeal.executor, appeal.department)


async def _approve(
    press: Pressed, head: Employee, appeal: Appeal, to: Handover, office: Office
) -> list[Reply]:
    """Unless who was to get it has left or gone away since the wish."""
    roster = await office.roster.load(office.now)
    person = roster.employee(to.executor)
    if to.executor and person is None:
        return [Toast(press.press_id, Words("press-stale"))]
    if person and (unfit := _unfit(person, roster)):
        return [Toast(press.press_id, unfit, alert=True)]
    replies = await _hand_over(head, appeal, to, roster, office, decides=True)
    words = Words("people-handover-approved", {"who": head.name, "to": _named(to, roster)})
    shown = Redraw(MessageRef(press.at, press.id), words)
    return [Toast(press.press_id, Words("empty")), shown, *replies]


async def _refuse(
    press: Pressed, head: Employee, appeal: Appeal, history: Sequence[Event], office: Office
) -> list[Reply]:
    if not appeal.is_open:
        return [Toast(press.press_id, Words("press-stale"))]
    await office.appeals.save(handover.refuse(appeal, head, office.now))
    words = Words("people-handover-refused", {"number": appeal.number, "who": head.name})
    askers = [event.by.id for event in history if event.what is What.HANDOVER_ASKED]
    topic = await office.topics.of(appeal.id)
    in_topic = topic is not None and press.at == topic.at
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(MessageRef(press.at, press.id), words),
        *([] if in_topic else [Say(TopicOf(appeal.id), words)]),
        *await telling.tell(askers[-1:], words, office),
    ]


def _named(to: Handover, roster: Roster) -> str:
    """«Пётр Ким, специалист» or «Отдел выплат»."""
    if to.executor:
        return employee_label(roster.employee(to.executor), to.executor)
    department = roster.department(to.department)
    return (department.name if department else "") or to.department
