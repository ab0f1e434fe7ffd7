"""A front desk with departments and every role, for tests of what employees arrange among them."""

from datetime import timedelta

from appeals.model import Address, Employee, Role
from appeals.roster import Department, Roster
from handlers.conversation import Person, Pressed, Reply, Say, Words
from tests.handlers.front_desk import MODERATORS, FrontDesk, rules

ELENA = Person("203", "Елена Павлова", "elena_head")
IGOR = Person("206", "Игорь Белов")
VERA = Person("207", "Вера Лис")
NINA = Person("208", "Нина Ким", "nina")
MORE_STAFF = (
    Employee("203", "Елена Павлова", "начальник", frozenset({Role.HEAD, Role.MODERATOR}), "quota"),
    Employee("206", "Игорь Белов", "заместитель министра", frozenset({Role.CONTROLLER})),
    Employee("207", "Вера Лис", "", frozenset({Role.ADMIN})),
    Employee("208", "Нина Ким", "", frozenset({Role.MODERATOR}), "pay"),
)
QUOTA = Department("quota", "Отдел квотирования", "203", ("201",))
PAY = Department("pay", "Отдел выплат", "", ("208",))


async def staffed(desk: FrontDesk) -> FrontDesk:
    """The same desk with all its people; links to the bot are known."""
    desk.desk = rules(start_link=lambda payload: f"https://t.me/otklik_bot?start={payload}")
    async with desk.store.begin() as unit:
        await unit.staff.seed(MORE_STAFF)
        await unit.roster.seed([QUOTA, PAY])
    return desk


async def starts(desk: FrontDesk, who: Person, payload: str = "") -> list[Reply]:
    """Somebody opens the bot, perhaps by a link."""
    return await desk.asks(f"/start {payload}".strip(), who)


async def roster(desk: FrontDesk, days: int = 0) -> Roster:
    """Who is here, now or in some days."""
    async with desk.store.begin() as unit:
        return await unit.roster.load(desk.now + timedelta(days=days))


async def presses_in(
    desk: FrontDesk, data: str, who: Person, at: Address | None = None
) -> list[Reply]:
    """A press in the topic of the first appeal, or in a private chat."""
    place = at or Address("telegram", "-1001", "9001")
    return await desk.handle(Pressed(place, who, "1", data, "press", place.chat != MODERATORS.chat))


def leads(replies: list[Reply]) -> list[Words]:
    """What is said, in order."""
    return [reply.lead for reply in replies if isinstance(reply, Say) and reply.lead]


def texts(desk: FrontDesk, replies: list[Reply]) -> str:
    """All of it as it is read."""
    return "\n".join(desk.text(words) for words in leads(replies))


def says(replies: list[Reply], key: str) -> list[Say]:
    """Only what is said under this key."""
    return [r for r in replies if isinstance(r, Say) and r.lead and r.lead.key == key]


def data_of(say: Say) -> list[str]:
    """What its buttons carry."""
    return [button.data for row in say.buttons for button in row]
