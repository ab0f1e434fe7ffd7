"""Three people who ask about one thing in three places, and an answer on its way to all of them."""

from dataclasses import replace

from appeals.incident import Incident, Member
from appeals.model import Address, Scene, Spot
from handlers import incident_sending, opening
from handlers.conversation import Button, Person, Pressed, Refused, Reply, Say
from handlers.opening import Matter
from tests.handlers.front_desk import MARIA, MODERATORS, PETR, FrontDesk

QUESTION = "Когда выплатят компенсацию за рабочее место инвалида за октябрь?"
IN_GROUP = Spot(Scene.GROUP, "https://t.me/c/1002/7")
GROUP = Address("telegram", "-1002")


async def three_ask(desk: FrontDesk) -> FrontDesk:
    """Olga in private, Petr in the group, Nadia in VK."""
    await desk.asks(QUESTION)
    await in_group(desk, "Компенсацию за рабочее место инвалида за октябрь когда выплатят?")
    await desk.reports("Здравствуйте! Когда будет компенсация за рабочее место инвалида, октябрь")
    return desk


async def in_group(
    desk: FrontDesk, text: str, who: Person = PETR, spot: Spot = IN_GROUP
) -> list[Reply]:
    """Somebody asks where others read along."""
    message = replace(desk.message(GROUP, who, text, private=False), spot=spot)
    async with desk.office() as (office, _):
        client = await office.clients.met("telegram", who.id, who.name, who.username)
        await opening.opened(message, client, Matter("consultation"), office)
    return []


async def sent(desk: FrontDesk, limit: int = 100) -> list[Say]:
    """What the timetable puts into the outbox for the members of incidents."""
    replies: list[Reply] = []
    async with desk.office() as (office, _):
        for member in await incident_sending.waiting(office, limit):
            replies += await incident_sending.give(member, office)
    return [reply for reply in replies if isinstance(reply, Say)]


async def arrives(desk: FrontDesk, say: Say) -> list[Reply]:
    """A member's own copy is there."""
    return await desk.delivered(say.message_id or 0)


async def fails(desk: FrontDesk, say: Say, refusal: Refused) -> list[Reply]:
    """A member's copy is refused."""
    return await desk.refused(say.message_id or 0, refusal)


async def click(desk: FrontDesk, button: Button, who: Person = MARIA) -> list[Reply]:
    """A press on a button of an incident, outside all topics."""
    return await desk.handle(Pressed(MODERATORS, who, "5", button.data, "press", private=False))


def buttons_of(replies: list[Reply]) -> list[Button]:
    """All buttons under what is said."""
    return [
        button
        for reply in replies
        if isinstance(reply, Say)
        for row in reply.buttons
        for button in row
    ]


async def incident(desk: FrontDesk, number: int = 1) -> Incident:
    """An incident as it is now."""
    async with desk.store.begin() as unit:
        found = await unit.incidents.get(number)
    assert found is not None
    return found


async def members(desk: FrontDesk, number: int = 1) -> list[Member]:
    """Who is in it."""
    async with desk.store.begin() as unit:
        return list(await unit.incidents.members(number))
