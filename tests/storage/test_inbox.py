"""Events are stored once and worked on in order, conversation by conversation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.inbox import RawEvent
from storage.store import Store, Unit
from storage.tables import inbox
from tests.storage.given import NOW, put_event

SECOND = timedelta(seconds=1)


def names(events: Sequence[RawEvent]) -> list[str]:
    return [event.event_id for event in events]


async def test_an_event_comes_back_word_for_word(unit: Unit) -> None:
    raw = '{"text": "Здравствуйте 😀", "id": 1}' + " " * 100_000
    assert await unit.inbox.put("telegram", "9", "telegram:501", raw, NOW)
    (event,) = await unit.inbox.claim(5, NOW)
    assert event == RawEvent(event.id, "telegram", "9", "telegram:501", raw, NOW, 0)


async def test_an_event_delivered_again_is_stored_once_even_after_it_was_done(unit: Unit) -> None:
    assert await put_event(unit, "9")
    assert not await put_event(unit, "9")
    (event,) = await unit.inbox.claim(5, NOW)
    await unit.inbox.done(event.id)
    assert not await put_event(unit, "9")
    assert await unit.inbox.waiting() == 0
    assert await unit.inbox.put("vk", "9", "vk:1", "{}", NOW)


async def test_the_oldest_event_of_each_conversation_is_claimed(unit: Unit) -> None:
    for event_id, conversation in (("1", "a"), ("2", "a"), ("3", "b"), ("4", "c"), ("5", "b")):
        await put_event(unit, event_id, conversation)
    assert names(await unit.inbox.claim(9, NOW)) == ["1", "3", "4"]
    assert names(await unit.inbox.claim(2, NOW)) == ["1", "3"]


async def test_an_event_that_waits_for_its_retry_holds_back_its_own_conversation_only(
    unit: Unit,
) -> None:
    for event_id, conversation in (("1", "a"), ("2", "a"), ("3", "b")):
        await put_event(unit, event_id, conversation)
    first = (await unit.inbox.claim(1, NOW))[0]
    await unit.inbox.retry(first.id, NOW + SECOND, "KeyError")
    assert names(await unit.inbox.claim(9, NOW)) == ["3"]
    (again, *_) = await unit.inbox.claim(9, NOW + SECOND)
    assert (again.event_id, again.attempts) == ("1", 1)


async def test_a_buried_event_lets_its_conversation_go_on_and_can_be_revived(unit: Unit) -> None:
    for event_id in ("1", "2"):
        await put_event(unit, event_id, "a")
    first = (await unit.inbox.claim(1, NOW))[0]
    await unit.inbox.bury(first.id, "KeyError")
    assert names(await unit.inbox.claim(9, NOW)) == ["2"]
    (dead,) = await unit.inbox.dead(9)
    assert (dead.event_id, dead.attempts, dead.why) == ("1", 1, "KeyError")
    assert await unit.inbox.count_dead() == 1
    assert await unit.inbox.waiting() == 1
    assert await unit.inbox.revive(first.id)
    assert await unit.inbox.dead(9) == []
    assert await unit.inbox.count_dead() == 0
    assert names(await unit.inbox.claim(9, NOW)) == ["1"]


async def test_an_event_in_good_health_is_not_revived(unit: Unit) -> None:
    await put_event(unit, "1")
    (event,) = await unit.inbox.claim(1, NOW)
    await unit.inbox.done(event.id)
    assert not await unit.inbox.revive(event.id)
    assert not await unit.inbox.revive(404)
    assert await unit.inbox.waiting() == 0


async def test_an_event_put_off_has_not_failed(unit: Unit) -> None:
    await put_event(unit, "1")
    (event,) = await unit.inbox.claim(1, NOW)
    await unit.inbox.put_off(event.id, NOW + SECOND, "the channel is switched off")
    assert await unit.inbox.claim(1, NOW) == []
    (again,) = await unit.inbox.claim(1, NOW + SECOND)
    assert again.attempts == 0


async def test_the_next_due_time_is_that_of_the_heads(unit: Unit) -> None:
    assert await unit.inbox.next_due() is None
    for event_id in ("1", "2"):
        await put_event(unit, event_id, "a")
    first = (await unit.inbox.claim(1, NOW))[0]
    await unit.inbox.retry(first.id, NOW + SECOND, "")
    assert await unit.inbox.next_due() == NOW + SECOND
    await put_event(unit, "3", "b")
    assert await unit.inbox.next_due() == NOW


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_two_processes_never_work_on_the_same_conversation(store: Store) -> None:
    async with store.begin() as unit:
        for event_id, conversation in (("1", "a"), ("2", "a"), ("3", "b"), ("4", "b")):
            await put_event(unit, event_id, conversation)
    async with store.begin() as one, store.begin() as two:
        (mine,) = await one.inbox.claim(1, NOW)
        assert mine.event_id == "1"
        assert names(await two.inbox.claim(9, NOW)) == ["3"]
        await one.inbox.done(mine.id)
        assert names(await two.inbox.claim(9, NOW)) == ["3"]
    async with store.begin() as unit:
        assert names(await unit.inbox.claim(9, NOW)) == ["2", "3"]


@dataclass
class Ledger:
    """What the inbox should hold: per conversation the waiting events with their due times."""

    now: datetime = NOW
    waiting: dict[str, list[tuple[str, datetime]]] = field(default_factory=dict)
    put: int = 0

    def heads(self) -> list[str]:
        """Numbers are given in order of receipt, so they sort as the claims should."""
        due = [
            events[0][0] for events in self.waiting.values() if events and events[0][1] <= self.now
        ]
        return sorted(due, key=int)


PUT = st.tuples(st.just("put"), st.sampled_from("abc"))
WORK = st.tuples(
    st.just("work"),
    st.lists(st.sampled_from(["done", "retry", "bury", "rollback"]), min_size=1, max_size=4),
)
WAIT = st.tuples(st.just("wait"), st.integers(1, 4))


@given(st.lists(st.one_of(PUT, WORK, WAIT), max_size=14))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_no_interleaving_breaks_the_order_of_a_conversation(
    store: Store, steps: list[tuple[str, object]]
) -> None:
    ledger = Ledger()
    async with store.begin() as unit:
        await unit.db.run(inbox.delete())
    for verb, what in steps:
        if verb == "put":
            await _put(store, ledger, str(what))
        elif verb == "wait":
            ledger.now += SECOND * int(str(what))
        else:
            assert isinstance(what, list)
            await _work(store, ledger, what)


async def _put(store: Store, ledger: Ledger, conversation: str) -> None:
    ledger.put += 1
    async with store.begin() as unit:
        await put_event(unit, str(ledger.put), conversation)
    ledger.waiting.setdefault(conversation, []).append((str(ledger.put), NOW))


async def _work(store: Store, ledger: Ledger, outcomes: list[str]) -> None:
    """Claims as many events as there are outcomes and lets each have its own."""
    async with store.begin() as unit:
        claimed = await unit.inbox.claim(len(outcomes), ledger.now)
        assert names(claimed) == ledger.heads()[: len(outcomes)]
        for event, outcome in zip(claimed, outcomes, strict=False):
            await _settle(unit, ledger, event, outcome)


async def _settle(unit: Unit, ledger: Ledger, event: RawEvent, outcome: str) -> None:
    events = ledger.waiting[event.conversation]
    if outcome == "retry":
        due = ledger.now + 2 * SECOND
        await unit.inbox.retry(event.id, due, "again")
        events[0] = (event.event_id, due)
    elif outcome == "done":
        await unit.inbox.done(event.id)
        events.pop(0)
    elif outcome == "bury":
        await unit.inbox.bury(event.id, "never")
        events.pop(0)
