from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appeals.calendar import Calendar
from appeals.sla import Policy
from appeals.windows import Window
from appeals.words import Attachment, Content, MediaKind
from handlers import card
from handlers.card import Card
from handlers.conversation import Redraw
from handlers.office import ChannelRules, ProblemCategory
from tests.handlers.front_desk import OLGA, FrontDesk, rules, to_client
from tests.handlers.square import LINK, commented, posted, square
from tests.handlers.staffed import staffed


async def drawn(desk: FrontDesk, appeal: int = 1) -> Card:
    async with desk.office() as (office, _):
        shown = await card.draw(appeal, office)
    assert shown
    return shown


async def test_the_topics_name_carries_state_number_subject_and_due_time(desk: FrontDesk) -> None:
    await desk.asks("Здравствуйте! Какая квота?")
    assert desk.text((await drawn(desk)).name) == "🔵 Новое 000001 до 14:30 вт 24.11 · Какая квота?"


async def test_the_card_says_when_it_is_due_and_how_long_that_is(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    desk.now += timedelta(hours=2, minutes=5)
    text = desk.text((await drawn(desk)).lead)
    assert "Ответить до: 14:30, вторник, 24 ноября, осталось 21 ч 55 мин (на 16:35)" in text
    assert "Клиент: Ольга Смирнова (@olga_hr) (Telegram, личный чат)" in text


async def test_an_overdue_card_says_so_in_words(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    desk.now += timedelta(days=1, hours=3)
    assert "Просрочено на 3 ч" in desk.text((await drawn(desk)).lead)


async def test_a_report_from_vk_shows_its_category_and_department_in_words(
    desk: FrontDesk,
) -> None:
    await staffed(desk)
    roads = ProblemCategory("roads", "Дороги и тротуары", "quota")
    vk = ChannelRules("message", personal_data=True, problem_categories=(roads,))
    desk.desk = replace(desk.desk, channels={**desk.desk.channels, "vk": vk})
    await desk.reports("Яма у дома 5", led_by="report_roads")
    text = desk.text((await drawn(desk)).lead)
    assert "Клиент: Надежда Ли (ВКонтакте)" in text
    assert "Вид: сообщение о проблеме" in text
    assert "Тема: Дороги и тротуары" in text
    assert "Отдел: Отдел квотирования" in text


async def test_a_category_that_was_taken_from_the_settings_is_shown_by_its_code(
    desk: FrontDesk,
) -> None:
    await desk.reports("Яма у дома 5", led_by="report_roads")
    desk.desk = rules(channels={**desk.desk.channels, "vk": ChannelRules("message", True)})
    assert "Тема: roads" in desk.text((await drawn(desk)).lead)


async def test_where_personal_data_is_off_staff_see_a_code_and_a_masked_subject(
    desk: FrontDesk,
) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    desk.desk = replace(desk.desk, channels=telegram)
    await desk.asks("Звоните 89131234567, Ольга")
    shown = await drawn(desk)
    everything = desk.text(shown.name) + desk.text(shown.lead) + str(shown.content)
    assert "Смирнова" not in everything
    assert "olga_hr" not in everything
    assert "89131234567" not in everything
    assert "К-" in desk.text(shown.lead)


async def test_the_card_shows_the_executor_files_and_earlier_appeals_when_there_are_any(
    desk: FrontDesk,
) -> None:
    await desk.asks("Какая квота?")
    assert [words.key for words in (await drawn(desk)).lead.below] == ["card-question"]
    await desk.writes("Квота 2 %")
    await desk.presses("a:answered:1:1")
    file = Content("А это?", attachments=(Attachment(MediaKind.PHOTO, "f"),))
    await desk.asks(content=file)
    await desk.presses("a:take:2:1")
    lines = [desk.text(words) for words in (await drawn(desk, 2)).lead.below]
    assert lines == [
        "Исполнитель: Мария Иванова, ведущий специалист",
        "Вложений: 1",
        "Обращался раньше: 1 раз, последнее № 2026-000001",
        "\nВопрос:",
    ]


async def test_a_long_question_is_shown_by_its_beginning(desk: FrontDesk) -> None:
    await desk.asks("квота " * 1000)
    content = (await drawn(desk)).content
    assert content
    assert content.text.endswith("…")
    assert len(content.text) <= 1501


async def test_an_ended_card_offers_only_the_way_back(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    await desk.presses("a:spam:1:1")
    buttons = (await drawn(desk)).buttons
    assert [desk.text(button.caption) for row in buttons for button in row] == ["Вернуть в работу"]


async def test_the_button_that_ends_an_appeal_says_answer(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    buttons = [button for row in (await drawn(desk)).buttons for button in row]
    assert "Ответ" in desk.text(next(b.caption for b in buttons if ":answered:" in b.data))


@pytest.mark.parametrize("number", [0, 999])
async def test_an_unknown_appeal_has_no_card(desk: FrontDesk, number: int) -> None:
    async with desk.office() as (office, _):
        assert await card.draw(number, office) is None


async def test_only_appeals_before_this_one_are_called_earlier(desk: FrontDesk) -> None:
    for number in (1, 2, 3):
        await desk.asks("Какая квота?")
        await desk.presses(f"a:spam:{number}:1")
    below = (await drawn(desk, 2)).lead.below
    (earlier,) = [words for words in below if words.key == "card-earlier"]
    assert earlier.args == {"earlier": 1, "last": "2026-000001"}


async def in_working_days(desk: FrontDesk) -> None:
    """A question of December 2027 whose window counts working days of 2028."""
    desk.now = datetime(2027, 12, 20, 7, 30, tzinfo=UTC)
    policy = Policy("consultation", Window(working_days=15))
    calendar = Calendar(ZoneInfo("Asia/Novosibirsk"))
    desk.desk = replace(desk.desk, policies={"consultation": policy}, calendar=calendar)


async def test_a_date_that_rests_on_an_undecreed_year_is_marked_for_staff_and_client(
    desk: FrontDesk,
) -> None:
    await in_working_days(desk)
    (told, *_) = to_client(await desk.asks("Какая квота?"))
    assert "предварительный" in desk.text(told.lead)
    lead = desk.text((await drawn(desk)).lead)
    assert "Срок предварительный: календарь на 2028 год ещё не утверждён." in lead
    shown = [r for r in await desk.presses("my:a:1", OLGA) if isinstance(r, Redraw)]
    assert "предварительный" in desk.text(shown[0].lead)


async def test_a_date_that_a_person_named_is_not_provisional(desk: FrontDesk) -> None:
    await in_working_days(desk)
    await desk.asks("Какая квота?")
    await desk.writes("/interim 15.02.2028 ждём ответа министерства")
    assert "редварительный" not in desk.text((await drawn(desk)).lead)


async def test_an_ordinary_date_is_not_marked(desk: FrontDesk) -> None:
    (told, *_) = to_client(await desk.asks("Какая квота?"))
    assert "редварительный" not in desk.text(told.lead) + desk.text((await drawn(desk)).lead)


async def test_what_was_asked_before_all_is_shown_with_its_place(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Когда приём?")
    shown = desk.texts.render((await drawn(desk)).lead)
    assert "Telegram, комментарии" in shown.text
    assert "Вопрос читают все: комментарий, открыть. Под записью: «Приём граждан" in shown.text
    assert LINK in {mark.url for mark in shown.marks}
    assert "вручную" not in shown.text


async def test_in_private_nobody_reads_along(desk: FrontDesk) -> None:
    await desk.asks("Когда приём?")
    assert "читают все" not in desk.text((await drawn(desk)).lead)
