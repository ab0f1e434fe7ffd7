"""Staff answer in the moderator chat, and the client reads it where they asked."""

from appeals.model import Employee, Role
from tests.channels.talk import Talk
from tests.endtoend.desk import ELENA, GUEST, MARIA, SERGEI


async def test_an_answer_quotes_the_question(talk: Talk) -> None:
    question = talk.writes("Когда приём?")
    await talk.until(lambda: talk.topics and talk.desk.in_topic(talk.topics[0]))
    await talk.answered(talk.topics[0], "Приём по средам")
    assert (talk.last.text, talk.last.quotes) == ("Приём по средам", question)


async def test_an_answer_to_one_of_several_messages_quotes_that_one(talk: Talk) -> None:
    _, topic = await talk.registered()
    added = talk.writes("И куда приходить?")
    copy = await talk.topic_says(topic, "И куда приходить?")
    await talk.answered(topic, "На Серебренниковскую, 6", reply_to=copy.id)
    assert talk.last.quotes == added


async def test_an_answer_to_a_deleted_question_goes_out_all_the_same(talk: Talk) -> None:
    question = talk.writes("Когда приём?")
    await talk.until(lambda: talk.topics and talk.desk.in_topic(talk.topics[0]))
    talk.deletes(question)
    await talk.answered(talk.topics[0], "Приём по средам")
    assert (talk.last.text, talk.last.quotes) == ("Приём по средам", "")


async def test_a_private_note_never_reaches_the_client(talk: Talk) -> None:
    _, topic = await talk.registered()
    talk.staff_write(topic, "// тот самый завод")
    await talk.answered(topic, "Приём по средам")
    assert "завод" not in " ".join(one.text for one in talk.read())


async def test_a_corrected_answer_is_corrected_for_the_client(talk: Talk) -> None:
    _, topic = await talk.registered()
    written = await talk.answered(topic, "Приём по вторникам")
    sent = talk.last.id
    talk.desk.world.edits(MARIA, written.id, "Приём по средам", chat=talk.desk.chat)
    assert (await talk.hears("Приём по средам")).id == sent


async def test_bold_words_arrive_bold(talk: Talk) -> None:
    talk.needs("styles")
    _, topic = await talk.registered()
    bold = {"type": "bold", "offset": 3, "length": 7}
    await talk.answered(topic, "👍 Квота 2", entities=[bold])
    assert talk.desk.answers()[-1].entities == [bold]


async def test_a_styled_answer_loses_no_words(talk: Talk) -> None:
    _, topic = await talk.registered()
    bold = {"type": "bold", "offset": 3, "length": 7}
    await talk.answered(topic, "👍 Квота 2", entities=[bold])
    assert talk.last.text == "👍 Квота 2"


async def test_a_long_answer_arrives_whole_and_in_order(talk: Talk) -> None:
    _, topic = await talk.registered()
    before = len(talk.read())
    words = "".join(f"слово{n} " for n in range(500))
    await talk.answered(topic, words)
    await talk.hears("слово499")
    arrived = "".join(one.text for one in talk.read()[before:])
    assert "".join(arrived.split()) == "".join(words.split())


async def test_the_client_learns_who_works_on_it(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.on_card(topic, "Взять")
    assert "Мария Иванова" in (await talk.hears("занимается")).text
    await talk.until(lambda: "В работе" in topic.name)


async def test_a_clarifying_question_is_quoted_and_its_answer_gets_no_new_number(
    talk: Talk,
) -> None:
    _, topic = await talk.registered()
    await talk.on_card(topic, "Уточнить")
    await talk.topic_says(topic, "что нужно уточнить")
    talk.staff_write(topic, "Сколько у вас сотрудников?")
    asked = await talk.hears("Сколько у вас сотрудников?")
    assert asked.quotes
    await talk.until(lambda: "Уточняем" in topic.name)
    talk.writes("135")
    await talk.topic_says(topic, "135")
    await talk.until(lambda: "Новое" in topic.name)
    assert len(talk.topics) == 1


async def test_a_colleagues_words_are_held_until_confirmed(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.on_card(topic, "Взять")
    await talk.hears("занимается")
    told = len(talk.read())
    talk.staff_write(topic, "Добавлю от себя", SERGEI)
    held = await talk.topic_says(topic, "Отправить его клиенту?")
    assert len(talk.read()) == told
    talk.staff_press(held, "Отправить", SERGEI)
    await talk.hears("Добавлю от себя")


async def test_an_anonymous_admin_signs_before_the_client_is_written_to(talk: Talk) -> None:
    _, topic = await talk.registered()
    talk.staff_write(topic, "Приём по средам", anonymous=True)
    held = await talk.topic_says(topic, "анонимно")
    assert len(talk.read()) == 1
    talk.staff_press(held, "Это моё сообщение")
    await talk.hears("Приём по средам")


async def test_a_strangers_words_go_nowhere(talk: Talk) -> None:
    _, topic = await talk.registered()
    talk.staff_write(topic, "Я тоже могу", GUEST)
    await talk.topic_says(topic, "вас нет в списке сотрудников")
    assert len(talk.read()) == 1


async def test_an_interim_answer_names_the_new_time_and_the_reason(talk: Talk) -> None:
    _, topic = await talk.registered()
    talk.staff_write(topic, "/interim через 30 часов ждём ответ налоговой")
    told = await talk.hears("Новый срок ответа")
    assert "ждём ответ налоговой" in told.text
    await talk.topic_says(topic, "Клиенту отправлено")


async def test_who_takes_no_more_messages_is_named_and_the_answer_can_be_tried_again(
    talk: Talk,
) -> None:
    _, topic = await talk.registered()
    talk.blocks()
    await talk.topic_says(topic, "запретил сообщения")
    talk.staff_write(topic, "Приём по средам")
    failed = await talk.topic_says(topic, "Не доставлено")
    talk.allows()
    await talk.topic_says(topic, "снова принимает")
    talk.staff_press(failed, "Отправить ещё раз")
    await talk.hears("Приём по средам")


async def test_an_outage_is_announced_in_acknowledgements(talk: Talk) -> None:
    await talk.until(lambda: talk.desk.app.telegram.username)
    await as_controller(talk, "/outage Почта не работает")
    await talk.general_says("Объявление для клиентов")
    ack, _ = await talk.registered()
    assert "Почта не работает" in ack.text


async def test_a_stop_holds_answers_back_and_loses_none(talk: Talk) -> None:
    _, topic = await talk.registered()
    await as_controller(talk, "/stop")
    await talk.general_says("остановлена")
    written = talk.staff_write(topic, "Приём по средам")
    await talk.topic_says(topic, "никто не взял")
    assert len(talk.read()) == 1
    await as_controller(talk, "/resume")
    await talk.until(lambda: written.reactions)
    assert talk.last.text == "Приём по средам"


async def as_controller(talk: Talk, command: str) -> None:
    """Елена gets the role once, then gives the command."""
    roles = frozenset({Role.CONTROLLER, Role.MODERATOR})
    async with talk.desk.app.store.begin() as unit:
        await unit.staff.join(Employee("203", "Елена Павлова", "", roles))
    talk.commands(command, ELENA)
