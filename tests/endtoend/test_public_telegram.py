"""Where others read along in Telegram, through the whole program over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.state import BotRights, Message, Person
from sandbox.world import World, seed
from tests.endtoend.desk import ANNA, ELENA, MARIA, OLGA, PETR
from tests.endtoend.square import CHANNEL, CONSULTATION, DISCUSSION, FOREIGN, Square, square

QUESTION = "Сколько мест по квоте у завода на 135 человек?"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Square]:
    async with square(tmp_path) as running:
        yield running


async def due_in(desk: Square, number: str) -> timedelta:
    """How long after the words' own date the appeal is due."""
    async with desk.app.store.begin() as unit:
        appeal = await unit.appeals.numbered(number)
        assert appeal is not None
        return appeal.due_at - appeal.published_at


async def test_a_question_in_the_group_is_registered_and_answered_there(desk: Square) -> None:
    asked = desk.says(QUESTION)
    topic = await desk.topic_of(QUESTION)
    await desk.until(desk.said)
    (sign,) = desk.said()
    assert "№ 2026-000001" in (sign.text or "")
    assert sign.reply_to == asked.id
    assert sign.markup is None
    assert await due_in(desk, "2026-000001") == timedelta(hours=24)
    link = f"https://t.me/c/{str(CONSULTATION)[4:]}/{asked.id}"
    assert link in str(desk.card(topic).entities)
    desk.presses(desk.card(topic), "Взять", MARIA)
    await desk.until(lambda: "В работе" in topic.name)
    written = desk.writes(topic, "Квота 2 %, то есть 3 места.")
    await desk.until(lambda: written.reactions)
    answer = desk.said()[-1]
    assert (answer.text, answer.reply_to) == ("Квота 2 %, то есть 3 места.", asked.id)
    desk.presses(desk.card(topic), "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    await desk.worked_off()
    assert len(desk.said()) == 2
    assert desk.answers(OLGA) == []


async def test_a_comment_below_a_post_is_due_in_two_hours_and_answered_in_its_thread(
    desk: Square,
) -> None:
    post = desk.post()
    await desk.worked_off()
    desk.world.comments(PETR, post, "Спасибо, понятно")
    asked = desk.world.comments(OLGA, post, "А кто не успел до 1 декабря?")
    topic = await desk.topic_of("А кто не успел до 1 декабря?")
    assert await due_in(desk, "2026-000001") == timedelta(hours=2)
    link = f"https://t.me/zanyatost_nso/{post.id}?comment={asked.id}"
    assert link in str(desk.card(topic).entities)
    await desk.until(lambda: asked.reactions)
    written = desk.writes(topic, "Приём продлён до 5 декабря.")
    await desk.until(lambda: written.reactions)
    (answer,) = desk.said(DISCUSSION)
    assert (answer.text, answer.reply_to) == ("Приём продлён до 5 декабря.", asked.id)
    assert answer.branch == asked.branch
    assert len(desk.world.topics(desk.chat)) == 1


async def test_an_answer_to_a_comment_is_a_comment_too(desk: Square) -> None:
    post = desk.post()
    first = desk.world.comments(PETR, post, "Приём перенесли")
    desk.says("А куда звонить?", OLGA, DISCUSSION, reply_to=first.id)
    await desk.topic_of("А куда звонить?")
    assert await due_in(desk, "2026-000001") == timedelta(hours=2)


async def test_an_employees_own_reply_in_the_group_counts_once_it_is_marked(desk: Square) -> None:
    asked = desk.says(QUESTION)
    topic = await desk.topic_of(QUESTION)
    desk.says("Три места.", ELENA, reply_to=asked.id)
    shown = await desk.in_topic_saying(topic, "Три места.")
    desk.presses(shown, "Ответ дан", ELENA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    assert len(desk.world.topics(desk.chat)) == 1


@pytest.mark.parametrize("how", [{"anonymous": True}, {"sender_chat": CHANNEL}])
async def test_a_nameless_answer_below_a_post_is_signed_before_it_counts(
    desk: Square, how: dict[str, object]
) -> None:
    asked = desk.world.comments(OLGA, desk.post(), "А кто не успел?")
    topic = await desk.topic_of("А кто не успел?")
    desk.says("Приём продлён.", ELENA, DISCUSSION, reply_to=asked.id, **how)
    shown = await desk.in_topic_saying(topic, "Кто ответил?")
    assert "Приём продлён." in (shown.text or "")
    desk.presses(shown, "Это мой ответ", ELENA)
    await desk.until(lambda: "Елена Павлова" in (shown.text or ""))
    desk.presses(shown, "Ответ дан", ELENA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    assert len(desk.world.topics(desk.chat)) == 1


async def test_staff_among_themselves_open_nothing(desk: Square) -> None:
    desk.says("Коллеги, кто сегодня дежурит?", MARIA)
    desk.says("Завтра группа закрыта, верно?", ELENA, anonymous=True)
    await desk.worked_off()
    assert desk.world.topics(desk.chat) == []


async def test_who_writes_in_a_channels_name_of_their_own_is_a_client(desk: Square) -> None:
    blog = next(one for one in desk.world.chats.values() if one.title == "Кадровик и квота")
    asked = desk.says(QUESTION, ANNA, sender_chat=blog.id)
    topic = await desk.topic_of(QUESTION)
    written = desk.writes(topic, "Три места.")
    await desk.until(lambda: written.reactions)
    assert desk.said()[-1].reply_to == asked.id


async def test_a_mention_in_another_group_is_due_in_four_hours(desk: Square) -> None:
    desk.says("Кто-нибудь знает, где подать заявление?", OLGA, FOREIGN)
    words = f"@{desk.world.bot.username}, где подать заявление?"
    asked = desk.says(words, PETR, FOREIGN)
    topic = await desk.topic_of("где подать заявление?")
    assert await due_in(desk, "2026-000001") == timedelta(hours=4)
    written = desk.writes(topic, "На «Работе России».")
    await desk.until(lambda: written.reactions)
    assert desk.said(FOREIGN)[-1].reply_to == asked.id
    assert len(desk.world.topics(desk.chat)) == 1


async def test_an_upgraded_group_stays_the_consultation_group(tmp_path: Path) -> None:
    world = seed(World(), consultation="group")
    (old,) = world.consultation_chats
    places = {"telegram": {"consultation_chats": [old.id]}}
    async with square(tmp_path, places, world=world) as desk:
        desk.says(QUESTION, chat=old.id)
        topic = await desk.topic_of(QUESTION)
        new = world.upgrades(old.id)
        desk.says("А у школы на 90 человек?", PETR, chat=new.id)
        await desk.topic_of("А у школы на 90 человек?")
        desk.writes(topic, "Три места.")
        await desk.until(lambda: "Три места." in desk.texts(desk.said(new.id)))


async def test_a_reply_to_what_was_deleted_meanwhile_is_not_left_loose(desk: Square) -> None:
    asked = desk.says(QUESTION)
    topic = await desk.topic_of(QUESTION)
    await desk.until(desk.said)
    desk.world.deletes(OLGA, asked.id, chat=CONSULTATION)
    before = len(desk.in_topic(topic))
    desk.writes(topic, "Три места.")
    await desk.until(lambda: len(desk.in_topic(topic)) > before)
    assert "Три места." not in desk.texts(desk.said())


PERSONAL = "Когда ответите? Мой телефон +7 913 000-11-22"


async def test_who_puts_personal_data_before_all_is_asked_to_write_alone(desk: Square) -> None:
    asked = desk.says(PERSONAL)
    topic = await desk.topic_of("Когда ответите?")
    await desk.until(lambda: len(desk.said()) > 1)
    asks = next(one for one in desk.said() if "личные данные" in (one.text or ""))
    assert asks.reply_to == asked.id
    assert f"https://t.me/{desk.world.bot.username}" in str((asks.text, asks.entities))
    assert "000-11-22" not in str([one.text for one in desk.said()])
    assert "000-11-22" not in str([one.text for one in desk.world.messages(desk.chat)])
    shown = await desk.in_topic_saying(topic, "личные данные")
    desk.presses(shown, "Удалить запись", MARIA)
    await desk.in_topic_saying(topic, "она удалена")
    assert asked.id not in [one.id for one in desk.world.messages(CONSULTATION)]


async def test_without_the_right_to_delete_staff_learn_what_to_do(desk: Square) -> None:
    desk.world.sets_bot_rights(CONSULTATION, BotRights(can_delete_messages=False))
    asked = desk.says(PERSONAL)
    topic = await desk.topic_of("Когда ответите?")
    desk.presses(await desk.in_topic_saying(topic, "личные данные"), "Удалить запись", MARIA)
    told = await desk.in_topic_saying(topic, "не получилось")
    assert "нет на это прав" in (told.text or "")
    assert f"/{asked.id}" in str(told.entities)
    assert asked in desk.world.messages(CONSULTATION)


async def test_a_changed_comment_is_told_to_staff(desk: Square) -> None:
    asked = desk.world.comments(OLGA, desk.post(), "А кто не успел?")
    topic = await desk.topic_of("А кто не успел?")
    desk.world.edits(OLGA, asked.id, "А кто не успел до обеда?", chat=DISCUSSION)
    await desk.in_topic_saying(topic, "до обеда?")
    assert len(desk.world.topics(desk.chat)) == 1


async def test_in_a_flood_the_first_signs_become_reactions(tmp_path: Path) -> None:
    """Twenty words a minute are all that a group takes; the rest is kept for answers."""
    limits = {"telegram": {"group_per_minute": 20, "per_second": 15}}
    async with square(tmp_path, limits, rate_limits=True) as desk:
        people = [desk.world.add_person(Person(n, f"Работодатель {n}")).id for n in range(501, 519)]
        asked = [desk.says(f"Сколько мест у {who}?", who) for who in people]
        await desk.until(lambda: len(desk.said()) + signs(asked) == len(people))
        worded = {one.reply_to for one in desk.said()}
        assert signs(asked) == len([one for one in asked if one.id not in worded])
        assert 0 < signs(asked) < len(worded) <= 20
        assert [call for call in desk.world.ledger.entries if not call.ok] == []


def signs(asked: list[Message]) -> int:
    """How many questions bear a reaction."""
    return len([one for one in asked if one.reactions])
