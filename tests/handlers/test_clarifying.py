from datetime import timedelta

import pytest

from appeals.model import Fate, State
from appeals.sla import Policy
from appeals.windows import Window
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Amend
from tests.handlers.front_desk import MARIA, OLGA, SERGEI, FrontDesk, rules, to_client
from tests.handlers.staffed import texts


@pytest.fixture
async def pressed(desk: FrontDesk) -> FrontDesk:
    """Olga has asked and Maria has pressed Clarify."""
    await desk.asks("Какая квота?")
    await desk.presses("a:clarify:1:1")
    return desk


@pytest.mark.parametrize(
    ("pauses", "hours", "words"),
    [
        (False, 0, "срок ответа не меняется"),
        (True, 0, "пока он не ответит, срок не идёт"),
        (True, 25, "срок ответа не меняется"),
    ],
    ids=["the clock runs on", "the policy stops it", "overdue stays overdue"],
)
async def test_who_asks_back_reads_whether_the_clock_stands_still(
    desk: FrontDesk, pauses: bool, hours: int, words: str
) -> None:
    policy = Policy("consultation", Window(timedelta(hours=24)), pause_on_clarify=pauses)
    desk.desk = rules(policies={"consultation": policy})
    await desk.asks("Какая квота?")
    desk.now += timedelta(hours=hours)
    assert words in texts(desk, await desk.presses("a:clarify:1:1"))


async def test_the_next_words_are_asked_as_a_clarifying_question(pressed: FrontDesk) -> None:
    (question,) = to_client(await pressed.writes("Сколько у вас сотрудников?"))
    assert question.lead
    assert question.lead.key == "client-clarify"
    (answer,) = to_client(await pressed.writes("Квота 2 %"))
    assert not answer.lead


async def test_who_has_not_written_for_a_quarter_of_an_hour_answers_as_usual(
    pressed: FrontDesk,
) -> None:
    pressed.now += timedelta(minutes=15)
    (answer,) = to_client(await pressed.writes("Квота 2 %"))
    assert not answer.lead
    assert (await pressed.appeal()).spoken == 1


async def test_words_meant_to_clarify_an_appeal_that_has_ended_are_held(pressed: FrontDesk) -> None:
    await pressed.presses("c:cancel:1:0", OLGA)
    replies = await pressed.writes("Сколько у вас сотрудников?")
    assert pressed.said(replies) == ["staff-ended"]
    assert (await pressed.messages())[-1].fate is Fate.HELD
    assert (await pressed.appeal()).state is State.CLOSED


async def test_words_meant_to_clarify_what_a_colleague_took_meanwhile_are_held(
    pressed: FrontDesk,
) -> None:
    await pressed.presses("a:take:1:1", SERGEI)
    replies = await pressed.writes("Сколько у вас сотрудников?", MARIA)
    assert pressed.said(replies) == ["staff-colleague"]
    assert not to_client(replies)


async def test_an_album_asks_once_and_whole(pressed: FrontDesk) -> None:
    replies = []
    for number in range(2):
        part = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        replies += to_client(await pressed.writes("", content=part, album="b"))
    assert [bool(reply.lead) for reply in replies] == [True, False]
    assert len({reply.key for reply in replies}) == 1


async def test_an_edited_clarifying_question_keeps_its_leading_line(pressed: FrontDesk) -> None:
    await pressed.writes("Сколько у вас сотрудников?")
    asked = (await pressed.messages())[-1]
    (amend,) = await pressed.corrects("Сколько у вас работников?", int(asked.ref.id))
    assert isinstance(amend, Amend)
    assert amend.lead
    assert amend.lead.key == "client-clarify"
