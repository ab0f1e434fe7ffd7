"""/split: a message of an appeal becomes one of its own."""

from datetime import timedelta

import pytest

from appeals.model import MessageRef, State
from handlers.conversation import Say
from tests.handlers.front_desk import MODERATORS, PETR, FrontDesk, to_client
from tests.handlers.gathered import buttons_of, click, sent
from tests.handlers.square import POST, commented, every_comment, in_public, posted, said, square


async def shown(desk: FrontDesk, message: int, copy: str = "555") -> None:
    """A copy of the message stands in the topic."""
    async with desk.office() as (office, _):
        await office.messages.copied(message, MessageRef(MODERATORS, copy))


@pytest.fixture
async def added(desk: FrontDesk) -> FrontDesk:
    """Olga has added something an hour after her question."""
    await desk.asks("Когда приём?")
    desk.now += timedelta(hours=1)
    await desk.asks("И где взять справку?")
    await shown(desk, 2)
    desk.now += timedelta(hours=1)
    return desk


async def test_the_message_gets_a_clock_from_its_own_date(added: FrontDesk) -> None:
    replies = await added.writes("/split", reply_to="555")
    other = await added.appeal(2)
    assert other.due_at == added.now - timedelta(hours=1) + timedelta(hours=24)
    assert (other.kind, other.follows, other.state) == ("consultation", 1, State.NEW)
    assert [m.content.text for m in await added.messages(2)] == ["И где взять справку?"]
    assert len(await added.messages(1)) == 1
    assert "№ 2026-000002" in added.text(to_client(replies)[0].lead)


async def test_both_histories_name_who_did_it(added: FrontDesk) -> None:
    await added.writes("/split", reply_to="555")
    async with added.office() as (office, _):
        (registered,) = await office.appeals.history(2)
        split = (await office.appeals.history(1))[-1]
    assert (registered.by.id, split.by.id, split.data["number"]) == ("201", "201", "2026-000002")


@pytest.mark.parametrize("reply_to", ["", "1", "9999", "11"])
async def test_it_must_answer_a_clients_message(added: FrontDesk, reply_to: str) -> None:
    assert added.said(await added.writes("/split", reply_to=reply_to)) == ["split-how"]


async def test_the_question_itself_stays(added: FrontDesk) -> None:
    await shown(added, 1, "556")
    assert added.said(await added.writes("/split", reply_to="556")) == ["split-how"]


async def test_a_message_of_another_appeal_stays_there(added: FrontDesk) -> None:
    await added.writes("/split", reply_to="555")
    assert added.said(await added.writes("/split", reply_to="555")) == ["split-how"]
    assert added.said(await added.writes("/split", appeal=0)) == ["staff-only-in-topic"]


async def test_in_public_nothing_is_said_and_the_place_stays(desk: FrontDesk) -> None:
    await posted(square(desk, public=every_comment()))
    await commented(desk, "Когда приём?")
    await commented(desk, "И где взять справку?")
    await shown(desk, 2)
    replies = await desk.writes("/split", reply_to="555")
    assert in_public(replies) == []
    one, other = await desk.appeal(1), await desk.appeal(2)
    assert (other.spot, other.place, other.kind) == (one.spot, one.place, "comment")
    await said(desk, "Третье?", at=POST.at, root=POST.root, reply_to=POST.root)
    assert len(await desk.messages(2)) == 2


async def test_a_split_message_is_shown_in_its_own_topic(added: FrontDesk) -> None:
    replies = await added.writes("/split", reply_to="555")
    keys = [reply.lead.key for reply in replies if isinstance(reply, Say) and reply.lead]
    assert keys == ["client-registered", "split-done"]


async def test_what_was_split_off_holds_up_no_answer_to_the_rest(added: FrontDesk) -> None:
    """The card that stands there was drawn before what is now an appeal of its own."""
    await added.writes("Приём по средам")
    await added.writes("/split", reply_to="555")
    assert added.toast(await added.presses("a:answered:1:1")) == "toast-answered"


async def test_what_was_added_besides_must_still_be_read(added: FrontDesk) -> None:
    await added.writes("Приём по средам")
    await added.asks("Нас будет трое")
    await added.writes("/split", reply_to="555")
    assert added.toast(await added.presses("a:answered:1:1")) == "staff-refused-client-added"


async def test_what_was_added_later_must_still_be_read(added: FrontDesk) -> None:
    """The count does not go back: a card drawn with the words that left is no newer for it."""
    await added.writes("Приём по средам")
    await added.writes("/split", reply_to="555")
    await added.asks("Нас будет трое", reply_to="11")
    assert len(await added.messages(1)) == 3
    for seen in (1, 2):
        refused = await added.presses(f"a:answered:1:{seen}")
        assert added.toast(refused) == "staff-refused-client-added"


async def test_a_member_of_an_incident_gets_the_answer_without_what_was_split_off(
    added: FrontDesk,
) -> None:
    await added.asks("Когда приём граждан?", PETR)
    await added.writes("/incident 1 2", appeal=0)
    shown_again = await added.writes("/incident answer И-1 По средам", appeal=0)
    await added.asks("И вход с какой стороны?")
    await shown(added, (await added.messages(1))[-1].id, "557")
    await added.writes("/split", reply_to="557")
    await click(added, buttons_of(shown_again)[0])
    assert {say.appeal_id for say in await sent(added)} == {1, 2}
