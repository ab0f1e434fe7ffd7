"""Receiving through the real client over HTTP from the sandbox: nothing lost, nothing twice."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.received import Received
from bot.status import Trouble
from bot.vk.client import Client
from bot.vk.cursor import Cursor, read_cursor
from bot.vk.failures import Garbled
from bot.vk.pacing import Pacer, Rate
from bot.vk.polling import MOST_GARBLED
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    LedBy,
    Nothing,
    Person,
    Pressed,
    Reachability,
    Wrote,
)
from sandbox.vk.faults import VkFault, VkFaultKind
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import PATIENCE, client_of
from tests.bot.vk.receiving import Inbox, receiving
from tests.bot.vk.samples import GROUP
from tests.sandbox_server import RunningSandbox

MARIA, ALEXEI, TATIANA, IRINA = 301, 302, 303, 401
AT_FIRST = 2
"""Looks at the very first start: for the newest message, and for those who wait."""


@pytest.fixture
def world(sandbox: RunningSandbox) -> VkWorld:
    return sandbox.vk.world


async def test_what_people_do_comes_in_with_their_names(client: Client, world: VkWorld) -> None:
    async with receiving(client) as setup:
        await setup.until_well()
        world.opens_link(MARIA, "report_roads")
        world.starts(MARIA)
        world.writes(MARIA, "Яма на дороге")
        world.edits(MARIA, 2, "Яма на дороге у школы")
        world.answers(IRINA, MARIA, "Передали")
        world.press(MARIA, '{"d":"menu:1"}', 3)
        world.opens_app(MARIA, '{"report":"roads"}')
        world.denies(MARIA)
        world.types(MARIA)
        world.reads(MARIA)
        await setup.until(lambda: len(setup.inbox.events) == 9)
    kinds = [type(one) for one in setup.inbox.incoming]
    assert kinds == [
        Wrote, Wrote, Edited, AnsweredElsewhere, Pressed, LedBy, Reachability, Nothing, Nothing,
    ]  # fmt: skip
    first, answered = setup.inbox.incoming[0], setup.inbox.incoming[3]
    assert isinstance(first, Wrote)
    assert (first.content.text, first.led_by) == ("/start", "report_roads")
    assert first.who == Person(str(MARIA), "Мария Кузнецова", "maria_k")
    assert isinstance(answered, AnsweredElsewhere)
    assert answered.who == Person(f"vk:{IRINA}", "Ирина Лебедева", "i_lebedeva")


async def test_nothing_is_passed_over_before_it_is_stored(client: Client, world: VkWorld) -> None:
    async with receiving(client, Inbox(failures=2)) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    assert setup.inbox.refused == 2
    assert setup.status.troubles[:2] == [Trouble.STORAGE, Trouble.STORAGE]


async def test_a_batch_with_broken_and_unknown_events_loses_none_of_the_others(
    client: Client, world: VkWorld
) -> None:
    async with receiving(client) as setup:
        await setup.until_well()
        setup.inbox.open.clear()
        world.writes(ALEXEI, "Держит")
        await asyncio.wait_for(setup.inbox.came.wait(), 5)
        world.writes(MARIA, "До")
        world.inject({"type": "message_new", "object": {"message": {"text": 5}}})
        world.inject({"type": "a_kind_of_tomorrow", "object": [1, {"x": None}], "event_id": "f"})
        world.inject({"type": 7, "object": "сломано"})
        world.writes(MARIA, "После")
        setup.inbox.open.set()
        await setup.until_texts("До", "После")
        assert len(setup.inbox.events) == 6


async def test_a_restart_goes_on_from_the_stored_number(client: Client, world: VkWorld) -> None:
    inbox = Inbox()
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "Первое")
        await setup.until_texts("Первое")
    for number in range(50):
        world.writes(ALEXEI, f"Без нас {number}")
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: len(inbox.texts) == 51)
    assert inbox.handed_over == 51
    assert len(world.ledger.calls("messages.getConversations")) == AT_FIRST


async def test_at_the_very_first_start_only_those_who_still_wait_are_taken_in(
    client: Client, world: VkWorld
) -> None:
    for early in (
        *world.writes(MARIA, "Позавчера"),
        *world.writes(ALEXEI, "Позавчера, и до сих пор без ответа"),
    ):
        early.date -= 30 * 3600
    world.writes(MARIA, "Отвечено")
    world.answers(IRINA, MARIA, "Ответ сотрудника")
    world.writes(MARIA, "Спасибо, а ещё вот что")
    world.writes(TATIANA, "Отвечено")
    world.answers(IRINA, TATIANA, "Ответ сотрудника")
    world.writes(MARIA, "Жду ответа")
    world.read_by_community(MARIA)
    inbox = Inbox()
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(TATIANA, "Теперь")
        await setup.until_texts("Теперь")
    assert inbox.texts == ["Спасибо, а ещё вот что", "Жду ответа", "Теперь"]
    looked = len(world.ledger.calls("messages.getConversations"))
    async with receiving(client, inbox) as setup:
        await setup.until_well()
    assert len(world.ledger.calls("messages.getConversations")) == looked
    assert len(inbox.events) == 3


async def test_those_who_wait_are_looked_for_until_they_were_found(
    client: Client, world: VkWorld
) -> None:
    world.writes(MARIA, "Жду ответа")
    world.faults.plan(VkFault("messages.getHistory", "502", times=10_000))
    inbox = Inbox()
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: Trouble.SERVER in setup.status.troubles)
    world.events.forget()
    world.faults.clear()
    async with receiving(client, inbox) as setup:
        await setup.until_texts("Жду ответа")
        await setup.until_well()
    assert inbox.texts == ["Жду ответа"]


async def test_everybody_who_waits_is_found_though_the_first_are_answered_meanwhile(
    world: VkWorld,
) -> None:
    """VK's list of the unanswered grows shorter while it is being read."""
    people = range(1000, 1230)
    for who in people:
        world.add_user(User(who, "Имя", "Фамилия"))
        world.writes(who, f"Вопрос {who}")

    class Answering(Inbox):
        async def __call__(self, batch: Sequence[Received], cursor: str | None) -> None:
            await super().__call__(batch, cursor)
            for event in batch:
                peer = int(event.conversation.removeprefix("vk:"))
                world.post(peer, -world.community.id, text="Получено")

    inbox = Answering()
    fast = Client(world.community.group_token, f"{world.base}/vk", pacer=Pacer(Rate(10_000)))
    async with receiving(fast, inbox) as setup:
        await setup.until(lambda: len(set(inbox.texts)) == len(people))
    fast.close()


