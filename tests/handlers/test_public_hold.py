"""Staff's words for all wait until confirmed when they hold what not everybody should read."""

import pytest

from appeals.model import Fate, State
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Amend, Redraw, Reply, Say, Withdraw
from handlers.guide import Guide, Page
from tests.handlers.front_desk import MARIA, NADIA, OLGA, SERGEI, FrontDesk, to_topic
from tests.handlers.square import BY_HAND, PHOTO, in_public, said, square

PHONE = "Позвоните: 8 913 123-45-67"
FILE = Attachment(MediaKind.PHOTO, "1")


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked in the group."""
    await said(square(desk), "Когда приём?")
    return desk


def data(replies: list[Reply], number: int = 0) -> str:
    """A button of what the topic is asked."""
    rows = [reply.buttons for reply in replies if isinstance(reply, Say | Redraw) and reply.buttons]
    return rows[-1][0][number].data


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PHONE, "номер телефона"),
        ("Пишите на ivan@example.org", "адрес электронной почты"),
        ("Ваш СНИЛС 123-456-789 00", "номер документа"),
        ("Вас примет Петров И. С.", "фамилия, имя или отчество"),
        ("Ольга, приём по средам", "имя автора вопроса"),
    ],
)
async def test_they_are_held_and_it_is_explained_why(
    asked: FrontDesk, text: str, told: str
) -> None:
    replies = await asked.writes(text)
    assert in_public(replies) == []
    (question,) = to_topic(replies)
    shown = asked.text(question.lead)
    assert told in shown
    assert "прочитают все" in shown
    assert text not in shown
    assert (await asked.messages())[-1].fate is Fate.HELD
    assert (await asked.appeal()).spoken == 0


async def test_confirmed_they_go_out(asked: FrontDesk) -> None:
    replies = await asked.presses(data(await asked.writes(PHONE)))
    (answer,) = in_public(replies)
    assert answer.content == Content(PHONE)
    assert "held" in await asked.history()
    assert "released" in await asked.history()


async def test_dropped_they_do_not(asked: FrontDesk) -> None:
    replies = await asked.presses(data(await asked.writes(PHONE), 1))
    assert in_public(replies) == []
    assert (await asked.messages())[-1].fate is Fate.DROPPED


async def test_only_their_author_confirms(asked: FrontDesk) -> None:
    pressed = await asked.presses(data(await asked.writes(PHONE)), SERGEI)
    assert asked.toast(pressed) == "staff-not-yours"


async def test_what_is_added_after_the_explanation_is_asked_about_again(
    asked: FrontDesk,
) -> None:
    confirm = data(await asked.writes(PHONE))
    await asked.corrects(f"{PHONE}, Петров И. С.", asked.next_id)
    replies = await asked.presses(confirm)
    assert in_public(replies) == []
    (again,) = [reply for reply in replies if isinstance(reply, Redraw)]
    assert "фамилия" in asked.text(again.lead)
    (answer,) = in_public(await asked.presses(data(replies)))
    assert answer.content == Content(f"{PHONE}, Петров И. С.")


async def test_what_was_taken_out_by_an_edit_simply_goes(asked: FrontDesk) -> None:
    confirm = data(await asked.writes(PHONE))
    await asked.corrects("Приём по средам", asked.next_id)
    (answer,) = in_public(await asked.presses(confirm))
    assert answer.content == Content("Приём по средам")


async def test_a_colleagues_words_are_looked_at_when_they_are_released(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1")
    held = await asked.writes(PHONE, SERGEI)
    assert asked.said(held) == ["staff-colleague"]
    replies = await asked.presses(data(held), SERGEI)
    assert in_public(replies) == []
    assert in_public(await asked.presses(data(replies), SERGEI))


async def test_the_authoritys_published_contacts_go_at_once(asked: FrontDesk) -> None:
    page = Page("c", "Контакты", "Контакты", "Телефон: 8 913 123-45-67")
    square(asked, guide=Guide(pages={"c": page}))
    assert in_public(await asked.writes(PHONE))


async def test_in_private_nothing_is_held(desk: FrontDesk) -> None:
    await desk.asks("Когда приём?")
    replies = await desk.writes(PHONE)
    assert [say for say in replies if isinstance(say, Say) and say.content == Content(PHONE)]


async def test_a_clarifying_question_is_held_and_stays_one(asked: FrontDesk) -> None:
    await asked.presses("a:clarify:1:1")
    held = await asked.writes("Ваш телефон 8 913 123-45-67?")
    assert in_public(held) == []
    (question,) = in_public(await asked.presses(data(held)))
    assert "уточнить" in asked.text(question.lead)
    assert (await asked.appeal()).state is State.CLARIFYING


async def test_an_edit_that_brings_it_in_is_not_passed_on_before_it_is_confirmed(
    asked: FrontDesk,
) -> None:
    await asked.writes("Приём по средам")
    await asked.delivered(2)
    async with asked.office() as (office, _):
        await office.messages.set_fate(2, Fate.DELIVERED)
    replies = await asked.corrects(PHONE, asked.next_id)
    assert not [reply for reply in replies if isinstance(reply, Amend)]
    confirm = data(replies)
    assert asked.toast(await asked.presses(confirm, SERGEI)) == "staff-not-yours"
    (amend,) = [r for r in await asked.presses(confirm) if isinstance(r, Amend)]
    assert amend.content == Content(PHONE)


async def test_an_edit_that_was_edited_again_has_a_question_of_its_own(asked: FrontDesk) -> None:
    await asked.writes("Приём по средам")
    confirm = data(await asked.corrects(PHONE, asked.next_id))
    await asked.corrects(f"{PHONE}, Петров И. С.", asked.next_id)
    assert asked.toast(await asked.presses(confirm)) == "press-stale"


async def test_a_failed_answer_with_such_an_edit_is_not_simply_sent_again(
    asked: FrontDesk,
) -> None:
    await asked.writes("Приём по средам")
    async with asked.office() as (office, _):
        await office.messages.set_fate(2, Fate.FAILED)
    await asked.corrects(PHONE, asked.next_id)
    replies = await asked.presses("r:retry:2:0")
    assert in_public(replies) == []
    assert asked.toast(replies) == "empty"
    (answer,) = in_public(await asked.presses(data(replies)))
    assert answer.content == Content(PHONE)


async def test_a_later_part_of_an_album_holds_the_whole(asked: FrontDesk) -> None:
    first = Content("Порядок приёма", attachments=(FILE,))
    await asked.writes("", content=first, album="a")
    replies = await asked.writes("", content=Content(PHONE, attachments=(FILE,)), album="a")
    assert [reply for reply in replies if isinstance(reply, Withdraw)]
    assert [one.fate for one in (await asked.messages())[1:]] == [Fate.HELD, Fate.HELD]
    sent = in_public(await asked.presses(data(replies)))
    assert len(sent) == 2


async def test_a_reason_for_all_holds_none_of_it(asked: FrontDesk) -> None:
    replies = await asked.writes("/interim 24.11 18:00 ждём ответ от Петрова И. С.")
    assert in_public(replies) == []
    assert asked.said(replies) == ["public-reason"]
    (told,) = in_public(await asked.writes("/interim 24.11 18:00 ждём ответ налоговой"))
    assert "не успеваем" in asked.text(told.lead)


async def test_what_will_be_placed_by_hand_is_looked_at_too(desk: FrontDesk) -> None:
    await said(square(desk), "Где это?", NADIA, PHOTO, BY_HAND)
    held = await desk.writes(PHONE)
    assert (await desk.messages())[-1].fate is Fate.HELD
    replies = await desk.presses(data(held))
    assert in_public(replies) == []
    assert (await desk.messages())[-1].fate is Fate.KEPT
    assert {MARIA.id, OLGA.id} == {"201", "101"}
