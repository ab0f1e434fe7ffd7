"""A button speaks of the appeal in whose topic it stands."""

from dataclasses import replace

import pytest

from appeals.model import Address, Fate, Reason
from handlers.conversation import Pressed, Retry
from handlers.own_topic import is_elsewhere
from tests.handlers.front_desk import MARIA, MODERATORS, OLGA, PETR, FrontDesk


@pytest.mark.parametrize(
    ("at", "appeal", "elsewhere"),
    [
        (replace(MODERATORS, thread="9001"), 1, False),
        (replace(MODERATORS, thread="9001"), 2, True),
        (replace(MODERATORS, thread="9002"), 1, True),
        (replace(MODERATORS, thread="7777"), 1, False),
        (MODERATORS, 1, False),
        (Address("telegram", MARIA.id), 1, False),
        (replace(MODERATORS, thread="9001"), None, False),
    ],
)
async def test_only_the_topic_of_another_appeal_is_elsewhere(
    desk: FrontDesk, at: Address, appeal: int | None, elsewhere: bool
) -> None:
    """A topic that is known no more, and a place without topics, say nothing against it."""
    await desk.asks("Какая квота?")
    await desk.asks("Когда отчёт?", PETR)
    press = Pressed(at, MARIA, "1", "a:take:1:1", "press", private=False)
    async with desk.office() as (office, _):
        assert await is_elsewhere(press, appeal, office) is elsewhere


async def test_what_was_merged_leaves_its_buttons_in_its_topic(desk: FrontDesk) -> None:
    """An answer that could not be delivered is tried again where its button stands."""
    await desk.asks("Какая квота?")
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("А при 36?")
    await desk.writes("Квота 2 %", appeal=2)
    answer = (await desk.messages(2))[-1]
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(answer.id, Fate.FAILED)
    await desk.writes("/merge 1", appeal=2)
    assert (await desk.appeal(2)).reason is Reason.MERGED
    at = replace(MODERATORS, thread="9002")
    press = Pressed(at, MARIA, "1", f"r:retry:{answer.id}:0", "press", private=False)
    assert Retry(answer.id) in await desk.handle(press)
