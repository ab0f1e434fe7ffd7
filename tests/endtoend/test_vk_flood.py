"""Thirty people write to the community at once, and all limits are on.

Each gets a number as fast as VK takes messages; the moderator chat gets its topics as slowly as
Telegram takes them, and nothing is lost on the way. The clocks are moved, nobody waits for minutes.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import running
from sandbox.limits import GROUP_PER_MINUTE, LIMITED
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from tests.endtoend.desk import FrontDesk, MovableClock, community, settings
from tests.endtoend.patience import as_time_passes
from tests.sandbox_server import running_sandbox
from tests.sqlite_tables import fresh_file

PEOPLE = range(700_000, 700_030)
LIMITS = {"per_second": 30, "chat_per_second": 1, "group_per_minute": GROUP_PER_MINUTE}
STEP = 15


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    """Both platforms count calls by the program's own clock."""
    clock = MovableClock()
    await fresh_file(tmp_path)
    async with running_sandbox(
        now=clock.now, monotonic=clock.monotonic, rate_limits=True
    ) as sandbox:
        given = settings(sandbox, tmp_path, vk=community(sandbox), telegram=LIMITS)
        async with running(given, clock) as app:
            yield FrontDesk(sandbox, app, clock)


async def test_a_flood_in_vk_is_acknowledged_at_once_and_reaches_staff_at_telegrams_pace(
    desk: FrontDesk,
) -> None:
    vk = desk.sandbox.vk.world
    await desk.until(lambda: vk.pollers)
    for who in PEOPLE:
        vk.add_user(User(who, "Работодатель", str(who)))
        vk.writes(who, question(who))
    await desk.until(lambda: {one.peer for one in vk.sends} == set(PEOPLE))
    # Nobody has moved the clock yet: the first minute of the moderator chat is not over.
    assert in_moderator_chat(desk) <= GROUP_PER_MINUTE
    assert len(desk.world.topics(desk.chat)) < len(PEOPLE)
    await as_time_passes(desk, lambda: len(with_card(desk)) == len(PEOPLE), STEP)
    cards = with_card(desk)
    for who in PEOPLE:
        (acknowledged,) = heard(vk, who)
        (card,) = [card for card in cards if question(who) in card]
        assert acknowledged.split("№ 2026-")[1][:6] in card
    last = desk.world.topics(desk.chat)[-1]
    desk.writes(last, "Ответ дан всем")
    await as_time_passes(desk, lambda: any("Ответ дан всем" in one.text for one in vk.sends), 1)
    assert not vk.ledger.refused("messages.send")
    assert not [one for one in desk.world.ledger.entries if not one.ok]


def question(who: int) -> str:
    """Nobody else's; long numbers would be taken for personal data."""
    return f"Спрашивает работодатель {who % 100}: положена ли нам квота?"


def in_moderator_chat(desk: FrontDesk) -> int:
    """Calls that Telegram has counted there."""
    return sum(
        one.method in LIMITED and str(one.params.get("chat_id")) == str(desk.chat)
        for one in desk.world.ledger.entries
    )


def with_card(desk: FrontDesk) -> list[str]:
    """What the cards say, with the names of their topics."""
    topics = desk.world.topics(desk.chat)
    return [f"{topic.name} {seen[0].text}" for topic in topics if (seen := desk.in_topic(topic))]


def heard(vk: VkWorld, who: int) -> list[str]:
    """What the community has said to somebody."""
    return [one.text for one in vk.dialog(who).messages.values() if one.sender < 0]
