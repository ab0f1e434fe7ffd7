from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from appeals.model import Side, State
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Feeling, React, Refresh, Say
from handlers.office import ChannelRules
from tests.handlers.front_desk import MARIA, OLGA, PETR, FrontDesk, to_client, to_topic


def photo(text: str = "", number: int = 1) -> Content:
    return Content(text, attachments=(Attachment(MediaKind.PHOTO, f"file{number}"),))


async def test_a_free_text_is_registered_at_once_with_number_due_time_and_zone(
    desk: FrontDesk,
) -> None:
    replies = await desk.asks("Какая квота при 135 сотрудниках?")
    (ack,) = to_client(replies)
    text = desk.text(ack.lead)
    assert "№ 2026-000001" in text
    assert "14:30, вторник, 24 ноября" in text
    assert "UTC+7" in text
    assert any(isinstance(reply, Refresh) for reply in replies)


async def test_the_deadline_counts_from_the_messages_own_date(desk: FrontDesk) -> None:
    published = desk.now - timedelta(hours=6)
    await desk.asks("Какая квота?", when=published)
    assert (await desk.appeal()).due_at == published + timedelta(hours=24)


async def test_three_messages_in_a_row_are_one_appeal_with_one_acknowledgement(
    desk: FrontDesk,
) -> None:
    first = await desk.asks("Нас 35 человек")
    second = await desk.asks("двое с инвалидностью")
    third = await desk.asks("хватит?")
    assert desk.said(first)[0] == "client-registered"
    assert not to_client(second) + to_client(third)
    assert [copy.content.text for copy in to_topic(second + third) if copy.content] == [
        "двое с инвалидностью",
        "хватит?",
    ]
    assert len(await desk.messages()) == 3


async def test_an_album_of_ten_is_one_appeal_and_one_copy_for_staff(desk: FrontDesk) -> None:
    replies = []
    for number in range(10):
        replies += await desk.asks(content=photo("фото" if number == 0 else "", number), album="a1")
    assert len(to_client(replies)) == 1
    copies = to_topic(replies)
    assert {copy.key for copy in copies} == {copies[0].key}
    assert all(copy.append for copy in copies)
    assert len(await desk.messages()) == 10


@pytest.mark.parametrize("kind", [MediaKind.VOICE, MediaKind.DOCUMENT, MediaKind.VIDEO])
async def test_a_file_or_a_voice_joins_the_open_appeal(desk: FrontDesk, kind: MediaKind) -> None:
    await desk.asks("Какая квота?")
    replies = await desk.asks(content=Content(attachments=(Attachment(kind, "f"),)))
    (copy,) = to_topic(replies)
    assert copy.content
    assert copy.content.attachments[0].kind is kind


async def test_a_greeting_alone_opens_nothing_and_is_kept(desk: FrontDesk) -> None:
    replies = await desk.asks("Здравствуйте!")
    assert desk.said(replies) == ["client-greeting"]
    kept = await desk.kept(11)
    assert kept
    assert kept.appeal_id is None


async def test_a_greeting_edited_into_a_question_is_heard(desk: FrontDesk) -> None:
    await desk.asks("Здравствуйте")
    replies = await desk.edits("Здравствуйте, какая квота?", 11)
    assert "client-registered" in desk.said(replies)
    assert [message.side for message in await desk.messages()] == [Side.CLIENT]


async def test_only_an_emoji_opens_nothing_and_is_answered_in_words(desk: FrontDesk) -> None:
    assert desk.said(await desk.asks("👍")) == ["client-wordless"]
    sticker = Content(attachments=(Attachment(MediaKind.STICKER, "s"),))
    assert desk.said(await desk.asks(content=sticker)) == ["client-wordless"]


async def test_thanks_after_the_answer_get_a_reaction_and_no_number(desk: FrontDesk) -> None:
    await answered(desk)
    (reply,) = await desk.asks("Спасибо большое!")
    assert isinstance(reply, React)
    assert reply.feeling is Feeling.WELCOME


async def test_a_new_question_after_the_answer_is_a_new_appeal_linked_to_the_old_one(
    desk: FrontDesk,
) -> None:
    await answered(desk)
    replies = await desk.asks("А если нас станет 34?")
    assert "№ 2026-000002" in desk.text(to_client(replies)[0].lead)
    assert (await desk.appeal(2)).follows == 1


