"""A topic is made and named, its card drawn, and drawn again when something has changed."""

from appeals.words import Content
from handlers.conversation import Refresh, Say, TopicOf
from storage.store import Store
from tests.bot.delivery.given import take
from tests.bot.program import HOME, Program, in_topic


async def card_on_its_way(program: Program) -> None:
    """A question's topic stands; the call with its card has begun and is not recorded yet."""
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.delivery.step()
    await program.delivery.settle()
    await program.delivery.step()


def shown_to_staff(program: Program) -> list[str]:
    """The calls to the moderator chat."""
    return [call.method for call in program.channel.ledger if call.at.chat == HOME.chat]


async def test_a_topic_is_made_named_and_its_card_drawn_with_the_first_refresh(
    program: Program,
) -> None:
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.deliver()
    opened, card = [call for call in program.channel.ledger if call.at.chat == HOME.chat]
    assert opened.method == "open_topic"
    assert "000001" in opened.text
    assert card.at == in_topic("102")
    assert card.message.buttons
    async with program.store.begin() as unit:
        topic = await unit.topics.of(1)
    assert topic is not None
    assert (topic.at, topic.name, topic.card) == (in_topic("102"), opened.text, "103")


async def test_nothing_is_drawn_again_while_nothing_has_changed(asked: Program) -> None:
    await asked.put(Refresh(1), Refresh(1))
    await asked.deliver()
    assert asked.channel.ledger == []
    assert await asked.counts() == {}


async def test_a_changed_appeal_gets_its_name_and_card_changed(asked: Program) -> None:
    await take(asked)
    await asked.put(Refresh(1))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["rename_topic", "edit"]


async def test_a_card_that_arrives_a_minute_later_is_not_drawn_again(program: Program) -> None:
    await card_on_its_way(program)
    program.clock.advance(60)
    await program.deliver()
    assert shown_to_staff(program) == ["open_topic", "send"]
    assert await program.counts() == {}


async def test_what_changes_while_the_card_is_on_its_way_is_drawn_after_it(
    program: Program,
) -> None:
    await card_on_its_way(program)
    await take(program)
    await program.put(Refresh(1))
    await program.deliver()
    assert shown_to_staff(program) == ["open_topic", "send", "rename_topic", "edit"]


async def test_a_crash_leaves_at_most_one_orphan_topic(store: Store) -> None:
    program = Program(store)
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.delivery.step()
    await program.delivery.settle()
    assert len(program.channel.calls("open_topic")) == 1
    survivor = Program(store, channel=program.channel)
    await survivor.delivery.recover()
    await survivor.deliver()
    assert len(survivor.channel.calls("open_topic")) == 2
    assert len(survivor.channel.texts(HOME.chat)) == 1


async def test_words_for_a_topic_wait_for_its_card(program: Program) -> None:
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.put(Say(TopicOf(1), content=Content("дополнение")))
    await program.deliver()
    home = [call for call in program.channel.ledger if call.at.chat == HOME.chat]
    assert [call.method for call in home] == ["open_topic", "send", "send"]
    assert home[-1].text == "дополнение"
