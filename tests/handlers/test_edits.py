from dataclasses import replace

from appeals.model import Address, Fate, State
from appeals.words import Attachment, Content, MediaKind
from handlers.card import draw
from handlers.conversation import Amend, Edited, Retry
from handlers.office import ChannelRules
from tests.handlers.front_desk import MARIA, OLGA, SERGEI, FrontDesk, to_topic


async def test_a_clients_edit_is_kept_beside_the_first_version_and_shown(desk: FrontDesk) -> None:
    await desk.asks("Квота 2 или 3 %?")
    (shown,) = to_topic(await desk.edits("Квота 2 или 4 %?", 11))
    assert shown.content == Content("Квота 2 или 4 %?")
    message = await desk.kept(11)
    assert message
    async with desk.store.begin() as unit:
        versions = [content.text for content in await unit.messages.versions(message.id)]
    assert versions == ["Квота 2 или 3 %?", "Квота 2 или 4 %?"]


async def test_an_edit_after_the_answer_is_shown_and_opens_nothing(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    await desk.presses("a:answered:1:1")
    (shown,) = to_topic(await desk.edits("Какая квота в 2027 году?", 11))
    assert "уже после завершения" in desk.text(shown.lead)
    assert (await desk.appeal()).state is State.ANSWERED


async def test_an_edit_of_a_message_never_received_is_heard_as_a_message(desk: FrontDesk) -> None:
    assert "client-registered" in desk.said(await desk.edits("Какая квота?", 77))


async def test_an_employees_edit_changes_the_delivered_copy(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 3 %")
    answer = (await desk.messages())[-1]
    (amend,) = await desk.corrects("Квота 2 %", int(answer.ref.id))
    assert amend == Amend(answer.id, Content("Квота 2 %"))
    assert "staff_edited" in await desk.history()


async def test_an_edited_note_stays_a_note(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("// заметка")
    note = (await desk.messages())[-1]
    replies = await desk.corrects("без префикса", int(note.ref.id))
    assert desk.said(replies) == ["staff-edit-not-sent"]
    assert await desk.corrects("// другая заметка", int(note.ref.id)) == []


async def test_an_edit_of_what_was_never_sent_says_so(desk: FrontDesk) -> None:
    """A mistyped command turned into an answer would otherwise seem to have been sent."""
    await desk.asks("Какая квота?")
    replies = await desk.corrects("Квота 2 %", 999)
    assert desk.said(replies) == ["staff-edit-not-sent"]
    assert await desk.corrects("/answered", 999) == []
    assert await desk.corrects("// заметка", 999) == []


async def test_an_edit_of_chatter_outside_the_topics_concerns_nobody(desk: FrontDesk) -> None:
    at = Address("telegram", "-1001")
    edit = Edited(at, MARIA, desk.now, "999", Content("Обед в час"), private=False)
    assert await desk.handle(edit) == []


async def test_an_answer_edited_into_a_note_is_not_shown_to_the_client(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    answer = (await desk.messages())[-1]
    replies = await desk.corrects("// кажется, это завод", int(answer.ref.id))
    assert not any(isinstance(reply, Amend) for reply in replies)
    assert desk.said(replies) == ["staff-edit-stays-sent"]


async def test_held_words_edited_into_a_note_can_no_longer_be_sent(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("a:take:1:1")
    await desk.writes("Это завод", SERGEI)
    held = (await desk.messages())[-1]
    assert await desk.corrects("// это завод", int(held.ref.id), SERGEI) == []
    assert (await desk.messages())[-1].fate is Fate.DROPPED
    assert desk.toast(await desk.presses(f"h:send:{held.id}:0", SERGEI)) == "press-stale"


async def test_who_is_no_moderator_any_more_cannot_change_an_answer(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    answer = (await desk.messages())[-1]
    analyst = replace(MARIA, id="205")
    assert await desk.corrects("Квота 3 %", int(answer.ref.id), analyst) == []


async def test_a_failed_answer_is_sent_again_in_its_latest_version(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.writes("Квота 3 %")
    answer = (await desk.messages())[-1]
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(answer.id, Fate.FAILED)
    await desk.corrects("Квота 2 %", int(answer.ref.id))
    again = await desk.presses(f"r:retry:{answer.id}:0")
    assert again[-2:] == [Retry(answer.id), Amend(answer.id, Content("Квота 2 %"))]


async def test_an_edit_that_changes_nothing_is_passed_over(desk: FrontDesk) -> None:
    """Platforms report an edit for more than changed words; «Ответ дан» must not fail for it."""
    await desk.asks("Какая квота?")
    await desk.writes("Квота 2 %")
    answer = (await desk.messages())[-1]
    assert await desk.edits("Какая квота?", 11) == []
    assert await desk.corrects("Квота 2 %", int(answer.ref.id)) == []
    assert (await desk.appeal()).seen == 1


async def test_staff_see_the_question_that_a_greeting_was_edited_into(desk: FrontDesk) -> None:
    await desk.asks("Здравствуйте")
    await desk.edits("Здравствуйте, какая квота?", 11)
    async with desk.office() as (office, _):
        card = await draw(1, office)
    assert card
    assert card.content
    assert card.content.text == "Здравствуйте, какая квота?"


async def test_small_talk_edited_into_an_addition_reaches_staff_as_edited(desk: FrontDesk) -> None:
    await desk.asks("Здравствуйте")
    await desk.asks("Какая квота?")
    (copy,) = to_topic(await desk.edits("Здравствуйте, нас 35 человек", 11))
    assert copy.content
    assert copy.content.text == "Здравствуйте, нас 35 человек"


async def test_an_edited_album_caption_is_shown_without_the_files_again(desk: FrontDesk) -> None:
    photo = (Attachment(MediaKind.PHOTO, "f1"),)
    await desk.asks(content=Content("Отчёт за март", attachments=photo), album="a")
    await desk.asks(content=Content(attachments=photo), album="a")
    at = Address("telegram", OLGA.id)
    caption = Content("Отчёт за май", attachments=photo)
    edit = Edited(at, OLGA, desk.now, "11", caption, private=True)
    (shown,) = to_topic(await desk.handle(edit))
    assert shown.content == Content("Отчёт за май")


async def test_personal_data_brought_in_by_an_edit_is_hidden_with_a_warning(
    desk: FrontDesk,
) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    desk.desk = replace(desk.desk, channels=telegram)
    await desk.asks("Позвоните мне")
    replies = await desk.edits("Позвоните мне 89131234567", 11)
    assert "client-personal-data" in desk.said(replies)
    (shown,) = to_topic(replies)
    assert shown.content
    assert "8913" not in shown.content.text


async def test_a_banned_persons_edits_are_kept_and_shown_to_nobody(desk: FrontDesk) -> None:
    await desk.asks("Купите рекламу")
    await desk.presses("a:ban:1:1")
    assert await desk.edits("Купите рекламу дёшево", 11) == []
    message = await desk.kept(11)
    assert message
    async with desk.store.begin() as unit:
        assert len(await unit.messages.versions(message.id)) == 2