async def test_two_people_never_share_an_appeal(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.asks("Какая квота?", PETR)
    assert (await desk.appeal(1)).client_id != (await desk.appeal(2)).client_id


async def test_a_reply_to_the_answer_of_one_of_two_open_appeals_joins_that_one(
    desk: FrontDesk,
) -> None:
    await desk.asks("Первый вопрос про квоту")
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("Второй вопрос про отчёт")
    await desk.asks("уточню первый", reply_to="11")
    assert len(await desk.messages(1)) == 2
    await desk.asks("уточню последний")
    assert len(await desk.messages(2)) == 2


async def test_a_clients_reply_to_a_clarifying_question_brings_the_appeal_back_to_work(
    desk: FrontDesk,
) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("a:take:1:1")
    await desk.presses("a:clarify:1:1")
    await desk.writes("Сколько у вас сотрудников?")
    assert (await desk.appeal()).state is State.CLARIFYING
    await desk.asks("135")
    assert (await desk.appeal()).state is State.TAKEN


async def test_a_banned_clients_words_are_kept_and_answered_once_a_day(desk: FrontDesk) -> None:
    await desk.asks("Купите рекламу")
    await desk.presses("a:ban:1:1")
    assert desk.said(await desk.asks("Купите ещё")) == ["client-banned"]
    assert await desk.asks("И ещё") == []
    assert await desk.kept(13)
    desk.now += timedelta(hours=25)
    assert desk.said(await desk.asks("Снова")) == ["client-banned"]


async def test_personal_data_is_hidden_from_the_moderator_chat_with_a_warning(
    desk: FrontDesk,
) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    desk.desk = replace(desk.desk, channels=telegram)
    await desk.asks("Какая квота?")
    replies = await desk.asks("Позвоните 89131234567")
    assert desk.said([*to_client(replies)]) == ["client-personal-data"]
    (copy,) = to_topic(replies)
    assert copy.content
    assert "89131234567" not in copy.content.text
    kept = await desk.kept(12)
    assert kept
    assert kept.content.text == "Позвоните 89131234567"


@pytest.mark.parametrize("text", ["/my", "Мои обращения", "мои обращения?"])
async def test_my_appeals_can_be_asked_for_in_words(desk: FrontDesk, text: str) -> None:
    assert desk.said(await desk.asks(text)) == ["my-none"]


async def test_an_unknown_command_is_a_question_like_any_other(desk: FrontDesk) -> None:
    assert "client-registered" in desk.said(await desk.asks("/quota 35"))


async def test_start_greets_without_opening_anything(desk: FrontDesk) -> None:
    replies = await desk.asks("/start")
    assert replies
    assert all(isinstance(reply, Say) for reply in replies)
    assert "client-registered" not in desk.said(replies)


async def test_text_of_a_hundred_kilobytes_is_registered_whole(desk: FrontDesk) -> None:
    long = "квота " * 17_000
    replies = await desk.asks(long)
    (copy,) = to_topic(replies)
    assert copy.content
    assert copy.content.text == long


@pytest.mark.parametrize(
    "text", ["\u202eкакая квота", "ка\u200bкая кво\u200bта?", "<b>квота</b> & <script>"]
)
async def test_odd_characters_are_words_like_any_other(desk: FrontDesk, text: str) -> None:
    await desk.asks(text)
    (message,) = await desk.messages()
    assert message.content.text == text


async def test_the_same_message_received_twice_is_stored_once(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.asks("Какая квота?", id="11")
    assert len(await desk.messages()) == 1


async def test_with_two_open_appeals_words_join_the_one_that_staff_spoke_of_last(
    desk: FrontDesk,
) -> None:
    """Answering a clarifying question is simply writing, though a newer appeal is open too."""
    await desk.asks("Какая квота?")
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("Когда сдавать отчёт?")
    await desk.presses("a:clarify:1:1")
    await desk.writes("Сколько у вас сотрудников?", appeal=1)
    await desk.asks("135")
    await desk.asks("из них двое с инвалидностью")
    assert [message.content.text for message in await desk.messages(1)][2:] == [
        "135",
        "из них двое с инвалидностью",
    ]
    assert len(await desk.messages(2)) == 1


async def test_notes_for_colleagues_do_not_draw_the_clients_next_words(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("c:other:1:0", OLGA)
    await desk.asks("Когда сдавать отчёт?")
    await desk.writes("// первый вопрос подождёт", appeal=1)
    await desk.asks("отчёт за ноябрь")
    assert len(await desk.messages(2)) == 2


async def test_a_message_from_the_far_future_is_registered_as_of_now(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?", when=datetime(9999, 12, 31, tzinfo=UTC))
    assert (await desk.appeal()).due_at == desk.now + timedelta(hours=24)


async def test_a_number_belongs_to_the_year_in_the_authoritys_zone(desk: FrontDesk) -> None:
    desk.now = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)
    await desk.asks("Какая квота?")
    desk.now += timedelta(seconds=1)
    await desk.asks("Какая квота?", PETR)
    assert [(await desk.appeal(n)).number for n in (1, 2)] == ["2026-000001", "2027-000001"]


async def answered(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    await desk.presses("a:answered:1:1")
    assert (await desk.appeal()).state is State.ANSWERED


async def test_what_is_added_long_after_the_last_words_may_be_another_question(
    desk: FrontDesk,
) -> None:
    await desk.asks("Какая квота?")
    desk.now += timedelta(hours=3)
    later = await desk.asks("А как подать отчёт?")
    assert desk.said(later) == ["client-added-later", "staff-client-wrote"]
    (said,) = to_client(later)
    assert "Добавили это к вашему обращению № 2026-000001" in desk.text(said.lead)
    assert "Ответим до" in desk.text(said.lead)
    at_once = await desk.asks("И до какого числа?")
    assert to_client(at_once) == []
    button = said.buttons[0][0]
    pressed = await desk.presses(button.data, OLGA)
    assert "№ 2026-000002" in desk.text(to_client(pressed)[0].lead)
    assert [m.content.text for m in await desk.messages(2)] == ["А как подать отчёт?"]
    assert desk.toast(await desk.presses(button.data, OLGA)) == "press-stale"
    assert len(await desk.messages(1)) == 2


async def test_an_addition_to_an_overdue_appeal_promises_no_time_that_has_passed(
    desk: FrontDesk,
) -> None:
    await desk.asks("Какая квота?")
    desk.now += timedelta(hours=30)
    (said,) = to_client(await desk.asks("Что с моим вопросом?"))
    assert "Срок ответа уже прошёл, сотрудники об этом знают." in desk.text(said.lead)
    assert "Ответим до" not in desk.text(said.lead)


async def test_what_was_asked_for_is_answered_without_a_word(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("a:clarify:1:0", MARIA)
    await desk.writes("Сколько у вас сотрудников?")
    desk.now += timedelta(hours=3)
    assert to_client(await desk.asks("Тридцать")) == []
