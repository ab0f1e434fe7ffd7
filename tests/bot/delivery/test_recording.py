"""What came of a call is recorded: tried again later, or after a loss, and staff learn of it."""

from appeals.model import Fate
from appeals.words import Content
from handlers.conversation import Later, ModeratorChat, Say, TopicOf, Unknown
from tests.bot.delivery.given import NOTICE, answer, fate, say
from tests.bot.program import HOME, PETR, Program


async def test_retry_after_is_honoured_and_is_no_failure(program: Program) -> None:
    program.channel.answers["send"] = [Later(7, "rate limit")]
    await program.put(say("1"), say("другой", PETR))
    await program.deliver()
    program.clock.advance(6.9)
    await program.deliver()
    assert program.channel.texts() == ["1", "другой"]
    program.clock.advance(0.2)
    await program.deliver()
    assert program.channel.texts() == ["1", "другой", "1"]
    assert await program.counts() == {}


async def test_a_lost_answer_is_sent_again_once_for_each_loss(program: Program) -> None:
    program.channel.answers["send"] = [Unknown("timeout")]
    await program.put(say("1"), say("2"))
    await program.deliver()
    assert await program.counts() == {"unknown": 1, "pending": 1}
    program.clock.advance(60)
    await program.deliver()
    assert program.channel.texts() == ["1", "1", "2"]


async def test_a_lost_answer_holds_its_own_lane_only(asked: Program) -> None:
    asked.channel.answers["send"] = [Unknown("timeout")]
    await asked.put(Say(TopicOf(1), content=Content("1")), Say(ModeratorChat(), NOTICE))
    await asked.deliver()
    assert len(asked.channel.ledger) == 2
    assert await asked.counts() == {"unknown": 1}


async def test_after_five_lost_answers_staff_are_told(asked: Program) -> None:
    asked.channel.answers["send"] = [Unknown("timeout")] * 5
    number = await answer(asked)
    for _ in range(5):
        await asked.deliver()
        asked.clock.advance(60)
    await asked.deliver()
    assert asked.channel.texts("101") == ["Да, положена."] * 5
    assert await fate(asked, number) is Fate.FAILED
    (told,) = asked.channel.texts(HOME.chat)
    assert "не доставлен" in told.lower() or "не удалось" in told.lower()
