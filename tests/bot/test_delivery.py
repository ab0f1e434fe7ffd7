"""Delivery: what was promised goes out, in order, once if the platform lets us know."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.model import (
    SYSTEM,
    Actor,
    ActorKind,
    Address,
    Change,
    Fate,
    MessageRef,
    Side,
    State,
    What,
)
from appeals.words import Attachment, Content, MediaKind
from bot.limits import Limits
from handlers.conversation import (
    Amend,
    Feeling,
    Later,
    ModeratorChat,
    Outcome,
    Priority,
    React,
    Redraw,
    Refresh,
    Refusal,
    Refused,
    Relocated,
    Remove,
    Rendered,
    Retry,
    Say,
    Sent,
    TopicOf,
    Unknown,
    Withdraw,
    Words,
)
from handlers.stopping import STOPPED
from storage.engine import make_engine
from storage.errors import StorageFull
from storage.store import Store, Unit
from tests.bot.program import HOME, MARIA, OLGA, PETR, Program, in_topic
from tests.fakes import Call, FakeChannel, ManualClock

NOTICE = Words("client-unreadable")


def say(text: str, to: Address = OLGA, priority: Priority = Priority.ACKNOWLEDGEMENT) -> Say:
    """A short message."""
    return Say(to, content=Content(text), priority=priority)


@pytest.fixture
async def asked(program: Program) -> Program:
    """Olga has asked; her appeal stands in the topic 102 with the card 103."""
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.deliver()
    assert [call.at.thread for call in program.channel.ledger[-1:]] == ["102"]
    program.channel.ledger.clear()
    return program


async def answer(
    program: Program,
    text: str = "Да, положена.",
    message_id: str = "77",
    at: Address = OLGA,
    reply_to: str = "",
) -> int:
    """An employee's words on their way to Olga; the id of the stored message."""
    async with program.store.begin() as unit:
        message = await unit.messages.add(
            appeal_id=1,
            side=Side.STAFF,
            author="201",
            ref=MessageRef(in_topic("102"), message_id),
            content=Content(text),
            at=program.clock.now(),
            fate=Fate.QUEUED,
        )
    content, number = Content(text), message.id
    said = Say(at, None, content, reply_to=reply_to, message_id=number, priority=Priority.ANSWER)
    await program.put(said)
    return number


async def fate(program: Program, message_id: int) -> Fate | None:
    """What became of a stored message."""
    async with program.store.begin() as unit:
        message = await unit.messages.get(message_id)
    return message.fate if message else None


async def happened(program: Program) -> list[What]:
    """The appeal's history."""
    async with program.store.begin() as unit:
        return [event.what for event in await unit.appeals.history(1)]


async def test_a_lane_is_sent_in_order_however_urgent_the_later_ones_are(program: Program) -> None:
    await program.put(say("1", priority=Priority.BULK), say("2", priority=Priority.ANSWER))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]


async def test_answers_go_before_acknowledgements_before_the_rest(store: Store) -> None:
    clock = ManualClock()
    one_a_second = Limits(1, 100, 100, group_per_minute=100, clock=clock.monotonic)
    program = Program(store, clock, limits=one_a_second)
    order = [Priority.HOUSEKEEPING, Priority.COPY, Priority.ACKNOWLEDGEMENT, Priority.ANSWER]
    for number, priority in enumerate(order):
        await program.put(say(priority.name, Address("telegram", str(number)), priority))
    for _ in order:
        await program.deliver()
        clock.advance(1)
    assert program.channel.texts() == [priority.name for priority in reversed(order)]


async def test_a_failed_head_lets_its_lane_go_on(program: Program) -> None:
    program.channel.answers["send"] = [Refused(Refusal.OTHER, "no")]
    await program.put(say("1"), say("2"))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]
    assert await program.counts() == {"failed": 1}


