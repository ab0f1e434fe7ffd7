"""An answer given in VK's own interface counts, is seen by staff, and stops a second one."""

from dataclasses import replace

import pytest

from appeals.model import Fate, Side, State
from appeals.ports import Notice
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Say, Withdraw
from handlers.notice_lines import Item, told
from handlers.office import ChannelRules
from handlers.words_to_client import words_key
from tests.handlers.front_desk import (
    EDITOR,
    MARIA,
    NADIA,
    SERGEI,
    VK,
    FrontDesk,
    to_client,
    to_topic,
)

ANSWER = "Приём по средам с 9 до 12"


async def test_it_stands_in_the_topic_with_the_button_that_ends_the_appeal(
    desk: FrontDesk,
) -> None:
    await desk.reports("Когда приём?")
    (shown,) = to_topic(await desk.answers_in_vk(ANSWER))
    assert "во ВКонтакте" in desk.text(shown.lead)
    assert shown.content
    assert shown.content.text == ANSWER
    ((button,),) = shown.buttons
    assert desk.toast(await desk.presses(button.data)) == "toast-answered"
    assert (await desk.appeal()).state is State.ANSWERED


async def test_it_is_on_record_as_staffs_words_that_have_arrived(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    _, stored = await desk.messages()
    assert (stored.side, stored.author, stored.fate) == (Side.STAFF, EDITOR.id, Fate.DELIVERED)
    assert await desk.history() == ["registered", "staff_wrote"]
    (listed,) = await desk.writes("/appeal 1", appeal=0)
    assert isinstance(listed, Say)
    assert "ответ во ВКонтакте" in desk.text(listed.lead)


async def test_it_is_sent_to_nobody(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    assert to_client(await desk.answers_in_vk(ANSWER)) == []


async def test_a_second_answer_is_held_until_its_author_confirms(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    (asked,) = to_topic(await desk.writes("Приём по вторникам"))
    assert "Коллега уже ответил клиенту во ВКонтакте" in desk.text(asked.lead)
    sent = await desk.presses(asked.buttons[0][0].data)
    assert [say.content.text for say in to_client(sent) if say.content] == ["Приём по вторникам"]


async def test_after_that_the_talk_goes_on_as_usual(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    (asked,) = to_topic(await desk.writes("Приём по вторникам"))
    await desk.presses(asked.buttons[0][0].data)
    assert to_client(await desk.writes("Кабинет 5"))


async def test_held_words_do_not_let_the_next_ones_through(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    for who in (MARIA, SERGEI):
        assert desk.said(await desk.writes("Приём", who)) == ["staff-colleague-elsewhere"]


@pytest.mark.parametrize(
    ("words", "held"), [("А в какой кабинет?", False), ("спасибо", True), ("ок", True)]
)
async def test_once_the_client_asks_on_staff_simply_answer(
    desk: FrontDesk, words: str, held: bool
) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    await desk.reports(words)
    assert (desk.said(await desk.writes("Кабинет 5")) == ["staff-colleague-elsewhere"]) is held


async def test_words_that_wait_to_be_sent_are_held_back(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.writes("Приём по вторникам")
    _, waiting = await desk.messages()
    await note_queued(desk, waiting.id)
    replies = await desk.answers_in_vk(ANSWER)
    assert Withdraw(words_key(waiting)) in replies
    assert "staff-colleague-elsewhere" in desk.said(replies)
    _, waiting, _ = await desk.messages()
    assert waiting.fate is Fate.HELD


async def test_an_album_that_waits_is_held_back_with_one_question(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    for number in range(3):
        photo = Content(attachments=(Attachment(MediaKind.PHOTO, f"f{number}"),))
        await desk.writes("", content=photo, album="a1")
    for message in await desk.messages():
        if message.side is Side.STAFF:
            await note_queued(desk, message.id)
    replies = await desk.answers_in_vk(ANSWER)
    assert desk.said(replies).count("staff-colleague-elsewhere") == 1
    fates = {m.fate for m in await desk.messages() if m.album}
    assert fates == {Fate.HELD}


async def test_what_has_arrived_already_stays(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.writes("Приём по вторникам")
    _, sent = await desk.messages()
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(sent.id, Fate.DELIVERED)
    assert desk.said(await desk.answers_in_vk(ANSWER)) == ["staff-answered-elsewhere"]


async def test_without_an_open_appeal_it_is_kept_and_nothing_else(desk: FrontDesk) -> None:
    assert await desk.answers_in_vk("Здравствуйте, это снова мы", number="90") == []
    kept = await desk.kept(90, NADIA, "vk")
    assert kept
    assert (kept.appeal_id, kept.side) == (None, Side.STAFF)


async def test_after_the_end_it_stands_in_the_topic_and_opens_nothing(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.writes("В среду")
    await desk.presses("a:answered:1:1")
    (shown,) = to_topic(await desk.answers_in_vk("И ещё: возьмите паспорт"))
    assert not shown.buttons
    assert "уже завершено" in desk.text(shown.lead)
    assert (await desk.appeal()).state is State.ANSWERED
    assert (await desk.history())[-1] == "staff_wrote"
    async with desk.store.begin() as unit:
        assert await unit.appeals.get(2) is None


async def test_reported_twice_it_counts_once(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER, number="90")
    assert await desk.answers_in_vk(ANSWER, number="90") == []
    assert (await desk.appeal()).spoken == 1


async def test_of_two_open_appeals_it_answers_the_one_the_client_wrote_to_last(
    desk: FrontDesk,
) -> None:
    await desk.reports("Когда приём?")
    await desk.reports("Яма во дворе", led_by="report_housing")
    await desk.answers_in_vk("Передали дворнику")
    assert ((await desk.appeal(1)).spoken, (await desk.appeal(2)).spoken) == (0, 1)


async def test_a_due_reminder_says_what_was_answered_there(desk: FrontDesk) -> None:
    """Whether it was the answer is for staff to say: the clock runs."""
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER)
    notice = Notice(1, MARIA.id, 1, "warn:30m", late=False, at=desk.now)
    item = Item(await desk.appeal(), notice, overdue=False)
    async with desk.office() as (office, _):
        lines = await told(item, MARIA.id, office)
    assert "Клиенту ответили во ВКонтакте" in desk.text(lines[-1])
    assert ANSWER in desk.text(lines[-1])


async def note_queued(desk: FrontDesk, message_id: int) -> None:
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(message_id, Fate.QUEUED)


async def test_personal_data_that_staff_may_not_see_is_masked_there_too(desk: FrontDesk) -> None:
    hidden = {"telegram": ChannelRules("consultation", personal_data=False), "vk": VK}
    desk.desk = replace(desk.desk, channels=hidden)
    await desk.reports("Когда приём?")
    (shown,) = to_topic(await desk.answers_in_vk("Звоним вам по 89131234567"))
    assert shown.content
    assert "89131234567" not in shown.content.text


async def test_a_changed_answer_is_shown_beside_the_first_version(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER, number="90")
    (shown,) = to_topic(await desk.edits_in_vk("Приём по четвергам", "90"))
    assert "изменили во ВКонтакте" in desk.text(shown.lead)
    assert EDITOR.name in desk.text(shown.lead)
    assert shown.content == Content("Приём по четвергам")
    _, answer = await desk.messages()
    async with desk.store.begin() as unit:
        versions = [content.text for content in await unit.messages.versions(answer.id)]
    assert versions == [ANSWER, "Приём по четвергам"]
    assert await desk.history() == ["registered", "staff_wrote", "staff_edited"]
    assert await desk.edits_in_vk("Приём по четвергам", "90") == []


async def test_a_changed_answer_is_no_second_one(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.answers_in_vk(ANSWER, number="90")
    replies = await desk.edits_in_vk("Приём по четвергам", "90")
    assert to_client(replies) == []
    assert (await desk.appeal()).spoken == 1


async def test_a_changed_answer_that_was_never_heard_counts_as_given(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    (shown,) = to_topic(await desk.edits_in_vk(ANSWER, "90"))
    assert shown.content == Content(ANSWER)
    assert (await desk.appeal()).spoken == 1


async def test_a_changed_answer_without_an_appeal_is_kept_and_nothing_else(
    desk: FrontDesk,
) -> None:
    assert await desk.answers_in_vk(ANSWER, number="90") == []
    assert await desk.edits_in_vk("Приём по четвергам", "90") == []


async def test_what_a_client_wrote_is_changed_by_nobody_else(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    (asked,) = await desk.messages()
    assert await desk.edits_in_vk("Другое", asked.ref.id) == []
    assert (await desk.messages())[0].content.text == "Когда приём?"
