"""The queries of every minute use the indexes made for them."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from appeals.model import Address, MessageRef
from storage.store import Store, Unit
from tests.storage.given import CHAT, NOW

Query = Callable[[Unit], Awaitable[object]]
FULL_SCANS = {"sqlite": "SCAN ", "postgresql": "Seq Scan"}

HOT: dict[str, tuple[Query, tuple[str, ...]]] = {
    "claim": (lambda unit: unit.inbox.claim(20, NOW), ("ix_inbox_heads",)),
    "next event": (lambda unit: unit.inbox.next_due(), ("ix_inbox_heads",)),
    "waiting": (lambda unit: unit.inbox.waiting(), ("ix_inbox_",)),
    "dead": (lambda unit: unit.inbox.dead(5), ("ix_inbox_dead",)),
    "lane heads": (lambda unit: unit.outbox.heads(NOW, 20), ("ix_outbox_lanes",)),
    "next order": (lambda unit: unit.outbox.next_due(), ("ix_outbox_lanes",)),
    "by key": (lambda unit: unit.outbox.pending("refresh:1"), ("ix_outbox_key",)),
    "withdraw": (lambda unit: unit.outbox.withdraw("say:1"), ("ix_outbox_key",)),
    "again": (lambda unit: unit.outbox.retry_failed(1, NOW), ("ix_outbox_failed",)),
    "counts": (lambda unit: unit.outbox.counts(), ("ix_outbox_failed",)),
    "recover": (lambda unit: unit.outbox.recover(NOW), ("ix_outbox_",)),
    "deadlines": (lambda unit: unit.appeals.open(100), ("ix_appeals_deadline",)),
    "open count": (lambda unit: unit.appeals.count_open(), ("ix_appeals_",)),
    "tick": (lambda unit: unit.appeals.due(NOW, 100), ("ix_appeals_next_step",)),
    "all open": (lambda unit: unit.appeals.open_after(1, 100), ("ix_appeals_open",)),
    "falls due": (
        lambda unit: unit.appeals.open_due(NOW, NOW, 20),
        ("ix_appeals_deadline",),
    ),
    "staff's heads": (lambda unit: unit.outbox.heads(NOW, 20, {"201"}), ("ix_outbox_lanes",)),
    "a channel's heads": (
        lambda unit: unit.outbox.heads(NOW, 20, channel="vk", without=[1, 2]),
        ("ix_outbox_lanes",),
    ),
    "a channel's next order": (
        lambda unit: unit.outbox.next_due(channel="vk"),
        ("ix_outbox_lanes",),
    ),
    "who waits": (lambda unit: unit.outbox.channels(), ("ix_outbox_",)),
    "switch": (lambda unit: unit.switches.get("outgoing-stopped"), ("ix_switches_name",)),
    "invitation": (lambda unit: unit.invitations.find("join"), ()),
    "back": (lambda unit: unit.roster.back("7", NOW), ("ix_absences_employee",)),
    "staff history": (lambda unit: unit.roster.history("7", 10), ("ix_staff_events_who",)),
    "rungs": (lambda unit: unit.steps.taken(1, 1, NOW), ()),
    "notices": (lambda unit: unit.notices.gather(20), ("ix_notices_unsaid",)),
    "occurrence": (lambda unit: unit.occurrences.next_at("weekly"), ()),
    "open in place": (lambda unit: unit.appeals.open_in(CHAT, 1), ("ix_appeals_",)),
    "of client": (lambda unit: unit.appeals.of_client(1, 5), ("ix_appeals_client",)),
    "history": (lambda unit: unit.appeals.history(1), ()),
    "message": (lambda unit: unit.messages.at(MessageRef(CHAT, "1")), ()),
    "album": (lambda unit: unit.messages.of_album(CHAT, "a"), ()),
    "of appeal": (lambda unit: unit.messages.of_appeal(1), ("ix_messages_appeal",)),
    "original": (lambda unit: unit.messages.original(MessageRef(CHAT, "1")), ()),
    "copies": (lambda unit: unit.messages.copies(1), ("ix_copies_message",)),
    "awaited topics": (lambda unit: unit.topics.awaited(NOW, 0, 31), ("ix_outbox_",)),
    "topic at": (lambda unit: unit.topics.at(Address("telegram", "-1", "5")), ()),
    "client": (lambda unit: unit.clients.known("telegram", "501"), ()),
    "dialog": (lambda unit: unit.dialogs.load(CHAT, "501", NOW), ()),
}


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_query_reads_no_whole_table(kind: str, store: Store, name: str) -> None:
    query, indexes = HOT[name]
    async with store.begin() as unit:
        with _overheard(store) as statements:
            await query(unit)
    plan = [await _plan(store, kind, *statement) for statement in statements]
    lines = [line for lines in plan for line in lines]
    assert not [line for line in lines if FULL_SCANS[kind] in line and "USING" not in line]
    for index in indexes:
        assert any(index in line for line in lines), lines


@contextmanager
def _overheard(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement with its parameters, as the driver gets them."""
    heard: list[tuple[str, Any]] = []

    def hear(_c: Connection, _u: object, sql: str, parameters: object, *_: object) -> None:
        heard.append((sql, parameters))

    engine = store._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


async def _plan(store: Store, kind: str, sql: str, parameters: Any) -> list[str]:
    explain = "EXPLAIN QUERY PLAN " if kind == "sqlite" else "EXPLAIN "
    async with store._engine.begin() as connection:
        if kind == "postgresql":
            await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        rows = (await connection.exec_driver_sql(explain + sql, parameters)).all()
    return [str(row[-1]) for row in rows]
