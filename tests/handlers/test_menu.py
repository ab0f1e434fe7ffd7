"""The client greets the bot, walks through the menu and takes a form."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from appeals.model import Address, MessageRef
from appeals.sla import Policy
from appeals.windows import Window
from appeals.words import Attachment, MediaKind
from bot.texts import Texts
from handlers import menu
from handlers.conversation import Person, Pressed, Redraw, Say, Toast, Words
from handlers.office import ChannelRules, Desk, Office
from tests.handlers.guides import small_guide

CHAT = Address("telegram", "100")
TEXTS = Texts()


def office(
    *, personal_data: bool = False, answer_within: timedelta = timedelta(hours=24)
) -> Office:
    """An office of which the menu may use the desk alone: it stores and reads nothing."""
    desk = Desk(
        name="Министерство труда",
        short_name="Минтруд",
        zone=UTC,
        zone_label="UTC",
        moderator_chat=Address("telegram", "-100"),
        channels={"telegram": ChannelRules("consultation", personal_data)},
        answer_within={"consultation": answer_within},
        guide=small_guide(),
    )
    nothing = cast("Any", None)
    return Office(
        now=datetime(2026, 11, 22, tzinfo=UTC),
        desk=desk,
        appeals=nothing,
        clients=nothing,
        staff=nothing,
        messages=nothing,
        topics=nothing,
        dialogs=nothing,
        steps=nothing,
        notices=nothing,
        occurrences=nothing,
        marks=nothing,
        roster=nothing,
        switches=nothing,
        invitations=nothing,
        register=nothing,
        posts=nothing,
        consents=nothing,
        announcements=nothing,
        incidents=nothing,
    )


def press(data: str, *, private: bool = True) -> Pressed:
    return Pressed(CHAT, Person("1", "Анна"), "77", data, "press", private)


async def greeting(of: Office) -> str:
    said = (await menu.greet(CHAT, of))[0]
    assert isinstance(said, Say)
    assert said.lead is not None
    return TEXTS.plain(said.lead)


async def test_start_says_who_answers_how_fast_and_what_to_do_now() -> None:
    text = await greeting(office())
    assert "Министерство труда" in text
    assert "Отвечаем на вопросы о квоте." in text
    assert "Напишите вопрос в этот чат." in text
    assert "не позднее чем через 24 часа." in text


async def test_start_brings_the_lasting_keyboard_and_the_purposes_under_it() -> None:
    keyboard, purposes = await menu.greet(CHAT, office())
    assert isinstance(keyboard, Say)
    assert isinstance(purposes, Say)
    assert keyboard.menu
    captions = [TEXTS.plain(button.caption) for row in keyboard.buttons for button in row]
    assert captions == ["Меню", "Мои обращения"]
    assert [row[0].data for row in purposes.buttons] == ["m:info:1", "m:forms:1"]


async def test_what_the_lasting_keyboard_sends_is_recognised() -> None:
    assert menu.is_menu_text(TEXTS.plain(menu.KEYBOARD[0][0].caption))


async def test_a_greeting_fits_a_phone() -> None:
    assert len(await greeting(office())) < 600


async def test_only_where_personal_data_are_off_the_greeting_warns_of_them() -> None:
    assert "не присылайте фамилии" in await greeting(office(personal_data=False))
    assert "не присылайте" not in await greeting(office(personal_data=True))


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (timedelta(seconds=6), "6 секунд"),
        (timedelta(minutes=21), "21 минуту"),
        (timedelta(minutes=90), "90 минут"),
        (timedelta(hours=1), "1 час"),
        (timedelta(hours=2), "2 часа"),
        (timedelta(days=1), "24 часа"),
        (timedelta(days=2), "48 часов"),
        (timedelta(days=3), "3 дня"),
        (timedelta(days=30), "30 дней"),
        (timedelta(milliseconds=10), "1 секунду"),
    ],
)
async def test_the_window_is_said_in_ordinary_words(window: timedelta, words: str) -> None:
    assert f"через {words}." in await greeting(office(answer_within=window))


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 рабочий день"), (3, "3 рабочих дня"), (15, "15 рабочих дней")]
)
async def test_working_days_are_said_as_such(days: int, words: str) -> None:
    there = office()
    policy = Policy("consultation", Window(working_days=days))
    desk = replace(there.desk, policies={"consultation": policy})
    assert f"через {words}." in await greeting(replace(there, desk=desk))


@pytest.mark.parametrize(
    "text", ["Меню", " меню ", "МЕНЮ.", "В  меню", "/menu", "/menu@otklik_bot"]
)
def test_asking_for_the_menu_is_recognised(text: str) -> None:
    assert menu.is_menu_text(text)


@pytest.mark.parametrize("text", ["", "меню в столовой для инвалидов", "/menus", "мои обращения"])
def test_a_question_is_not_taken_for_asking_for_the_menu(text: str) -> None:
    assert not menu.is_menu_text(text)


async def test_a_page_takes_the_place_of_the_one_pressed() -> None:
    toast, redraw = await menu.pressed(press("m:deep:1"), office())
    assert toast == Toast("press", Words("empty"))
    assert isinstance(redraw, Redraw)
    assert redraw.ref == MessageRef(CHAT, "77")
    assert redraw.lead == Words("menu-title", {"title": "Глубже"})
    assert redraw.content is not None
    assert redraw.content.text == "Текст."


async def test_in_menu_leads_to_the_purposes() -> None:
    _, redraw = await menu.pressed(press("m:main:1"), office())
    assert isinstance(redraw, Redraw)
    assert redraw.lead == Words("menu-main")


@pytest.mark.parametrize(
    "data", ["m:gone:1", "m:long:9", "m:", "m:file:gone", "m:file:", "m:'; drop table", "m:ИНФО"]
)
async def test_a_stale_or_forged_page_leads_to_the_menu_with_a_note(data: str) -> None:
    toast, redraw = await menu.pressed(press(data), office())
    assert toast == Toast("press", Words("menu-page-gone"))
    assert isinstance(redraw, Redraw)
    assert redraw.lead == Words("menu-main")


async def test_a_form_comes_as_a_file() -> None:
    toast, said = await menu.pressed(press("m:file:paper"), office())
    assert toast == Toast("press", Words("menu-form-coming"))
    assert isinstance(said, Say)
    assert said.to == CHAT
    assert said.content is not None
    assert said.content.attachments == (
        Attachment(MediaKind.DOCUMENT, name="Бумага (образец).docx", path="/forms/paper.docx"),
    )


@pytest.mark.parametrize("personal_data", [True, False])
async def test_a_filled_form_is_not_wanted_where_personal_data_are_off(personal_data: bool) -> None:
    _, said = await menu.pressed(press("m:file:paper"), office(personal_data=personal_data))
    assert isinstance(said, Say)
    assert said.lead is not None
    text = TEXTS.plain(said.lead)
    assert "Это примерный образец." in text
    assert ("не присылайте" in text) is not personal_data


async def test_outside_a_private_chat_nothing_is_redrawn() -> None:
    replies = await menu.pressed(press("m:main:1", private=False), office())
    assert replies == [Toast("press", Words("menu-private-only"))]