@pytest.mark.parametrize("failed", [1, 3])
async def test_after_a_gap_the_dialogs_are_looked_through_and_nothing_comes_twice(
    client: Client, world: VkWorld, failed: int
) -> None:
    inbox = Inbox()
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "До перерыва")
        await setup.until_texts("До перерыва")
    for number in range(230):
        world.writes(MARIA, f"Длинный рассказ {number}")
    world.writes(ALEXEI, "Прочитано и забыто")
    world.read_by_community(ALEXEI)
    world.writes(TATIANA, "Отвечено без нас")
    world.answers(IRINA, TATIANA, "Ответ сотрудника")
    world.events.forget() if failed == 1 else world.events.lose()
    if failed == 3:
        world.faults.plan(VkFault("a_check", "failed", code=3))
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "После перерыва")
        await setup.until_texts("После перерыва")
    own = [one for one in inbox.incoming if isinstance(one, Wrote) and one.at.chat == str(MARIA)]
    assert [int(one.id) for one in own] == list(range(1, 233))
    others = [one for one in inbox.incoming if isinstance(one, Wrote | AnsweredElsewhere)]
    assert [one.content.text for one in others if one.at.chat == str(ALEXEI)] == [
        "Прочитано и забыто"
    ]
    tatiana = [(type(one), one.content.text) for one in others if one.at.chat == str(TATIANA)]
    assert tatiana == [(Wrote, "Отвечено без нас"), (AnsweredElsewhere, "Ответ сотрудника")]
    assert json.loads(inbox.cursor or "")["gap"] == 0


async def test_a_gap_is_remembered_until_it_has_been_looked_through(
    client: Client, world: VkWorld
) -> None:
    inbox = Inbox()
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "До перерыва")
        await setup.until_texts("До перерыва")
    world.writes(MARIA, "В перерыве")
    world.events.forget()
    world.faults.plan(VkFault("messages.getConversations", "html", times=10_000))
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: Trouble.SERVER in setup.status.troubles)
    assert json.loads(inbox.cursor or "")["gap"] > 0
    world.faults.clear()
    async with receiving(client, inbox) as setup:
        await setup.until_texts("В перерыве")
        await setup.until_well()
    assert json.loads(inbox.cursor or "")["gap"] == 0
    # The wall is looked through by whoever has a key for it.
    assert json.loads(inbox.cursor or "")["wall"] > 0


