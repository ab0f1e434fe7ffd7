"""For every button there is: a scene in which pressing it does something, and who may press it.

The table is held against what the handlers have registered: a new action needs a row of its own.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from appeals.model import Address, Fate, Topic
from appeals.ports import Announcement, DraftState
from appeals.words import Content
from handlers import causes
from handlers.conversation import (
    Amend,
    Edited,
    Person,
    Redraw,
    Refresh,
    Refusal,
    Refused,
    Remove,
    Reply,
    Say,
)
from tests.handlers.front_desk import (
    ANONYMOUS,
    MARIA,
    MODERATORS,
    NADIA,
    OLGA,
    PETR,
    SERGEI,
    FrontDesk,
    rules,
)
from tests.handlers.gathered import fails, sent, three_ask
from tests.handlers.guides import small_guide
from tests.handlers.square import GROUP, POST, RULES, WITHIN, commented, posted, said
from tests.handlers.staffed import ELENA, IGOR, MORE_STAFF, PAY, QUOTA

ANNA = Person("205", "Анна Аналитик")
PHONE = "Позвоните: 8 913 123-45-67"
DRAFT = Announcement("visits-2026-q4", "opening", "telegram", "-1001", "Опрос открыт", "", "abc")


def topic(number: int) -> Address:
    """Where the desk of the tests puts the topic of this appeal."""
    return replace(MODERATORS, thread=str(9000 + number))


def alone(who: Person, channel: str = "telegram") -> Address:
    """Somebody's private chat."""
    return Address(channel, who.id)


@dataclass(frozen=True)
class Standing:
    """A button as it stands somewhere."""

    data: str
    at: Address


Scene = Callable[[FrontDesk], Awaitable[Standing]]


@dataclass(frozen=True)
class Row:
    """`by` may press it; `lacking` are employees who may not.

    `guarded`: with another version than the one it was drawn for it does nothing. `again`: what a
    second press says once more, for that changes nothing and hurts nobody. `in_private`: it
    stands in the presser's own chat too. `of_client`: a client's own; `for_all`: anybody's, and
    its data name nothing that belongs to somebody.
    """

    scene: Scene
    by: Person = MARIA
    lacking: tuple[Person, ...] = (ANNA, IGOR)
    guarded: bool = False
    again: frozenset[type[Reply]] = frozenset()
    in_private: bool = False
    of_client: bool = False
    for_all: bool = False


async def opened(desk: FrontDesk) -> FrontDesk:
    """All employees, and everything that can be switched on."""
    desk.desk = rules(
        public=RULES,
        answer_within=WITHIN,
        guide=small_guide(),
        mailings=frozenset({"surveys"}),
        start_link=lambda payload: f"https://t.me/otklik_bot?start={payload}",
    )
    async with desk.store.begin() as unit:
        await unit.staff.seed(MORE_STAFF)
        await unit.roster.seed([QUOTA, PAY])
    return desk


async def asked(desk: FrontDesk) -> None:
    """Olga and Petr have each asked in private, and Nadia in VK."""
    await desk.asks("Какая квота при 135 сотрудниках?")
    await desk.asks("Когда сдавать отчёт?", PETR)
    await desk.reports("Где получить справку?")


async def last_message(desk: FrontDesk, appeal: int) -> int:
    """The stored message that was written last."""
    return (await desk.messages(appeal))[-1].id


def shown(replies: list[Reply], begins: str) -> str:
    """What a button carries that was shown just now."""
    groups = [reply.buttons for reply in replies if isinstance(reply, Say | Redraw)]
    found = [one.data for rows in groups for row in rows for one in row]
    return next(data for data in found if data.startswith(begins))


# ---- staff


def on_card(verb: str, *, before: str = "", answer: str = "") -> Scene:
    """A button of the card of Olga's appeal."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        if answer:
            await desk.writes(answer)
        if before:
            await desk.presses(before)
        return Standing(f"a:{verb}:1:{(await desk.appeal()).seen}", topic(1))

    return scene


def held(verb: str) -> Scene:
    """A colleague's first words in an appeal that Maria has."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        await desk.presses("a:take:1:1")
        await desk.writes("Добавлю от себя", SERGEI)
        return Standing(f"h:{verb}:{await last_message(desk, 1)}:0", topic(1))

    return scene


async def unsigned(desk: FrontDesk) -> Standing:
    """Written in the chat's own name."""
    await asked(desk)
    await desk.writes("Квота 2 %", ANONYMOUS)
    return Standing(f"h:sign:{await last_message(desk, 1)}:0", topic(1))


async def _in_public(desk: FrontDesk) -> None:
    """Olga has asked in private (1), and in the group (4)."""
    await asked(desk)
    await said(desk, "Когда приём?")


