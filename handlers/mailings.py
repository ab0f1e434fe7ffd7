"""A client agrees to be written to first, or no longer (D3; topics beyond surveys are E5's).

Nobody is written to who has not agreed, and one press, one word or one command ends it.
"""

from appeals.model import Address, Client, MessageRef
from handlers.conversation import (
    Button,
    Buttons,
    Person,
    Pressed,
    Redraw,
    Reply,
    Say,
    Toast,
    Words,
    Wrote,
)
from handlers.guide import HOME
from handlers.guide_pages import Spot
from handlers.office import Office

SURVEYS = "surveys"
"""The topic of invitations to anonymous surveys."""

GROUP = "n"
VERBS = frozenset({"page", "yes", "no"})
_PAGE, _YES, _NO = f"{GROUP}:page", f"{GROUP}:yes", f"{GROUP}:no"
_JOINING = frozenset(
    {"/subscribe", "подписаться", "подписка", "подписаться на опросы", "подписаться на рассылку"}
)
_LEAVING = frozenset(
    {
        "/unsubscribe",
        "отписаться",
        "отписка",
        "отписаться от опросов",
        "отписаться от рассылки",
        "больше не присылать",
        "не присылать приглашения",
    }
)


def entry() -> Button:
    """The line of the menu that leads here."""
    return Button(Words("mailing-menu"), _PAGE)


async def answered(message: Wrote, client: Client, office: Office) -> list[Reply] | None:
    """A word or command about mailings; None for everything else."""
    text = _plain(message.content.text)
    if text not in _JOINING | _LEAVING:
        return None
    if text in _JOINING and not office.desk.mailings:
        return [Say(message.at, Words("mailing-none"))]
    given = text in _JOINING
    await _said(client, given, office)
    return [Say(message.at, _news(given), buttons=_buttons(given))]


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """A button whose data begins with `n:`; forged or stale data changes nothing."""
    client = await _client(press.at, press.who, office)
    ref = MessageRef(press.at, press.id)
    if client.banned or press.data.removeprefix(f"{GROUP}:") not in VERBS:
        return [Toast(press.press_id, Words("press-stale"))]
    if press.data == _PAGE:
        given = await _wants(client, office)
        words = Words("mailing-page", {"given": "yes" if given else "no"})
        return [_silent(press), Redraw(ref, words, buttons=_page(given, office))]
    given = press.data == _YES
    if given and not office.desk.mailings:
        return [Toast(press.press_id, Words("mailing-none"))]
    await _said(client, given, office)
    return [_silent(press), Redraw(ref, _news(given), buttons=_buttons(given))]


async def left(at: Address, person: str, topic: str, office: Office) -> None:
    """«Больше не присылать» under an invitation: at once, and on record; again is harmless."""
    client = await _client(at, Person(person, ""), office)
    await office.consents.say(client.id, topic, given=False, at=office.now)


async def _client(at: Address, who: Person, office: Office) -> Client:
    """A press does not always tell a name, and must not take a known one away."""
    known = await office.clients.known(at.channel, who.id)
    return known or await office.clients.met(at.channel, who.id, who.name, who.username)


async def _wants(client: Client, office: Office) -> bool:
    return bool(await office.consents.given(client.id, SURVEYS))


async def _said(client: Client, given: bool, office: Office) -> None:
    """For every topic there is: a single word ends all of it."""
    for topic in sorted(office.desk.mailings | {SURVEYS}):
        await office.consents.say(client.id, topic, given=given, at=office.now)


def _news(given: bool) -> Words:
    return Words("mailing-joined" if given else "mailing-left")


def _buttons(given: bool) -> Buttons:
    key, data = ("mailing-leave", _NO) if given else ("mailing-join", _YES)
    return ((Button(Words(key), data),),)


def _page(given: bool, office: Office) -> Buttons:
    home: Buttons = ((Button(Words("menu-home"), Spot(HOME).data()),),)
    return (*_buttons(given), *home) if office.desk.mailings or given else home


def _silent(press: Pressed) -> Toast:
    return Toast(press.press_id, Words("empty"))


def _plain(text: str) -> str:
    """Without case, spaces around and the bot's own name after a command."""
    words = " ".join(text.casefold().split()).rstrip(".!")
    return words.partition("@")[0] if words.startswith("/") else words