async def test_a_call_under_way_holds_its_own_lane_only(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"), say("другой", PETR))
    await program.delivery.step()
    await asyncio.sleep(0)
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.texts() == ["1", "другой"]
    program.channel.gate.set()
    await program.deliver()
    assert program.channel.texts() == ["1", "другой", "2"]


async def test_at_most_sixteen_calls_run_at_once(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(50)))
    await program.delivery.step()
    await asyncio.sleep(0)
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.most_running == 16
    program.channel.gate.set()
    await program.deliver()
    assert len(program.channel.ledger) == 50


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


@pytest.mark.parametrize("seconds", [-3600, 3600])
async def test_a_corrected_wall_clock_neither_stalls_nor_floods(
    program: Program, seconds: float
) -> None:
    program.channel.answers["send"] = [Later(7, "rate limit")]
    await program.put(say("1"))
    await program.deliver()
    program.clock.jump(seconds)
    await program.deliver()
    assert len(program.channel.ledger) == 1
    program.clock.advance(7.1)
    await program.deliver()
    assert len(program.channel.ledger) == 2


async def test_trouble_of_the_whole_platform_is_not_hammered_at(program: Program) -> None:
    program.channel.answers["send"] = [Later(2, "network")] * 1000
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(400)))
    for _ in range(60):
        await program.deliver()
        program.clock.advance(1)
    assert len(program.channel.ledger) < 32 * 8


async def test_a_lost_answer_is_sent_again_once_for_each_loss(program: Program) -> None:
    program.channel.answers["send"] = [Unknown("timeout")]
    await program.put(say("1"), say("2"))
    await program.deliver()
    assert await program.counts() == {"unknown": 1, "pending": 1}
    program.clock.advance(60)
    await program.deliver()
    assert program.channel.texts() == ["1", "1", "2"]


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


