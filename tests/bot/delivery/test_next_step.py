"""The next call for a row: where to, and as what, as things stand now."""

from appeals.words import Content
from handlers.conversation import Amend, ModeratorChat, Relocated, Say, TopicOf, Words
from tests.bot.delivery.given import CROWD, NOTICE, answer, say
from tests.bot.program import HOME, OLGA, Program


async def test_an_edit_by_staff_changes_the_delivered_copy(asked: Program) -> None:
    number = await answer(asked)
    await asked.put(Amend(number, Content("Нет, не положена.")))
    await asked.deliver()
    sent, edited = [call for call in asked.channel.ledger if call.at == OLGA]
    assert (sent.text, edited.text) == ("Да, положена.", "Нет, не положена.")
    assert edited.method == "edit"
    assert edited.id


async def test_an_edit_that_grew_gets_a_message_more(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    asked.channel.ledger.clear()
    await asked.put(Amend(number, Content("Слово. " * 100)))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["edit", "send"]
    assert "".join(call.text for call in asked.channel.ledger) == "Слово. " * 100


async def test_a_moved_group_is_followed(asked: Program) -> None:
    asked.channel.refuse = lambda call: Relocated("-1002") if call.at.chat == HOME.chat else None
    await asked.put(Say(ModeratorChat(), NOTICE), Say(TopicOf(1), content=Content("дополнение")))
    await asked.deliver()
    assert {call.at.chat for call in asked.channel.ledger[-2:]} == {"-1002"}
    assert len(asked.channel.texts("-1002")) == 2


async def test_what_concerns_one_person_is_not_said_before_all_whoever_says_it(
    asked: Program,
) -> None:
    await asked.put(Say(CROWD, Words("client-answered", {"number": "1"}), appeal_id=1))
    await asked.put(say("Служебное", CROWD))
    await asked.deliver()
    assert asked.channel.texts(CROWD.chat) == []


async def test_what_was_to_be_said_in_a_moderator_chat_that_has_moved_is_said_there(
    asked: Program,
) -> None:
    async with asked.store.begin() as unit:
        await unit.chats.moved(HOME.channel, HOME.chat, "-100777")
    await asked.put(Say(HOME, Words("staff-copy-failed")))
    await asked.deliver()
    assert len(asked.channel.texts("-100777")) == 1
