"""/merge: two appeals of one person become one."""

from datetime import timedelta

import pytest

from appeals.model import Address, MessageRef, Reason, State
from handlers.conversation import Say
from tests.handlers.front_desk import MODERATORS, OLGA, PETR, FrontDesk, to_topic
from tests.handlers.square import in_public, said, square


@pytest.fixture
async def two(desk: FrontDesk) -> FrontDesk:
    """Olga has asked twice, three hours apart."""
    await desk.asks("Когда приём?")
    desk.now += timedelta(hours=3)
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("По квоте когда приём?")
    return desk


async def test_what_is_here_goes_over_there_and_the_earlier_deadline_stays(
    two: FrontDesk,
) -> None:
    early = (await two.appeal(1)).due_at
    replies = await two.writes("/merge 2", appeal=1)
    gone, kept = await two.appeal(1), await two.appeal(2)
    assert (gone.state, gone.reason) == (State.CLOSED, Reason.MERGED)
    assert (kept.state, kept.due_at) == (State.NEW, early)
    assert [m.content.text for m in await two.messages(2)] == [
        "Когда приём?",
        "По квоте когда приём?",
    ]
    assert await two.messages(1) == []
    copies = [say.content.text for say in to_topic(replies) if say.content]
    assert copies == ["Когда приём?"]
    assert gone.next_step_at is None


async def test_the_later_one_into_the_earlier_changes_no_date(two: FrontDesk) -> None:
    early = (await two.appeal(1)).due_at
    await two.writes("/merge 2026-000001", appeal=2)
    assert (await two.appeal(1)).due_at == early
    assert (await two.appeal(2)).reason is Reason.MERGED


async def test_both_histories_and_the_client_tell_of_it(two: FrontDesk) -> None:
    replies = await two.writes("/merge 2", appeal=1)
    assert (await two.history(1))[-1] == "merged"
    assert (await two.history(2))[-1] == "took_in"
    (told,) = [
        say for say in replies if isinstance(say, Say) and say.to == Address("telegram", OLGA.id)
    ]
    assert "№ 2026-000002" in two.text(told.lead)
    (listed,) = await two.writes("/appeal 1", appeal=0)
    assert isinstance(listed, Say)
    assert "присоединено к другому обращению № 2026-000002" in two.text(listed.lead)


async def test_what_was_said_before_counts_there(two: FrontDesk) -> None:
    await two.writes("По средам", appeal=1)
    await two.writes("/merge 2", appeal=1)
    kept = await two.appeal(2)
    assert (kept.spoken, kept.speakers) == (1, frozenset({"201"}))
    assert two.toast(await two.presses("a:answered:2:1")) == "staff-refused-client-added"
    assert two.toast(await two.presses(f"a:answered:2:{kept.seen}")) == "toast-answered"


@pytest.mark.parametrize("verb", ["undo", "reopen"])
async def test_it_is_not_taken_back(two: FrontDesk, verb: str) -> None:
    await two.writes("/merge 2", appeal=1)
    assert two.toast(await two.presses(f"a:{verb}:1:1")) == "staff-refused-merged"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("/merge", "merge-how"),
        ("/merge 77", "merge-how"),
        ("/merge; drop", "staff-unknown-command"),
        ("/merge 1", "staff-refused-itself"),
    ],
)
async def test_what_can_not_be_merged_is_said(two: FrontDesk, words: str, key: str) -> None:
    assert two.said(await two.writes(words, appeal=1)) == [key]


async def test_each_person_is_answered_on_their_own(two: FrontDesk) -> None:
    await two.asks("И мне когда?", PETR)
    assert two.said(await two.writes("/merge 1", appeal=3)) == ["staff-refused-other-client"]
    assert (await two.appeal(3)).is_open


async def test_into_what_has_ended_nothing_goes(two: FrontDesk) -> None:
    await two.presses("a:close:2:1")
    assert two.said(await two.writes("/merge 2", appeal=1)) == ["staff-refused-into-ended"]
    assert two.said(await two.writes("/merge 1", appeal=2)) == ["staff-refused-ended"]


async def test_outside_the_topics_there_is_nothing_to_merge(two: FrontDesk) -> None:
    assert two.said(await two.writes("/merge 2", appeal=0)) == ["staff-only-in-topic"]


async def test_who_is_no_moderator_merges_nothing(two: FrontDesk) -> None:
    await two.writes("/merge 2", PETR, appeal=1)
    assert (await two.appeal(1)).is_open


async def test_a_private_question_is_not_answered_before_all(desk: FrontDesk) -> None:
    await square(desk).asks("Моё личное дело?")
    await said(desk, "Когда приём?")
    assert desk.said(await desk.writes("/merge 2")) == ["staff-refused-not-before-all"]
    replies = await desk.writes("/merge 1", appeal=2)
    assert in_public(replies) == []
    assert (await desk.appeal(2)).reason is Reason.MERGED


async def test_an_answer_to_moved_words_replies_in_the_right_place(desk: FrontDesk) -> None:
    await square(desk).asks("Моё личное дело?")
    await said(desk, "Когда приём?")
    await desk.writes("/merge 1", appeal=2)
    async with desk.office() as (office, _):
        await office.messages.copied(2, MessageRef(MODERATORS, "555"))
    replies = await desk.writes("По средам", appeal=1, reply_to="555")
    (answer,) = [say for say in replies if isinstance(say, Say) and say.message_id]
    assert (answer.to, answer.reply_to) == (Address("telegram", OLGA.id), "11")
