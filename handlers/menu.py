"""The client greets the bot or walks through the purposes menu (A2, QUOTA 8)."""

from dataclasses import replace
from datetime import timedelta

from appeals.model import Address, MessageRef
from appeals.windows import Window
from appeals.words import Attachment, Content, MediaKind
from handlers import mailings, problem
from handlers.conversation import Button, Buttons, Pressed, Redraw, Reply, Say, Toast, Words
from handlers.guide import FILE, HOME, Form
from handlers.guide_pages import Drawn, Spot, form_of, home, page
from handlers.office import Offer, Office
from handlers.opening import SOCIAL
from handlers.problem_pages import offer

MENU_WORDS = frozenset({"меню", "в меню", "главное меню", "/menu"})

KEYBOARD: Buttons = ((Button(Words("menu-keyboard-menu")), Button(Words("menu-my-appeals"))),)
"""The lasting keyboard; a press on it comes back as its caption, written by the client."""

PROBLEM: Buttons = ((Button(Words("menu-problem")),),)
"""A further row of it where problems can be reported."""

_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


def is_menu_text(text: str) -> bool:
    """The client pressed «Меню» on the lasting keyboard, wrote it, or gave the command."""
    return _plain(text) in MENU_WORDS


async def greet(at: Address, office: Office, outage: tuple[Words, ...] = ()) -> list[Reply]:
    """/start: who answers here, how fast, what to do now; the lasting keyboard and the menu.

    In a social network also that this is no formal appeal (547-ФЗ). `outage` is said below.
    """
    kind = office.desk.channels[at.channel].private_kind
    formal = (Words("menu-not-formal"),) if kind in SOCIAL else ()
    greeting = replace(_greeting(at, office), below=(*formal, *outage))
    lasting = (*KEYBOARD, *PROBLEM) if problem.offered(at, office) else KEYBOARD
    return [Say(at, greeting, buttons=lasting, menu=True), *await menu(at, office)]


async def menu(at: Address, office: Office) -> list[Reply]:
    """The purposes menu as a new message."""
    drawn = _home(at, office)
    return [Say(at, drawn.lead, drawn.content, drawn.buttons)]


def _home(at: Address, office: Office) -> Drawn:
    more = (offer(),) if problem.offered(at, office) else ()
    mails = (mailings.entry(),) if office.desk.mailings else ()
    return home(office.desk.guide, (*more, *map(_survey, office.desk.surveys()), *mails))


def _survey(one: Offer) -> Button:
    """A line of the menu while the survey takes answers."""
    return Button(Words("menu-survey", {"title": one.title}), one.data)


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """A button whose data begins with `m:`: another page in place of this one, or a form.

    What names no page any more (stale, forged) is answered by a short note and the menu. Outside
    a private chat nothing is redrawn: the message pressed there is not the menu's.
    """
    if not press.private:
        return [Toast(press.press_id, Words("menu-private-only"))]
    if press.data.startswith(f"m:{FILE}:"):
        form = form_of(office.desk.guide, press.data)
        return _send(form, press, office) if form else _lost(press, office)
    spot = Spot.of(press.data)
    if spot and spot.code == HOME:
        return [Toast(press.press_id, Words("empty")), _instead(press, _home(press.at, office))]
    drawn = page(office.desk.guide, spot) if spot else None
    if drawn is None:
        return _lost(press, office)
    return [Toast(press.press_id, Words("empty")), _instead(press, drawn)]


def _lost(press: Pressed, office: Office) -> list[Reply]:
    note = Toast(press.press_id, Words("menu-page-gone"))
    return [note, _instead(press, _home(press.at, office))]


def _instead(press: Pressed, drawn: Drawn) -> Redraw:
    return Redraw(MessageRef(press.at, press.id), drawn.lead, drawn.content, drawn.buttons)


def _send(form: Form, press: Pressed, office: Office) -> list[Reply]:
    """The form as a file. With personal data off its caption asks not to send it back here."""
    open_here = office.desk.channels[press.at.channel].personal_data
    key = "menu-form" if open_here else "menu-form-impersonal"
    document = Attachment(MediaKind.DOCUMENT, name=form.name, path=form.path)
    return [
        Toast(press.press_id, Words("menu-form-coming")),
        Say(
            press.at,
            Words(key, {"title": form.title, "about": form.about}),
            Content(attachments=(document,)),
        ),
    ]


def _greeting(at: Address, office: Office) -> Words:
    rules = office.desk.channels[at.channel]
    unit, count = _spoken(office.desk.policy(rules.private_kind).answer_within or Window())
    key = "menu-greeting" if rules.personal_data else "menu-greeting-impersonal"
    about = office.desk.guide.about
    return Words(key, {"authority": office.desk.name, "about": about, "unit": unit, "count": count})


def _spoken(window: Window) -> tuple[str, int]:
    """The window in the largest unit that divides it; two days and less stay hours."""
    if window.working_days:
        return "working-days", window.working_days
    span = window.span + timedelta(days=window.days)
    seconds = max(1, round(span.total_seconds()))
    units = _UNITS if span > timedelta(days=2) else _UNITS[1:]
    return next((unit, seconds // size) for unit, size in units if seconds % size == 0)


def _plain(text: str) -> str:
    """Without case, spaces around and the bot's own name after a command."""
    words = " ".join(text.casefold().split()).rstrip(".!?")
    return words.partition("@")[0] if words.startswith("/") else words
