"""Orders leave in order, lane by lane, and none is forgotten whatever becomes of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.outbox import Row
from storage.store import Store, Unit
from storage.tables import outbox
from tests.storage.given import NOW, an_order

SECOND = timedelta(seconds=1)
LATER = NOW + SECOND


async def put(unit: Unit, lane: str = "a", **changes: object) -> int:
    return await unit.outbox.put(an_order(lane, **changes), NOW)


async def heads(unit: Unit, now: datetime = NOW) -> list[int]:
    return [row.id for row in await unit.outbox.heads(now, 9)]


async def test_an_order_comes_back_as_it_was_put(unit: Unit) -> None:
    order = an_order(
        payload={"text": "Ответ 😀", "rows": [[1, "б"]], "none": None},
        place="topic",
        chat="-100",
        thread="5",
        appeal_id=3,
        message_id=4,
        key="k",
        job="refresh",
    )
    row_id = await unit.outbox.put(order, NOW)
    (row,) = await unit.outbox.heads(NOW, 9)
    fields = {name: getattr(order, name) for name in order.__slots__}
    assert row == Row(**fields, id=row_id, state="pending", attempts=0, unknowns=0, created_at=NOW)


async def test_only_the_first_unfinished_row_of_a_lane_leaves(unit: Unit) -> None:
    first, second, other = await put(unit, "a"), await put(unit, "a"), await put(unit, "b")
    assert await heads(unit) == [first, other]
    await unit.outbox.sending([first])
    assert await heads(unit) == [other]
    await unit.outbox.sent(first, ["17"], NOW)
    assert await heads(unit) == [second, other]


async def test_urgent_heads_come_first_but_never_overtake_their_own_lane(unit: Unit) -> None:
    slow = await put(unit, "a", priority=3)
    await put(unit, "a", priority=1)  # waits for the one before it, which is as urgent from now on
    urgent = await put(unit, "b", priority=0)
    assert await heads(unit) == [urgent, slow]
    assert [row.id for row in await unit.outbox.heads(NOW, 1)] == [urgent]


async def test_a_row_that_is_not_due_yet_holds_back_its_lane(unit: Unit) -> None:
    delayed = await put(unit, "a", not_before=LATER)
    await put(unit, "a")
    assert await heads(unit) == []
    assert await unit.outbox.next_due() == LATER
    assert await heads(unit, LATER) == [delayed]


async def test_a_row_put_off_goes_again_later(unit: Unit) -> None:
    row = await put(unit)
    await unit.outbox.sending([row])
    assert await unit.outbox.next_due() is None
    await unit.outbox.later(row, LATER, "429")
    assert await heads(unit) == []
    (again,) = await unit.outbox.heads(LATER, 9)
    assert (again.state, again.attempts, again.unknowns) == ("pending", 1, 0)


async def test_an_unknown_outcome_is_counted_and_looked_at_again(unit: Unit) -> None:
    row = await put(unit)
    await unit.outbox.sending([row])
    await unit.outbox.unknown(row, LATER, "timeout")
    (again,) = await unit.outbox.heads(LATER, 9)
    assert (again.state, again.attempts, again.unknowns) == ("unknown", 1, 1)


async def test_what_was_being_sent_when_the_program_died_is_unknown(unit: Unit) -> None:
    died, waits = await put(unit, "a"), await put(unit, "b")
    await unit.outbox.sending([died])
    assert await unit.outbox.recover(NOW) == 1
    assert await heads(unit) == [died, waits]
    assert (await unit.outbox.counts())["unknown"] == 1


async def test_a_failed_row_lets_its_lane_go_on_until_it_is_sent_again(unit: Unit) -> None:
    failed, following = await put(unit, message_id=4), await put(unit, message_id=5)
    await unit.outbox.sending([failed])
    await unit.outbox.failed(failed, "blocked", NOW)
    assert await heads(unit) == [following]
    assert await unit.outbox.retry_failed(4, LATER) == 1
    assert await unit.outbox.retry_failed(4, LATER) == 0
    (again, *_) = await unit.outbox.heads(LATER, 9)
    assert (again.id, again.state, again.attempts) == (failed, "pending", 0)


async def test_a_row_sent_again_remembers_that_an_answer_was_lost(unit: Unit) -> None:
    lost, refused = await put(unit, "a", message_id=4), await put(unit, "b", message_id=4)
    await unit.outbox.sending([lost, refused])
    for _ in range(3):
        await unit.outbox.unknown(lost, NOW, "timeout")
    await unit.outbox.failed(lost, "no answer", NOW)
    await unit.outbox.failed(refused, "blocked", NOW)
    assert await unit.outbox.retry_failed(4, NOW) == 2
    rows = await unit.outbox.heads(NOW, 9)
    assert [(row.id, row.unknowns) for row in rows] == [(lost, 1), (refused, 0)]


async def test_the_nonce_is_the_rows_own_for_ever(unit: Unit) -> None:
    first, second = await put(unit, "a"), await put(unit, "b")
    nonces = {row.id: row.nonce for row in await unit.outbox.heads(NOW, 9)}
    assert nonces[first] != nonces[second]
    await unit.outbox.sending([first])
    await unit.outbox.unknown(first, LATER, "timeout")
    await unit.outbox.replace_payload(first, {"text": "без файла"})
    (again, *_) = await unit.outbox.heads(LATER, 9)
    assert again.nonce == nonces[first]
    other_database = replace(again, created_at=LATER)
    assert other_database.nonce != again.nonce


async def test_each_channel_has_heads_of_its_own(unit: Unit) -> None:
    vk = [await put(unit, f"vk:{number}", channel="vk") for number in range(5)]
    telegram = await put(unit, "telegram:1")
    assert await unit.outbox.channels() == {"vk", "telegram"}
    rows = await unit.outbox.heads(NOW, 2, channel="vk")
    assert [row.id for row in rows] == vk[:2]
    rows = await unit.outbox.heads(NOW, 2, channel="telegram")
    assert [row.id for row in rows] == [telegram]
    await unit.outbox.sent(telegram, [], NOW)
    assert await unit.outbox.next_due(channel="telegram") is None
    assert await unit.outbox.next_due(channel="vk") == NOW


async def test_a_row_that_rests_takes_nobodys_place(unit: Unit) -> None:
    rests, behind, other = await put(unit, "a"), await put(unit, "a"), await put(unit, "b")
    rows = await unit.outbox.heads(NOW, 1, without=[rests])
    assert [row.id for row in rows] == [other]
    assert behind not in [row.id for row in await unit.outbox.heads(NOW, 9, without=[rests])]


async def test_a_row_waits_until_it_is_sent_or_withdrawn(unit: Unit) -> None:
    row, named = await put(unit, "a"), await put(unit, "b", key="undo:1")
    found = await unit.outbox.waiting(row)
    assert found
    assert found.id == row
    await unit.outbox.sending([row])
    assert await unit.outbox.waiting(row) is None
    await unit.outbox.unknown(row, NOW, "timeout")
    assert await unit.outbox.waiting(row)
    await unit.outbox.withdraw("undo:1")
    assert await unit.outbox.waiting(named) is None


async def test_a_collected_row_is_put_once_while_it_waits(unit: Unit) -> None:
    refresh = an_order("topic:1", key="refresh:1")
    assert await unit.outbox.put_once(refresh, NOW)
    assert not await unit.outbox.put_once(refresh, NOW)
    (row,) = await unit.outbox.heads(NOW, 9)
    await unit.outbox.sending([row.id])
    assert await unit.outbox.put_once(refresh, NOW)


async def test_an_album_grows_while_it_waits(unit: Unit) -> None:
    row = await put(unit, key="album:1", not_before=LATER)
    await unit.outbox.replace_payload(row, {"parts": [1, 2]})
    pending = await unit.outbox.pending("album:1")
    assert pending is not None
    assert pending.payload == {"parts": [1, 2]}
    await unit.outbox.sending([row])
    assert await unit.outbox.pending("album:1") is None


async def test_a_delayed_row_is_withdrawn_unless_it_is_on_its_way(unit: Unit) -> None:
    row = await put(unit, key="say:1", not_before=LATER)
    assert await unit.outbox.withdraw("say:1")
    assert not await unit.outbox.withdraw("say:1")
    assert await heads(unit, LATER) == []
    sending = await put(unit, key="say:2")
    await unit.outbox.sending([sending])
    assert not await unit.outbox.withdraw("say:2")
    assert row != sending


async def test_what_may_have_arrived_is_neither_added_to_nor_withdrawn(unit: Unit) -> None:
    """A channel that recognises a repetition would leave out what was added meanwhile."""
    row = await put(unit, key="album:1")
    await unit.outbox.sending([row])
    await unit.outbox.unknown(row, NOW, "timeout")
    await unit.outbox.sending([row])
    await unit.outbox.later(row, NOW, "429")
    assert await unit.outbox.pending("album:1") is None
    assert not await unit.outbox.withdraw("album:1")
    assert await heads(unit) == [row]


async def test_rows_without_a_key_are_nobodys_to_find_or_withdraw(unit: Unit) -> None:
    await put(unit)
    assert await unit.outbox.pending("") is None
    assert not await unit.outbox.withdraw("")


async def test_rows_are_counted_by_what_became_of_them(unit: Unit) -> None:
    assert await unit.outbox.counts() == {"pending": 0, "sending": 0, "unknown": 0, "failed": 0}
    rows = [await put(unit, lane) for lane in "abcde"]
    await unit.outbox.sending(rows[1:])
    await unit.outbox.unknown(rows[2], NOW, "")
    await unit.outbox.failed(rows[3], "", NOW)
    await unit.outbox.sent(rows[4], [], NOW)
    assert await unit.outbox.counts() == {"pending": 1, "sending": 1, "unknown": 1, "failed": 1}


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
@pytest.mark.postgres
async def test_two_processes_never_send_the_same_row(store: Store) -> None:
    async with store.begin() as unit:
        first, second = await put(unit, "a"), await put(unit, "b")
    async with store.begin() as one, store.begin() as two:
        assert [row.id for row in await one.outbox.heads(NOW, 1)] == [first]
        assert await heads(two) == [second]


@dataclass
class Ledger:
    """What the outbox should hold: the rows in order of their ids."""

    now: datetime = NOW
    rows: dict[int, Row] = field(default_factory=dict)
    left: dict[str, list[int]] = field(default_factory=dict)

    def heads(self) -> list[int]:
        first: dict[str, Row] = {}
        for row in self.rows.values():
            first.setdefault(row.lane, row)
        due = [
            row for row in first.values() if row.state != "sending" and row.not_before <= self.now
        ]
        return [row.id for row in sorted(due, key=lambda row: (row.priority, row.id))]

    def hurry(self, lane: str, priority: int) -> None:
        """Who stands before somebody urgent becomes as urgent."""
        for row in [one for one in self.rows.values() if one.lane == lane]:
            self.rows[row.id] = replace(row, priority=min(row.priority, priority))

    def change(self, row_id: int, state: str, not_before: datetime | None = None) -> None:
        row = self.rows[row_id]
        if state in {"sent", "failed"}:
            del self.rows[row_id]
            self.left.setdefault(row.lane, []).append(row_id)
        else:
            due = not_before or row.not_before
            self.rows[row_id] = replace(row, state=state, not_before=due)


PUT = st.tuples(st.just("put"), st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 2))
SEND = st.tuples(st.just("send"), st.integers(1, 3))
SETTLE = st.tuples(st.just("settle"), st.sampled_from(["sent", "later", "unknown", "failed"]))
WAIT = st.tuples(st.just("wait"), st.integers(1, 3))
DIE = st.tuples(st.just("die"))


@given(st.lists(st.one_of(PUT, SEND, SETTLE, WAIT, DIE), max_size=14))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_no_interleaving_breaks_the_order_of_a_lane(
    store: Store, steps: list[tuple[object, ...]]
) -> None:
    ledger = Ledger()
    async with store.begin() as unit:
        await unit.db.run(outbox.delete())
    for verb, *what in steps:
        async with store.begin() as unit:
            await _step(unit, ledger, str(verb), what)
            assert await heads(unit, ledger.now) == ledger.heads()
    for lane in ledger.left.values():
        assert lane == sorted(lane)


async def _step(unit: Unit, ledger: Ledger, verb: str, what: list[object]) -> None:
    if verb == "put":
        lane, delay, priority = str(what[0]), int(str(what[1])), int(str(what[2]))
        order = an_order(lane, not_before=ledger.now + SECOND * delay, priority=priority)
        row_id = await unit.outbox.put(order, ledger.now)
        ledger.hurry(lane, priority)
        fields = {name: getattr(order, name) for name in order.__slots__}
        ledger.rows[row_id] = Row(
            **fields, id=row_id, state="pending", attempts=0, unknowns=0, created_at=ledger.now
        )
    elif verb == "send":
        ids = ledger.heads()[: int(str(what[0]))]
        await unit.outbox.sending(ids)
        for row_id in ids:
            ledger.change(row_id, "sending")
    elif verb == "settle":
        await _settle(unit, ledger, str(what[0]))
    elif verb == "die":
        await unit.outbox.recover(ledger.now)
        for row in [row for row in ledger.rows.values() if row.state == "sending"]:
            ledger.change(row.id, "unknown", ledger.now)
    else:
        ledger.now += SECOND * int(str(what[0]))


async def _settle(unit: Unit, ledger: Ledger, outcome: str) -> None:
    """The newest row on its way has this outcome."""
    under_way = [row.id for row in ledger.rows.values() if row.state == "sending"]
    if not under_way:
        return
    row_id, then = under_way[-1], ledger.now + SECOND
    if outcome == "sent":
        await unit.outbox.sent(row_id, ["1"], ledger.now)
    elif outcome == "failed":
        await unit.outbox.failed(row_id, "blocked", ledger.now)
    elif outcome == "later":
        await unit.outbox.later(row_id, then, "429")
    else:
        await unit.outbox.unknown(row_id, then, "timeout")
    ledger.change(row_id, {"later": "pending"}.get(outcome, outcome), then)


async def test_while_clients_wait_only_staff_and_the_moderator_chat_are_served(
    unit: Unit,
) -> None:
    for lane, place, chat in (
        ("telegram:501", "address", "501"),
        ("telegram:201", "address", "201"),
        ("topic:1", "topic", ""),
        ("moderators", "moderators", ""),
    ):
        await unit.outbox.put(an_order(lane, place=place, chat=chat), NOW)
    lanes = [row.lane for row in await unit.outbox.heads(NOW, 10, {"201", "-1001"})]
    assert lanes == ["telegram:201", "topic:1", "moderators"]
    assert len(await unit.outbox.heads(NOW, 10)) == 4


async def test_a_client_who_waits_wakes_nobody(unit: Unit) -> None:
    await unit.outbox.put(an_order("telegram:501", chat="501"), NOW)
    assert await unit.outbox.next_due(()) is None
    assert await unit.outbox.next_due({"501"}) == NOW
    assert await unit.outbox.next_due() == NOW


@pytest.mark.parametrize("place", ["moderators", "address"])
async def test_what_holds_any_lane_becomes_as_urgent_as_what_is_put_behind_it(
    unit: Unit, place: str
) -> None:
    """Else others would go before both for as long as they come."""
    daily = await unit.outbox.put(an_order("general", place=place, priority=4), NOW)
    others = await put(unit, "topic:1", priority=3)
    await unit.outbox.put(an_order("general", place=place, priority=1), NOW)
    assert await heads(unit) == [daily, others]


async def test_what_holds_a_topic_becomes_as_urgent_as_what_waits_behind_it(unit: Unit) -> None:
    for number in (1, 2):
        lane = f"topic:{number}"
        order = an_order(lane, job="refresh", place="topic", priority=2, key=lane)
        await unit.outbox.put(order, NOW)
    urgent = an_order("topic:2", job="refresh", place="topic", priority=0, key="topic:2")
    assert not await unit.outbox.put_once(urgent, NOW)
    assert [row.lane for row in await unit.outbox.heads(NOW, 9)] == ["topic:2", "topic:1"]
    slow = an_order("topic:2", job="say", place="topic", priority=4)
    await unit.outbox.put(slow, NOW)
    assert [row.priority for row in await unit.outbox.heads(NOW, 9)] == [0, 2]


async def test_a_program_that_ends_again_and_again_gives_nothing_up(unit: Unit) -> None:
    row = await put(unit)
    for _ in range(9):
        await unit.outbox.sending([row])
        assert await unit.outbox.recover(NOW) == 1
    (found,) = await unit.outbox.heads(NOW, 9)
    assert (found.state, found.unknowns) == ("unknown", 1)
