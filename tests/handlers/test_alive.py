from datetime import timedelta

from appeals.model import SYSTEM
from handlers import stopping
from handlers.alive import alive
from handlers.conversation import ModeratorChat, Say
from tests.handlers.front_desk import OLGA, PETR, FrontDesk


async def line(desk: FrontDesk) -> str:
    """What the moderators read every morning."""
    async with desk.office() as (office, _):
        (reply,) = await alive(office)
    assert isinstance(reply, Say)
    assert reply.to == ModeratorChat()
    return desk.text(reply.lead)


async def test_on_a_quiet_day_the_bot_says_that_it_works(desk: FrontDesk) -> None:
    assert await line(desk) == "Работаю. Открытых обращений нет."


async def test_open_appeals_are_counted_and_the_next_deadline_named(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.asks("Когда сдавать отчёт?", PETR, when=desk.now - timedelta(hours=23))
    text = await line(desk)
    assert text == "Работаю. Открыто 2, просроченных нет. Ближайший срок: 15:30 пн 23.11."


async def test_that_sending_is_stopped_is_said_every_morning(desk: FrontDesk) -> None:
    async with desk.office() as (office, _):
        await office.switches.set(stopping.STOPPED, "yes", SYSTEM, desk.now)
    assert await line(desk) == (
        "Работаю. Открытых обращений нет.\n"
        "Отправка сообщений клиентам остановлена, ответы ждут в очереди. Продолжить: /resume"
    )


async def test_overdue_appeals_are_named_openly(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?", OLGA, when=desk.now - timedelta(hours=25))
    assert await line(desk) == "Работаю. Открыто 1, просрочено 1."
