"""Nobody is written to first who has not agreed; one press or word ends it (D3, E5)."""

from dataclasses import replace

import pytest

from appeals.model import Address
from handlers import mailings
from handlers.conversation import Pressed, Redraw, Say
from tests.handlers.front_desk import NADIA, OLGA, FrontDesk, rules


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    desk.desk = rules(mailings=frozenset({"surveys"}))
    return desk


async def subscribers(house: FrontDesk) -> list[Address]:
    async with house.store.begin() as unit:
        return list(await unit.consents.subscribers("surveys"))


@pytest.mark.parametrize("word", ["/subscribe", "Подписаться", " подписаться на  опросы."])
async def test_a_word_is_consent_in_either_messenger(house: FrontDesk, word: str) -> None:
    for replies in (await house.asks(word), await house.reports(word)):
        assert house.said(replies) == ["mailing-joined"]
    assert await subscribers(house) == [Address("telegram", OLGA.id), Address("vk", NADIA.id)]


@pytest.mark.parametrize("word", ["/unsubscribe", "Отписаться", "больше не присылать"])
async def test_a_word_ends_it(house: FrontDesk, word: str) -> None:
    await house.asks("/subscribe")
    await house.reports("подписаться")
    assert house.said(await house.reports(word)) == ["mailing-left"]
    assert await subscribers(house) == [Address("telegram", OLGA.id)]
    assert house.said(await house.asks(word)) == ["mailing-left"]
    assert await subscribers(house) == []


async def test_a_question_that_speaks_of_it_goes_to_staff(house: FrontDesk) -> None:
    replies = await house.asks("Как мне подписаться на опросы и новости?")
    assert "mailing-joined" not in house.said(replies)
    assert await subscribers(house) == []


async def test_one_press_under_the_confirmation_ends_it(house: FrontDesk) -> None:
    (said,) = await house.reports("подписаться")
    assert isinstance(said, Say)
    (button,) = said.buttons[0]
    assert house.text(button.caption) == "Больше не присылать"
    *_, redraw = await house.clicks(button.data)
    assert isinstance(redraw, Redraw)
    assert redraw.lead is not None
    assert redraw.lead.key == "mailing-left"
    assert await subscribers(house) == []


async def test_the_menu_shows_how_it_stands_and_changes_it(house: FrontDesk) -> None:
    (menu,) = await house.asks("меню")
    assert isinstance(menu, Say)
    (entry,) = [one for row in menu.buttons for one in row if one.data == "n:page"]
    *_, page = await house.clicks(entry.data)
    assert isinstance(page, Redraw)
    assert "не присылаем" in house.text(page.lead)
    await house.clicks(page.buttons[0][0].data)
    *_, page = await house.clicks(entry.data)
    assert isinstance(page, Redraw)
    assert "Вы согласились" in house.text(page.lead)
    assert await subscribers(house) == [Address("vk", NADIA.id)]


@pytest.mark.parametrize("data", ["n:", "n:yes:surveys", "n:no:1:2", "n:drop table", "n:да"])
async def test_forged_data_changes_nothing(house: FrontDesk, data: str) -> None:
    await house.reports("подписаться")
    assert house.toast(await house.clicks(data)) == "press-stale"
    assert await subscribers(house) == [Address("vk", NADIA.id)]


async def test_the_banned_can_press_nothing(house: FrontDesk) -> None:
    await house.asks("Здравствуйте, вопрос есть")
    async with house.store.begin() as unit:
        client = await unit.clients.known("telegram", OLGA.id)
        assert client
        await unit.clients.set_banned(client.id, True)
    press = Pressed(Address("telegram", OLGA.id), OLGA, "1", "n:yes", "p", private=True)
    assert house.toast(await house.handle(press)) == "press-stale"


async def test_where_there_are_no_mailings_nobody_is_asked_but_leaving_works(
    house: FrontDesk,
) -> None:
    await house.asks("/subscribe")
    house.desk = replace(house.desk, mailings=frozenset())
    assert house.said(await house.reports("подписаться")) == ["mailing-none"]
    assert house.toast(await house.clicks("n:yes")) == "mailing-none"
    assert house.said(await house.asks("отписаться")) == ["mailing-left"]
    assert await subscribers(house) == []


async def test_leaving_by_an_invitation_is_on_record_even_for_a_stranger(house: FrontDesk) -> None:
    async with house.office() as (office, unit):
        for _ in range(2):
            await mailings.left(Address("telegram", "999"), "999", mailings.SURVEYS, office)
        stranger = await unit.clients.known("telegram", "999")
        assert stranger
        said = [one.given for one in await unit.consents.history(stranger.id)]
    assert said == [False]
