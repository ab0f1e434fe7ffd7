from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from appeals.model import Address, Change, Employee, Role
from appeals.register import Which
from handlers.conversation import ModeratorChat, Person, Reply, Say
from handlers.office import ChannelRules, Office
from handlers.papers import Paper, paper_of
from handlers.periods import Period
from handlers.weekly import SHOWN, final, preventive
from tests.handlers.front_desk import MARIA, OLGA, PETR, SERGEI, FrontDesk

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HEAD = Employee("203", "Елена Павлова", "начальник отдела", frozenset({Role.HEAD}))
CONTROLLER = Employee("206", "Виктор Громов", "замминистра", frozenset({Role.CONTROLLER}))
WEEK = Period(until=date(2026, 11, 29))
Control = Callable[[Office], Awaitable[list[Reply]]]


@dataclass
class Told:
    """What one person was told: the text and the files."""

    text: str
    papers: list[Paper | None]


@pytest.fixture
async def staffed(desk: FrontDesk) -> FrontDesk:
    """A head and a controller; everybody has started the bot."""
    async with desk.store.begin() as unit:
        await unit.staff.seed([HEAD, CONTROLLER])
        for one in await unit.staff.all():
            await unit.clients.met("telegram", one.id, one.name, "")
    return desk


async def controlled(desk: FrontDesk, control: Control) -> dict[str, Told]:
    """Who hears what; one message each, "" is the moderator chat."""
    async with desk.office() as (office, _):
        replies = await control(office)
    told: dict[str, Told] = {}
    for reply in replies:
        assert isinstance(reply, Say)
        assert reply.lead
        place = "" if isinstance(reply.to, ModeratorChat) else str(reply.to)
        person = place.removeprefix("telegram:")
        assert person not in told, "one message each"
        files = reply.content.attachments if reply.content else ()
        told[person] = Told(desk.text(reply.lead), [paper_of(file.path) for file in files])
    return told


async def taken(
    desk: FrontDesk, text: str, by: Person, client: Person = OLGA, **when: timedelta
) -> int:
    """An appeal asked so long `ago`, taken by somebody; its row id."""
    await desk.asks(text, client, when=desk.now - when.get("ago", timedelta(0)))
    async with desk.store.begin() as unit:
        (appeal, *_) = await unit.appeals.of_client(
            (await unit.clients.met("telegram", client.id, client.name, "")).id, 1
        )
    await desk.writes("/take", by, appeal=appeal.id)
    return appeal.id


async def test_each_hears_of_their_own_week_and_the_head_of_all(staffed: FrontDesk) -> None:
    await taken(staffed, "Какая квота?", MARIA)
    await taken(staffed, "Когда сдавать отчёт?", SERGEI, PETR)
    told = await controlled(staffed, preventive)
    assert set(told) == {"201", "202", "203", "206"}
    assert "Ваши обращения: 1" in told["201"].text
    assert "Какая квота?" in told["201"].text
    assert "отчёт" not in told["201"].text
    assert "Обращения отдела: 2" in told["203"].text
    assert "Сергей Орлов · Когда сдавать отчёт?" in told["203"].text
    assert "Всего по ведомству" in told["206"].text


async def test_heads_and_controllers_get_the_file_and_others_do_not(staffed: FrontDesk) -> None:
    await taken(staffed, "Какая квота?", MARIA)
    told = await controlled(staffed, preventive)
    assert told["201"].papers == []
    assert told["203"].papers == [Paper(Which.DUE, WEEK)]
    assert told["206"].papers == [Paper(Which.DUE, WEEK)]


async def test_a_head_gets_the_file_of_the_department(staffed: FrontDesk) -> None:
    appeal = await taken(staffed, "Какая квота?", MARIA)
    async with staffed.store.begin() as unit:
        found = await unit.appeals.get(appeal)
        assert found
        await unit.appeals.save(Change(replace(found, department="quota"), ()))
    told = await controlled(staffed, preventive)
    assert told["203"].papers == [Paper(Which.DUE, WEEK, "quota")]
    assert told["206"].papers == [Paper(Which.DUE, WEEK)]


async def test_what_nobody_took_is_told_to_whoever_is_responsible(staffed: FrontDesk) -> None:
    await staffed.asks("Какая квота?")
    told = await controlled(staffed, preventive)
    assert "никто не взял" in told["203"].text
    assert "Ваши обращения: 1" in told["206"].text, "without a duty list the controllers"


async def test_overdue_appeals_stand_first_and_say_so(staffed: FrontDesk) -> None:
    await taken(staffed, "Свежий вопрос", MARIA)
    await taken(staffed, "Старый вопрос", MARIA, PETR, ago=27 * HOUR)
    lines = (await controlled(staffed, preventive))["201"].text.splitlines()
    assert lines[2] == "000002 · нет ответа, просрочено на 3 ч · Старый вопрос"
    assert lines[3] == "000001 · до 14:30 вт 24.11 · Свежий вопрос"


async def test_next_weeks_deadline_is_not_this_weeks(staffed: FrontDesk) -> None:
    staffed.desk = replace(staffed.desk, answer_within={"consultation": 7 * DAY})
    await taken(staffed, "Какая квота?", MARIA)
    assert set(await controlled(staffed, preventive)) == {"203"}


