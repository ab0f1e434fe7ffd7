"""Menu, own appeals, help and the beginning: by commands, by lasting buttons, by words."""

import pytest

from appeals.words import Attachment, Content, MediaKind
from bot.telegram.commands import CLIENT_COMMANDS
from tests.handlers.front_desk import FrontDesk, rules, to_client
from tests.handlers.staffed import VERA, staffed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/start", ["menu-greeting", "menu-main"]),
        ("Начать", ["menu-greeting", "menu-main"]),
        ("меню", ["menu-main"]),
        ("/menu", ["menu-main"]),
        ("Мои обращения", ["my-none"]),
        ("/my", ["my-none"]),
        ("/help", ["client-help"]),
    ],
)
async def test_both_platforms_understand_the_same_words(
    desk: FrontDesk, words: str, said: list[str]
) -> None:
    assert desk.said(await desk.asks(words)) == said
    assert desk.said(await desk.reports(words)) == said


async def test_under_a_file_the_same_words_are_for_staff(desk: FrontDesk) -> None:
    photo = Content("меню", attachments=(Attachment(MediaKind.PHOTO, "f"),))
    assert desk.said(await desk.reports(content=photo))[0] == "client-registered"


async def test_help_names_the_report_of_a_problem_only_where_there_is_one(
    desk: FrontDesk,
) -> None:
    (there,) = await desk.reports("/help")
    (here,) = await desk.asks("/help")
    assert "/problem" in desk.text(there.lead)  # type: ignore[union-attr]  # help is said
    assert "/problem" not in desk.text(here.lead)  # type: ignore[union-attr]  # help is said


async def test_an_unknown_command_is_a_question(desk: FrontDesk) -> None:
    assert desk.said(await desk.reports("/квота сколько?"))[0] == "client-registered"


async def test_in_vk_nobody_becomes_an_employee(desk: FrontDesk) -> None:
    """The invitation's new id would be that of somebody else in Telegram."""
    await staffed(desk)
    (invitation,) = await desk.writes("/invite модератор", VERA, appeal=0)
    token = desk.text(invitation.lead).split("start=")[1].split()[0]  # type: ignore[union-attr]  # it is said
    assert desk.said(await desk.reports(f"/start {token}")) == ["people-join-elsewhere"]
    assert desk.said(await desk.reports("/start", led_by=token)) == ["people-join-elsewhere"]
    assert "people-joined" in desk.said(await desk.asks(f"/start {token}"))


async def test_the_greeting_in_vk_says_two_hours_and_that_this_is_no_formal_appeal(
    desk: FrontDesk,
) -> None:
    greeting, _ = await desk.reports("/start")
    text = desk.text(greeting.lead)  # type: ignore[union-attr]  # the greeting is said
    assert "не позднее чем через 2 часа" in text
    assert "59-ФЗ" in text
    assert "gosuslugi.ru" in text
    assert len(text) < 700


@pytest.mark.parametrize("command", [one for one in CLIENT_COMMANDS if one != "survey"])
async def test_every_command_that_is_shown_is_answered_and_asks_staff_nothing(
    desk: FrontDesk, command: str
) -> None:
    """But the one for surveys, which has its own way past the desk."""
    desk.desk = rules(mailings=frozenset({"surveys"}))
    assert to_client(await desk.asks(f"/{command}"))
    async with desk.store.begin() as unit:
        assert await unit.appeals.count_open() == 0
