from dataclasses import replace

import pytest

from appeals.model import Employee, Role
from appeals.register import Which
from handlers.conversation import Person, Say
from handlers.papers import Paper, paper_of
from handlers.periods import read_period
from tests.handlers.front_desk import ANONYMOUS, GUEST, MARIA, START, FrontDesk

ELENA = Person("203", "Елена Павлова")
ANNA = Person("205", "Анна Аналитик")


@pytest.fixture
async def led(desk: FrontDesk) -> FrontDesk:
    """A desk with a head of a department."""
    head = Employee("203", "Елена Павлова", "начальник", frozenset({Role.HEAD}))
    async with desk.store.begin() as unit:
        await unit.staff.seed([head])
    return desk


async def asked(desk: FrontDesk, command: str, who: Person = ELENA) -> Paper | None:
    """Which file the command brings."""
    (reply,) = await desk.writes(command, who, appeal=0)
    assert isinstance(reply, Say)
    assert reply.to == replace(desk.desk.moderator_chat, thread="")
    files = reply.content.attachments if reply.content else ()
    return paper_of(files[0].path) if files else None


@pytest.mark.parametrize("words", ["", "октябрь", "01.10.2026 – 15.11.2026", "квартал", "всё"])
async def test_the_register_of_a_period_comes_as_a_file(led: FrontDesk, words: str) -> None:
    period = read_period(words, START.astimezone(led.desk.zone).date())
    assert period
    assert await asked(led, f"/register {words}") == Paper(Which.ALL, period)


async def test_open_appeals_alone_are_of_all_time_unless_a_period_is_said(led: FrontDesk) -> None:
    assert await asked(led, "/register открытые") == Paper(Which.OPEN)
    found = await asked(led, "/register Открытые 2026")
    assert found
    assert found.which is Which.OPEN
    assert found.period == read_period("2026", START.date())


async def test_an_analyst_who_answers_nobody_may_have_it_too(led: FrontDesk) -> None:
    assert await asked(led, "/register", ANNA)


async def test_a_period_that_nobody_understands_is_answered_with_examples(led: FrontDesk) -> None:
    (reply,) = await led.writes("/register позавчера", ELENA, appeal=0)
    assert isinstance(reply, Say)
    assert "01.11.2026" in led.text(reply.lead)


async def test_a_moderator_is_told_who_may(led: FrontDesk) -> None:
    assert led.said(await led.writes("/register", MARIA, appeal=0)) == ["register-who-may"]


async def test_a_stranger_gets_no_file(led: FrontDesk) -> None:
    assert await asked(led, "/register", GUEST) is None


async def test_nobody_gets_it_anonymously(led: FrontDesk) -> None:
    said = led.said(await led.writes("/register", ANONYMOUS, appeal=0))
    assert said == ["staff-sign-command"]
