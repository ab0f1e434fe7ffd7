"""Emergency stop and outage notice: the controller's alone, with a history."""

import pytest

from handlers.conversation import ModeratorChat, Reply, Say
from tests.handlers.front_desk import MARIA, OLGA, PETR, FrontDesk, to_client
from tests.handlers.staffed import ELENA, IGOR, VERA, staffed, starts, texts


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    return await staffed(desk)


async def gives(house: FrontDesk, command: str, who: object = IGOR) -> list[Reply]:
    return await house.writes(command, who, appeal=0)  # type: ignore[arg-type]  # a Person of the tests


async def switch(house: FrontDesk, name: str) -> str:
    async with house.store.begin() as unit:
        return await unit.switches.get(name)


async def test_the_controller_stops_and_resumes_and_everybody_sees_it(house: FrontDesk) -> None:
    (news,) = await gives(house, "/stop")
    assert isinstance(news, Say)
    assert news.to == ModeratorChat()
    assert "Игорь Белов" in texts(house, [news])
    assert await switch(house, "outgoing-stopped")
    assert house.said(await gives(house, "/stop")) == ["people-stopped-already"]
    assert house.said(await gives(house, "/resume")) == ["people-resumed"]
    assert not await switch(house, "outgoing-stopped")
    assert house.said(await gives(house, "/resume")) == ["people-not-stopped"]


@pytest.mark.parametrize("command", ["/stop", "/resume", "/outage Ремонт", "/switches"])
@pytest.mark.parametrize("who", [MARIA, ELENA, VERA])
async def test_nobody_else_may(house: FrontDesk, command: str, who: object) -> None:
    assert house.said(await gives(house, command, who)) == ["people-no-role"]
    assert await switch(house, "outgoing-stopped") == ""
    assert await switch(house, "outage-notice") == ""


async def test_an_outage_is_told_with_acknowledgements_and_the_greeting(house: FrontDesk) -> None:
    await gives(house, "/outage Портал не работает до вечера")
    for replies in (await house.asks("Какая квота?"), await starts(house, PETR)):
        first = to_client(replies)[0]
        assert first.lead
        assert house.text(first.lead).endswith("Важно: Портал не работает до вечера")


async def test_after_off_nothing_is_told_any_more(house: FrontDesk) -> None:
    await gives(house, "/outage Портал не работает")
    assert "Портал не работает" in texts(house, await gives(house, "/outage"))
    await gives(house, "/outage off")
    assert "Портал" not in texts(house, await house.asks("Какая квота?", OLGA))
    assert house.said(await gives(house, "/outage")) == ["people-outage-none"]
    assert house.said(await gives(house, "/outage off")) == ["people-outage-same"]


async def test_the_history_says_who_switched_what(house: FrontDesk) -> None:
    assert house.said(await gives(house, "/switches")) == ["people-switches-none"]
    await gives(house, "/stop")
    await gives(house, "/outage Ремонт")
    await gives(house, "/resume")
    lines = texts(house, await gives(house, "/switches")).splitlines()
    assert [line.split(": ", 1)[1] for line in lines[1:]] == [
        "отправка клиентам продолжена",
        "объявление «Ремонт»",
        "отправка клиентам остановлена",
    ]
