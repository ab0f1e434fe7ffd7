"""Telegram fails in every way it knows: questions are acknowledged and answered all the same.

A call whose answer was lost may have taken effect, so it is repeated: at most one message too many
for each lost answer, which the ledger shows.
"""

from collections import Counter

import pytest

from sandbox.faults import Fault, FaultKind
from sandbox.ledger import Entry
from sandbox.state import Topic
from tests.endtoend.desk import OLGA, PETR, FrontDesk
from tests.endtoend.patience import as_time_passes, until_well

KINDS: list[FaultKind] = ["429", "500", "502", "html", "drop_before", "drop_after", "slow"]
METHODS = ["sendMessage", "createForumTopic", "getUpdates"]
TIMES = 2
ANSWERS = ["Квота – 2 %.", "То есть три места.", "Отчёт – до 10 числа."]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", METHODS)
async def test_a_fault_loses_nothing_and_repeats_no_more_than_it_must(
    desk: FrontDesk, method: str, kind: FaultKind
) -> None:
    desk.world.faults.plan(Fault(method, kind, TIMES, seconds=0.3))
    asked = {OLGA: "Какая квота при 135 сотрудниках?", PETR: "Куда сдавать отчёт?"}
    for who, text in asked.items():
        desk.asks(text, who)
    await as_time_passes(desk, lambda: all(shown(desk, text) for text in asked.values()))
    await as_time_passes(desk, lambda: all(acknowledgements(desk, who) for who in asked))
    await as_time_passes(desk, lambda: not desk.world.faults.planned)

    desk.world.faults.plan(Fault(method, kind, TIMES, seconds=0.3))
    topic = topic_of(desk, asked[OLGA])
    written = [desk.writes(topic, text) for text in ANSWERS]
    await as_time_passes(desk, lambda: all(one.reactions for one in written))

    lost = len([entry for entry in desk.world.ledger.entries if entry.fault == "drop_after"])
    assert repetitions(desk) <= lost
    answers = [text for text in desk.texts(desk.answers(OLGA)) if text in ANSWERS]
    assert list(dict.fromkeys(answers)) == ANSWERS
    assert answers == sorted(answers, key=ANSWERS.index)
    await as_time_passes(desk, lambda: desk.app.status.ok)
    await until_well(desk)


async def test_without_faults_nothing_is_repeated(desk: FrontDesk) -> None:
    """So that the count above is known to count."""
    await desk.registered()
    assert desk.world.ledger.calls("createForumTopic")
    assert repetitions(desk) == 0


def shown(desk: FrontDesk, text: str) -> bool:
    """Staff see the question."""
    return any(text in (message.text or "") for message in desk.world.messages(desk.chat))


def topic_of(desk: FrontDesk, text: str) -> Topic:
    """The topic whose card has this question; the last one, when a lost answer left two."""
    cards = [topic for topic in desk.world.topics(desk.chat) if desk.in_topic(topic)]
    return [topic for topic in cards if text in (desk.card(topic).text or "")][-1]


def acknowledgements(desk: FrontDesk, who: int) -> int:
    """How often somebody was told their appeal's number."""
    return len([text for text in desk.texts(desk.answers(who)) if "получено: №" in text])


def repetitions(desk: FrontDesk) -> int:
    """Calls that did what an earlier one had done."""
    done: Counter[str] = Counter(
        what(entry)
        for method in ("sendMessage", "createForumTopic")
        for entry in desk.world.ledger.calls(method)
    )
    return sum(count - 1 for count in done.values())


def what(entry: Entry) -> str:
    """What a call was meant to do; a card may stand in another topic when it is repeated."""
    params = entry.params
    return f"{entry.method} {params.get('chat_id')} {params.get('name')} {params.get('text')}"
