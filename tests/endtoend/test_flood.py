"""A flood of questions with Telegram's limits enforced: everybody is served, staff see everything.

The platform's time goes on in small steps as soon as nothing can be done at present, so that ten
minutes take as long as the work in them.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox.ledger import Entry
from sandbox.state import Message, Person
from tests.endtoend.desk import MARIA, NOON, FrontDesk, front_desk
from tests.endtoend.patience import as_calls_end, calls_end
from tests.measured import measured

FIRST_PERSON = 300_000
AT_MOST = timedelta(seconds=5)
REAL_LIMITS = {"per_second": 30, "chat_per_second": 1, "group_per_minute": 20}
ACK = re.compile(r"получено: № 2026-(\d{6})")
NAMED = re.compile(r"^\s*(\d{6})\b|№ 2026-(\d{6})", re.MULTILINE)
STEP = 0.5
DAILY_LINE = NOON - timedelta(hours=2, minutes=30)
MONDAY, FRIDAY = NOON - timedelta(days=2, hours=3), NOON + timedelta(days=2, hours=4)
NIGHT = NOON + timedelta(hours=15)
"""The hours at which the program writes by itself, and one at which it must not wake anybody."""
SEEN_WITHIN = timedelta(minutes=3)
"""Half a minute of patience, a digest a minute, and a minute until the group takes it."""


@dataclass
class Flood:
    """Who has asked when, and which answers staff have given when."""

    desk: FrontDesk
    asked: dict[int, datetime] = field(default_factory=dict)
    answered: dict[int, datetime] = field(default_factory=dict)

    def asks(self) -> None:
        """Somebody new asks."""
        who = FIRST_PERSON + len(self.asked)
        self.desk.world.add_person(Person(who, f"Работодатель {who}"))
        self.asked[who] = self.desk.clock.now()
        self.desk.asks(f"Вопрос {who}: какая у нас квота?", who)

    def staff_answer(self) -> None:
        """The latest appeal that has a topic is answered."""
        topic = self.desk.world.topics(self.desk.chat)[-1]
        card = self.desk.in_topic(topic)
        found = re.search(r"Вопрос (\d+)", card[0].text or "") if card else None
        if found and int(found[1]) not in self.answered:
            who = int(found[1])
            self.answered[who] = self.desk.clock.now()
            self.desk.writes(topic, f"Ответ для {who}: два процента.", MARIA)

    async def goes_on(self, seconds: float) -> None:
        """So much time passes; meanwhile what can be done is done."""
        until = self.desk.clock.now() + timedelta(seconds=seconds)
        await as_calls_end(self.desk, lambda: not self.unheard(), STEP)
        left = (until - self.desk.clock.now()).total_seconds()
        if left > 0:
            await calls_end(self.desk)
            self.desk.pass_time(seconds=left)

    def unheard(self) -> list[int]:
        """Who has no acknowledgement, or no answer that staff have given."""
        return [
            *(who for who in self.asked if not self.sent(who, "получено: №")),
            *(who for who in self.answered if not self.sent(who, f"Ответ для {who}")),
        ]

    def sent(self, who: int, words: str) -> list[Message]:
        """What the bot said to somebody with these words in it."""
        return [m for m in self.desk.answers(who) if words in (m.text or "")]

    def late(self, words: str, since: dict[int, datetime]) -> list[timedelta]:
        """How long those waited who waited too long."""
        return [wait for wait in self.waits(words, since) if wait > AT_MOST]

    def waits(self, words: str, since: dict[int, datetime]) -> list[timedelta]:
        """From the question, or the employee's words, to the message; whole seconds as sent."""
        return [
            datetime.fromtimestamp(self.sent(who, words)[0].date, at.tzinfo)
            - at.replace(microsecond=0)
            for who, at in since.items()
        ]

    def refused(self) -> list[Entry]:
        """Calls above a limit."""
        return [one for one in self.desk.world.ledger.entries if "Too Many" in (one.error or "")]

    def named(self) -> set[str]:
        """Numbers of the appeals that staff can see: in a card, or in a digest."""
        texts = self.desk.texts(self.desk.world.messages(self.desk.chat))
        return {one or other for text in texts for one, other in NAMED.findall(text)}


async def flooded(folder: Path, questions: int, seconds: int, starts: datetime) -> Flood:
    """So many questions, some of them answered at once; then time to work it off."""
    limits = {"telegram": REAL_LIMITS}
    async with front_desk(folder, limits, rate_limits=True, starts=starts) as desk:
        flood = Flood(desk)
        for number in range(questions):
            flood.asks()
            await flood.goes_on(seconds / questions)
            if number % 10 == 9:
                flood.staff_answer()
        await flood.goes_on(1)
        seen_by = desk.clock.now() + SEEN_WITHIN
        await as_calls_end(desk, lambda: len(flood.named()) == questions, 5)
        assert desk.clock.now() <= seen_by
        await as_calls_end(desk, lambda: len(topics_with_cards(desk)) == questions, 30)
        assert len(desk.world.topics(desk.chat)) == questions
        return flood


def topics_with_cards(desk: FrontDesk) -> list[int]:
    """The topics whose card stands."""
    return [one.id for one in desk.world.topics(desk.chat) if desk.in_topic(one)]


async def everybody_is_served_in_time(
    folder: Path, questions: int, seconds: int, starts: datetime
) -> None:
    """The promise, for so many questions in so many seconds."""
    flood = await flooded(folder, questions, seconds, starts)
    assert len(flood.asked) == questions
    assert len(flood.answered) >= questions // 30
    acknowledged = [flood.sent(who, "получено: №") for who in flood.asked]
    assert [len(one) for one in acknowledged] == [1] * questions
    numbers = {ACK.findall(one[0].text or "")[0] for one in acknowledged}
    assert len(numbers) == questions
    assert numbers == flood.named()
    assert not flood.late("получено: №", flood.asked)
    assert not flood.late("Ответ для", flood.answered)
    assert all(len(flood.sent(who, "Ответ для")) == 1 for who in flood.answered)
    assert not flood.refused()
    waits = flood.waits("получено: №", flood.asked)
    measured(f"{questions} questions, longest wait for an acknowledgement {max(waits)}")


async def test_a_flood_of_questions_is_acknowledged_at_once_and_seen_by_staff(
    tmp_path: Path,
) -> None:
    """Three times as many as topics can be made for; the daily line comes into it."""
    await everybody_is_served_in_time(tmp_path, 40, 80, DAILY_LINE - timedelta(minutes=1))


@pytest.mark.chaos
@pytest.mark.parametrize(
    "starts",
    [
        pytest.param(MONDAY - timedelta(minutes=5), id="weekly control begins"),
        pytest.param(DAILY_LINE - timedelta(minutes=5), id="daily line is written"),
        pytest.param(FRIDAY - timedelta(minutes=5), id="weekly control ends"),
        pytest.param(NIGHT, id="quiet hours"),
    ],
)
async def test_three_hundred_questions_in_ten_minutes_are_acknowledged_at_once(
    tmp_path: Path, starts: datetime
) -> None:
    await everybody_is_served_in_time(tmp_path, 300, 600, starts)