async def test_a_delivered_answer_is_on_record_and_carries_a_reaction(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    (reaction,) = asked.channel.calls("react")
    assert (reaction.id, reaction.text) == ("77", Feeling.DELIVERED)
    assert await fate(asked, number) is Fate.DELIVERED
    assert What.DELIVERED in await happened(asked)
    async with asked.store.begin() as unit:
        (copy,) = await unit.messages.copies(number)
        found = await unit.messages.original(copy)
    assert found is not None
    assert found.id == number


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


async def test_a_long_answer_counts_as_delivered_with_its_last_part(asked: Program) -> None:
    number = await answer(asked, "Слово. " * 150)
    await asked.deliver()
    assert len(asked.channel.texts("101")) == 3
    assert len(asked.channel.calls("react")) == 1
    assert (await happened(asked)).count(What.DELIVERED) == 1
    async with asked.store.begin() as unit:
        assert len(await unit.messages.copies(number)) == 3


async def test_a_crash_between_sending_and_recording_sends_again(store: Store) -> None:
    program = Program(store)
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await asyncio.sleep(0)
    assert program.channel.texts() == ["1"]
    await program.delivery.finish(0)
    survivor = Program(store)
    await survivor.deliver()
    assert survivor.channel.texts() == []
    await survivor.delivery.recover()
    await survivor.deliver()
    assert survivor.channel.texts() == ["1", "2"]


async def test_a_graceful_end_records_what_was_under_way(program: Program) -> None:
    program.channel.gate = asyncio.Event()
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await asyncio.sleep(0)
    program.channel.gate.set()
    await program.delivery.finish(5)
    assert program.channel.texts() == ["1"]
    assert await program.counts() == {"pending": 1}


class FlakyStore(Store):
    """While `full`, every commit finds the disk full after all went well."""

    full = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        async with super().begin() as unit:
            yield unit
            if self.full:
                raise StorageFull


@pytest.mark.usefixtures("store")
async def test_an_outcome_survives_a_full_disk(tmp_path: Path) -> None:
    flaky = FlakyStore(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"))
    program = Program(flaky)
    await program.put(say("1"), say("2"))
    await program.delivery.step()
    await program.delivery.settle()
    flaky.full = True
    with pytest.raises(StorageFull):
        await program.delivery.step()
    assert program.channel.texts() == ["1"]
    flaky.full = False
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]
    assert await program.counts() == {}
    await flaky.close()


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


async def take(program: Program) -> None:
    """Maria takes the appeal."""
    async with program.store.begin() as unit:
        appeal = await unit.appeals.get(1)
        assert appeal is not None
        taken = replace(appeal, state=State.TAKEN, executor="201")
        await unit.appeals.save(Change(taken, ()))


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


def topic_is_gone(thread: str = "") -> Callable[[Call], Outcome | None]:
    """The platform knows no such topic (or none at all)."""

    def refuse(call: Call) -> Outcome | None:
        gone = call.at.thread == thread if thread else bool(call.at.thread)
        return Refused(Refusal.TOPIC_GONE) if gone else None

    return refuse


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


async def test_a_moved_group_is_followed(asked: Program) -> None:
    asked.channel.refuse = lambda call: Relocated("-1002") if call.at.chat == HOME.chat else None
    await asked.put(Say(ModeratorChat(), NOTICE), Say(TopicOf(1), content=Content("дополнение")))
    await asked.deliver()
    assert {call.at.chat for call in asked.channel.ledger[-2:]} == {"-1002"}
    assert len(asked.channel.texts("-1002")) == 2


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


async def test_an_edit_by_staff_changes_the_delivered_copy(asked: Program) -> None:
    number = await answer(asked)
    await asked.put(Amend(number, Content("Нет, не положена.")))
    await asked.deliver()
    sent, edited = [call for call in asked.channel.ledger if call.at == OLGA]
    assert (sent.text, edited.text) == ("Да, положена.", "Нет, не положена.")
    assert edited.method == "edit"
    assert edited.id


async def test_an_edit_that_does_not_arrive_is_told_to_staff(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    asked.channel.ledger.clear()
    asked.channel.answers["edit"] = [Refused(Refusal.BLOCKED)]
    await asked.put(Amend(number, Content("Нет, не положена.")))
    await asked.deliver()
    assert len(asked.channel.texts(HOME.chat)) == 1
    assert await fate(asked, number) is Fate.DELIVERED


async def test_an_edit_that_grew_gets_a_message_more(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    asked.channel.ledger.clear()
    await asked.put(Amend(number, Content("Слово. " * 100)))
    await asked.deliver()
    assert [call.method for call in asked.channel.ledger] == ["edit", "send"]
    assert "".join(call.text for call in asked.channel.ledger) == "Слово. " * 100


async def test_an_album_is_one_call_and_each_part_finds_its_copy(asked: Program) -> None:
    photos = [Content(attachments=(Attachment(MediaKind.PHOTO, str(n)),)) for n in range(3)]
    async with asked.store.begin() as unit:
        stored = [
            await unit.messages.add(
                appeal_id=1,
                side=Side.STAFF,
                author="201",
                ref=MessageRef(in_topic("102"), str(70 + n)),
                content=photo,
                at=asked.clock.now(),
                fate=Fate.QUEUED,
                album="a",
            )
            for n, photo in enumerate(photos)
        ]
    for message in stored:
        await asked.put(
            Say(
                OLGA,
                content=message.content,
                message_id=message.id,
                wait=timedelta(seconds=1.5),
                key="album:a",
                append=True,
            )
        )
    await asked.deliver()
    assert asked.channel.ledger == []
    asked.clock.advance(1.5)
    await asked.deliver()
    (sent,) = asked.channel.calls("send")
    assert [file.file for file in sent.message.content.attachments] == ["0", "1", "2"]
    async with asked.store.begin() as unit:
        copies = [await unit.messages.copies(message.id) for message in stored]
    assert [len(of_one) for of_one in copies] == [1, 1, 1]
    assert [await fate(asked, message.id) for message in stored] == [Fate.DELIVERED] * 3


async def test_what_was_withdrawn_in_time_is_never_sent(program: Program) -> None:
    await program.put(
        Say(OLGA, content=Content("Закрыто"), wait=timedelta(seconds=10), key="undo:1")
    )
    program.clock.advance(9)
    await program.deliver()
    await program.put(Withdraw("undo:1"))
    program.clock.advance(5)
    await program.deliver()
    assert program.channel.ledger == []


async def test_the_group_shares_one_bucket_and_clients_do_not_wait_for_it(store: Store) -> None:
    clock = ManualClock()
    program = Program(store, clock, limits=Limits(1000, 1000, 1000, clock=clock.monotonic))
    for number in range(30):
        at = Address("telegram", str(500 + number))
        await program.receive(program.wrote(f"Вопрос {number}?", at))
    await program.work()
    await program.deliver()
    home = [call for call in program.channel.ledger if call.at.chat == HOME.chat]
    assert [call.method for call in home].count("send") == 10
    assert len(home) == 20
    assert len(program.channel.ledger) - len(home) == 30
    for _ in range(3):
        clock.advance(60)
        await program.deliver()
    assert len(program.channel.calls("open_topic")) == 30
    assert len(program.channel.texts(HOME.chat)) == 30


async def test_a_platform_that_breaks_its_word_and_raises_stops_nothing(store: Store) -> None:
    program = Program(store, channel=RaisingChannel())
    await program.put(say("1"))
    await program.deliver()
    assert await program.counts() == {"unknown": 1}


class RaisingChannel(FakeChannel):
    """Forgets that outcomes are values."""

    async def send(self, to: Address, message: Rendered) -> Outcome:
        raise OSError(f"{to}: {message}")


async def test_it_wakes_for_a_delayed_row_by_itself(program: Program) -> None:
    await program.put(Say(OLGA, content=Content("1"), wait=timedelta(seconds=10), key="k"))
    assert await program.delivery.step() == 10
    program.clock.advance(4)
    assert await program.delivery.step() == 6


async def test_running_it_sends_what_comes_and_stops_when_asked(program: Program) -> None:
    arrived = asyncio.Event()

    def noticed(_call: Call) -> Outcome | None:
        arrived.set()
        return None

    program.channel.refuse = noticed
    stop = asyncio.Event()
    running = asyncio.create_task(program.delivery.run(stop))
    await program.put(say("1"))
    program.delivery.wake()
    await asyncio.wait_for(arrived.wait(), 5)
    stop.set()
    await asyncio.wait_for(running, 5)
    await program.delivery.finish(5)
    assert await program.counts() == {}


async def test_a_lost_answer_holds_its_own_lane_only(asked: Program) -> None:
    asked.channel.answers["send"] = [Unknown("timeout")]
    await asked.put(Say(TopicOf(1), content=Content("1")), Say(ModeratorChat(), NOTICE))
    await asked.deliver()
    assert len(asked.channel.ledger) == 2
    assert await asked.counts() == {"unknown": 1}


async def stop_outgoing(program: Program, value: str = "yes") -> None:
    """The controller's switch."""
    async with program.store.begin() as unit:
        by = Actor(ActorKind.STAFF, "201")
        await unit.switches.set("outgoing-stopped", value, by, program.clock.now())


async def test_in_an_emergency_stop_messages_to_clients_wait_in_order(program: Program) -> None:
    await stop_outgoing(program)
    await program.put(say("1"), say("2"), say("другой", PETR))
    await program.deliver()
    assert program.channel.texts() == []
    assert await program.counts() == {"pending": 3}
    await stop_outgoing(program, "")
    await program.deliver()
    assert sorted(program.channel.texts()) == ["1", "2", "другой"]
    assert program.channel.texts("101") == ["1", "2"]


async def test_in_an_emergency_stop_the_moderator_chat_and_staff_are_served(
    asked: Program,
) -> None:
    async with asked.store.begin() as unit:
        await unit.staff.seed([MARIA])
    await stop_outgoing(asked)
    flood = [say("ждёт", Address("telegram", str(n))) for n in range(1000, 1300)]
    await asked.put(
        *flood,
        Say(TopicOf(1), content=Content("в теме")),
        Say(ModeratorChat(), content=Content("в чате")),
        say("сотруднику", Address("telegram", MARIA.id)),
    )
    await asked.deliver()
    assert sorted(asked.channel.texts()) == ["в теме", "в чате", "сотруднику"]


async def test_in_a_storm_nothing_is_risked_until_a_harmless_call_succeeds(
    program: Program,
) -> None:
    program.channel.refuse = lambda _: Unknown("ServerError")
    await program.put(*(say("1", Address("telegram", str(n))) for n in range(600, 604)))
    await program.deliver()
    tried = len(program.channel.ledger)
    program.channel.fair = False
    for _ in range(20):
        program.clock.advance(120)
        await program.deliver()
    assert len(program.channel.ledger) == tried
    assert program.channel.looked >= 20
    program.channel.fair, program.channel.refuse = True, lambda _: None
    program.clock.advance(120)
    await program.deliver()
    assert await program.counts() == {}
    assert len(program.channel.ledger) == tried + 4


CROWD = Address("telegram", "-1005")


def received(number: int) -> Say:
    """The first sign of a question in a group."""
    facts = {"number": str(number), "due": "17:00", "zone": "UTC+7", "late": "no"}
    return Say(CROWD, Words("public-registered", facts), reply_to=str(number), or_react=True)


async def test_when_a_groups_limit_is_near_a_reaction_says_received(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=20, clock=clock.monotonic)
    )
    await program.put(*map(received, range(18)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 15
    assert [call.id for call in program.channel.calls("react")] == ["15", "16", "17"]
    clock.advance(61)
    await program.put(received(50))
    await program.deliver()
    assert "№ 50" in program.channel.texts(CROWD.chat)[-1]


async def test_where_no_reaction_can_be_set_it_is_said_all_the_same(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=4, clock=clock.monotonic)
    )
    capabilities = replace(program.channel.capabilities, reactions=False)
    program.channel.capabilities = capabilities
    await program.put(*map(received, range(4)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 4
    assert program.channel.calls("react") == []


async def test_a_group_of_clients_has_a_groups_limit(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=3, clock=clock.monotonic)
    )
    await program.put(*(replace(received(number), or_react=False) for number in range(5)))
    await program.deliver()
    assert len(program.channel.texts(CROWD.chat)) == 3


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Sent(), "удалена"),
        (Refused(Refusal.MESSAGE_GONE), "удалена"),
        (Refused(Refusal.NO_RIGHTS), "нет на это прав"),
        (Refused(Refusal.OTHER), "мессенджер отказал"),
    ],
)
async def test_staff_learn_what_came_of_taking_a_message_away(
    asked: Program, outcome: Outcome, told: str
) -> None:
    asked.channel.answers["remove"] = [outcome]
    remove = Remove(MessageRef(CROWD, "5"), appeal_id=1)
    await asked.put(remove, remove)
    await asked.deliver()
    assert [(call.at, call.id) for call in asked.channel.calls("remove")] == [(CROWD, "5")]
    (words,) = asked.channel.texts(HOME.chat)
    assert told in words


async def test_without_an_appeal_it_is_told_in_the_moderator_chat(program: Program) -> None:
    await program.put(Remove(MessageRef(CROWD, "5")))
    await program.deliver()
    assert len(program.channel.texts(HOME.chat)) == 1


async def test_an_answer_to_a_deleted_question_is_no_loose_message_before_all(
    asked: Program,
) -> None:
    asked.channel.answers["send"] = [Refused(Refusal.MESSAGE_GONE)]
    await answer(asked, "Да", at=CROWD, reply_to="5")
    await asked.deliver()
    assert asked.channel.texts(CROWD.chat) == ["Да"]
    (told,) = asked.channel.texts(HOME.chat)
    assert "удалено" in told


async def test_before_all_an_answer_does_not_wait_for_first_signs(store: Store) -> None:
    clock = ManualClock()
    program = Program(
        store, clock, limits=Limits(100, 100, 100, group_per_minute=2, clock=clock.monotonic)
    )
    await program.put(*(replace(received(number), or_react=False) for number in range(3)))
    await program.put(replace(say("Да", CROWD, Priority.ANSWER), message_id=1))
    await program.deliver()
    assert program.channel.texts(CROWD.chat)[0] == "Да"


async def test_in_a_private_chat_everything_stays_in_its_order(program: Program) -> None:
    await program.put(say("1"), say("2", priority=Priority.ANSWER))
    await program.deliver()
    assert program.channel.texts() == ["1", "2"]


async def saturated(store: Store) -> Program:
    """Twelve people are to be told something; four of them were, which is what a second takes."""
    clock = ManualClock()
    program = Program(store, clock, limits=Limits(4, 100, 100, clock=clock.monotonic))
    await program.put(*(say(f"всем {n}", Address("telegram", str(n))) for n in range(12)))
    await program.deliver()
    assert len(program.channel.ledger) == 4
    clock.advance(0.8)
    await program.delivery.step()
    assert await program.counts() == {"sending": 4, "pending": 4}
    return program


async def test_a_freed_place_is_used_without_waiting_for_the_storage(store: Store) -> None:
    program = await saturated(store)
    async with store.begin():
        async with asyncio.timeout(30):
            while len(program.channel.ledger) == 4:
                program.clock.advance(0.05)
                await asyncio.sleep(0.01)
    await program.delivery.settle()


async def test_an_answer_goes_before_what_is_planned_for_many(store: Store) -> None:
    program = await saturated(store)
    await program.put(say("ответ", Address("telegram", "900"), Priority.ANSWER))
    await program.delivery.step()
    program.clock.advance(0.2)
    await program.deliver()
    assert program.channel.texts()[4] == "ответ"


async def test_after_a_refusal_for_now_nothing_planned_is_sent(store: Store) -> None:
    program = await saturated(store)
    program.delivery._limits["telegram"].pause(None, 30)
    program.clock.advance(10)
    await program.deliver()
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}
    program.clock.advance(20)
    await program.deliver()
    assert len(program.channel.ledger) == 8