class Poisoned(Client):
    """Whatever has such an event in it is nested too deep to be read, again and again."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        super().__init__(sandbox.vk.token, sandbox.vk.api_url, connect=PATIENCE, read=PATIENCE)
        self.unread = 0

    async def poll(self, url: str, values: Mapping[str, object], wait: float) -> dict[str, Any]:
        """As every client, but for that."""
        answer = await super().poll(url, values, wait)
        if any(one.get("type") == "poison" for one in answer.get("updates", ())):
            self.unread += 1
            raise Garbled("no JSON")
        return answer


async def test_what_can_never_be_read_is_passed_over_and_its_messages_are_found(
    sandbox: RunningSandbox,
) -> None:
    client, world = Poisoned(sandbox), sandbox.vk.world
    async with receiving(client) as setup:
        await setup.until_well()
        world.writes(MARIA, "До")
        await setup.until_texts("До")
        setup.inbox.open.clear()
        world.writes(ALEXEI, "Держит")
        await asyncio.wait_for(setup.inbox.came.wait(), 5)
        world.inject({"type": "poison"})
        world.writes(MARIA, "Рядом с нечитаемым")
        setup.inbox.open.set()
        await setup.until_texts("Рядом с нечитаемым")
        world.writes(MARIA, "После")
        await setup.until_texts("После")
    client.close()
    assert client.unread == MOST_GARBLED
    assert sorted(setup.inbox.texts) == ["Держит", "До", "После", "Рядом с нечитаемым"]
    assert json.loads(setup.inbox.cursor or "")["gap"] == 0


async def test_a_few_unreadable_answers_are_no_gap(client: Client, world: VkWorld) -> None:
    world.faults.plan(VkFault("a_check", "html", times=MOST_GARBLED - 1))
    async with receiving(client) as setup:
        await setup.until_well()
    assert world.ledger.calls("messages.getHistory") == []
    assert json.loads(setup.inbox.cursor or "")["gap"] == 0


async def test_dialogs_nobody_can_read_keep_nobody_from_writing(
    client: Client, world: VkWorld
) -> None:
    inbox = Inbox(cursor=json.dumps({"ts": "1", "seen": 5000, "gap": 0}))
    world.faults.plan(VkFault("messages.getConversations", "html", times=10_000))
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    assert len(world.ledger.refused("messages.getConversations")) == MOST_GARBLED
    assert json.loads(inbox.cursor or "")["gap"] > 0


async def test_an_edit_during_a_gap_is_found_in_the_dialog(client: Client, world: VkWorld) -> None:
    inbox = Inbox()
    old, *_ = world.writes(MARIA, "Вчера")
    old.date -= 12 * 3600
    async with receiving(client, inbox) as setup:
        await setup.until_texts("Вчера")
        world.writes(MARIA, "До перерыва")
        world.writes(MARIA, "Не менялось")
        await setup.until_texts("До перерыва", "Не менялось")
    world.edits(MARIA, 1, "Вчера, исправлено")
    world.edits(MARIA, 2, "До перерыва, исправлено")
    world.events.forget()
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: len(inbox.events) > 3)
        await setup.until_well()
    edits = [one for one in inbox.incoming if isinstance(one, Edited)]
    assert [(one.id, one.content.text) for one in edits] == [
        ("1", "Вчера, исправлено"),
        ("2", "До перерыва, исправлено"),
    ]
    assert inbox.texts == ["Вчера", "До перерыва", "Не менялось"]
    moments = [world.message(MARIA, cmid).edited for cmid in (1, 2)]
    assert list(inbox.events)[-2:] == [
        f"edit:{MARIA}:{n}:{at}" for n, at in zip((1, 2), moments, strict=True)
    ]


async def test_a_token_that_may_not_look_into_dialogs_still_receives(
    client: Client, world: VkWorld
) -> None:
    inbox = Inbox(cursor=json.dumps({"ts": "1", "seen": 5000, "gap": 0}))
    world.faults.plan(VkFault("messages.getConversations", "error", code=15, times=100))
    async with receiving(client, inbox) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    assert json.loads(inbox.cursor or "")["gap"] > 0


async def test_an_old_key_is_renewed_and_nothing_is_lost(client: Client, world: VkWorld) -> None:
    async with receiving(client) as setup:
        await setup.until_well()
        world.events.expire_keys()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
        world.writes(MARIA, "Ещё один")
        await setup.until_texts("Ещё один")
    assert setup.status.troubles == [Trouble.STOPPED]
    assert len(world.ledger.calls("messages.getConversations")) == AT_FIRST


async def test_an_unknown_failure_is_waited_off(client: Client, world: VkWorld) -> None:
    world.faults.plan(VkFault("a_check", "failed", code=4, times=3))
    async with receiving(client) as setup:
        await setup.until_well()
    assert setup.status.troubles[:3] == [Trouble.MALFORMED] * 3
    assert setup.rests.seconds[:3] == [1, 2, 4]


@pytest.mark.parametrize("method", ["a_check", "groups.getLongPollServer"])
@pytest.mark.parametrize("kind", ["html", "502", "drop_before", "drop_after"])
async def test_a_broken_answer_stops_nothing(
    client: Client, world: VkWorld, method: str, kind: VkFaultKind
) -> None:
    world.faults.plan(VkFault(method, kind, times=2))
    async with receiving(client) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    assert setup.status.troubles[0] is Trouble.SERVER
    assert setup.rests.seconds[:2] == [1, 2]


@pytest.mark.parametrize(
    ("code", "trouble"), [(5, Trouble.TOKEN), (27, Trouble.TOKEN), (14, Trouble.CAPTCHA)]
)
async def test_what_a_person_has_to_mend_is_told_and_asked_about_seldom(
    client: Client, world: VkWorld, code: int, trouble: Trouble
) -> None:
    world.faults.plan(VkFault("groups.getLongPollServer", "error", code=code, times=3))
    async with receiving(client) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    assert setup.rests.seconds[:3] == [60, 120, 240]
    assert setup.alarms[:3] == [trouble] * 3
    assert setup.alarms[3] is None


async def test_a_long_poll_that_is_switched_off_is_a_refusal(
    client: Client, world: VkWorld
) -> None:
    world.settings.long_poll_on = False
    async with receiving(client) as setup:
        await setup.until(lambda: Trouble.REFUSED in setup.status.troubles)
        world.settings.long_poll_on = True
        await setup.until_well()


async def test_names_never_hold_up_what_people_write(sandbox: RunningSandbox) -> None:
    client, world = client_of(sandbox), sandbox.vk.world
    world.faults.plan(VkFault("users.get", "error", code=10))
    async with receiving(client) as setup:
        await setup.until_well()
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
        world.writes(MARIA, "Ещё один")
        await setup.until_texts("Ещё один")
    assert len(world.ledger.refused("users.get")) == 1
    assert world.ledger.calls("users.get") == []
    client.close()


async def test_somebody_is_asked_about_once(client: Client, world: VkWorld) -> None:
    async with receiving(client) as setup:
        await setup.until_well()
        for words in ("Раз", "Два", "Три"):
            world.writes(MARIA, words)
            await setup.until_texts(words)
    assert len(world.ledger.calls("users.get")) == 1


async def test_stopping_does_not_wait_for_the_long_poll(client: Client, world: VkWorld) -> None:
    async with receiving(client) as setup:
        await setup.until_well()
        await world.world.until(lambda: world.pollers == 1, 60)
    assert world.pollers == 1, "the long poll was still waiting when receiving had stopped"
    assert setup.status.trouble is Trouble.STOPPED


async def test_no_line_of_the_log_tells_a_key_a_token_or_a_word(
    client: Client, sandbox: RunningSandbox, world: VkWorld
) -> None:
    world.faults.plan(VkFault("a_check", "html", times=1))
    world.faults.plan(VkFault("groups.getLongPollServer", "error", code=5, times=1))
    with capture_logs() as lines:
        async with receiving(client, Inbox(failures=1)) as setup:
            await setup.until_well()
            world.writes(MARIA, "Личные слова")
            await setup.until_texts("Личные слова")
    for secret in (sandbox.vk.token, "Личные", str(MARIA), "key"):
        assert secret not in str(lines)


async def test_of_another_community_than_the_stored_one_nothing_is_taken_in(
    client: Client, world: VkWorld
) -> None:
    """Its messages have the numbers of those that are stored, and would be taken for them."""
    inbox = Inbox(cursor=Cursor("1", 5, group=GROUP + 1).text())
    world.writes(MARIA, "Вопрос")
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: Trouble.OTHER_COMMUNITY in setup.status.troubles)
    assert setup.alarms == [Trouble.OTHER_COMMUNITY]
    assert inbox.events == {}
    assert setup.status.trouble is Trouble.OTHER_COMMUNITY


async def test_of_which_community_a_cursor_is_gets_noted(client: Client, world: VkWorld) -> None:
    inbox = Inbox(cursor=Cursor("1", 5).text())
    async with receiving(client, inbox) as setup:
        world.writes(MARIA, "Вопрос")
        await setup.until_texts("Вопрос")
    stored = read_cursor(inbox.cursor)
    assert stored
    assert stored.group == GROUP


async def test_a_first_look_that_is_broken_off_brings_nothing_out_of_turn(
    client: Client, world: VkWorld
) -> None:
    """An employee has answered in between what was there before."""
    world.writes(MARIA, "Ждала раньше")
    inbox = Inbox()
    world.faults.plan(VkFault("messages.getHistory", "502", times=10_000))
    async with receiving(client, inbox) as setup:
        await setup.until(lambda: Trouble.SERVER in setup.status.troubles)
    world.world.put_forward(60)
    world.writes(MARIA, "Первое без нас")
    world.answers(IRINA, MARIA, "Ответ")
    world.writes(MARIA, "Второе без нас")
    world.faults.clear()
    async with receiving(client, inbox) as setup:
        await setup.until_texts("Первое без нас", "Второе без нас")
    assert inbox.texts == ["Первое без нас", "Второе без нас"]
