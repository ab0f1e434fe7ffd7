"""The moderator chat at work, through the real client over HTTP."""

from functools import partial

from sandbox.press import Press
from sandbox.state import Topic
from tests.endtoend.desk import (
    GUEST,
    MARIA,
    OLGA,
    PHOTO,
    SERGEI,
    FrontDesk,
    buttons,
)


async def last_in(desk: FrontDesk, topic: Topic, words: str) -> None:
    """Wait until the bot has said these words last."""
    await desk.until(lambda: words in "".join(desk.texts(desk.in_topic(topic)[-1:])))


async def toast(press: Press) -> str:
    """What the presser was told."""
    answer = await press.answered()
    assert answer
    return str(answer["text"])


async def test_a_private_note_never_reaches_the_client(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.writes(topic, "// тот самый завод")
    written = desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: written.reactions)
    assert "завод" not in " ".join(desk.texts(desk.answers()))


async def test_formatting_of_an_answer_arrives_with_it(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    bold = {"type": "bold", "offset": 3, "length": 7}
    written = desk.writes(topic, "👍 Квота 2", entities=[bold])
    await desk.until(lambda: written.reactions)
    assert desk.answers()[-1].entities == [bold]


async def test_who_answers_an_untaken_appeal_is_offered_to_take_it(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.writes(topic, "Квота – 2 %")
    await last_in(desk, topic, "никто не взял")
    desk.presses(desk.in_topic(topic)[-1], "Взять", MARIA)
    await desk.until(lambda: "В работе" in topic.name)


async def test_two_who_press_take_in_the_same_second_get_one_executor(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    card = desk.card(topic)
    first, second = (desk.presses(card, "Взять", who) for who in (MARIA, SERGEI))
    assert (await toast(first), "уже взято" in await toast(second)) == ("Обращение за вами", True)
    await desk.until(lambda: "Исполнитель: Мария Иванова" in (desk.card(topic).text or ""))


async def test_a_second_moderator_is_held_until_confirmed(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.presses(desk.card(topic), "Взять", MARIA)
    await desk.until(lambda: "В работе" in topic.name)
    told = len(desk.answers())
    desk.writes(topic, "Добавлю от себя", SERGEI)
    await last_in(desk, topic, "Отправить его клиенту?")
    assert len(desk.answers()) == told
    desk.presses(desk.in_topic(topic)[-1], "Отправить", SERGEI)
    await desk.until(lambda: desk.answers()[-1].text == "Добавлю от себя")


async def test_an_anonymous_admin_is_asked_to_sign(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    told = len(desk.answers())
    desk.writes(topic, "Квота – 2 %", MARIA, anonymous=True)
    await last_in(desk, topic, "анонимно")
    assert len(desk.answers()) == told
    desk.presses(desk.in_topic(topic)[-1], "Это моё сообщение", MARIA)
    await desk.until(lambda: desk.answers()[-1].text == "Квота – 2 %")


async def test_a_strangers_words_and_presses_do_nothing(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    press = desk.presses(desk.card(topic), "Взять", GUEST)
    assert "роль" in await toast(press)
    desk.writes(topic, "Я тоже могу", GUEST)
    await last_in(desk, topic, "вас нет в списке сотрудников")
    assert len(desk.answers()) == 1


async def test_the_client_adding_a_line_while_answered_is_pressed_is_heard(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    written = desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: written.reactions)
    stale = buttons(desk.card(topic))[1]["callback_data"]
    desk.asks("А штраф какой?")
    press = desk.world.presses(MARIA, stale, message=desk.card(topic).id, chat=desk.chat)
    assert "клиент дополнил" in await toast(press)
    await desk.until(lambda: buttons(desk.card(topic))[1]["callback_data"] != stale)
    assert "Ответ дан" not in topic.name
    desk.presses(desk.card(topic), "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)


async def test_a_closing_undone_within_ten_seconds_is_never_seen_by_the_client(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    told = len(desk.answers())
    desk.presses(desk.card(topic), "Ещё", MARIA)
    await desk.until(lambda: any("Закрыть" in b["text"] for b in buttons(desk.card(topic))))
    desk.presses(desk.card(topic), "Закрыть", MARIA)
    await last_in(desk, topic, "закрыто без ответа")
    desk.presses(desk.in_topic(topic)[-1], "Отменить", MARIA)
    await last_in(desk, topic, "снова открыто")
    desk.pass_time(seconds=30)
    desk.asks("вы тут?")
    await last_in(desk, topic, "вы тут?")
    assert len(desk.answers()) == told


async def test_a_closing_that_stands_is_told_to_the_client_after_ten_seconds(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    desk.presses(desk.card(topic), "Ещё", MARIA)
    await desk.until(lambda: any("Не вопрос" in b["text"] for b in buttons(desk.card(topic))))
    desk.presses(desk.card(topic), "Не вопрос", MARIA)
    await last_in(desk, topic, "не вопрос")
    assert len(desk.answers()) == 1
    desk.pass_time(seconds=11)
    await desk.until(lambda: "не нашёл в нём вопроса" in (desk.answers()[-1].text or ""))


async def test_a_deleted_topic_is_made_again_and_the_message_arrives(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.world.deletes_topic(desk.chat, topic.id)
    desk.asks("и ещё вопрос")
    await desk.until(lambda: desk.world.topics(desk.chat))
    (again,) = desk.world.topics(desk.chat)
    await last_in(desk, again, "и ещё вопрос")
    assert "Какая квота?" in (desk.card(again).text or "")
    written = desk.writes(again, "Квота – 2 %")
    await desk.until(lambda: written.reactions)


async def test_two_messages_at_once_after_a_deletion_make_one_topic(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.world.deletes_topic(desk.chat, topic.id)
    for text in ("раз", "два", "три"):
        desk.asks(text)
    await desk.until(lambda: desk.world.topics(desk.chat))
    (again,) = desk.world.topics(desk.chat)
    await last_in(desk, again, "три")
    assert len(desk.world.topics(desk.chat)) == 1


async def test_an_answer_to_who_blocked_the_bot_fails_in_words_and_can_be_tried_again(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    desk.world.blocks(OLGA)
    await last_in(desk, topic, "заблокировал бота")
    desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: "Не доставлено" in " ".join(desk.texts(desk.in_topic(topic))))
    failure = next(m for m in desk.in_topic(topic) if "Не доставлено" in (m.text or ""))
    desk.world.unblocks(OLGA)
    await last_in(desk, topic, "снова принимает")
    desk.presses(failure, "Отправить ещё раз", MARIA)
    await desk.until(lambda: desk.answers()[-1].text == "Квота – 2 %")


async def test_edits_follow_in_both_directions(desk: FrontDesk) -> None:
    _, topic = await desk.registered("Квота при 35?")
    desk.world.edits(OLGA, 1, "Квота при 36?")
    await last_in(desk, topic, "Квота при 36?")
    written = desk.writes(topic, "Квота – 3 %")
    await desk.until(lambda: written.reactions)
    desk.world.edits(MARIA, written.id, "Квота – 2 %", chat=desk.chat)
    await desk.until(lambda: desk.answers()[-1].text == "Квота – 2 %")


async def test_a_question_edited_after_the_answer_is_shown_and_opens_nothing(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    written = desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: written.reactions)
    desk.presses(desk.card(topic), "Ответ дан", MARIA)
    await desk.until(lambda: "Ответ дан" in topic.name)
    desk.world.edits(OLGA, 1, "Какая квота в 2027 году?")
    await last_in(desk, topic, "в 2027 году")
    assert len(desk.world.topics(desk.chat)) == 1
    assert "Ответ дан" in topic.name


async def test_lists_history_and_help_answer_in_the_chat(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    for command, words in (
        ("/open", "Открытые обращения: 1"),
        ("/mine", "нет открытых"),
        ("/find КВОТА", "Найдено: 1"),
        ("/appeal 1", "обращение зарегистрировано"),
        ("/help", "/answered"),
    ):
        desk.world.writes(MARIA, command, chat=desk.chat)
        await desk.until(partial(_said_in_general, desk, words))
    link = next(m for m in desk.world.messages(desk.chat) if "Открытые" in (m.text or ""))
    assert str(topic.id) in str(link.entities)


def _said_in_general(desk: FrontDesk, words: str) -> bool:
    return any(words in (m.text or "") for m in desk.world.messages(desk.chat) if not m.thread)


async def test_thanks_get_a_reaction_and_another_question_a_number_of_its_own(
    desk: FrontDesk,
) -> None:
    ack, topic = await desk.registered()
    desk.presses(ack, "Это другой вопрос", OLGA)
    await desk.until(lambda: "следующим сообщением" in (desk.answers()[-1].text or ""))
    desk.asks("Когда сдавать отчёт?")
    await desk.until(lambda: "2026-000002" in (desk.answers()[-1].text or ""))
    await desk.until(lambda: len(desk.world.topics(desk.chat)) == 2)
    thanks = desk.asks("спасибо")
    await desk.until(lambda: thanks.reactions)
    assert len(desk.world.topics(desk.chat)) == 2
    assert topic.name


async def test_clarifying_goes_to_the_client_quoted_and_the_reply_comes_back(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered()
    desk.presses(desk.card(topic), "Уточнить", MARIA)
    await last_in(desk, topic, "что нужно уточнить")
    desk.writes(topic, "Сколько у вас сотрудников?")
    await desk.until(lambda: "Сколько у вас" in (desk.answers()[-1].text or ""))
    assert desk.answers()[-1].reply_to == 1
    await desk.until(lambda: "Уточняем" in topic.name)
    desk.asks("135")
    await last_in(desk, topic, "135")
    await desk.until(lambda: "Новое" in topic.name)
    assert len([m for m in desk.answers() if "2026-" in (m.text or "")]) <= 2


async def test_my_appeals_show_the_answer(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    written = desk.writes(topic, "Квота – 2 %")
    await desk.until(lambda: written.reactions)
    desk.asks("Мои обращения")
    await desk.until(lambda: "Мои обращения" in (desk.answers()[-1].text or ""))
    listed = desk.answers()[-1]
    desk.presses(listed, "2026-000001", OLGA)
    await desk.until(lambda: "Ответ: Квота – 2 %" in (listed.text or ""))


async def test_an_employees_album_reaches_the_client_as_one(desk: FrontDesk) -> None:
    _, topic = await desk.registered()
    desk.writes(topic, "образцы", files=[PHOTO] * 3)
    await desk.worked_off()
    desk.pass_time(seconds=3)
    await desk.until(lambda: len([m for m in desk.answers() if m.media]) == 3)
    assert len({m.album for m in desk.answers() if m.media}) == 1


async def test_a_command_for_another_bot_is_left_to_it(desk: FrontDesk) -> None:
    await desk.registered()
    await desk.until(lambda: desk.app.telegram.username)
    desk.world.writes(MARIA, "/mine@another_bot", chat=desk.chat)
    desk.world.writes(MARIA, f"/open@{desk.app.telegram.username}", chat=desk.chat)
    await desk.until(lambda: _said_in_general(desk, "Открытые обращения: 1"))
    assert not _said_in_general(desk, "нет открытых")


async def closed_as(desk: FrontDesk, topic: Topic, caption: str) -> None:
    """Turn the card to the rarer actions and press one."""
    desk.presses(desk.card(topic), "Ещё", MARIA)
    await desk.until(lambda: any(caption in b["text"] for b in buttons(desk.card(topic))))
    desk.presses(desk.card(topic), caption, MARIA)
    await last_in(desk, topic, "Отменить можно")


async def test_spam_is_closed_without_a_word_to_the_sender(desk: FrontDesk) -> None:
    _, topic = await desk.registered("Купите рекламу")
    await closed_as(desk, topic, "Спам")
    desk.pass_time(seconds=30)
    await desk.until(lambda: "Спам" in topic.name)
    assert len(desk.answers()) == 1


async def test_a_banned_clients_words_open_nothing_and_are_refused_politely(
    desk: FrontDesk,
) -> None:
    _, topic = await desk.registered("Купите рекламу")
    await closed_as(desk, topic, "Заблокировать")
    desk.pass_time(seconds=30)
    desk.asks("И ещё рекламу")
    await desk.until(lambda: "не принимаем" in (desk.answers()[-1].text or ""))
    assert len(desk.world.topics(desk.chat)) == 1


async def test_what_was_added_is_split_off_as_another_question(desk: FrontDesk) -> None:
    ack, topic = await desk.registered()
    desk.asks("А когда сдавать отчёт?")
    await last_in(desk, topic, "А когда сдавать отчёт?")
    desk.presses(ack, "Это другой вопрос", OLGA)
    await desk.until(lambda: "2026-000002" in (desk.answers()[-1].text or ""))
    await desk.until(lambda: len(desk.world.topics(desk.chat)) == 2)
    other = desk.world.topics(desk.chat)[-1]
    await desk.until(lambda: desk.in_topic(other))
    assert "А когда сдавать отчёт?" in (desk.card(other).text or "")
