"""A client asks: whatever is written becomes one appeal with a deadline, and all of it is seen."""

import pytest

from tests.channels.talk import Talk


async def test_a_question_gets_a_number_and_the_time_of_its_answer_at_once(talk: Talk) -> None:
    ack, topic = await talk.registered("Какая квота при 135 сотрудниках?")
    assert "№ 2026-000001" in ack.text
    assert "Ответим до" in ack.text
    assert "UTC+7" in ack.text or "новосибирск" in ack.text
    assert "Какая квота при 135 сотрудниках?" in (talk.desk.card(topic).text or "")


async def test_the_beginning_says_who_answers_and_how_fast(talk: Talk) -> None:
    talk.says_hello()
    greeting = await talk.hears("Здравствуйте")
    assert "Министерство" in greeting.text
    assert f"через {talk.window}" in greeting.text
    await talk.hears("С чем вам помочь?")
    assert talk.lasting()[:2] == ["Меню", "Мои обращения"]
    assert not talk.topics


async def test_three_messages_in_a_row_are_one_appeal_with_one_acknowledgement(talk: Talk) -> None:
    _, topic = await talk.registered("Нас 35 человек")
    talk.writes("двое с инвалидностью")
    talk.writes("этого хватит?")
    await talk.topic_says(topic, "этого хватит?")
    said = [m.text or "" for m in talk.desk.in_topic(topic)]
    assert said.index(_one(said, "двое")) < said.index(_one(said, "хватит"))
    assert len(talk.read()) == 1
    assert len(talk.topics) == 1


def _one(texts: list[str], words: str) -> str:
    (found,) = [text for text in texts if words in text]
    return found


async def test_a_greeting_alone_opens_nothing(talk: Talk) -> None:
    talk.writes("Добрый день!")
    await talk.hears("Напишите ваш вопрос")
    assert not talk.topics


async def test_a_greeting_edited_into_a_question_is_heard(talk: Talk) -> None:
    greeting = talk.writes("Здравствуйте")
    await talk.hears("Напишите ваш вопрос")
    talk.edits(greeting, "Здравствуйте, когда приём?")
    await talk.hears("№ 2026-000001")
    await talk.until(lambda: talk.topics)


async def test_an_edited_question_is_shown_beside_its_first_version(talk: Talk) -> None:
    question = talk.writes("Квота при 35?")
    await talk.hears("№ 2026-000001")
    await talk.until(lambda: talk.topics and talk.desk.in_topic(talk.topics[0]))
    talk.edits(question, "Квота при 36?")
    await talk.topic_says(talk.topics[0], "Квота при 36?")
    assert "Квота при 35?" in (talk.desk.card(talk.topics[0]).text or "")


async def test_another_question_gets_a_number_of_its_own(talk: Talk) -> None:
    ack, _ = await talk.registered()
    await talk.presses(ack, "Это другой вопрос")
    await talk.hears("Напишите другой вопрос")
    talk.writes("Когда сдавать отчёт?")
    await talk.hears("№ 2026-000002")
    await talk.until(lambda: len(talk.topics) == 2)


async def test_what_was_added_can_be_split_off(talk: Talk) -> None:
    ack, topic = await talk.registered()
    talk.writes("А когда сдавать отчёт?")
    await talk.topic_says(topic, "А когда сдавать отчёт?")
    await talk.presses(ack, "Это другой вопрос")
    await talk.hears("№ 2026-000002")
    await talk.topic_says(topic, "№ 2026-000002")


async def test_a_client_takes_the_question_back_and_brings_it_again(talk: Talk) -> None:
    ack, topic = await talk.registered()
    await talk.presses(ack, "Отменить")
    cancelled = await talk.hears("отменено")
    await talk.until(lambda: "Отменено" in topic.name)
    await talk.presses(cancelled, "Вернуть")
    await talk.hears("снова в работе")
    await talk.until(lambda: "Новое" in topic.name)


async def test_a_quoted_question_tells_which_appeal_is_meant(talk: Talk) -> None:
    first = talk.writes("Какая квота?")
    ack = await talk.hears("№ 2026-000001")
    await talk.presses(ack, "Это другой вопрос")
    await talk.hears("Напишите другой вопрос")
    talk.writes("Когда сдавать отчёт?")
    await talk.hears("№ 2026-000002")
    await talk.until(lambda: len(talk.topics) == 2 and talk.desk.in_topic(talk.topics[0]))
    talk.writes("Нас 35 человек", quotes=first)
    await talk.topic_says(talk.topics[0], "Нас 35 человек")


async def test_personal_data_is_hidden_from_the_moderator_chat_and_the_client_told(
    talk: Talk,
) -> None:
    """F4, 41-ФЗ: the chat in Telegram shows a code instead of the name, also of a VK client."""
    _, topic = await talk.registered("Звоните 89131234567")
    card = talk.desk.card(topic).text or ""
    assert "89131234567" not in card + topic.name
    assert "Клиент: К-" in card
    await talk.hears("скрыты")


async def test_a_client_finds_appeals_and_answers_again(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "Приём по средам")
    talk.writes("Мои обращения")
    listed = await talk.hears("Всего 1 обращение")
    await talk.presses(listed, "2026-000001")
    assert (await talk.hears("Ответ: Приём по средам")).id == listed.id


async def test_the_menu_turns_its_pages_in_one_message(talk: Talk) -> None:
    talk.writes("Меню")
    menu = await talk.hears("С чем вам помочь?")
    await talk.presses(menu, "Формы документов")
    forms = await talk.hears("пришлём файл Word")
    assert forms.id == menu.id
    assert await talk.presses(forms, "Обращение в министерство") == "Отправляем файл"
    await talk.until(lambda: any("образец" in name for one in talk.read() for name in one.names))


@pytest.mark.parametrize("data", ["a:take:1:1", "c:cancel:999:0", "m:nowhere:1", "k:other:1", "x"])
async def test_a_forged_press_changes_nothing(talk: Talk, data: str) -> None:
    ack, topic = await talk.registered()
    assert await talk.forges(data, ack)
    await talk.answered(topic, "Приём по средам")
    assert "Новое" in topic.name


async def test_help_fits_the_platform(talk: Talk) -> None:
    talk.writes("/help")
    helped = await talk.hears("Это чат для вопросов")
    assert "Telegram" not in helped.text
    assert not talk.topics
