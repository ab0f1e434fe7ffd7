"""One matter wherever it is said: an incident's answer in all its places, by the whole program.

In private and before all, in Telegram and VK, over HTTP; what no program may answer is left out.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.square import CONSULTATION
from sandbox.vk.faults import VkFault
from tests.endtoend.desk import MARIA, PETR
from tests.endtoend.everywhere import (
    ALONE,
    ANSWER,
    BELOW_POST,
    IN_GROUP,
    IN_VK,
    ON_WALL,
    Everywhere,
    everywhere,
)

REACHED = [ALONE, IN_GROUP, BELOW_POST, IN_VK, ON_WALL]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Everywhere]:
    """All six have asked, and one incident has them all."""
    async with everywhere(tmp_path) as running:
        await running.gathered()
        yield running


async def test_one_answer_reaches_everybody_in_their_own_place(desk: Everywhere) -> None:
    hours = {number: due / timedelta(hours=1) for number, due in (await desk.due()).items()}
    assert hours == {1: 24, 2: 24, 3: 2, 4: 2, 5: 2, 6: 4}
    shown = await desk.prepared()
    assert "Получат: 5" in (shown.text or "")
    assert "ответить можно только вручную, 1: 000006" in (shown.text or "")
    assert all(desk.stands(number) == [] for number in REACHED)
    desk.presses(shown, "Отправить всем", MARIA)
    report = await desk.outside("ответ дошёл")
    assert "отвечено: 5" in (report.text or "")
    assert "ответить можно только вручную, 1: 000006" in (report.text or "")
    assert [desk.stands(number) for number in REACHED] == [[ANSWER]] * 5
    assert await desk.answered() == REACHED
    await desk.worked_off()
    assert "Кто ответил?" not in str([one.text for one in desk.world.messages(desk.chat)])
    assert desk.elsewhere() == []


async def test_a_telephone_number_is_warned_of_since_strangers_read_it(desk: Everywhere) -> None:
    shown = await desk.prepared("Звоните: +7 913 000-11-22")
    assert "Осторожно" in (shown.text or "")
    assert "Осторожно" not in ((await desk.prepared()).text or "")


async def test_who_added_something_meanwhile_is_left_out_and_stays_open(desk: Everywhere) -> None:
    shown = await desk.prepared()
    desk.asks("И ещё: черновик тоже пропал, это то же самое?")
    await desk.told(desk.topics[ALONE], "черновик тоже пропал")
    desk.presses(shown, "Отправить всем", MARIA)
    report = await desk.outside("ответ дошёл")
    assert "клиент что-то дописал, прочтите, 1: 000001" in (report.text or "")
    assert desk.stands(ALONE) == []
    assert await desk.answered() == REACHED[1:]


async def test_failures_are_gathered_and_tried_again_at_once(desk: Everywhere) -> None:
    desk.vk.faults.plan(VkFault("wall.createComment", "error", code=223))
    desk.vk.faults.plan(VkFault("messages.send", "error", code=100))
    report = await desk.sent()
    assert "отвечено: 3, не доставлено: 2" in (report.text or "")
    assert "не доставлено, 2: 000004, 000005" in (report.text or "")
    assert await desk.answered() == REACHED[:3]
    desk.presses(report, "Отправить ещё раз", MARIA)
    await desk.outside("отвечено: 5")
    assert [desk.stands(number) for number in REACHED] == [[ANSWER]] * 5
    assert await desk.answered() == REACHED


async def test_where_the_place_is_gone_nothing_stands_loose_and_the_report_says_so(
    desk: Everywhere,
) -> None:
    desk.world.deletes(PETR, desk.asked[IN_GROUP].id, chat=CONSULTATION)
    desk.vk.closes_comments(desk.vk.own_wall, desk.post.id)
    report = await desk.sent()
    assert "отвечено: 3, не доставлено: 2" in (report.text or "")
    assert "ответить уже нельзя" in (report.text or "")
    assert "000002, 000005" in (report.text or "")
    assert report.markup is None
    before_all = desk.world.messages(CONSULTATION)
    assert ANSWER not in [one.text for one in before_all]
    assert ANSWER not in [one.text for one in desk.said()]
    assert await desk.answered() == [ALONE, BELOW_POST, IN_VK]
