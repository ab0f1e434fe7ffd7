"""«Сообщить о проблеме»: choose a category, describe it, and it is registered (A6).

A link or an app of the authority's may have chosen already: `led_by` is then "report_<code>".
"""

from collections.abc import Mapping
from datetime import timedelta

from appeals.model import Address, Appeal, MessageRef
from handlers.conversation import LedBy, Pressed, Redraw, Reply, Say, Toast, Words, Wrote
from handlers.office import Office, ProblemCategory
from handlers.opening import Matter
from handlers.press_data import is_count
from handlers.problem_pages import CANCEL, asking, page

DIALOG = "problem"
KIND = "problem"
LINK = "report_"
_PATIENCE = timedelta(hours=1)
_ASKED = frozenset({"сообщить о проблеме", "сообщить проблему", "/problem"})


def is_asked_for(text: str, at: Address, office: Office) -> bool:
    """The caption of the lasting button, or the same words typed, where it is offered."""
    return is_caption(text) and bool(offered(at, office))


def is_caption(text: str) -> bool:
    """The same, wherever it was typed."""
    words = " ".join(text.casefold().split()).rstrip(".!?")
    words = words.partition("@")[0] if words.startswith("/") else words
    return words in _ASKED


def offered(at: Address, office: Office) -> tuple[ProblemCategory, ...]:
    """The categories of this channel; none where problems are not reported."""
    rules = office.desk.channels.get(at.channel)
    return rules.problem_categories if rules else ()


def named(code: str, at: Address, office: Office) -> ProblemCategory | None:
    """The category with this code; None for one that is unknown here (any more)."""
    return next((one for one in offered(at, office) if one.code == code), None)


def is_report(led_by: str, at: Address, office: Office) -> bool:
    """Somebody was led here to report a problem, and that is possible here."""
    return led_by.startswith(LINK) and bool(offered(at, office))


async def choose(at: Address, person: str, office: Office) -> list[Reply]:
    """The keyboard of categories; a single category needs no choice."""
    categories = offered(at, office)
    await forget(at, person, office)
    if len(categories) == 1:
        return await ask(at, person, categories[0], office)
    drawn = page(categories, 1, at.channel)
    return [Say(at, drawn.lead, buttons=drawn.buttons)] if drawn else []


async def ask(at: Address, person: str, category: ProblemCategory, office: Office) -> list[Reply]:
    """The category is known: what happened, and where?"""
    await _wait(at, person, category, office)
    drawn = asking(category)
    return [Say(at, drawn.lead, buttons=drawn.buttons)]


async def led(at: Address, person: str, led_by: str, office: Office) -> list[Reply]:
    """By a link, without words yet; a code that is unknown here leads to the choice."""
    category = named(led_by.removeprefix(LINK), at, office)
    if category is None:
        return await choose(at, person, office)
    return await ask(at, person, category, office)


async def came(news: LedBy, office: Office) -> list[Reply]:
    """The authority's app in the social network has sent somebody here; otherwise as a link."""
    client = await office.clients.known(news.at.channel, news.who.id)
    if (client and client.banned) or not is_report(news.led_by, news.at, office):
        return []
    return await led(news.at, news.who.id, news.led_by, office)


def reported(message: Wrote, asked: str, kept: Mapping[str, str], office: Office) -> Matter | None:
    """What these words report: of the category chosen before, or the link's; None: nothing.

    A link with an unknown code still leads to a report: words must not wait for a choice.
    """
    if asked == DIALOG and (category := named(kept.get("category", ""), message.at, office)):
        return _matter(category)
    if is_report(message.led_by, message.at, office) and not message.reply_to:
        category = named(message.led_by.removeprefix(LINK), message.at, office)
        return _matter(category) if category else Matter(KIND)
    return None


async def same_report(
    appeals: list[Appeal], matter: Matter, asked: str, office: Office
) -> Appeal | None:
    """The open report that further words by the same link belong to, for platforms repeat it."""
    if asked == DIALOG:
        return None
    for appeal in appeals:
        if appeal.kind == KIND and await category_code(appeal, office) == matter.category:
            return appeal
    return None


async def category_code(appeal: Appeal, office: Office) -> str:
    """The code with which the appeal was registered; empty for what is no report."""
    if appeal.kind != KIND:
        return ""
    registered = next(iter(await office.appeals.history(appeal.id)), None)
    return str(registered.data.get("category", "")) if registered else ""


async def forget(at: Address, person: str, office: Office) -> None:
    """Who goes elsewhere is no longer asked what happened."""
    asked, _ = await office.dialogs.load(at, person, office.now)
    if asked == DIALOG:
        await office.dialogs.clear(at, person)


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """`p:<page>`, `p:c:<code>`, `p:x`; what is stale or forged leads to the choice."""
    client = await office.clients.known(press.at.channel, press.who.id)
    if client is not None and client.banned:
        return [Toast(press.press_id, Words("client-banned"), alert=True)]
    if press.data == CANCEL:
        return await _cancel(press, office)
    categories = offered(press.at, office)
    match press.data.split(":"):
        case ["p", "c", code] if category := named(code, press.at, office):
            await _wait(press.at, press.who.id, category, office)
            drawn = asking(category)
            note = "empty"
        case ["p", number] if is_count(number) and (
            found := page(categories, int(number), press.at.channel)
        ):
            await forget(press.at, press.who.id, office)
            drawn, note = found, "empty"
        case _:
            first = page(categories, 1, press.at.channel)
            if first is None:
                return [Toast(press.press_id, Words("press-stale"))]
            drawn, note = first, "problem-category-gone"
    ref = MessageRef(press.at, press.id)
    return [
        Toast(press.press_id, Words(note)),
        Redraw(ref, drawn.lead, drawn.content, drawn.buttons),
    ]


async def _cancel(press: Pressed, office: Office) -> list[Reply]:
    await forget(press.at, press.who.id, office)
    ref = MessageRef(press.at, press.id)
    return [Toast(press.press_id, Words("empty")), Redraw(ref, Words("problem-cancelled"))]


async def _wait(at: Address, person: str, category: ProblemCategory, office: Office) -> None:
    kept = {"category": category.code}
    await office.dialogs.save(at, person, DIALOG, kept, office.now + _PATIENCE)


def _matter(category: ProblemCategory) -> Matter:
    return Matter(KIND, category.department, category.code)
