"""Who leaves is gone for good; their open appeals are nobody's no more than a moment."""

import pytest

from appeals.model import Address, State
from handlers.conversation import ModeratorChat, Refresh, Say
from tests.handlers.front_desk import MARIA, OLGA, PETR, SERGEI, STAFF, FrontDesk
from tests.handlers.staffed import ELENA, MORE_STAFF, NINA, VERA, roster, says, staffed, starts


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    """Sergei has taken both open appeals."""
    await staffed(desk)
    await desk.asks("Какая квота?", OLGA)
    await desk.asks("Когда сдавать отчёт?", PETR)
    for number in (1, 2):
        await desk.writes("/take", SERGEI, appeal=number)
    return desk


async def test_open_appeals_of_one_who_leaves_go_to_the_duty_list(house: FrontDesk) -> None:
    await starts(house, NINA)
    replies = await house.writes("/leave", SERGEI, appeal=0)
    (notice, private) = says(replies, "people-left-appeals")
    assert notice.to == ModeratorChat()
    assert private.to == Address("telegram", NINA.id)
    text = house.text(notice.lead)
    assert "000001" in text
    assert "000002" in text
    assert "Мария Иванова" in text
    assert [r.appeal_id for r in replies if isinstance(r, Refresh)] == [1, 2]
    for number in (1, 2):
        appeal = await house.appeal(number)
        assert (appeal.executor, appeal.state, appeal.transfers) == ("", State.NEW, 0)
    assert (await house.history())[-1] == "handed_over"


async def test_somebody_else_takes_it_then(house: FrontDesk) -> None:
    await house.writes("/leave", SERGEI, appeal=0)
    await house.writes("/take", MARIA, appeal=1)
    assert (await house.appeal()).executor == MARIA.id


async def test_who_left_may_do_nothing_and_the_settings_bring_nobody_back(
    house: FrontDesk,
) -> None:
    await house.writes("/leave", SERGEI, appeal=0)
    assert house.said(await house.writes("/open", SERGEI, appeal=0)) == ["people-no-role"]
    async with house.store.begin() as unit:
        await unit.staff.seed([*STAFF, *MORE_STAFF])
        assert await unit.staff.get(SERGEI.id) is None


async def test_an_administrator_dismisses_and_it_is_on_record(house: FrontDesk) -> None:
    replies = await house.writes("/dismiss Иванова", VERA, appeal=0)
    (news,) = [r for r in replies if isinstance(r, Say)]
    assert "Решение: Вера Лис" in house.text(news.lead)
    department = (await roster(house)).department("quota")
    assert department
    assert department.duty == ()
    async with house.store.begin() as unit:
        (line, *_) = await unit.roster.history(MARIA.id, 5)
    assert (line.what.value, line.by) == ("left", VERA.id)


async def test_nobody_else_dismisses(house: FrontDesk) -> None:
    for who in (MARIA, ELENA):
        assert house.said(await house.writes("/dismiss 202", who, appeal=0)) == ["people-no-role"]
    assert house.said(await house.writes("/dismiss 999", VERA, appeal=0)) == ["people-dismiss-how"]
