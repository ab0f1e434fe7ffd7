from datetime import timedelta

import pytest

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Amend, Priority
from handlers.words_to_client import amendment
from tests.handlers.front_desk import MARIA, PETR, SERGEI, FrontDesk, to_client, to_topic

TOPIC = Address("telegram", "-1001", "9001")


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked, nobody has taken it."""
    await desk.asks("Какая квота?")
    return desk


async def test_an_album_waits_for_its_parts_and_other_words_do_not(asked: FrontDesk) -> None:
    part = Content(attachments=(Attachment(MediaKind.PHOTO, "f"),))
    (album,) = to_client(await asked.writes("", content=part, album="b"))
    (words,) = to_client(await asked.writes("Квота 2 %"))
    assert (album.wait, words.wait) == (asked.desk.album_wait, timedelta(0))
    assert words.priority is Priority.ANSWER


async def test_a_reply_to_a_colleague_or_to_nothing_known_answers_the_question(
    asked: FrontDesk,
) -> None:
    await asked.writes("Квота 2 %")
    colleague = (await asked.messages())[-1].ref.id
    for quoted in (colleague, "999"):
        (answer,) = to_client(await asked.writes("и ещё", reply_to=quoted))
        assert answer.reply_to == "11"


async def test_a_reply_never_quotes_another_persons_message(asked: FrontDesk) -> None:
    await asked.asks("Чужой вопрос", PETR)
    other = (await asked.messages(2))[0]
    async with asked.store.begin() as unit:
        await unit.messages.copied(other.id, MessageRef(TOPIC, "555"))
    (answer,) = to_client(await asked.writes("Квота 2 %", reply_to="555"))
    assert answer.reply_to == "11"


async def test_nobody_is_asked_to_take_what_has_ended(asked: FrontDesk) -> None:
    await asked.presses("a:close:1:1")
    await asked.writes("Всё же отвечу")
    held = (await asked.messages())[-1]
    assert not to_topic(await asked.presses(f"h:send:{held.id}:0", MARIA))


async def test_a_colleague_who_was_confirmed_once_goes_on_unasked(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1", MARIA)
    await asked.writes("Добавлю", SERGEI)
    held = (await asked.messages())[-1]
    await asked.presses(f"h:send:{held.id}:0", SERGEI)
    assert (await asked.appeal()).speakers == frozenset({SERGEI.id})


async def test_an_amended_answer_has_no_line_above_it(asked: FrontDesk) -> None:
    await asked.writes("Квота 3 %")
    answer = (await asked.messages())[-1]
    async with asked.office() as (office, _):
        amend = await amendment(answer, Content("Квота 2 %"), office)
    assert amend == Amend(answer.id, Content("Квота 2 %"))
