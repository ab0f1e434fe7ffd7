"""The card of an appeal in its topic, and the topic's name: drawn from the appeal as it is now."""

from dataclasses import dataclass

from appeals.model import Appeal, Side
from appeals.small_talk import small_talk
from appeals.words import Content
from handlers import by_hand, clock, incident_hints, problem, promising
from handlers.channels import asked_in, takes_words
from handlers.conversation import Button, Buttons, Words
from handlers.dates import moment, short_moment, stretch
from handlers.incident_hints import Hint
from handlers.office import Office
from handlers.people import client_label, employee_label, for_staff, short_number, state_of
from handlers.press_data import PressData
from handlers.public_joining import about_of
from handlers.registering import CARD_TEXT

_ABOUT = 150


@dataclass(frozen=True, slots=True)
class Card:
    """What staff see first: the topic's name, the facts, the question, the buttons."""

    name: Words
    lead: Words
    content: Content | None
    buttons: Buttons


async def draw(appeal_id: int, office: Office, *, more: bool = False) -> Card | None:
    """The card as of now; `more` shows the rarer actions. None for an unknown appeal."""
    appeal = await office.appeals.get(appeal_id)
    if appeal is None:
        return None
    question = await _question(appeal, office)
    hint = await incident_hints.hint(appeal, office)
    facts = await _facts(appeal, office, hint, worded=question is not None)
    buttons = _more_buttons(appeal) if more and appeal.is_open else _buttons(appeal)
    if appeal.is_open and not more:
        buttons = (*buttons, *hint.buttons)
    return Card(_name(appeal, await _late(appeal, office), office), facts, question, buttons)


async def name(appeal_id: int, office: Office) -> Words | None:
    """The topic's name alone, before there is a card. None for an unknown appeal."""
    appeal = await office.appeals.get(appeal_id)
    return None if appeal is None else _name(appeal, await _late(appeal, office), office)


async def _late(appeal: Appeal, office: Office) -> str:
    """Whether its deadline has passed, as texts choose by it; or its clock stands still."""
    if appeal.is_open and not await clock.runs(appeal, office):
        return "paused"
    return "yes" if appeal.due_at <= office.now else "no"


def _name(appeal: Appeal, late: str, office: Office) -> Words:
    """State mark, number, short subject and the due time: the list of topics tells the day."""
    return Words(
        "topic-name",
        {
            "state": state_of(appeal),
            "late": late if appeal.is_open else "no",
            "number": short_number(appeal, office),
            "due": short_moment(appeal.due_at, office.desk.zone),
            "subject": for_staff(Content(appeal.subject), office.desk).text,
        },
    )


async def _facts(appeal: Appeal, office: Office, hint: Hint, *, worded: bool) -> Words:
    client = await office.clients.get(appeal.client_id)
    zone = office.desk.zone
    return Words(
        "card",
        {
            "number": appeal.number,
            "state": state_of(appeal),
            "client": client_label(client, office.desk) if client else "",
            "kind": appeal.kind,
            "channel": asked_in(appeal),
            "asked": moment(appeal.published_at, zone),
            "due": moment(appeal.due_at, zone),
            "open": "yes" if appeal.is_open else "no",
            "late": await _late(appeal, office),
            "left": stretch(appeal.due_at - office.now),
            "drawn": f"{office.now.astimezone(zone):%H:%M}",
        },
        below=await _details(appeal, office, hint, worded=worded),
    )


async def _details(
    appeal: Appeal, office: Office, hint: Hint, *, worded: bool
) -> tuple[Words, ...]:
    """Lines that stand on the card only when there is something to say."""
    lines = [*await _spot(appeal, office), *await _category(appeal, office)]
    lines += await _department(appeal, office)
    lines += hint.lines
    if appeal.executor:
        executor = await office.staff.get(appeal.executor)
        lines.append(Words("card-executor", {"who": employee_label(executor, appeal.executor)}))
    lines += await promising.promise_line("card-promise", appeal, office)
    if year := await clock.provisional(appeal, office):
        lines.append(Words("card-provisional", {"year": str(year)}))
    if appeal.transfers:
        lines.append(Words("card-transfers", {"times": appeal.transfers}))
    if files := await _files(appeal, office):
        lines.append(Words("card-files", {"files": files}))
    earlier = await office.appeals.count_of_client(appeal.client_id, before=appeal.id)
    before = await office.appeals.get(appeal.follows) if appeal.follows else None
    if earlier and before:
        lines.append(Words("card-earlier", {"earlier": earlier, "last": before.number}))
    if worded:
        lines.append(Words("card-question"))
    return tuple(lines)


async def _spot(appeal: Appeal, office: Office) -> list[Words]:
    """Where it stands before all, what it is about, and that it must be answered by hand."""
    if not appeal.spot.is_public:
        return []
    about = for_staff(Content(await about_of(appeal, office)), office.desk).text
    link = by_hand.link_known(appeal)
    facts = {"scene": appeal.spot.scene.value, "link": link, "about": _beginning(about) or "none"}
    lines = [Words("card-spot", facts, link=appeal.spot.link)]
    return lines if takes_words(appeal) else [*lines, Words("card-by-hand")]


def _beginning(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= _ABOUT else f"{short[:_ABOUT].rstrip()}…"


async def _category(appeal: Appeal, office: Office) -> list[Words]:
    """Of a reported problem; by its code once the settings no longer name it."""
    code = await problem.category_code(appeal, office)
    if not code:
        return []
    category = problem.named(code, appeal.place, office)
    return [Words("card-category", {"category": category.name if category else code})]


async def _department(appeal: Appeal, office: Office) -> list[Words]:
    if not appeal.department:
        return []
    department = (await office.roster.load(office.now)).department(appeal.department)
    name = department.name if department and department.name else appeal.department
    return [Words("card-department", {"department": name})]


async def _files(appeal: Appeal, office: Office) -> int:
    written = await office.messages.of_appeal(appeal.id)
    return sum(len(m.content.attachments) for m in written if m.side is Side.CLIENT)


async def _question(appeal: Appeal, office: Office) -> Content | None:
    """The first message's words, whole or their beginning; files follow the card.

    What was a greeting at first is shown as the question it was edited into.
    """
    message = await office.messages.at(appeal.question)
    if message is None:
        return None
    versions = await office.messages.versions(message.id)
    asked = next((words for words in versions if small_talk(words) is None), message.content)
    shown = for_staff(asked, office.desk)
    if not shown.text:
        return None
    if len(shown.text) <= CARD_TEXT:
        return Content(shown.text, shown.marks)
    return Content(shown.text[:CARD_TEXT].rstrip() + "…")


def _button(appeal: Appeal, verb: str) -> Button:
    return Button(Words(f"button-{verb}"), str(PressData("a", verb, appeal.id, appeal.seen)))


def _buttons(appeal: Appeal) -> Buttons:
    if not appeal.is_open:
        return ((_button(appeal, "reopen"),),)
    done = by_hand.PLACED if appeal.spot.by_hand else "answered"
    return (
        (_button(appeal, "take"), _button(appeal, done)),
        (_button(appeal, "clarify"), _button(appeal, "more")),
    )


def _more_buttons(appeal: Appeal) -> Buttons:
    return (
        (_button(appeal, "not-a-question"), _button(appeal, "spam")),
        (_button(appeal, "ban"), _button(appeal, "close")),
        (_button(appeal, "back"),),
    )
