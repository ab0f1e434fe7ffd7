from datetime import timedelta

import pytest

from appeals.model import Reason, State
from appeals.words import Content
from handlers.conversation import Redraw, Refresh
from tests.handlers.front_desk import OLGA, PETR, FrontDesk, to_client, to_topic


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked."""
    await desk.asks("Какая квота?")
    return desk


async def test_another_question_makes_the_next_words_an_appeal_of_their_own(
    asked: FrontDesk,
) -> None:
    assert asked.said(await asked.presses("c:other:1:0", OLGA)) == ["client-write-other"]
    replies = await asked.asks("Когда сдавать отчёт?")
    assert "№ 2026-000002" in asked.text(to_client(replies)[0].lead)
    await asked.asks("и как?")
    assert len(await asked.messages(2)) == 2


async def test_another_question_splits_what_was_already_added(asked: FrontDesk) -> None:
    await asked.asks("А ещё: когда сдавать отчёт?")
    asked.now = asked.now.replace(hour=9)
    replies = await asked.presses("c:other:1:0", OLGA)
    assert [message.content.text for message in await asked.messages(2)] == [
        "А ещё: когда сдавать отчёт?"
    ]
    other = await asked.appeal(2)
    assert other.published_at < asked.now, "the clock runs from the words, not from the press"
    assert "client-registered" in asked.said(replies)
    assert "split" in await asked.history(1)


async def test_a_client_takes_the_question_back_and_brings_it_back(asked: FrontDesk) -> None:
    replies = await asked.presses("c:cancel:1:0", OLGA)
    assert (await asked.appeal()).reason is Reason.CANCELLED
    assert "staff-cancelled" in asked.said([*to_topic(replies)])
    await asked.presses("c:return:1:0", OLGA)
    assert (await asked.appeal()).state is State.NEW


async def test_not_solved_reopens_and_the_client_is_told_so(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    replies = await asked.presses("c:unsolved:1:0", OLGA)
    assert (await asked.appeal()).is_open
    (told,) = [reply for reply in replies if isinstance(reply, Redraw)]
    assert told.lead
    assert told.lead.key == "client-reopened"
    assert asked.said([*to_topic(replies)]) == ["staff-reopened"]


async def test_solved_is_on_record(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    await asked.presses("c:solved:1:0", OLGA)
    assert (await asked.history())[-1] == "solved"


@pytest.mark.parametrize(
    "verb", ["other", "apart", "cancel", "return", "solved", "unsolved", "fly"]
)
async def test_somebody_elses_appeal_cannot_be_touched(asked: FrontDesk, verb: str) -> None:
    await asked.asks("Мой вопрос", PETR)
    replies = await asked.presses(f"c:{verb}:1:0", PETR)
    assert asked.toast(replies) == "press-stale"
    assert (await asked.appeal(1)).state is State.NEW


async def test_an_ended_appeal_cannot_be_cancelled(asked: FrontDesk) -> None:
    await asked.presses("a:spam:1:1")
    assert asked.toast(await asked.presses("c:cancel:1:0", OLGA)) == "client-refused-ended"
    assert asked.toast(await asked.presses("c:return:1:0", OLGA)) == "press-stale"


async def test_my_appeals_list_states_and_show_answers(asked: FrontDesk) -> None:
    await asked.writes("Квота 2 %")
    await asked.writes("// заметка")
    replies = await asked.asks("/my")
    (listed,) = to_client(replies)
    data = listed.buttons[0][0].data
    (shown,) = [r for r in await asked.presses(data, OLGA) if isinstance(r, Redraw)]
    assert shown.lead
    assert [words.key for words in shown.lead.below] == ["my-client", "my-staff"]
    assert asked.text(shown.lead.below[1]).strip() == "Ответ: Квота 2 %"
    assert Content("заметка").text not in str(shown)


async def test_somebody_elses_answers_cannot_be_read(asked: FrontDesk) -> None:
    await asked.asks("Мой вопрос", PETR)
    replies = await asked.presses("my:a:1", PETR)
    assert asked.toast(replies) == "press-stale"


async def test_a_double_tap_on_another_question_splits_one_message_only(asked: FrontDesk) -> None:
    await asked.asks("Нас 35 человек")
    await asked.asks("А когда сдавать отчёт?")
    await asked.presses("c:other:1:0", OLGA)
    assert asked.said(await asked.presses("c:other:1:0", OLGA)) == []
    assert [m.content.text for m in await asked.messages(1)] == ["Какая квота?", "Нас 35 человек"]


async def test_a_later_press_on_another_question_asks_for_it(asked: FrontDesk) -> None:
    await asked.asks("А когда сдавать отчёт?")
    await asked.presses("c:other:1:0", OLGA)
    asked.now += timedelta(minutes=1)
    assert asked.said(await asked.presses("c:other:1:0", OLGA)) == ["client-write-other"]


async def test_thanks_are_no_other_question(asked: FrontDesk) -> None:
    await asked.asks("А когда сдавать отчёт?")
    await asked.asks("спасибо")
    await asked.presses("c:other:1:0", OLGA)
    assert [m.content.text for m in await asked.messages(2)] == ["А когда сдавать отчёт?"]


async def test_after_a_split_the_old_card_is_drawn_anew(asked: FrontDesk) -> None:
    await asked.asks("А когда сдавать отчёт?")
    replies = await asked.presses("c:other:1:0", OLGA)
    assert [r.appeal_id for r in replies if isinstance(r, Refresh)] == [1, 2]


@pytest.mark.parametrize("verb", ["return", "unsolved", "other"])
async def test_a_banned_person_reopens_nothing_by_old_buttons(asked: FrontDesk, verb: str) -> None:
    await asked.writes("Квота 2 %")
    await asked.presses("a:answered:1:1")
    await asked.asks("Реклама")
    await asked.presses("a:ban:2:1")
    assert asked.toast(await asked.presses(f"c:{verb}:1:0", OLGA)) == "client-banned"
    assert not (await asked.appeal(1)).is_open
