"""The controller records why a deadline was missed: from a short list, and in words."""

from datetime import timedelta

import pytest

from appeals.model import Address, What
from handlers import causes
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk, to_client, to_topic
from tests.handlers.staffed import ELENA, IGOR, data_of, leads, presses_in, says, staffed, texts

PRIVATE = Address("telegram", IGOR.id)


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    await staffed(desk)
    await desk.asks("Какая квота?", OLGA)
    desk.now += timedelta(hours=25)
    return desk


async def recorded(house: FrontDesk) -> list[dict[str, str | int]]:
    """What stands in the history about causes."""
    async with house.store.begin() as unit:
        lines = await unit.appeals.history(1)
    return [dict(line.data) for line in lines if line.what is What.CAUSE]


def test_the_list_is_short_and_every_button_fits() -> None:
    made = [button for row in causes.buttons(2**63 - 1) for button in row]
    assert len(made) == len(causes.CAUSES)
    assert all(len(button.data.encode()) <= 64 for button in made)


async def test_every_cause_has_its_words(house: FrontDesk) -> None:
    captions = [house.text(b.caption) for row in causes.buttons(1) for b in row]
    assert len(set(captions)) == len(causes.CAUSES)


async def test_a_press_in_private_is_on_record_at_once_and_asks_for_words(
    house: FrontDesk,
) -> None:
    await presses_in(house, "k:overload:1:0", IGOR, PRIVATE)
    assert await recorded(house) == [{"cause": "overload", "text": ""}]
    replies = await house.asks("В отделе болели\nдвое", IGOR)
    assert house.said(replies) == ["people-cause-recorded"]
    assert (await recorded(house))[-1] == {"cause": "overload", "text": "В отделе болели двое"}


async def test_the_explanation_becomes_no_appeal_and_reaches_no_client(house: FrontDesk) -> None:
    await presses_in(house, "k:technical:1:0", IGOR)
    replies = await house.writes("Отключали электричество", IGOR)
    assert house.said(replies) == ["people-cause-recorded"]
    assert to_topic(replies) == []
    assert all(say.to != Address("telegram", OLGA.id) for say in to_client(replies))
    async with house.store.begin() as unit:
        assert await unit.appeals.count_open() == 1


async def test_the_next_message_after_it_is_heard_as_usual(house: FrontDesk) -> None:
    await presses_in(house, "k:technical:1:0", IGOR, PRIVATE)
    await house.asks("Отключали электричество", IGOR)
    assert "client-registered" in house.said(await house.asks("А какая у меня квота?", IGOR))


@pytest.mark.parametrize("who", [MARIA, ELENA, OLGA])
async def test_the_cause_is_the_controllers_to_record(house: FrontDesk, who: object) -> None:
    replies = await presses_in(house, "k:overload:1:0", who)  # type: ignore[arg-type]  # a Person of the tests
    assert house.toast(replies) == "people-no-role"
    assert await recorded(house) == []


@pytest.mark.parametrize("data", ["k:weather:1:0", "k:overload:77:0", "k:", "k:overload:x:0"])
async def test_forged_buttons_record_nothing(house: FrontDesk, data: str) -> None:
    assert house.toast(await presses_in(house, data, IGOR)) == "press-stale"
    assert await recorded(house) == []


@pytest.mark.parametrize(("command", "appeal"), [("/cause", 1), ("/cause 1", 0)])
async def test_the_list_is_shown_by_command_too(
    house: FrontDesk, command: str, appeal: int
) -> None:
    replies = await house.writes(command, IGOR, appeal=appeal)
    (question,) = says(replies, "people-cause")
    assert data_of(question)[0] == "k:overload:1:0"


async def test_the_history_tells_the_cause(house: FrontDesk) -> None:
    await presses_in(house, "k:absence:1:0", IGOR, PRIVATE)
    await house.asks("Отпуск", IGOR)
    text = texts(house, await house.writes("/appeal", MARIA))
    assert "причина просрочки: сотрудник отсутствовал. «Отпуск»" in text
    assert len(leads(await house.writes("/appeal 7", MARIA))) == 1
