"""Nothing is published that an employee with the role has not approved (D1, D6)."""

from dataclasses import replace

import pytest

from appeals.model import Employee, Role
from appeals.ports import Announcement, DraftState
from bot.texts import Texts
from handlers import announcements
from handlers.conversation import Person, Redraw, Reply, Say, Words
from tests.handlers.front_desk import ANONYMOUS, GUEST, MARIA, OLGA, FrontDesk

DRAFT = Announcement("visits-2026-q4", "opening", "telegram", "-1001", "Опрос открыт", "", "abc")
ANNA = Person("205", "Анна Аналитик")
ELENA = Person("206", "Елена Павлова")


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    async with desk.store.begin() as unit:
        await unit.staff.seed([Employee("206", "Елена Павлова", "", frozenset({Role.HEAD}))])
        await unit.announcements.add(DRAFT)
        await unit.announcements.add(
            replace(DRAFT, channel="vk", chat="1", state=DraftState.BY_HAND)
        )
    return desk


async def post(house: FrontDesk, number: int = 1) -> Announcement:
    async with house.store.begin() as unit:
        found = await unit.announcements.get(number)
    assert found
    return found


def redrawn(house: FrontDesk, replies: list[Reply]) -> str:
    (redraw,) = [reply for reply in replies if isinstance(reply, Redraw)]
    assert redraw.buttons == ()
    return house.text(redraw.lead)


@pytest.mark.parametrize("who", [ANNA, ELENA])
async def test_an_analyst_or_a_head_approves(house: FrontDesk, who: Person) -> None:
    replies = await house.presses("w:publish:1:0", who)
    assert who.name in redrawn(house, replies)
    assert (await post(house)).state is DraftState.APPROVED


@pytest.mark.parametrize("who", [MARIA, GUEST, ANONYMOUS])
async def test_nobody_else_does(house: FrontDesk, who: Person) -> None:
    for verb in ("publish", "drop", "placed"):
        assert house.toast(await house.presses(f"w:{verb}:1:0", who)) == "post-no-role"
    assert (await post(house)).state is DraftState.DRAFT


async def test_a_client_can_forge_nothing(house: FrontDesk) -> None:
    assert house.toast(await house.presses("w:publish:1:0", OLGA)) == "post-no-role"
    assert house.toast(await house.clicks("w:publish:1:0", ANNA)) == "press-stale"
    assert (await post(house)).state is DraftState.DRAFT


async def test_a_double_press_is_harmless_and_the_second_hears_how_it_stands(
    house: FrontDesk,
) -> None:
    await house.presses("w:publish:1:0", ANNA)
    assert house.toast(await house.presses("w:publish:1:0", ELENA)) == "post-stands"
    assert house.toast(await house.presses("w:drop:1:0", ELENA)) == "post-stands"
    assert (await post(house)).decided_by == ANNA.id


async def test_what_was_declined_is_not_published(house: FrontDesk) -> None:
    assert "не публиковать" in redrawn(house, await house.presses("w:drop:1:0", ANNA))
    assert house.toast(await house.presses("w:publish:1:0", ANNA)) == "post-stands"
    assert (await post(house)).state is DraftState.DECLINED


@pytest.mark.parametrize(
    "data", ["w:", "w:publish:404:0", "w:eat:1:0", "w:publish:1", "w:publish:я:0", "w:publish:-1:0"]
)
async def test_forged_data_changes_nothing(house: FrontDesk, data: str) -> None:
    assert house.toast(await house.presses(data, ANNA)) == "press-stale"
    assert (await post(house)).state is DraftState.DRAFT


async def test_a_button_of_an_earlier_try_changes_nothing(house: FrontDesk) -> None:
    async with house.store.begin() as unit:
        found = await unit.announcements.get(1)
        assert found
        await unit.announcements.move(found, DraftState.FAILED, why="no_rights", tries=1)
    assert house.toast(await house.presses("w:publish:1:0", ANNA)) == "post-stands"
    await house.presses("w:publish:1:1", ANNA)
    assert (await post(house)).state is DraftState.APPROVED


async def test_what_was_placed_by_hand_is_confirmed(house: FrontDesk) -> None:
    assert house.toast(await house.presses("w:publish:2:0", ANNA)) == "post-stands"
    assert "размещена" in redrawn(house, await house.presses("w:placed:2:0", ANNA))
    assert (await post(house, 2)).state is DraftState.PUBLISHED


def captions(house: FrontDesk, said: Say) -> list[str]:
    return [house.text(button.caption) for row in said.buttons for button in row]


async def test_a_draft_shows_the_very_text_and_what_can_be_done(house: FrontDesk) -> None:
    said = announcements.drafted(await post(house))
    assert said.content is not None
    assert said.content.text == DRAFT.text
    assert captions(house, said) == ["Опубликовать", "Не публиковать"]
    assert captions(house, announcements.drafted(await post(house, 2))) == [
        "Размещено",
        "Не публиковать",
    ]


@pytest.mark.parametrize(
    ("state", "why", "words", "buttons"),
    [
        (DraftState.FAILED, "no_rights", "нет права публиковать", ["Повторить", "Не публиковать"]),
        (DraftState.FAILED, "214 Access denied", "214 Access", ["Повторить", "Не публиковать"]),
        (DraftState.UNKNOWN, "", "Неизвестно", ["Размещено", "Повторить", "Не публиковать"]),
        (DraftState.STALE, "", "уже закрыт", []),
    ],
)
async def test_a_failure_is_told_in_words_with_what_can_be_done(
    house: FrontDesk, state: DraftState, why: str, words: str, buttons: list[str]
) -> None:
    said = announcements.failed(replace(await post(house), state=state, why=why, tries=1))
    assert words in house.text(said.lead)
    assert captions(house, said) == buttons


@pytest.mark.parametrize("state", [DraftState.DRAFT, DraftState.BY_HAND])
@pytest.mark.parametrize(
    ("post", "is_told"),
    [
        (replace(DRAFT, channel="vk", about="results"), True),
        (replace(DRAFT, channel="vk", about="opening"), False),
        (replace(DRAFT, file="surveys/w.html", about="results"), False),
    ],
)
def test_that_no_file_goes_with_it_is_said_before_anybody_presses(
    post: Announcement, is_told: bool, state: DraftState
) -> None:
    said = Texts().plain(announcements.drafted(replace(post, state=state)).lead or Words(""))
    assert ("файл с итогами" in said.lower()) is is_told
    assert not any(odd in said for odd in ("  ", ". .", " ,"))
