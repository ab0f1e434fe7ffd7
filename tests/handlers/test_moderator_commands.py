from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import State
from handlers.conversation import Say
from handlers.office import ChannelRules
from tests.handlers.front_desk import ANONYMOUS, GUEST, MARIA, OLGA, PETR, FrontDesk


@pytest.fixture
async def two(desk: FrontDesk) -> FrontDesk:
    """Two open appeals; the second one is due first."""
    await desk.asks("Какая квота?")
    await desk.asks("Когда сдавать отчёт?", PETR, when=desk.now - timedelta(hours=23))
    return desk


async def said(desk: FrontDesk, command: str, appeal: int = 0) -> list[str]:
    (reply,) = await desk.writes(command, appeal=appeal)
    assert isinstance(reply, Say)
    assert reply.lead
    lines = (replace(reply.lead, below=()), *reply.lead.below)
    return [desk.text(words).strip() for words in lines]


async def test_open_lists_the_most_urgent_first(two: FrontDesk) -> None:
    head, first, second = await said(two, "/open")
    assert "2" in head
    assert first.startswith("000002")
    assert second.startswith("000001")
    assert "Какая квота?" in second


async def test_an_overdue_appeal_says_so_in_words(two: FrontDesk) -> None:
    two.now += timedelta(hours=2)
    assert "просрочено" in (await said(two, "/open"))[1]


async def test_mine_lists_what_i_have_taken(two: FrontDesk) -> None:
    assert await said(two, "/mine") == ["За вами нет открытых обращений."]
    await two.writes("/take", appeal=1)
    assert len(await said(two, "/mine")) == 2


async def test_find_searches_words_in_any_case(two: FrontDesk) -> None:
    assert (await said(two, "/find ОТЧЁТ"))[1].startswith("000002")
    assert await said(two, "/find совсем другое") == ["Ничего не найдено."]
    assert "что искать" in (await said(two, "/find"))[0]


@pytest.mark.parametrize("number", ["2026-000001", "1", "000001", "№ 2026-000001", "№1"])
async def test_appeal_shows_the_whole_history(two: FrontDesk, number: str) -> None:
    await two.writes("/take", appeal=1)
    await two.writes("Квота 2 %")
    lines = await said(two, f"/appeal {number}")
    assert "№ 2026-000001" in lines[0]
    assert [line.split(": ", 1)[1] for line in lines[1:]] == [
        "обращение зарегистрировано",
        "взято в работу",
        "ответ «Квота 2 %»",
    ]
    assert "Мария Иванова" in lines[2]


async def test_in_a_topic_the_number_may_be_left_out(two: FrontDesk) -> None:
    assert "№ 2026-000002" in (await said(two, "/appeal", appeal=2))[0]
    assert "не найдено" in (await said(two, "/appeal"))[0]
    assert "не найдено" in (await said(two, "/appeal 77"))[0]


async def test_the_history_names_no_client_where_personal_data_is_off(two: FrontDesk) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    two.desk = replace(two.desk, channels=telegram)
    assert "Смирнова" not in "\n".join(await said(two, "/appeal 1"))


async def test_everything_a_button_does_works_by_a_command(two: FrontDesk) -> None:
    await two.writes("/take", appeal=1)
    assert (await two.appeal()).executor == MARIA.id
    await two.writes("Квота 2 %")
    await two.writes("/answered")
    assert (await two.appeal()).state is State.ANSWERED
    await two.writes("/reopen")
    await two.writes("/close")
    assert (await two.appeal()).state is State.CLOSED
    await two.writes("/undo")
    assert (await two.appeal()).is_open


async def test_answered_by_command_fails_when_the_clients_words_came_last(two: FrontDesk) -> None:
    await two.writes("Квота 2 %")
    await two.asks("а штраф?", OLGA)
    assert "дополнил" in (await said(two, "/answered", appeal=1))[0]
    assert (await two.appeal()).is_open


async def test_actions_outside_a_topic_say_where_they_work(two: FrontDesk) -> None:
    assert await said(two, "/take") == ["Эта команда работает только в теме обращения."]


async def test_a_mistyped_command_is_not_sent_to_the_client(two: FrontDesk) -> None:
    assert "Такой команды нет" in (await said(two, "/anwsered", appeal=1))[0]
    assert len(await two.messages()) == 1


async def test_help_explains_every_command(two: FrontDesk) -> None:
    text = "\n".join(await said(two, "/help@otklik_bot"))
    for command in ("/open", "/mine", "/find", "/appeal", "/answered", "/undo"):
        assert command in text


async def test_commands_are_for_named_employees_only(two: FrontDesk) -> None:
    for who, key in ((GUEST, "people-no-role"), (ANONYMOUS, "staff-sign-command")):
        assert two.said(await two.writes("/open", who, appeal=0)) == [key]


async def test_the_number_leads_to_the_topic_where_the_platform_has_links(two: FrontDesk) -> None:
    two.desk = replace(two.desk, topic_link=lambda at: f"https://t.me/c/1/{at.thread}")
    (reply,) = await two.writes("/open", appeal=0)
    assert isinstance(reply, Say)
    assert reply.lead
    assert [words.link for words in reply.lead.below] == [
        "https://t.me/c/1/9002",
        "https://t.me/c/1/9001",
    ]


@pytest.mark.parametrize("command", ["/take", "/ban", "/help"])
async def test_commands_meant_for_another_bot_are_left_to_it(two: FrontDesk, command: str) -> None:
    two.desk = replace(two.desk, bot_name=lambda: "otklik_bot")
    assert await two.writes(f"{command}@other_bot") == []
    assert (await two.appeal()).state is State.NEW
    assert await two.writes(f"{command}@Otklik_Bot")


async def test_find_says_when_there_is_more_than_it_shows(two: FrontDesk) -> None:
    for number in range(21):
        who = replace(OLGA, id=str(110 + number))
        await two.asks("Как оформить профвизит?", who)
    head, *lines = await said(two, "/find профвизит")
    assert len(lines) == 20
    assert "20" in head
    assert "не все" in head


async def test_an_appeal_of_last_year_is_listed_with_its_year(two: FrontDesk) -> None:
    """«/appeal 1» means this year's number, so a bare number would lead to another appeal."""
    two.now += timedelta(days=50)
    await two.asks("Какая квота в 2027 году?", replace(OLGA, id="110"))
    lines = await said(two, "/open")
    assert [line.split(" ")[0] for line in lines[1:]] == ["2026-000002", "2026-000001", "000001"]


async def test_the_rest_of_a_command_may_stand_on_a_line_of_its_own(two: FrontDesk) -> None:
    assert "№ 2026-000001" in (await said(two, "/appeal\n1"))[0]


async def test_answered_by_command_does_not_take_a_strangers_words_for_an_answer(
    two: FrontDesk,
) -> None:
    await two.writes("Квота 2 %")
    await two.asks("а штраф?", OLGA)
    await two.writes("Я тут мимо", GUEST)
    assert "дополнил" in (await said(two, "/answered", appeal=1))[0]