async def unsafe(desk: FrontDesk) -> Standing:
    """Words for all with a phone."""
    await _in_public(desk)
    return Standing(shown(await desk.writes(PHONE, appeal=4), "h:openly"), topic(4))


async def failed(desk: FrontDesk) -> Standing:
    """An answer that could not be delivered."""
    await asked(desk)
    await desk.writes("Квота 2 %")
    message = await last_message(desk, 1)
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(message, Fate.FAILED)
    return Standing(f"r:retry:{message}:0", topic(1))


async def quiet(desk: FrontDesk) -> Standing:
    """A comment that asks nothing."""
    await asked(desk)
    await posted(desk, POST)
    replies = await commented(desk, "Опять ничего не работает")
    return Standing(shown(replies, "q:open"), MODERATORS)


async def to_remove(desk: FrontDesk) -> Standing:
    """What Olga said before all."""
    await _in_public(desk)
    return Standing(f"q:remove:{await last_message(desk, 4)}:0", topic(4))


async def amended(desk: FrontDesk) -> Standing:
    """An answer before all into which a phone was put later."""
    await _in_public(desk)
    await desk.writes("По средам", appeal=4)
    number = str(desk.next_id)
    edit = Edited(topic(4), MARIA, desk.now, number, Content(PHONE), private=False)
    return Standing(shown(await desk.handle(edit), "q:amend"), topic(4))


async def not_placed(desk: FrontDesk) -> Standing:
    """An answer before all that was refused; Olga has asked in private before."""
    await _in_public(desk)
    await desk.writes("По средам", appeal=4)
    message = await last_message(desk, 4)
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(message, Fate.FAILED)
    return Standing(f"q:private:{message}:0", topic(4))


async def nameless(desk: FrontDesk) -> Standing:
    """Somebody has answered in the group's own name."""
    await _in_public(desk)
    question = str(desk.next_id)
    replies = await said(desk, "По средам", replace(ANONYMOUS, id=GROUP.chat), reply_to=question)
    return Standing(shown(replies, "q:mine"), topic(4))


# ---- incidents, posts, deadlines, handing over


async def alike(desk: FrontDesk) -> Standing:
    """Petr's question resembles Olga's."""
    await three_ask(desk)
    async with desk.store.begin() as unit:
        await unit.topics.put(Topic(2, topic(2), card="1"))
    return Standing("i:join:2:1", topic(2))


def prepared(verb: str) -> Scene:
    """An answer for three people stands ready."""

    async def scene(desk: FrontDesk) -> Standing:
        await three_ask(desk)
        await desk.writes("/incident 1 2 3", appeal=0)
        replies = await desk.writes("/incident answer И-1 До 5 декабря", appeal=0)
        return Standing(shown(replies, f"i:{verb}"), MODERATORS)

    return scene


async def undelivered(desk: FrontDesk) -> Standing:
    """It has not reached one of them."""
    standing = await prepared("send")(desk)
    await desk.presses(standing.data)
    first, *_ = await sent(desk)
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(first.message_id or 0, Fate.FAILED)
    await fails(desk, first, Refused(Refusal.OTHER))
    number = standing.data.split(":")[2]
    return Standing(f"i:retry:{number}:0", MODERATORS)


def post(verb: str, state: DraftState) -> Scene:
    """A post about a survey waits for somebody's decision."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        async with desk.store.begin() as unit:
            number = await unit.announcements.add(replace(DRAFT, state=state))
        return Standing(f"w:{verb}:{number}:0", MODERATORS)

    return scene


def third_transfer(verb: str) -> Scene:
    """The head is asked."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        await desk.presses("a:take:1:1")
        await desk.writes("/handover Орлов помоги", MARIA)
        await desk.writes("/handover Иванова обратно", SERGEI)
        replies = await desk.writes("/handover Орлов ещё раз", MARIA)
        return Standing(shown(replies, f"t:{verb}"), topic(1))

    return scene


def missed(cause: str) -> Scene:
    """Olga's deadline was missed, and Petr's has not come."""

    async def scene(desk: FrontDesk) -> Standing:
        await desk.asks("Какая квота при 135 сотрудниках?")
        desk.now += timedelta(hours=25)
        await desk.asks("Когда сдавать отчёт?", PETR)
        return Standing(f"k:{cause}:1:0", topic(1))

    return scene


# ---- clients


def own(verb: str, *steps: str) -> Scene:
    """Under a message about Olga's appeal. A step is a press of the staff's, or Olga's words."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        for step in steps:
            if step.startswith("c:"):
                await desk.presses(step, OLGA)
            elif step.startswith("a:"):
                await desk.presses(step)
            elif step.startswith("/"):
                await desk.writes(step.removeprefix("/"))
            else:
                await desk.asks(step)
        return Standing(f"c:{verb}:1:0", alone(OLGA))

    return scene


async def added_hours_later(desk: FrontDesk) -> Standing:
    """Below the word about an addition of Olga's: it parts that very one."""
    await asked(desk)
    await desk.asks("А при 136?")
    return Standing(f"c:apart:1:{await last_message(desk, 1)}", alone(OLGA))


