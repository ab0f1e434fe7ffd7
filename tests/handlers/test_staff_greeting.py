"""What an employee reads in the private chat with the bot."""

from dataclasses import replace

import pytest

from appeals.model import Address
from handlers.conversation import Say
from handlers.office import ChannelRules
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk
from tests.handlers.staffed import ELENA, IGOR, VERA, staffed, starts, texts


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    return await staffed(desk)


async def test_an_employee_is_greeted_as_one_and_not_as_a_client(house: FrontDesk) -> None:
    replies = await starts(house, MARIA)
    assert house.said(replies) == ["staff-greeting"]
    (greeting,) = (reply for reply in replies if isinstance(reply, Say))
    assert greeting.to == Address("telegram", MARIA.id)
    assert greeting.buttons == ()
    text = texts(house, replies)
    assert "Мария Иванова, ведущий специалист" in text
    assert "– модератор: сюда приходят предупреждения о сроках" in text
    assert "в чате модераторов" in text


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        (ELENA, ["модератор", "начальник отдела"]),
        (IGOR, ["контролёр"]),
        (VERA, ["администратор"]),
    ],
)
async def test_every_role_is_named_with_what_comes_here(
    house: FrontDesk, who: object, roles: list[str]
) -> None:
    lines = texts(house, await starts(house, who)).splitlines()  # type: ignore[arg-type]  # a Person of the tests
    assert [line[2:].partition(":")[0] for line in lines if line.startswith("– ")] == roles


async def test_help_is_the_same_and_the_clients_menu_can_still_be_seen(house: FrontDesk) -> None:
    assert house.said(await house.asks("/help", MARIA)) == ["staff-greeting"]
    assert house.said(await house.asks("/menu", MARIA)) == ["menu-main"]


async def test_a_client_is_greeted_as_before(house: FrontDesk) -> None:
    assert house.said(await starts(house, OLGA))[0].startswith("menu-greeting")
    assert house.said(await house.asks("/help", OLGA)) == ["client-help"]


async def test_what_an_employee_asks_in_private_is_registered_as_anybodys(
    house: FrontDesk,
) -> None:
    await starts(house, MARIA)
    await house.asks("Какая квота у нас самих?", MARIA)
    assert (await house.appeal()).subject == "Какая квота у нас самих?"


async def test_the_same_id_in_another_messenger_is_somebody_else(house: FrontDesk) -> None:
    elsewhere = {"vk": ChannelRules("consultation", personal_data=True)}
    house.desk = replace(house.desk, channels={**house.desk.channels, **elsewhere})
    there = Address("vk", MARIA.id)
    replies = await house.handle(house.message(there, MARIA, "/start", private=True))
    assert "staff-greeting" not in house.said(replies)
