"""How an appeal ends, and what happens when the client writes after that."""

from sandbox.state import Topic
from tests.channels.talk import Talk
from tests.endtoend.desk import MARIA, SERGEI, buttons


async def closed_as(talk: Talk, topic: Topic, caption: str) -> None:
    """Turn the card to the rarer actions and press one."""
    await talk.on_card(topic, "Ещё")
    await talk.on_card(topic, caption)
    await talk.topic_says(topic, "Отменить можно")


async def test_answered_means_the_client_is_asked_whether_it_has_helped(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    asked = await talk.done(topic)
    assert asked.buttons == ("Да, решён", "Нет, не решён")
    await talk.presses(asked, "Да")
    assert (await talk.hears("Спасибо за отклик")).id == asked.id


async def test_what_was_not_solved_is_open_again(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    asked = await talk.done(topic)
    await talk.presses(asked, "Нет")
    await talk.hears("снова в работе")
    await talk.topic_says(topic, "вопрос не решён")
    await talk.until(lambda: "Ответ дан" not in topic.name)


async def test_thanks_after_the_answer_open_nothing(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    await talk.done(topic)
    told = len(talk.read())
    talk.writes("спасибо большое")
    talk.writes("Ещё вопрос: где вы?")
    await talk.hears("№ 2026-000002")
    assert len(talk.read()) == told + 1
    await talk.until(lambda: len(talk.topics) == 2)


async def test_thanks_get_a_reaction(talk: Talk) -> None:
    talk.needs("reactions")
    await talk.registered()
    thanks = talk.desk.asks("спасибо")
    await talk.until(lambda: thanks.reactions)


async def test_a_question_after_the_answer_is_a_new_appeal_that_knows_the_old_one(
    talk: Talk,
) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    await talk.done(topic)
    _, other = await talk.registered("А в какое время?")
    assert "последнее № 2026-000001" in (talk.desk.card(other).text or "")


async def test_what_the_client_adds_while_answered_is_pressed_is_heard(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    stale = buttons(talk.desk.card(topic))[1]["callback_data"]
    talk.writes("А в какое время?")
    await talk.topic_says(topic, "А в какое время?")
    card = talk.desk.card(topic)
    press = talk.desk.world.presses(MARIA, stale, message=card.id, chat=talk.desk.chat)
    answer = await press.answered()
    assert answer
    assert "клиент дополнил" in str(answer["text"])
    assert "Ответ дан" not in topic.name


async def test_nothing_is_answered_before_something_was_said(talk: Talk) -> None:
    _, topic = await talk.registered()
    answer = await (await talk.on_card(topic, "Ответ дан", SERGEI)).answered()
    assert answer
    assert "ещё не отправлен ответ" in str(answer["text"])


async def test_a_closing_undone_in_time_is_never_seen(talk: Talk) -> None:
    _, topic = await talk.registered()
    await closed_as(talk, topic, "Закрыть без ответа")
    closed = await talk.topic_says(topic, "закрыто без ответа")
    talk.staff_press(closed, "Отменить")
    await talk.topic_says(topic, "снова открыто")
    talk.desk.pass_time(seconds=30)
    talk.writes("вы тут?")
    await talk.topic_says(topic, "вы тут?")
    assert len(talk.read()) == 1


async def test_a_closing_that_stands_is_told_after_ten_seconds(talk: Talk) -> None:
    _, topic = await talk.registered()
    await closed_as(talk, topic, "Не вопрос")
    assert len(talk.read()) == 1
    talk.desk.pass_time(seconds=11)
    await talk.hears("не нашёл в нём вопроса")


async def test_spam_is_closed_without_a_word_to_its_sender(talk: Talk) -> None:
    _, topic = await talk.registered("Купите рекламу")
    await closed_as(talk, topic, "Спам")
    talk.desk.pass_time(seconds=30)
    await talk.until(lambda: "Спам" in topic.name)
    assert len(talk.read()) == 1


async def test_a_banned_clients_words_open_nothing_and_return_with_the_appeal(talk: Talk) -> None:
    _, topic = await talk.registered("Купите рекламу")
    await closed_as(talk, topic, "Заблокировать")
    talk.desk.pass_time(seconds=30)
    talk.writes("И всё-таки вопрос")
    await talk.hears("не принимаем")
    assert len(talk.topics) == 1
    talk.staff_write(topic, "/reopen")
    await talk.topic_says(topic, "И всё-таки вопрос")


async def test_staff_bring_an_answered_appeal_back(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    await talk.done(topic)
    await talk.on_card(topic, "Вернуть в работу")
    await talk.until(lambda: "Ответ дан" not in topic.name)
    await talk.answered(topic, "Точнее: с 9 до 12")
    assert talk.last.text == "Точнее: с 9 до 12"
