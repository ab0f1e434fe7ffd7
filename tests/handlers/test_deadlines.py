"""The ladder of an appeal: each rung once, to the right people, in one message for each."""

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import text

from appeals import desk as verbs
from appeals.model import Address, State, What
from appeals.roster import Absence, Department
from appeals.windows import Window
from handlers import card, clock, notices
from handlers.conversation import Priority, Refresh, Reply, Say
from tests.appeals.ladder import HOUR, LADDER
from tests.handlers.front_desk import OLGA, PETR, FrontDesk
from tests.handlers.ticking import (
    CONTROLLER,
    HEAD,
    MARIA,
    SERGEI,
    Ticking,
    with_everybody,
    with_ladder,
)

EVERYBODY = (MARIA, SERGEI, HEAD.id, CONTROLLER.id)


@pytest.fixture
async def ticking(desk: FrontDesk) -> Ticking:
    """Everybody has started the bot."""
    with_ladder(desk)
    await with_everybody(desk, *EVERYBODY)
    return Ticking(desk)


def told(replies: list[Reply]) -> list[str]:
    """Who is written to in private."""
    return [r.to.chat for r in replies if isinstance(r, Say) and isinstance(r.to, Address)]


async def test_warning_breach_head_and_controller_come_one_after_another(
    ticking: Ticking,
) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    assert told(await ticking.tick(hours=19.9)) == []
    assert told(await ticking.tick(hours=0.2)) == [MARIA]
    assert told(await ticking.tick(hours=2.9)) == [MARIA]
    assert told(await ticking.tick(hours=1)) == [MARIA]
    assert told(await ticking.tick(hours=2)) == [HEAD.id]
    assert told(await ticking.tick(hours=2)) == [CONTROLLER.id]
    assert told(await ticking.tick(hours=100)) == []
    history = await ticking.desk.history()
    assert history[-5:] == ["warned", "warned", "escalated", "escalated", "escalated"]
    assert (await ticking.desk.appeal()).next_step_at is None