def page(data: str, at: Address) -> Scene:
    """A page of one's own, or everybody's."""

    async def scene(desk: FrontDesk) -> Standing:
        await asked(desk)
        return Standing(data, at)

    return scene


async def agreed(desk: FrontDesk) -> Standing:
    """Olga gets invitations."""
    await asked(desk)
    await desk.presses("n:yes", OLGA)
    return Standing("n:no", alone(OLGA))


async def reporting(desk: FrontDesk) -> Standing:
    """Nadia has chosen a category."""
    await asked(desk)
    await desk.clicks("p:c:roads")
    return Standing("p:x", alone(NADIA, "vk"))


def analysts(scene: Scene) -> Row:
    """For those who may publish."""
    return Row(scene, by=ANNA, lacking=(MARIA, IGOR), in_private=True, guarded=True)


def heads(scene: Scene) -> Row:
    """For who decides."""
    return Row(scene, by=ELENA, lacking=(MARIA, ANNA), in_private=True, guarded=True)


def clients(scene: Scene) -> Row:
    """For Olga alone."""
    return Row(scene, by=OLGA, of_client=True)


def everybodys(scene: Scene, by: Person = OLGA, *again: type[Reply]) -> Row:
    """For whoever has it before them."""
    return Row(scene, by=by, for_all=True, again=frozenset(again))


ROWS: dict[str, Row] = {
    # What is done over again, or takes nothing from the client, asks for no version.
    "a:take": Row(on_card("take")),
    "a:answered": Row(on_card("answered", answer="Квота 2 %"), guarded=True),
    "a:placed": Row(on_card("placed", answer="Квота 2 %"), guarded=True),
    "a:clarify": Row(on_card("clarify"), again=frozenset({Say})),
    "a:not-a-question": Row(on_card("not-a-question"), guarded=True),
    "a:spam": Row(on_card("spam")),
    "a:ban": Row(on_card("ban")),
    "a:close": Row(on_card("close"), guarded=True),
    "a:undo": Row(on_card("undo", before="a:close:1:1")),
    "a:reopen": Row(on_card("reopen", before="a:close:1:1")),
    "a:more": Row(on_card("more")),
    "a:back": Row(on_card("back")),
    "h:send": Row(held("send"), by=SERGEI),
    "h:drop": Row(held("drop"), by=SERGEI),
    "h:sign": Row(unsigned),
    "h:openly": Row(unsafe),
    "r:retry": Row(failed),
    "q:open": Row(quiet),
    "q:remove": Row(to_remove, again=frozenset({Remove})),
    "q:amend": Row(amended, again=frozenset({Amend}), guarded=True),
    "q:private": Row(not_placed),
    "q:mine": Row(nameless),
    "i:join": Row(alike, again=frozenset({Refresh}), in_private=True, guarded=True),
    "i:send": Row(prepared("send"), in_private=True, guarded=True),
    "i:drop": Row(prepared("drop"), in_private=True),
    "i:retry": Row(undelivered, in_private=True),
    "w:publish": analysts(post("publish", DraftState.DRAFT)),
    "w:drop": analysts(post("drop", DraftState.DRAFT)),
    "w:placed": analysts(post("placed", DraftState.BY_HAND)),
    "t:approve": heads(third_transfer("approve")),
    "t:refuse": heads(third_transfer("refuse")),
    **{
        f"k:{cause}": Row(missed(cause), by=IGOR, lacking=(MARIA, ANNA), in_private=True)
        for cause in causes.CAUSES
    },
    "c:other": clients(own("other", "А при 136?")),
    "c:apart": clients(added_hours_later),
    "c:cancel": clients(own("cancel")),
    "c:return": clients(own("return", "c:cancel:1:0")),
    "c:solved": clients(own("solved", "/Квота 2 %", "a:answered:1:1")),
    "c:unsolved": clients(own("unsolved", "/Квота 2 %", "a:answered:1:1")),
    "my:a": clients(page("my:a:1", alone(OLGA))),
    "my:1": everybodys(page("my:1", alone(OLGA))),
    "m:info": everybodys(page("m:info:1", alone(OLGA))),
    "m:file": everybodys(page("m:file:paper", alone(OLGA)), OLGA, Say),
    "p:c": everybodys(page("p:c:roads", alone(NADIA, "vk")), NADIA),
    "p:1": everybodys(page("p:1", alone(NADIA, "vk")), NADIA),
    "p:x": everybodys(reporting, NADIA),
    "n:page": everybodys(page("n:page", alone(OLGA))),
    "n:yes": everybodys(page("n:yes", alone(OLGA))),
    "n:no": everybodys(agreed),
}
