"""What resembles an earlier question says so on its card, with a button that gathers both."""

from datetime import timedelta

import pytest

from appeals.resemblance import Resemblance
from handlers import card
from handlers.conversation import Button
from tests.handlers.front_desk import OLGA, PETR, SERGEI, FrontDesk, rules
from tests.handlers.gathered import QUESTION, click, members, three_ask


async def drawn(desk: FrontDesk, appeal: int) -> tuple[str, list[Button]]:
    """The card's words and buttons."""
    async with desk.office() as (office, _):
        found = await card.draw(appeal, office)
    assert found is not None
    return desk.text(found.lead), [button for row in found.buttons for button in row]


async def offered(desk: FrontDesk, appeal: int) -> list[str]:
    """Captions of what gathers."""
    _, buttons = await drawn(desk, appeal)
    return [desk.text(one.caption) for one in buttons if one.data.startswith("i:")]


async def gathers(desk: FrontDesk, appeal: int) -> None:
    """An employee presses the card's button."""
    _, buttons = await drawn(desk, appeal)
    await click(desk, next(one for one in buttons if one.data.startswith("i:")))


async def test_a_question_that_resembles_an_open_one_says_so(desk: FrontDesk) -> None:
    await three_ask(desk)
    assert await offered(desk, 1) == []
    words, _ = await drawn(desk, 2)
    assert "Похоже на обращение 000001" in words
    assert await offered(desk, 2) == ["Собрать вместе"]
    assert await offered(desk, 3) == ["Собрать вместе"]


async def test_one_press_gathers_both_and_the_next_is_offered_the_incident(
    desk: FrontDesk,
) -> None:
    await three_ask(desk)
    await gathers(desk, 2)
    assert [one.appeal_id for one in await members(desk)] == [1, 2]
    assert await offered(desk, 2) == []
    assert await offered(desk, 3) == ["Добавить к И-2026-0001"]
    await gathers(desk, 3)
    assert [one.appeal_id for one in await members(desk)] == [1, 2, 3]


async def test_another_question_resembles_nothing(desk: FrontDesk) -> None:
    await desk.asks(QUESTION)
    await desk.asks("Как получить справку о составе семьи для субсидии?", PETR)
    assert await offered(desk, 2) == []


async def test_what_has_ended_is_not_offered_unless_it_is_in_an_incident(
    desk: FrontDesk,
) -> None:
    await three_ask(desk)
    await desk.writes("/close", appeal=1)
    await desk.writes("/close", appeal=2)
    await desk.asks(QUESTION, SERGEI)
    assert await offered(desk, 4) == ["Собрать вместе"]
    await desk.writes("/incident 1 2", appeal=0)
    await desk.asks(QUESTION, OLGA)
    assert await offered(desk, 5) == ["Добавить к И-2026-0001"]


async def test_after_a_restart_the_same_is_known(desk: FrontDesk) -> None:
    await desk.asks(QUESTION)
    desk.desk = rules()
    await desk.asks(QUESTION, PETR)
    assert await offered(desk, 2) == ["Собрать вместе"]


async def test_what_was_asked_long_ago_is_forgotten(desk: FrontDesk) -> None:
    await desk.asks(QUESTION)
    desk.now += timedelta(days=4)
    await desk.asks(QUESTION, PETR)
    assert await offered(desk, 2) == []


async def test_a_question_that_was_undone_is_not_taken_for_another(desk: FrontDesk) -> None:
    """Row ids may be given again after a rollback: memory must not mix them up."""
    memory = Resemblance()
    memory.put(2, "Совсем другой вопрос про отпуск и больничный лист", desk.now)
    desk.desk = rules(resemblance=memory)
    await desk.asks(QUESTION)
    await desk.asks("Как оформить отпуск и больничный лист сотруднику?", PETR)
    await desk.asks(QUESTION, SERGEI)
    assert await offered(desk, 3) == ["Собрать вместе"]
    words, _ = await drawn(desk, 3)
    assert "Похоже на обращение 000001" in words


@pytest.mark.parametrize("data", ["i:join:2:3", "i:join:99:1", "i:join:1:2", "i:boo:1:1", "i:"])
async def test_a_forged_press_gathers_nothing(desk: FrontDesk, data: str) -> None:
    await three_ask(desk)
    replies = await desk.presses(data)
    assert desk.toast(replies) == "press-stale"
    assert await members(desk) == []


@pytest.mark.parametrize(("window", "days", "found"), [(1, 0.9, True), (1, 1.1, False)])
async def test_only_questions_of_the_authoritys_window_are_compared(
    desk: FrontDesk, window: float, days: float, found: bool
) -> None:
    desk.desk = rules(similar_within=timedelta(days=window))
    await desk.asks(QUESTION)
    desk.now += timedelta(days=days)
    await desk.asks(QUESTION, PETR)
    assert bool(await offered(desk, 2)) is found


async def test_without_a_window_nothing_is_compared(desk: FrontDesk) -> None:
    desk.desk = rules(similar_within=timedelta(0))
    await desk.asks(QUESTION)
    await desk.asks(QUESTION, PETR)
    assert await offered(desk, 2) == []
