"""What came by phone, post, at a reception or through ПОС is registered by staff (A10)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.model import Address, Fate, State
from handlers.conversation import Refresh
from handlers.offline_command import source_in
from tests.handlers.front_desk import GUEST, MODERATORS, FrontDesk, to_client
from tests.handlers.staffed import leads, staffed

CALL = "/register_offline телефон; 23.11 12:00; Спрашивают, как войти в квоту"


async def test_it_gets_a_number_and_a_topic_and_its_clock_runs_from_the_given_time(
    desk: FrontDesk,
) -> None:
    """12:00 in Novosibirsk is 05:00 UTC; a call has a consultation's window."""
    replies = await desk.writes(CALL, appeal=0)
    text = desk.text(leads(replies)[0])
    assert "№ 2026-000001" in text
    assert "12:00, вторник, 24 ноября" in text
    assert Refresh(1) in replies
    appeal = await desk.appeal()
    assert appeal.kind == "offline"
    assert appeal.published_at == desk.now - timedelta(hours=2, minutes=30)
    assert appeal.subject == "Спрашивают, как войти в квоту"


async def test_what_came_through_pos_is_a_problem_with_two_hours(desk: FrontDesk) -> None:
    await desk.writes("/register_offline ПОС; сегодня 14:00; Яма у дома 5", appeal=0)
    appeal = await desk.appeal()
    assert appeal.kind == "problem"
    assert appeal.due_at - appeal.published_at == timedelta(hours=2)


async def test_the_history_says_who_registered_it(desk: FrontDesk) -> None:
    await desk.writes(CALL, appeal=0)
    told = await desk.writes("/appeal 1", appeal=0)
    assert "Мария Иванова: обращение зарегистрировано" in desk.text(leads(told)[0])


async def test_a_department_may_stand_before_the_text(desk: FrontDesk) -> None:
    await staffed(desk)
    await desk.writes(
        "/register_offline почта; 20.11.2026 09:10; Отдел квотирования; Письмо; два листа", appeal=0
    )
    appeal = await desk.appeal()
    assert (appeal.department, appeal.subject) == ("quota", "Письмо; два листа")


async def test_words_that_name_no_department_are_the_text(desk: FrontDesk) -> None:
    await desk.writes("/register_offline сайт; 20.11.2026 09:10; Вопрос; и ещё один", appeal=0)
    appeal = await desk.appeal()
    assert (appeal.department, appeal.subject) == ("", "Вопрос; и ещё один")


async def test_a_deadline_that_has_passed_is_said(desk: FrontDesk) -> None:
    replies = await desk.writes("/register_offline ПОС; 20.11 10:00; Яма", appeal=0)
    assert "Срок уже прошёл" in desk.text(leads(replies)[0])


@pytest.mark.parametrize(
    ("rest", "key"),
    [
        ("", "offline-how"),
        ("телефон", "offline-how"),
        ("телефон; 23.11 12:00", "offline-how"),
        ("телефон; 23.11 12:00; ", "offline-how"),
        ("голубь; 23.11 12:00; Вопрос", "offline-source"),
        ("телефон; вчера утром; Вопрос", "offline-when"),
        ("телефон; 23.11; Вопрос", "offline-when"),
        ("телефон; 31.02 12:00; Вопрос", "offline-when"),
        ("телефон; 23.11 12:00 или позже; Вопрос", "offline-when"),
        ("телефон; 24.11 12:00; Вопрос", "offline-future"),
        ("телефон; 23.11.2024 12:00; Вопрос", "offline-long-ago"),
    ],
)
async def test_what_is_wrong_is_said_with_an_example(desk: FrontDesk, rest: str, key: str) -> None:
    replies = await desk.writes(f"/register_offline {rest}", appeal=0)
    assert desk.said(replies) == [key]
    async with desk.store.begin() as unit:
        assert await unit.appeals.get(1) is None


async def test_only_moderators_register(desk: FrontDesk) -> None:
    assert desk.said(await desk.writes(CALL, GUEST, appeal=0)) == ["staff-no-role"]


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("ПОС", "pos"),
        ("через ПОС", "pos"),
        ("по телефону", "phone"),
        ("Звонок", "phone"),
        ("на горячую линию", "hotline"),
        ("горячая линия", "hotline"),
        ("почта", "post"),
        ("по почте", "post"),
        ("письмом", "post"),
        ("электронной почтой", "email"),
        ("Электронная почта", "email"),
        ("e-mail", "email"),
        ("на приёме", "visit"),
        ("Личный прием", "visit"),
        ("сайт", "site"),
        ("с сайта", "site"),
        ("ЕПГУ", "epgu"),
        ("через Госуслуги", "epgu"),
        ("", None),
        ("по", None),
        ("голубиная почта", None),
    ],
)
def test_the_way_it_came_is_understood_as_people_write_it(words: str, source: str | None) -> None:
    assert source_in(words) == source


async def test_nobody_is_sent_anything_from_its_beginning_to_its_end(desk: FrontDesk) -> None:
    replies = await desk.writes(CALL, appeal=0)
    replies += await desk.presses("a:take:1:1")
    replies += await desk.writes("Рассказали по телефону")
    replies += await desk.writes("/interim 24.11 18:00 ждём ответ")
    replies += await desk.presses("a:answered:1:1")
    assert {say.to for say in to_client(replies)} <= {MODERATORS, _topic()}
    assert (await desk.appeal()).state is State.ANSWERED
    assert (await desk.messages())[1].fate is Fate.KEPT


def _topic() -> Address:
    return replace(MODERATORS, thread="9001")
