"""Duty, absence and substitution by command; every change is on record."""

from datetime import timedelta

import pytest

from appeals.model import Address
from handlers.conversation import Say
from handlers.dates import moment
from tests.handlers.front_desk import MARIA, SERGEI, FrontDesk
from tests.handlers.staffed import (
    ELENA,
    IGOR,
    NINA,
    VERA,
    leads,
    roster,
    staffed,
    starts,
    texts,
)


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    return await staffed(desk)


async def said(desk: FrontDesk, command: str, who: object = MARIA) -> str:
    return texts(desk, await desk.writes(command, who, appeal=0))  # type: ignore[arg-type]  # a Person of the tests


async def duty(desk: FrontDesk, department: str) -> tuple[str, ...]:
    found = (await roster(desk)).department(department)
    assert found
    return found.duty


async def test_duty_shows_departments_heads_and_who_is_on_duty(house: FrontDesk) -> None:
    text = await said(house, "/duty")
    assert "Отдел квотирования (начальник: Елена Павлова)" in text
    assert "– Мария Иванова" in text
    assert "– Нина Ким" in text


@pytest.mark.parametrize("who", ["202", "Орлов", "Сергей Орлов", "Орлов Сергей", "орлов"])
async def test_a_head_puts_somebody_on_duty_by_id_or_name(house: FrontDesk, who: str) -> None:
    assert "Сергей Орлов" in await said(house, f"/duty +{who}", ELENA)
    assert await duty(house, "quota") == ("201", "202")
    await said(house, f"/duty -{who}", ELENA)
    assert await duty(house, "quota") == ("201",)


async def test_a_username_is_known_once_its_owner_has_started_the_bot(house: FrontDesk) -> None:
    assert "кого поставить" in await said(house, "/duty quota +@nina", VERA)
    await starts(house, NINA)
    await said(house, "/duty quota +@NINA", VERA)
    assert await duty(house, "quota") == ("201", "208")


async def test_moderators_see_the_duty_but_do_not_change_it(house: FrontDesk) -> None:
    assert "начальник отдела, контролёр" in await said(house, "/duty +202")
    assert await duty(house, "quota") == ("201",)


async def test_a_head_rules_the_own_department_only(house: FrontDesk) -> None:
    assert "назначает его начальник" in await said(house, "/duty pay +202", ELENA)
    assert await duty(house, "pay") == ("208",)
    await said(house, "/duty Отдел выплат +202", IGOR)
    assert await duty(house, "pay") == ("208", "202")


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/duty кто-нибудь", "кого поставить"),
        ("/duty +999", "кого поставить"),
        ("/duty +", "кого поставить"),
        ("/duty нет такого +202", "Такого отдела нет"),
        ("/duty quota +201", "уже дежурит"),
        ("/duty quota -202", "и так не дежурит"),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(
    house: FrontDesk, command: str, answer: str
) -> None:
    assert answer in await said(house, command, IGOR)


async def test_who_is_put_on_duty_is_told_in_private(house: FrontDesk) -> None:
    await starts(house, SERGEI)
    replies = await house.writes("/duty +202", ELENA, appeal=0)
    assert [r.to for r in replies if isinstance(r, Say)][1:] == [Address("telegram", "202")]


async def test_an_absence_names_the_substitute_and_ends_with_back(house: FrontDesk) -> None:
    text = await said(house, "/absent Сергей Орлов")
    assert "Замещает Сергей Орлов" in text
    assert (await roster(house)).stand_in("201") == "202"
    assert "отсутствует, замещает Сергей Орлов" in await said(house, "/duty")
    assert "снова на месте" in await said(house, "/back")
    assert (await roster(house)).stand_in("201") == "201"
    assert "отсутствие не отмечено" in await said(house, "/back")


@pytest.mark.parametrize(
    ("words", "away", "there"),
    [
        ("", [0, 30], []),
        ("25.11 27.11", [2, 4], [0, 5]),
        ("с 25.11 по 27.11", [2, 4], [0, 5]),
        ("25.11–27.11 202", [2, 4], [0, 5]),
        ("до 25.11", [0, 1], [3]),
        ("завтра", [1, 20], [0]),
        ("завтра 12:00 25.11 12:00 Орлов", [1], [0, 3]),
    ],
)
async def test_absences_are_given_in_days(
    house: FrontDesk, words: str, away: list[int], there: list[int]
) -> None:
    assert "отмечено" in await said(house, f"/absent {words}".strip())
    for day in away:
        assert not (await roster(house, day)).is_there("201"), day
    for day in there:
        assert (await roster(house, day)).is_there("201"), day


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("25.11 24.11", "уже прошло"),
        ("до 20.11", "уже прошло"),
        ("31.02", "не бывает"),
        ("25.11.2029", "больше чем через год"),
        ("25.11 кто-нибудь", "кто замещает"),
        ("201", "самого себя"),
        ("для 202", "начальник отдела, контролёр"),
    ],
)
async def test_a_wrong_absence_is_refused_in_words(
    house: FrontDesk, words: str, answer: str
) -> None:
    assert answer in await said(house, f"/absent {words}")
    assert (await roster(house)).absences == ()


async def test_a_head_marks_the_absence_of_somebody_who_cannot(house: FrontDesk) -> None:
    await starts(house, SERGEI)
    replies = await house.writes("/absent для Иванова до 30.11 Орлов", ELENA, appeal=0)
    assert [words.key for words in leads(replies)] == ["people-absent"] * 2
    assert (await roster(house)).stand_in("201") == "202"
    assert "Нет" not in await said(house, "/back для 201", ELENA)
    assert "Такого сотрудника нет" in await said(house, "/back для 999", ELENA)


async def test_every_change_is_on_record_with_its_author(house: FrontDesk) -> None:
    await said(house, "/duty +202", ELENA)
    await said(house, "/absent для 202 до 30.11", ELENA)
    await said(house, "/back", SERGEI)
    async with house.store.begin() as unit:
        lines = await unit.roster.history("202", 10)
    assert [(line.what.value, line.by) for line in lines] == [
        ("back", "202"),
        ("absent", "203"),
        ("on_duty", "203"),
    ]


async def test_the_last_day_of_an_absence_is_whole(house: FrontDesk) -> None:
    text = await said(house, "/absent до 25.11")
    last = house.now.astimezone(house.desk.zone).replace(hour=0, minute=0) + timedelta(days=3)
    assert moment(last, house.desk.zone) in text
