"""Every keyboard of the product fits every platform: ten buttons, short captions, little data.

The bot is walked through as people do: whatever button a client gets is pressed, and employees do
all that their buttons offer.
"""

import json
from collections.abc import Iterator

import pytest

from appeals.model import Address, Fate
from appeals.words import Content
from bot.guide_file import read_guide
from bot.presets import folder, names
from bot.saying import buttons_of
from bot.vk.keyboards import INLINE_ROWS, keyboard_of
from handlers import card
from handlers.conversation import Buttons, Pressed, Redraw, Refusal, Refused, Rendered, Reply, Say
from handlers.office import ChannelRules, ProblemCategory
from tests.handlers.front_desk import MARIA, NADIA, FrontDesk, rules
from tests.handlers.guides import small_guide
from tests.handlers.staffed import ELENA, IGOR, staffed

BUTTONS, IN_A_ROW, CAPTION, DATA = 10, 5, 40, 64
CATEGORIES = tuple(
    ProblemCategory(f"category-number-{n}-of-the-list", f"Тема {n}: {'очень ' * 8}длинная")
    for n in range(13)
)
MENUS = ("m:", "my:", "p:")


def shown(replies: list[Reply]) -> list[tuple[Buttons, bool]]:
    """Every keyboard in these replies, and whether it is the lasting one."""
    said = [reply for reply in replies if isinstance(reply, Say | Redraw) and reply.buttons]
    return [(reply.buttons, isinstance(reply, Say) and reply.menu) for reply in said]


def data_of(replies: list[Reply]) -> Iterator[str]:
    for buttons, _ in shown(replies):
        yield from (button.data for row in buttons for button in row if button.data)


def fits(desk: FrontDesk, buttons: Buttons, *, lasting: bool) -> None:
    drawn = buttons_of(buttons, desk.texts)
    every = [button for row in drawn for button in row]
    assert len(every) <= BUTTONS
    assert max(map(len, drawn)) <= IN_A_ROW
    for caption, data, _ in every:
        assert 0 < len(caption) <= CAPTION, caption
        assert len(data.encode()) <= DATA
    vk = json.loads(keyboard_of(Rendered(Content("Текст"), drawn, menu=lasting)) or "{}")
    assert vk["inline"] is not lasting
    assert lasting or len(vk["buttons"]) <= INLINE_ROWS


async def walked(desk: FrontDesk, first: list[Reply]) -> list[Reply]:
    """All that a client can come to by pressing menu buttons."""
    every, ahead, seen = list(first), list(data_of(first)), set[str]()
    at = Address("vk", NADIA.id)
    while ahead:
        data = ahead.pop()
        if data in seen or not data.startswith(MENUS):
            continue
        seen.add(data)
        replies = await desk.handle(Pressed(at, NADIA, "7", data, "press", private=True))
        every += replies
        ahead += data_of(replies)
    return every


@pytest.fixture(params=["small", *names()])
async def menu(request: pytest.FixtureRequest, desk: FrontDesk) -> FrontDesk:
    """A desk with one of the guides, and more categories than a page holds."""
    guide = small_guide() if request.param == "small" else read_guide(folder(request.param))
    vk = ChannelRules("message", personal_data=True, problem_categories=CATEGORIES)
    channels = {"telegram": ChannelRules("consultation", personal_data=False), "vk": vk}
    desk.desk = rules(guide=guide, channels=channels)
    return desk


async def test_every_page_of_the_menu_fits(menu: FrontDesk) -> None:
    every = await walked(menu, await menu.reports("/start"))
    assert len(shown(every)) > 20
    for buttons, lasting in shown(every):
        fits(menu, buttons, lasting=lasting)


async def test_every_category_can_be_come_to(menu: FrontDesk) -> None:
    every = await walked(menu, await menu.reports("/problem"))
    assert {f"p:c:{one.code}" for one in CATEGORIES} <= set(data_of(every))


async def test_a_clients_many_appeals_fit(desk: FrontDesk) -> None:
    for number in range(12):
        await desk.reports(f"Вопрос {number}?")
        await desk.presses(f"a:spam:{number + 1}:1")
    every = await walked(desk, await desk.reports("/my"))
    assert len([data for data in set(data_of(every)) if data.startswith("my:a:")]) == 12
    for buttons, lasting in shown(every):
        fits(desk, buttons, lasting=lasting)


async def test_what_stands_under_messages_about_an_appeal_fits(desk: FrontDesk) -> None:
    replies = await desk.reports("Когда приём?")
    replies += await desk.writes("В среду")
    replies += await desk.presses("a:answered:1:1")
    replies += await desk.clicks("c:unsolved:1:0")
    replies += await desk.clicks("c:cancel:1:0")
    for more in (False, True):
        async with desk.office() as (office, _):
            drawn = await card.draw(1, office, more=more)
        assert drawn
        fits(desk, drawn.buttons, lasting=False)
    assert len(shown(replies)) >= 4
    for buttons, lasting in shown(replies):
        fits(desk, buttons, lasting=lasting)


async def test_what_employees_are_asked_fits(desk: FrontDesk) -> None:
    await staffed(desk)
    await desk.reports("Когда приём?")
    replies = await desk.answers_in_vk("В среду")
    replies += await desk.writes("Во вторник")
    stored = (await desk.messages())[-1]
    await desk.presses(f"h:send:{stored.id}:0")
    async with desk.store.begin() as unit:
        await unit.messages.set_fate(stored.id, Fate.FAILED)
    replies += await desk.refused(stored.id, Refused(Refusal.BLOCKED))
    for _ in range(3):
        replies += await desk.writes("/handover Нина причина", ELENA)
    replies += await desk.writes("/cause 1", IGOR, appeal=0)
    replies += await desk.presses("a:close:1:1", MARIA)
    assert len(shown(replies)) >= 4
    for buttons, lasting in shown(replies):
        fits(desk, buttons, lasting=lasting)
