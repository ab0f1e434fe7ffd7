from appeals.model import State
from appeals.words import Content
from handlers.conversation import Amend
from tests.handlers.front_desk import FrontDesk, to_client, to_topic


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
    assert await desk.corrects("без префикса", int(note.ref.id)) == []


async def test_an_edit_of_chatter_concerns_nobody(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    assert await desk.corrects("что-то", 999) == []
    assert not to_client(await desk.corrects("что-то", 999))
