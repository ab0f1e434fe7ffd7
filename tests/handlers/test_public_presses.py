"""What staff do by a button with something said in public."""

import pytest

from appeals.model import MessageRef
from handlers.conversation import Person, Remove
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk, to_topic
from tests.handlers.square import GROUP, said, square


async def test_an_entry_is_taken_away_by_one_press(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    replies = await desk.presses("q:remove:1:0")
    assert desk.toast(replies) == "public-removing"
    assert Remove(MessageRef(GROUP, "11"), 1) in replies


@pytest.mark.parametrize("data", ["q:remove:2:0", "q:remove:99:0", "q:remove:-1:0", "q::1:0", "q"])
async def test_staffs_words_and_forged_ones_are_not_taken_away(desk: FrontDesk, data: str) -> None:
    await said(square(desk), "Когда приём?")
    await desk.writes("В среду")
    replies = await desk.presses(data)
    assert desk.toast(replies) == "press-stale"
    assert len(replies) == 1


async def test_a_private_message_is_not_taken_away(desk: FrontDesk) -> None:
    await square(desk).asks("Когда приём?")
    assert desk.toast(await desk.presses("q:remove:1:0")) == "press-stale"


@pytest.mark.parametrize("who", [Person("205", "Анна"), Person("299", "Никто")])
async def test_who_is_no_moderator_takes_nothing_away(desk: FrontDesk, who: Person) -> None:
    await said(square(desk), "Когда приём?")
    assert desk.toast(await desk.presses("q:remove:1:0", who)) == "staff-no-role"


async def test_a_client_who_forges_a_press_takes_nothing_away(desk: FrontDesk) -> None:
    await said(square(desk), "Когда приём?")
    assert desk.toast(await desk.presses("q:remove:1:0", OLGA)) == "press-stale"
    assert MARIA.id != OLGA.id


@pytest.mark.parametrize(("verb", "offered"), [("spam", True), ("ban", True), ("close", False)])
async def test_spam_before_all_can_be_taken_away_at_once(
    desk: FrontDesk, verb: str, offered: bool
) -> None:
    await said(square(desk), "Купите слона?")
    replies = await desk.presses(f"a:{verb}:1:1")
    pressed = [b.data for say in to_topic(replies) for row in say.buttons for b in row]
    assert ("q:remove:1:0" in pressed) is offered


async def test_spam_in_private_can_not_be_taken_away(desk: FrontDesk) -> None:
    await square(desk).asks("Купите слона?")
    replies = await desk.presses("a:spam:1:1")
    assert "q:remove:1:0" not in str(replies)
