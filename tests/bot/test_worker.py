"""The worker: every event has its outcome, and none stands in another's way."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from appeals.model import Address
from appeals.ports import Conflict
from appeals.words import Content
from bot.health import Health
from bot.received import Received
from bot.worker import BACK_OFF, CHANNEL_OFF, cursor_name
from handlers.conversation import (
    Button,
    Incoming,
    Moved,
    Person,
    Pressed,
    Reply,
    Say,
    Toast,
    Words,
    Wrote,
)
from handlers.office import Office
from storage.errors import RowRefused, StorageFull
from storage.store import Store
from tests.bot.program import HOME, OLGA, PETR, Program, in_topic
from tests.fakes import FakeChannel

HELLO = Words("client-unreadable")


async def echo(incoming: Incoming, _office: Office) -> list[Reply]:
    """Repeats what was written; «плохо» is more than it can bear."""
    if isinstance(incoming, Pressed):
        return [Toast(incoming.press_id, HELLO)]
    if not isinstance(incoming, Wrote):
        return []
    if incoming.content.text == "плохо":
        raise ValueError(incoming.content.text)
    return [Say(incoming.at, content=incoming.content)]


async def test_a_question_is_stored_before_anything_else(program: Program) -> None:
    await program.receive(program.wrote("Вопрос"), cursor="8")
    async with program.store.begin() as unit:
        assert await unit.inbox.waiting() == 1
        assert await unit.cursors.get("telegram") == "8"


async def test_what_is_read_beside_has_a_cursor_of_its_own(program: Program) -> None:
    await program.receive(cursor="8")
    await program.worker.receive("telegram", [program.wrote("Вопрос")], "20", part="beside")
    async with program.store.begin() as unit:
        assert await unit.cursors.get("telegram") == "8"
        assert await unit.cursors.get(cursor_name("telegram", "beside")) == "20"
        assert await unit.inbox.waiting() == 1


async def test_the_same_event_again_is_worked_on_once(store: Store) -> None:
    program = Program(store, handle=echo)
    update = program.wrote("Раз")
    await program.receive(update, update)
    await program.receive(update)
    await program.work()
    assert await program.counts() == {"pending": 1}


async def test_a_poisoned_event_does_not_block_others(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(
        program.wrote("плохо", OLGA), program.wrote("Два", OLGA), program.wrote("Три", PETR)
    )
    await program.work()
    await program.deliver()
    assert program.channel.texts() == ["Три"]


async def test_a_failing_event_is_retried_ever_later_then_set_aside(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(program.wrote("плохо"), program.wrote("Два"))
    for pause in BACK_OFF:
        await program.work()
        async with store.begin() as unit:
            assert await unit.inbox.next_due() == program.clock.now() + pause
        program.clock.advance(pause.total_seconds())
    await program.work()
    async with store.begin() as unit:
        (dead,) = await unit.inbox.dead(10)
    assert dead.raw == "update 0"
    assert dead.attempts == len(BACK_OFF) + 1


async def test_a_dead_event_is_reported_by_number_without_its_words(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(Received("1", str(OLGA), "тайна"), program.wrote("Два"))
    with capture_logs() as lines:
        await program.work()
    await program.deliver()
    told, after = program.channel.ledger
    assert (told.at, "№ 1" in told.text) == (HOME, True)
    assert after.text == "Два"
    assert "тайна" not in str(lines) + told.text
    assert [line["event"] for line in lines] == ["event_dead"]


async def test_the_log_of_a_failure_names_the_place_and_quotes_nobody(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(program.wrote("плохо"))
    with capture_logs() as lines:
        await program.work()
    assert lines[0]["error"].startswith("ValueError at tests/bot/test_worker.py:")
    assert "плохо" not in str(lines)


async def test_a_revived_event_is_worked_on(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(Received("1", str(OLGA), "later understood"))
    await program.work()
    said = program.understood[program.wrote("Понятно").raw]
    program.understood["later understood"] = said
    async with store.begin() as unit:
        await unit.inbox.revive(1)
    await program.work()
    await program.deliver()
    assert "Понятно" in program.channel.texts()


async def test_a_conflict_is_tried_again_at_once(store: Store) -> None:
    times = []

    async def second_time_lucky(incoming: Incoming, office: Office) -> list[Reply]:
        times.append(1)
        await office.clients.met("telegram", "101", "Ольга", "")
        if len(times) < 3:
            raise Conflict
        return await echo(incoming, office)

    program = Program(store, handle=second_time_lucky)
    await program.receive(program.wrote("Раз"))
    await program.work()
    assert len(times) == 3
    assert await program.counts() == {"pending": 1}


async def test_an_endless_conflict_waits_its_turn(store: Store) -> None:
    async def never(_incoming: Incoming, _office: Office) -> list[Reply]:
        raise Conflict

    program = Program(store, handle=never)
    await program.receive(program.wrote("Раз"))
    await program.work()
    async with store.begin() as unit:
        assert await unit.inbox.next_due() == program.clock.now() + BACK_OFF[0]


async def test_half_of_a_failed_event_is_not_kept(store: Store) -> None:
    async def half(_incoming: Incoming, office: Office) -> list[Reply]:
        await office.clients.met("telegram", "101", "Ольга", "")
        raise ValueError

    program = Program(store, handle=half)
    await program.receive(program.wrote("Раз"))
    await program.work()
    async with store.begin() as unit:
        assert await unit.clients.known("telegram", "101") is None


async def test_a_button_with_too_much_data_is_our_bug_and_loses_nothing(store: Store) -> None:
    async def overlong(_incoming: Incoming, _office: Office) -> list[Reply]:
        return [Say(OLGA, HELLO, buttons=((Button(HELLO, "я" * 33),),))]

    program = Program(store, handle=overlong)
    await program.receive(program.wrote("Раз"))
    await program.work()
    assert await program.counts() == {}
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def test_a_full_disk_loses_nothing_and_turns_health_red(store: Store) -> None:
    full = [True]

    async def on_a_full_disk(incoming: Incoming, office: Office) -> list[Reply]:
        if full:
            raise StorageFull
        return await echo(incoming, office)

    health = WatchedHealth()
    program = Program(store, handle=on_a_full_disk, health=health)
    await program.receive(program.wrote("Раз"), program.wrote("Два", PETR))
    stop = asyncio.Event()
    running = asyncio.create_task(program.worker.run(stop))
    await health.changed.wait()
    assert health.troubles == {"worker": "StorageFull"}
    full.clear()
    health.changed.clear()
    await health.changed.wait()
    stop.set()
    await running
    assert await program.counts() == {"pending": 2}
    assert health.troubles == {}


class WatchedHealth(Health):
    """Says when something changes, so that a test need not wait for luck."""

    def __init__(self) -> None:
        super().__init__()
        self.changed = asyncio.Event()

    def ill(self, part: str, trouble: str) -> None:
        super().ill(part, trouble)
        self.changed.set()

    def well(self, part: str) -> None:
        known = part in self.troubles
        super().well(part)
        if known:
            self.changed.set()


async def test_a_toast_is_shown_after_the_commit(store: Store) -> None:
    program = Program(store, handle=echo)
    press = Pressed(OLGA, Person("101", "Ольга"), "5", "c:x:1", "press-1", private=True)
    seen: list[int] = []

    async def look() -> None:
        async with store.begin() as unit:
            seen.append(await unit.inbox.waiting())

    looks: list[asyncio.Task[None]] = []
    program.channel.on_toast = lambda _: looks.append(asyncio.create_task(look()))
    await program.receive(program.came(press, press="press-1"))
    assert program.presses == ["press-1"]
    await program.work()
    await asyncio.gather(*looks)
    assert [toast[0] for toast in program.channel.toasts] == ["press-1"]
    assert seen == [0]


async def test_a_toast_of_a_lost_transaction_is_never_shown(store: Store) -> None:
    async def lost(incoming: Incoming, office: Office) -> list[Reply]:
        if isinstance(incoming, Wrote):
            raise StorageFull
        return await echo(incoming, office)

    program = Program(store, handle=lost)
    press = Pressed(OLGA, Person("101", "Ольга"), "5", "c:x:1", "press-1", private=True)
    await program.receive(program.came(press), program.wrote("Раз", PETR))
    with pytest.raises(StorageFull):
        await program.work()
    assert program.channel.toasts == []


async def test_up_to_twenty_conversations_share_one_commit(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(
        *(program.wrote("Раз", Address("telegram", str(n))) for n in range(500, 525))
    )
    assert [await program.worker.step() for _ in range(3)] == [20, 5, 0]


async def test_the_order_within_a_conversation_is_kept(store: Store) -> None:
    program = Program(store, handle=echo)
    await program.receive(*(program.wrote(str(n), at) for n in range(5) for at in (OLGA, PETR)))
    await program.work()
    await program.deliver()
    assert program.channel.texts("101") == ["0", "1", "2", "3", "4"]


async def test_after_a_move_the_moderators_are_heard_in_the_new_chat(store: Store) -> None:
    homes: list[str] = []

    async def listening(_incoming: Incoming, office: Office) -> list[Reply]:
        homes.append(office.desk.moderator_chat.chat)
        return []

    program = Program(store, handle=listening)
    new = Address("telegram", "-1002")
    await program.receive(program.came(Moved(HOME, "-1002"), HOME), program.wrote("Мы здесь", new))
    await program.work()
    assert homes[-1] == "-1002"


async def test_an_event_of_a_channel_that_is_off_waits_and_is_told_of_once(store: Store) -> None:
    program = Program(store, handle=echo)
    async with store.begin() as unit:
        for number in range(3):
            await unit.inbox.put("vk", str(number), f"vk:{number}", "{}", program.clock.now())
    with capture_logs() as lines:
        for _ in range(10):
            await program.work()
            program.clock.advance(CHANNEL_OFF.total_seconds())
    assert [line["event"] for line in lines] == ["channel_off_events_wait"]
    on = Program(store, handle=echo, beside=FakeChannel("vk"))
    on.understood["{}"] = Wrote(
        Address("vk", "5"), Person("5", "Иван"), on.clock.now(), "1", Content("Раз"), private=True
    )
    on.clock.advance(20 * CHANNEL_OFF.total_seconds())
    await on.work()
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 0
        assert await unit.inbox.dead(1) == []


async def test_what_is_stored_is_known_to_its_channel_and_no_fault_there_matters(
    store: Store,
) -> None:
    program = Program(store, handle=echo)

    class Forgetful(list[Sequence[Received]]):
        def append(self, batch: Sequence[Received]) -> None:
            super().append(batch)
            raise OSError

    program.batches = Forgetful()
    program.start(program.generous())
    update = program.wrote("Раз")
    await program.receive(update, cursor="8")
    assert [list(batch) for batch in program.batches] == [[update]]
    async with store.begin() as unit:
        assert await unit.inbox.waiting() == 1


async def test_a_batch_that_was_not_stored_is_not_told_of(store: Store) -> None:
    program = Program(store, handle=echo)
    broken = Received("1", str(OLGA), None)  # type: ignore[arg-type]  # what no platform sends
    with pytest.raises(RowRefused):
        await program.receive(broken)
    assert program.batches == []


async def test_what_a_platform_asks_of_a_person_is_told_to_staff(store: Store) -> None:
    program = Program(store)
    await program.worker.tell(HELLO)
    await program.deliver()
    (told,) = program.channel.ledger
    assert told.at == HOME


async def test_telling_staff_never_raises(store: Store) -> None:
    program = Program(store)
    with capture_logs() as lines:
        await program.worker.tell(Words("no-such-text"))
    assert [line["event"] for line in lines] == ["staff_not_told"]


@pytest.mark.parametrize("seconds", [-3600, 3600])
async def test_a_corrected_wall_clock_stalls_nothing(store: Store, seconds: float) -> None:
    program = Program(store, handle=echo)
    await program.receive(program.wrote("Раз"))
    program.clock.jump(seconds)
    await program.receive(program.wrote("Два", PETR))
    await program.work()
    await program.deliver()
    assert sorted(program.channel.texts()) == ["Два", "Раз"]


async def test_it_wakes_by_itself_when_something_comes(store: Store) -> None:
    handled = asyncio.Event()

    async def noticed(incoming: Incoming, office: Office) -> list[Reply]:
        handled.set()
        return await echo(incoming, office)

    program = Program(store, handle=noticed)
    stop = asyncio.Event()
    running = asyncio.create_task(program.worker.run(stop))
    await program.receive(program.wrote("Раз"))
    await asyncio.wait_for(handled.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_a_real_question_is_registered_and_acknowledged(program: Program) -> None:
    await program.receive(program.wrote("Положена ли нам квота, если работников 38?"))
    await program.work()
    await program.deliver()
    (receipt,) = program.channel.texts("101")
    assert "2026-000001" in receipt
    opened, card = [call for call in program.channel.ledger if call.at.chat == HOME.chat]
    assert opened.method == "open_topic"
    assert card.at == in_topic("102") or card.at.thread
    assert "квота" in card.text