async def test_an_emergency_stop_takes_back_what_is_planned(store: Store) -> None:
    program = await saturated(store)
    async with store.begin() as unit:
        await unit.switches.set(STOPPED, "yes", SYSTEM, program.clock.now())
    await program.delivery.step()
    program.clock.advance(5)
    await program.deliver()
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}


async def test_what_is_planned_but_not_begun_at_the_end_is_no_doubt(store: Store) -> None:
    program = await saturated(store)
    await program.delivery.finish(1)
    assert len(program.channel.ledger) == 4
    assert await program.counts() == {"pending": 8}


async def test_a_crash_leaves_no_more_than_sixteen_in_doubt(program: Program) -> None:
    await program.put(*(say("!", Address("telegram", str(n))) for n in range(60)))
    for _ in range(3):
        await program.delivery.step()
        await program.delivery.settle()
        assert (await program.counts())["sending"] <= 16


async def test_a_lost_transaction_keeps_no_places(tmp_path: Path, store: Store) -> None:
    del store
    flaky = FlakyStore(make_engine(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}"))
    clock = ManualClock()
    program = Program(flaky, clock, limits=Limits(2, 1, 1, clock=clock.monotonic))
    await program.put(say("1"), say("другой", PETR))
    flaky.full = True
    for _ in range(3):
        with pytest.raises(StorageFull):
            await program.delivery.step()
    flaky.full = False
    await program.deliver()
    assert program.channel.texts() == ["1", "другой"]
    await flaky.close()


async def test_what_concerns_one_person_is_not_said_before_all_whoever_says_it(
    asked: Program,
) -> None:
    await asked.put(Say(CROWD, Words("client-answered", {"number": "1"}), appeal_id=1))
    await asked.put(say("Служебное", CROWD))
    await asked.deliver()
    assert asked.channel.texts(CROWD.chat) == []


async def test_what_was_to_be_said_in_a_moderator_chat_that_has_moved_is_said_there(
    asked: Program,
) -> None:
    async with asked.store.begin() as unit:
        await unit.chats.moved(HOME.channel, HOME.chat, "-100777")
    await asked.put(Say(HOME, Words("staff-copy-failed")))
    await asked.deliver()
    assert len(asked.channel.texts("-100777")) == 1
