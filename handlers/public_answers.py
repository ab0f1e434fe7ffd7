"""Staff answer in the place itself, past the moderator chat: that counts once it is marked.

Who answers in a common name, the group's, the channel's or the community's, is asked in the topic
to sign for it. What staff say there that answers nobody's question is their own talk.
"""

from dataclasses import replace

from appeals import desk
from appeals.model import Appeal, Employee, Message, MessageRef, Role, Side, What
from handlers import answered_elsewhere, own_comments, public_joining
from handlers.conversation import (
    AnsweredElsewhere,
    Button,
    Pressed,
    Priority,
    Redraw,
    Refresh,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
    Wrote,
)
from handlers.office import Office
from handlers.people import for_staff
from handlers.press_data import PUBLIC_GROUP, PressData


async def heard(message: Wrote, employee: Employee | None, office: Office) -> list[Reply]:
    """An employee's or a nameless reply to a question there, or to an answer of ours."""
    if employee is not None and not employee.may(Role.MODERATOR):
        return []
    who = message.who if employee is None else replace(message.who, name=employee.name)
    return await told(
        AnsweredElsewhere(
            message.at,
            who,
            message.when,
            message.id,
            message.content,
            public_joining.answered(message),
        ),
        office,
    )


async def told(news: AnsweredElsewhere, office: Office) -> list[Reply]:
    """The same as the platform tells it; the program's own words are recognised."""
    if news.content.is_empty or await _is_known(news, office):
        return []
    appeal = await _answered_appeal(news, office)
    if appeal is None:
        return []
    own = await own_comments.recognised(news, appeal, office)
    if own is not None:
        return own
    if news.who.anonymous:
        return await _unsigned(news, appeal, office)
    return await answered_elsewhere.given(news, appeal, office)


async def _is_known(news: AnsweredElsewhere, office: Office) -> bool:
    stands = await office.messages.at(news.ref) or await office.messages.original(news.ref)
    return stands is not None


async def _answered_appeal(news: AnsweredElsewhere, office: Office) -> Appeal | None:
    """The appeal of the message that is answered."""
    if not news.reply_to:
        return None
    ref = replace(news.ref, id=news.reply_to)
    quoted = await office.messages.at(ref) or await office.messages.original(ref)
    number = quoted.appeal_id if quoted else None
    return await office.appeals.get(number) if number is not None else None


async def _unsigned(news: AnsweredElsewhere, appeal: Appeal, office: Office) -> list[Reply]:
    """It stands there; whose it is must be said before it counts. No second answer meanwhile."""
    nameless = replace(news, who=replace(news.who, id=""))
    stored = await answered_elsewhere.keep(nameless, appeal, office)
    facts = {"channel": news.at.channel, "scene": appeal.spot.scene.value}
    mine = Button(
        Words("button-mine"), str(PressData(PUBLIC_GROUP, "mine", stored.id, appeal.seen))
    )
    asked = Say(
        TopicOf(appeal.id),
        Words("public-who-answered", facts),
        for_staff(news.content, office.desk),
        buttons=((mine,),),
        appeal_id=appeal.id,
        priority=Priority.COPY,
    )
    back = await answered_elsewhere.held_back(appeal, office) if appeal.is_open else []
    return [asked, *back]


async def signed(
    press: Pressed, data: PressData, employee: Employee, office: Office
) -> list[Reply]:
    """«Это мой ответ»: from now on it is this employee's. Once only.

    It answers what the client had written by then, and no more.
    """
    stored = await office.messages.get(data.id)
    appeal = await office.appeals.get(stored.appeal_id) if stored and stored.appeal_id else None
    if stored is None or appeal is None or not await _waits_for_a_name(stored, appeal, office):
        return [Toast(press.press_id, Words("press-stale"))]
    change = desk.speak(appeal, employee, stored.id, office.now, where=appeal.place.channel)
    if appeal.is_open:
        appeal = await office.appeals.save(change)
    else:
        for event in change.events:
            await office.appeals.record(appeal.id, event)
    versions = await office.messages.versions(stored.id)
    shown = for_staff(versions[-1] if versions else stored.content, office.desk)
    lead = answered_elsewhere.given_there(appeal, employee.name)
    buttons = answered_elsewhere.ending(replace(appeal, seen=data.seen))
    ref = MessageRef(press.at, press.id)
    return [
        Toast(press.press_id, Words("empty")),
        Redraw(ref, lead, shown, buttons),
        Refresh(appeal.id),
    ]


async def _waits_for_a_name(stored: Message, appeal: Appeal, office: Office) -> bool:
    """Staff's words that were written there in a common name and that nobody has signed for."""
    if stored.side is not Side.STAFF or stored.author or stored.ref.at != appeal.place:
        return False
    events = await office.appeals.history(appeal.id)
    known = (event.data.get("message") for event in events if event.what is What.STAFF_WROTE)
    return stored.id not in known