@pytest.mark.parametrize(("control", "words"), [(preventive, "сроков нет"), (final, "не нарушены")])
async def test_with_nothing_to_say_only_the_head_hears_one_line(
    staffed: FrontDesk, control: Control, words: str
) -> None:
    told = await controlled(staffed, control)
    assert set(told) == {"203"}
    assert words in told["203"].text
    assert "\n" not in told["203"].text


async def test_final_control_names_what_was_missed_this_week(staffed: FrontDesk) -> None:
    late = await taken(staffed, "Поздний ответ", MARIA, ago=26 * HOUR)
    await staffed.writes("Квота 2 %", MARIA, appeal=late)
    for message in await staffed.messages(late):
        await staffed.delivered(message.id)
    await staffed.writes("/answered", MARIA, appeal=late)
    await taken(staffed, "Без ответа", SERGEI, PETR, ago=25 * HOUR)
    await taken(staffed, "Успеем", SERGEI, Person("103", "Анна"))
    told = await controlled(staffed, final)
    assert "ответ с опозданием на 2 ч · Поздний ответ" in told["201"].text
    assert "нет ответа, просрочено на 1 ч · Без ответа" in told["202"].text
    assert "Успеем" not in told["202"].text
    assert "Обращения отдела: 2" in told["203"].text
    assert told["206"].papers == [Paper(Which.MISSED, Period(since=date(2026, 11, 16)))]


async def test_final_control_names_what_was_put_off_after_its_deadline(
    staffed: FrontDesk,
) -> None:
    appeal = await taken(staffed, "Без ответа", MARIA, ago=25 * HOUR)
    await staffed.writes("/interim 27.11 18:00 ждём налоговую", MARIA, appeal=appeal)
    in_time = await taken(staffed, "Назван вовремя", MARIA, PETR, ago=23 * HOUR)
    await staffed.writes("/interim 27.11 18:00 ждём налоговую", MARIA, appeal=in_time)
    text = (await controlled(staffed, final))["201"].text
    assert "срок нарушен, новый до 18:00 пт 27.11 · Без ответа" in text
    assert "Назван вовремя" not in text


async def test_what_was_missed_long_ago_and_answered_is_not_told_again(staffed: FrontDesk) -> None:
    late = await taken(staffed, "Поздний ответ", MARIA, ago=26 * HOUR)
    await staffed.writes("Квота 2 %", MARIA, appeal=late)
    for message in await staffed.messages(late):
        await staffed.delivered(message.id)
    await staffed.writes("/answered", MARIA, appeal=late)
    staffed.now += 9 * DAY
    assert set(await controlled(staffed, final)) == {"203"}


async def test_who_never_started_the_bot_is_named_in_the_moderator_chat(desk: FrontDesk) -> None:
    await taken(desk, "Какая квота?", MARIA)
    told = await controlled(desk, preventive)
    assert "нажмите /start" in told[""].text
    assert told[""].text.splitlines()[-1] == "Мария Иванова. Ваших обращений: 1."


async def test_the_chat_reads_one_message_for_all_who_cannot_be_told(desk: FrontDesk) -> None:
    async with desk.store.begin() as unit:
        await unit.staff.seed([HEAD, CONTROLLER])
    await taken(desk, "Какая квота?", MARIA)
    await taken(desk, "Когда сдавать отчёт?", SERGEI, PETR)
    told = await controlled(desk, preventive)
    assert set(told) == {""}
    assert told[""].papers == [Paper(Which.DUE, WEEK)]
    assert "Елена Павлова. Обращений отдела: 2." in told[""].text
    assert "Всего по ведомству: 2." in told[""].text
    assert ": 0" not in told[""].text


async def test_a_long_list_fits_a_phone_and_says_how_many_more(staffed: FrontDesk) -> None:
    for number in range(SHOWN + 3):
        client = Person(str(1000 + number), f"Клиент {number}")
        at = Address("telegram", client.id)
        long = "Очень длинный вопрос о квоте " * 20
        await staffed.handle(staffed.message(at, client, long, private=True))
    told = await controlled(staffed, preventive)
    assert "И ещё: 3." in told["203"].text
    assert all(len(one.text) <= 4096 for one in told.values())


async def test_personal_data_in_a_subject_is_hidden_where_it_must_be(staffed: FrontDesk) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    staffed.desk = replace(staffed.desk, channels=telegram)
    await taken(staffed, "Мой телефон +7 913 123-45-67", MARIA)
    text = (await controlled(staffed, preventive))["201"].text
    assert "[телефон скрыт]" in text
    assert "913" not in text


async def test_numbers_lead_to_their_topics(staffed: FrontDesk) -> None:
    staffed.desk = replace(staffed.desk, topic_link=lambda at: f"https://t.me/c/1/{at.thread}")
    await taken(staffed, "Какая квота?", MARIA)
    async with staffed.office() as (office, _):
        replies = await preventive(office)
    own = next(r for r in replies if isinstance(r, Say) and r.to == Address("telegram", "201"))
    assert own.lead
    assert own.lead.below[1].link == "https://t.me/c/1/9001"
