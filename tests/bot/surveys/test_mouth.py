"""Saying things past the outbox, under the same limits."""

import pytest

from appeals.model import Address, MessageRef
from appeals.words import Content
from bot.limits import Limits
from bot.surveys.card_words import Caption, Drawn
from bot.surveys.mouth import LONGEST_REST, TRIES, Mouth, Unheard
from bot.texts import Texts
from handlers.conversation import Later, Refusal, Refused, Sent, Unknown, Words
from tests.fakes import FakeChannel

HOME = Address("telegram", "-100")
AT = Address("telegram", "101")
CARD = MessageRef(AT, "7")
DRAWN = Drawn(Content("Вопрос"), ((Caption("Да", "a.1.c.0"),),))
NONE = Words("survey-none")


class Room:
    """A channel, its limits, and a clock that waiting moves."""

    def __init__(self) -> None:
        self.now, self.waited = 0.0, list[float]()
        self.channel = FakeChannel()
        self.limits = Limits(chat_burst=2, chat_per_second=1, clock=lambda: self.now)
        limits = {"telegram": self.limits}
        channels = {"telegram": self.channel}
        self.mouth = Mouth(channels, limits, Texts(), lambda: HOME, self.wait)

    async def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def room() -> Room:
    return Room()


async def test_a_card_carries_the_prefix_of_surveys(room: Room) -> None:
    await room.mouth.show(AT, DRAWN)
    (call,) = room.channel.ledger
    assert call.message.buttons == ((("Да", "s:a.1.c.0", ""),),)


async def test_the_limits_are_those_of_delivery(room: Room) -> None:
    room.limits.take(AT.chat, group=False)
    for _ in range(2):
        await room.mouth.say(AT, NONE)
    assert room.waited == [2.0]


async def test_a_platform_that_asks_to_wait_is_asked_again(room: Room) -> None:
    room.channel.answers["send"] = [Later(3, "rate limit")]
    assert await room.mouth.say(AT, NONE)
    assert sum(room.waited) >= 3


async def test_a_platform_in_trouble_is_not_asked_for_ever(room: Room) -> None:
    room.channel.answers["send"] = [Later(1e6, "down")] * 100
    assert await room.mouth.say(AT, NONE) == ""
    assert len(room.channel.ledger) == TRIES
    assert max(room.waited) <= LONGEST_REST


async def test_what_may_have_been_sent_is_not_sent_twice(room: Room) -> None:
    room.channel.answers["send"] = [Unknown("timeout")]
    assert await room.mouth.say(AT, NONE) == ""
    assert len(room.channel.ledger) == 1


@pytest.mark.parametrize("reason", [Refusal.BLOCKED, Refusal.CHAT_GONE])
async def test_nobody_is_there_any_more(room: Room, reason: Refusal) -> None:
    room.channel.refuse = lambda _: Refused(reason)
    with pytest.raises(Unheard):
        await room.mouth.change(CARD, DRAWN)


async def test_a_card_that_is_gone_can_be_told_from_a_changed_one(room: Room) -> None:
    assert await room.mouth.change(CARD, DRAWN)
    room.channel.refuse = lambda _: Refused(Refusal.MESSAGE_GONE)
    assert not await room.mouth.change(CARD, DRAWN)
    assert not await room.mouth.remove(CARD)


async def test_the_moderator_chat_has_the_limits_of_a_group(room: Room) -> None:
    for _ in range(3):
        await room.mouth.say(HOME, NONE)
    assert room.waited == []
    assert room.mouth.is_home(Address("telegram", "-100", "7"))


async def test_a_mailing_waits_behind_everything_else(room: Room) -> None:
    for number in range(16):
        room.limits.take(f"somebody {number}", group=False)
    await room.mouth.bulk_turn(AT)
    assert room.waited == [1.0]
    assert isinstance(await room.mouth.mail(AT, NONE, (), "n", again=True), Sent)
    (call,) = room.channel.ledger
    assert (call.message.nonce, call.message.again) == ("n", True)


async def test_nothing_is_mailed_in_an_emergency_stop(room: Room) -> None:
    room.mouth.stopped = True
    assert isinstance(await room.mouth.mail(AT, NONE, (), "n"), Later)
    assert room.channel.ledger == []
