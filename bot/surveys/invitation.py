"""What an invitation and a reminder say, and whom a wave is to be told of."""

from collections.abc import Iterator

from bot.house import House
from bot.surveys.data import LEAVE, going
from bot.surveys.mouth import Rows
from bot.texts import Texts
from handlers.conversation import Words
from handlers.mailings import SURVEYS
from storage.store import Unit
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.mailing import minutes
from surveys.questionnaire import Audience
from surveys.wave import Wave

CARDS = ("mailing-card", "mailing-card-again")
_MARK = "\ue000"


def card(wave: Wave, house: House, *, again: bool = False) -> tuple[Words, Rows]:
    """The card and its buttons; `again`: as a reminder."""
    asked = questionnaire_of(wave)
    args: dict[str, str | int] = {
        "title": asked.title,
        "questions": len(asked.asked),
        "minutes": minutes(asked),
        "closes": f"{wave.closes.astimezone(house.desk.zone):%d.%m.%Y %H:%M}",
        "audience": asked.audience.value,
    }
    rows = (
        ((house.texts.plain(Words("mailing-begin")), going(wave.id)),),
        ((house.texts.plain(Words("mailing-leave")), LEAVE),),
    )
    return Words(CARDS[again], args), rows


def beginnings(texts: Texts) -> Iterator[str]:
    """How the cards begin, up to the survey's name: by that they are known where quoted."""
    blank = dict.fromkeys(("questions", "minutes", "closes", "audience"), "")
    for key in CARDS:
        head, _, _ = texts.plain(Words(key, {"title": _MARK, **blank})).partition(_MARK)
        if head.strip():
            yield head


async def people_of(audience: Audience, unit: Unit, home: str) -> list[Person]:
    """Clients who agreed; employees who have started the bot and not refused.

    `home` is the channel in which employees are known.
    """
    if audience is Audience.CLIENTS:
        found = await unit.consents.subscribers(SURVEYS)
        return [Person(one.channel, one.chat) for one in found]
    people = []
    for employee in await unit.staff.all():
        client = await unit.clients.known(home, employee.id)
        if client is None or client.banned or not client.reachable:
            continue
        if await unit.consents.given(client.id, SURVEYS) is not False:
            people.append(Person(home, employee.id))
    return people
