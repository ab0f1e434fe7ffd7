"""What a client asks of the product itself, by a command, a lasting button or the same words."""

from appeals.model import Client
from handlers import joining, mailings, menu, my_appeals, problem, staff_greeting, stopping
from handlers.conversation import Reply, Say, Words, Wrote
from handlers.office import Office
from handlers.people import is_staff_channel

_BEGINNING = frozenset({"начать", "старт"})
"""What a platform's own «start» button says when it is only a caption."""


async def answered(message: Wrote, client: Client, office: Office) -> list[Reply] | None:
    """The answer; None when the words are none of these and so are for staff."""
    text, at = message.content.text, message.at
    if message.content.attachments:
        return None
    if menu.is_menu_text(text):
        await problem.forget(at, client.external_id, office)
        return await menu.menu(at, office)
    if my_appeals.is_asked_for(text):
        return await my_appeals.listed(at, client, office)
    if problem.is_asked_for(text, at, office):
        return await problem.choose(at, client.external_id, office)
    return await _by_word(message, client, office)


async def _by_word(message: Wrote, client: Client, office: Office) -> list[Reply] | None:
    text = message.content.text
    if text.strip().casefold() in _BEGINNING:
        return await _start(message, client, message.led_by, office)
    mailing = await mailings.answered(message, client, office)
    if mailing is not None or not text.startswith("/"):
        return mailing
    return await _command(message, client, office)


async def _command(message: Wrote, client: Client, office: Office) -> list[Reply] | None:
    word, *others = message.content.text.split()
    match word.split("@")[0].lower():
        case "/start":
            payload = message.led_by or "".join(others[:1])
            return await _start(message, client, payload, office)
        case "/my":
            return await my_appeals.listed(message.at, client, office)
        case "/help" if own := await staff_greeting.greet(message, office):
            return own
        case "/privacy":
            return [Say(message.at, Words("client-privacy", {"authority": office.desk.name}))]
        case "/help":
            return [Say(message.at, _help(message, office))]
    return None


def _help(message: Wrote, office: Office) -> Words:
    problems = (Words("client-help-problem"),) if problem.offered(message.at, office) else ()
    mails = (Words("client-help-mailings"),) if office.desk.mailings else ()
    return Words("client-help", {"authority": office.desk.name}, below=(*problems, *mails))


async def _start(message: Wrote, client: Client, led_by: str, office: Office) -> list[Reply]:
    """Led by an invitation, by a link to a report, or by nothing in particular."""
    at = message.at
    if led_by.startswith(joining.PREFIX):
        # Employees are known by their ids in the staff's channel: another's would be mistaken.
        if not is_staff_channel(at, office):
            return [Say(at, Words("people-join-elsewhere"))]
        return await joining.opened(message, led_by, office)
    if problem.is_report(led_by, at, office):
        return await problem.led(at, client.external_id, led_by, office)
    if own := await staff_greeting.greet(message, office):
        return own
    await problem.forget(at, client.external_id, office)
    return await menu.greet(at, office, await stopping.notice(office))