async def test_the_same_moment_twice_says_nothing_twice(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    assert told(await ticking.tick(hours=30))
    assert await ticking.tick() == []
    ticking.restart()
    assert await ticking.tick() == []


async def test_an_appeal_answered_in_time_is_never_escalated(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.writes("Два процента.")
    await ticking.desk.presses("a:answered:1:1")
    assert (await ticking.desk.appeal()).state is State.ANSWERED
    assert await ticking.tick(hours=48) == []


async def test_what_is_closed_by_mistake_and_taken_back_has_its_ladder_again(
    ticking: Ticking,
) -> None:
    await ticking.desk.asks("Какая квота?")
    before = await ticking.desk.appeal()
    await ticking.desk.presses("a:spam:1:1")
    assert (await ticking.desk.appeal()).next_step_at is None
    await ticking.desk.presses("a:undo:1:1")
    after = await ticking.desk.appeal()
    assert (after.due_at, after.next_step_at) == (before.due_at, before.next_step_at)


async def test_a_reopened_appeal_is_not_overlooked(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    await ticking.desk.writes("Два процента.")
    await ticking.desk.presses("a:answered:1:1")
    ticking.desk.now += 30 * HOUR
    await ticking.desk.presses("c:unsolved:1:0", OLGA)
    appeal = await ticking.desk.appeal()
    assert appeal.cycle == 2
    assert told(await ticking.tick()) == [MARIA]
    assert told(await ticking.tick(hours=2.1)) == [HEAD.id]


async def test_nobody_took_it_so_those_on_duty_hear_of_it(ticking: Ticking) -> None:
    async with ticking.desk.store.begin() as unit:
        await unit.roster.seed([Department("quota", "Отдел", HEAD.id, (SERGEI,))])
    await ticking.desk.asks("Какая квота?")
    said = await ticking.tick(hours=24)
    assert told(said) == [SERGEI]
    assert "никто не взял" in ticking.texts(said, SERGEI)[0]


async def test_an_absent_executors_substitute_hears_of_it(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    async with ticking.desk.store.begin() as unit:
        away = Absence(MARIA, ticking.desk.now, None, SERGEI)
        await unit.roster.set_absent(away, ticking.desk.now)
    assert told(await ticking.tick(hours=21)) == [SERGEI]


async def test_a_head_who_left_does_not_swallow_the_escalation(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    async with ticking.desk.store.begin() as unit:
        await unit.staff.leave(HEAD.id, ticking.desk.now)
    await ticking.tick(hours=24)
    assert told(await ticking.tick(hours=2)) == [CONTROLLER.id]


async def test_after_downtime_one_late_notice_and_every_rung_on_record(ticking: Ticking) -> None:
    for who in (OLGA, PETR):
        await ticking.desk.asks("Какая квота?", who)
    said = await ticking.tick(hours=40)
    assert sorted(told(said)) == sorted(set(told(said)))
    (controllers,) = ticking.texts(said, CONTROLLER.id)
    assert "Просрочено: 2" in controllers
    assert "с опозданием" in controllers
    async with ticking.desk.store.begin() as unit:
        history = await unit.appeals.history(1)
    climbed = [event for event in history if event.what in {What.WARNED, What.ESCALATED}]
    assert [event.data["step"] for event in climbed] == [
        "warn:4h", "warn:1h", "executor:0s", "head:2h", "controller:4h"
    ]  # fmt: skip
    assert {event.data["late"] for event in climbed} == {1}


async def test_the_topic_shows_that_the_appeal_is_overdue(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    assert not [r for r in await ticking.tick(hours=23.9) if isinstance(r, Refresh)]
    said = await ticking.tick(hours=0.2)
    assert Refresh(1, Priority.BULK) in said


async def test_quiet_hours_hold_back_warnings_but_no_breach(desk: FrontDesk) -> None:
    """Asked at 14:30 in Novosibirsk: the last warning is due at 13:30, the first one at 10:30."""
    with_ladder(desk, quiet=(time(9), time(12)))
    await with_everybody(desk, *EVERYBODY)
    ticking = Ticking(desk)
    await desk.asks("Какая квота?")
    assert await ticking.tick(hours=20.5) == []
    assert len(told(await ticking.tick(hours=1))) > 0
    with_ladder(desk, quiet=(time(9), time(23)))
    await desk.asks("Другая квота?", PETR)
    said = await ticking.tick(hours=24)
    assert "warned" not in await desk.history(2)
    assert "escalated" in await desk.history(2)
    assert said


async def test_who_has_not_started_the_bot_is_named_in_the_moderator_chat(
    desk: FrontDesk,
) -> None:
    with_ladder(desk)
    await with_everybody(desk)
    ticking = Ticking(desk)
    for who in (OLGA, PETR):
        await desk.asks("Какая квота?", who)
    await desk.presses("a:take:1:1")
    said = await ticking.tick(hours=21)
    (words,) = ticking.texts(said)
    assert "Мария Иванова: скоро срок: " in words
    assert "/start" in words
    assert told(said) == []


async def test_who_blocked_the_bot_hears_of_it_in_the_moderator_chat(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    (say,) = [r for r in await ticking.tick(hours=24) if isinstance(r, Say)]
    own = notices.recipient_of(f"{say.key}#1")
    assert own == (MARIA, ticking.desk.now)
    async with ticking.desk.office() as (office, _):
        await notices.refused(*own, office)
    (words,) = ticking.texts(await ticking.tick(seconds=1))
    assert "Мария Иванова (бот заблокирован): просрочено: 1" in words
    assert await ticking.tick(seconds=1) == []


async def test_a_reminder_says_what_was_already_sent(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    await ticking.desk.writes("Два процента от численности.")
    said = await ticking.tick(hours=20)
    (words,) = ticking.texts(said, MARIA)
    assert "Вы написали клиенту в 14:30" in words
    assert "«Два процента от численности.»" in words
    assert "Это был ответ? Нажмите «Ответ дан»" in words


async def test_the_controller_can_name_the_cause_from_the_notice(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.tick(hours=24)
    await ticking.tick(hours=2)
    (say,) = [r for r in await ticking.tick(hours=2) if isinstance(r, Say)]
    assert say.buttons[0][0].data.startswith("k:")
    assert "Укажите причину просрочки." in ticking.desk.text(say.lead)


async def test_a_notice_leaves_out_what_has_been_answered_meanwhile(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    async with ticking.desk.office() as (office, _):
        await office.notices.add(MARIA, 1, "warn:4h", False, office.now)
    await ticking.desk.presses("a:close:1:1")
    assert await ticking.tick() == []


async def test_an_appeal_that_fails_is_set_aside_and_the_others_go_on(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.asks("Другая квота?", PETR)
    async with ticking.desk.store.begin() as unit:
        await unit.db.run(text("UPDATE events SET what = 'nonsense' WHERE appeal_id = 1"))
    ticking.desk.now += 24 * HOUR
    await ticking.tick()
    assert ticking.complaints == [("appeal 1", "ValueError")]
    assert "escalated" in await ticking.desk.history(2)
    async with ticking.desk.store.begin() as unit:
        await unit.db.run(text("UPDATE events SET what = 'registered' WHERE appeal_id = 1"))
    assert await ticking.tick(minutes=4) == []
    assert await ticking.tick(minutes=2) != []
    assert "escalated" in await ticking.desk.history(1)


async def test_an_interim_answer_starts_a_new_clock_with_its_own_ladder(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    await ticking.desk.presses("a:take:1:1")
    await ticking.tick(hours=21)
    until = ticking.desk.now + 24 * HOUR
    async with ticking.desk.office() as (office, _):
        appeal = await office.appeals.get(1)
        maria = await office.staff.get(MARIA)
        assert appeal is not None
        assert maria is not None
        change = verbs.interim(appeal, maria, until, "Ждём ответа отдела", office.now)
        await office.appeals.save(await clock.timed(change, office))
    appeal = await ticking.desk.appeal()
    assert (appeal.due_at, appeal.cycle) == (until, 2)
    assert appeal.next_step_at == until - 4 * HOUR
    assert told(await ticking.tick(hours=3)) == []
    assert told(await ticking.tick(hours=17)) == [MARIA]


async def test_without_any_employee_the_moderator_chat_itself_hears_of_a_breach(
    ticking: Ticking,
) -> None:
    async with ticking.desk.store.begin() as unit:
        for who in await unit.staff.all():
            await unit.staff.leave(who.id, ticking.desk.now)
    for client in (OLGA, PETR):
        await ticking.desk.asks("Какая квота?", client)
    assert await ticking.tick(hours=23) == []
    said = await ticking.tick(hours=1)
    assert told(said) == []
    (text,) = ticking.texts(said)
    assert "Просрочено: 2" in text
    assert text.count("Какая квота?") == 2
    assert "нет ни одного сотрудника" in text
    assert await ticking.tick() == []
    (text,) = ticking.texts(await ticking.tick(hours=4))
    assert "причин" not in text


async def test_who_waits_for_a_client_for_long_is_reminded_once(ticking: Ticking) -> None:
    desk = ticking.desk
    policy = replace(LADDER, pause_on_clarify=True, paused_reminder=Window(days=7))
    desk.desk = replace(desk.desk, policies={"consultation": policy})
    await desk.asks("Какая квота?")
    await desk.presses("a:take:1:1")
    await desk.presses("a:clarify:1:1")
    await desk.writes("Сколько у вас сотрудников?")
    assert (await desk.appeal()).state is State.CLARIFYING
    assert await ticking.tick(days=6) == []
    (told,) = ticking.texts(await ticking.tick(days=1), MARIA)
    assert "Долго ждём ответа клиента: 1" in told
    assert "срок приостановлен" in told
    assert await ticking.tick(days=30) == []
    assert (await desk.history()).count("warned") == 1


async def test_what_waits_for_its_client_is_called_overdue_nowhere(ticking: Ticking) -> None:
    desk = ticking.desk
    policy = replace(LADDER, pause_on_clarify=True)
    desk.desk = replace(desk.desk, policies={"consultation": policy})
    await desk.asks("Какая квота?")
    await desk.presses("a:clarify:1:1")
    await desk.writes("Сколько у вас сотрудников?")
    await ticking.tick(days=3)
    said = desk.said(await desk.writes("/overdue", appeal=0))
    assert said == ["staff-overdue-none"]
    async with desk.office() as (office, _):
        assert (await office.register.standing(office.now)).overdue == 0
        drawn = await card.draw(1, office)
    assert drawn
    assert "Просрочено" not in desk.text(drawn.name)
    assert "Срок остановлен, пока клиент не ответит" in desk.text(drawn.lead)
    await desk.asks("Сто человек")
    await ticking.tick(days=2)
    assert desk.said(await desk.writes("/overdue", appeal=0)) == ["staff-overdue"]


async def test_who_got_the_answer_meanwhile_is_not_reminded(ticking: Ticking) -> None:
    await ticking.desk.asks("Какая квота?")
    async with ticking.desk.office() as (office, _):
        await office.notices.add(MARIA, 1, "paused:7d:x", False, office.now)
    assert await ticking.tick() == []
