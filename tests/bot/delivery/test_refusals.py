"""What a platform refuses is tried in another way, or staff are told."""

from collections.abc import Callable

import pytest

from appeals.model import Fate, MessageRef, What
from appeals.words import Content
from handlers.conversation import (
    Amend,
    Feeling,
    Outcome,
    React,
    Redraw,
    Refresh,
    Refusal,
    Refused,
    Retry,
    Say,
    TopicOf,
)
from tests.bot.delivery.given import CROWD, NOTICE, answer, fate, happened, take
from tests.bot.program import HOME, OLGA, Program, in_topic
from tests.fakes import Call


async def test_staff_are_told_of_a_blocked_bot_and_can_try_again(asked: Program) -> None:
    asked.channel.answers["send"] = [Refused(Refusal.BLOCKED, "Forbidden")]
    number = await answer(asked)
    await asked.deliver()
    assert await fate(asked, number) is Fate.FAILED
    (told,) = [call for call in asked.channel.calls("send") if call.at == in_topic("102")]
    assert told.message.buttons
    await asked.put(Retry(number))
    await asked.deliver()
    assert asked.channel.texts("101") == ["Да, положена."] * 2
    assert await fate(asked, number) is Fate.DELIVERED


async def test_the_rest_of_a_refused_long_answer_is_not_sent(asked: Program) -> None:
    asked.channel.answers["send"] = [Refused(Refusal.BLOCKED)]
    number = await answer(asked, "Слово. " * 150)
    await asked.deliver()
    assert len(asked.channel.texts("101")) == 1
    assert len(asked.channel.texts(HOME.chat)) == 1
    await asked.put(Retry(number))
    await asked.deliver()
    assert "".join(asked.channel.texts("101")[1:]) == "Слово. " * 150
    assert await fate(asked, number) is Fate.DELIVERED


def topic_is_gone(thread: str = "") -> Callable[[Call], Outcome | None]:
    """The platform knows no such topic (or none at all)."""

    def refuse(call: Call) -> Outcome | None:
        gone = call.at.thread == thread if thread else bool(call.at.thread)
        return Refused(Refusal.TOPIC_GONE) if gone else None

    return refuse


async def test_a_deleted_topic_is_made_again_and_the_message_arrives(asked: Program) -> None:
    asked.channel.refuse = topic_is_gone("102")
    await asked.put(Say(TopicOf(1), content=Content("дополнение")))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["send", "open_topic", "send", "send"]
    assert asked.channel.ledger[-1].text == "дополнение"
    assert asked.channel.ledger[-1].at != in_topic("102")
    assert What.TOPIC_REMADE in await happened(asked)


async def test_a_topic_deleted_before_a_refresh_is_made_again(asked: Program) -> None:
    asked.channel.refuse = topic_is_gone("102")
    await take(asked)
    await asked.put(Refresh(1))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["rename_topic", "open_topic", "send"]


async def test_a_topic_that_is_always_gone_is_not_made_for_ever(asked: Program) -> None:
    asked.channel.refuse = topic_is_gone()
    await asked.put(Say(TopicOf(1), content=Content("дополнение")))
    await asked.deliver()
    assert len(asked.channel.calls("open_topic")) <= 2


async def test_a_topic_that_was_never_ours_is_no_clients_trouble(asked: Program) -> None:
    asked.channel.refuse = topic_is_gone("8")
    await asked.put(Say(in_topic("8"), content=Content("ответ на команду"), appeal_id=1))
    await asked.deliver()
    assert asked.channel.texts() == ["ответ на команду"]


async def test_a_deleted_card_is_sent_anew(asked: Program) -> None:
    asked.channel.answers["edit"] = [Refused(Refusal.MESSAGE_GONE)]
    await take(asked)
    await asked.put(Refresh(1))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["rename_topic", "edit", "send"]


async def test_a_reply_to_a_deleted_message_goes_out_as_a_plain_one(program: Program) -> None:
    program.channel.answers["send"] = [Refused(Refusal.MESSAGE_GONE)]
    await program.put(Say(OLGA, content=Content("1"), reply_to="55"))
    await program.deliver()
    assert [call.message.reply_to for call in program.channel.ledger] == ["55", ""]


async def test_an_answer_to_a_deleted_question_is_no_loose_message_before_all(
    asked: Program,
) -> None:
    asked.channel.answers["send"] = [Refused(Refusal.MESSAGE_GONE)]
    await answer(asked, "Да", at=CROWD, reply_to="5")
    await asked.deliver()
    assert asked.channel.texts(CROWD.chat) == ["Да"]
    (told,) = asked.channel.texts(HOME.chat)
    assert "удалено" in told


@pytest.mark.parametrize("reason", [Refusal.NO_RIGHTS, Refusal.CHAT_GONE])
async def test_a_moderator_chat_that_refuses_loses_nothing_and_turns_health_red(
    program: Program, reason: Refusal
) -> None:
    refused = [True]
    program.channel.refuse = lambda call: (
        Refused(reason) if refused and call.at.chat == HOME.chat else None
    )
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    for _ in range(3):
        await program.deliver()
        program.clock.advance(10)
    assert len(program.channel.texts("101")) == 1
    assert len(program.channel.calls("open_topic")) == 1
    assert program.health.troubles == {"moderator_chat": reason.value}
    refused.clear()
    program.clock.advance(60)
    await program.deliver()
    assert len(program.channel.texts(HOME.chat)) == 1
    assert program.health.troubles == {}


async def test_reactions_and_names_are_not_worth_a_word(asked: Program) -> None:
    asked.channel.answers["react"] = [Refused(Refusal.OTHER)]
    asked.channel.answers["rename_topic"] = [Refused(Refusal.NO_RIGHTS)]
    await take(asked)
    await asked.put(React(MessageRef(OLGA, "5"), Feeling.WELCOME), Refresh(1))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["rename_topic", "react", "edit"]
    assert await asked.counts() == {"failed": 1}
    assert asked.health.troubles == {}


async def test_a_menu_page_that_is_gone_is_dropped(program: Program) -> None:
    program.channel.answers["edit"] = [Refused(Refusal.MESSAGE_GONE)]
    await program.put(Redraw(MessageRef(OLGA, "5"), NOTICE))
    await program.deliver()
    assert len(program.channel.ledger) == 1


async def test_a_menu_page_that_can_not_be_changed_any_more_is_said_anew(
    program: Program,
) -> None:
    """VK lets nothing be changed after a day, and the client has pressed a button."""
    program.channel.answers["edit"] = [Refused(Refusal.OTHER, "too old")]
    await program.put(Redraw(MessageRef(OLGA, "5"), NOTICE))
    await program.deliver()
    assert [call.method for call in program.channel.ledger] == ["edit", "send"]
    assert program.channel.ledger[-1].at == OLGA


async def test_an_edit_that_does_not_arrive_is_told_to_staff(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    asked.channel.ledger.clear()
    asked.channel.answers["edit"] = [Refused(Refusal.BLOCKED)]
    await asked.put(Amend(number, Content("Нет, не положена.")))
    await asked.deliver()
    assert len(asked.channel.texts(HOME.chat)) == 1
    assert await fate(asked, number) is Fate.DELIVERED
