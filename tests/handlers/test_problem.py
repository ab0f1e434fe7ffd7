"""«Сообщить о проблеме»: by the menu, by a link, by an app; registered with its department (A6)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Redraw, Refresh, Reply, Say
from tests.handlers.front_desk import NADIA, OLGA, FrontDesk, to_client, to_topic

POTHOLE = "Яма у дома 5 на улице Мира"


def data_of(reply: Reply) -> list[str]:
    assert isinstance(reply, Say | Redraw)
    return [button.data for row in reply.buttons for button in row]


async def test_the_menu_leads_to_the_categories(desk: FrontDesk) -> None:
    greeting, purposes = await desk.reports("/start")
    assert isinstance(greeting, Say)
    captions = [desk.text(b.caption) for row in greeting.buttons for b in row]
    assert captions == ["Меню", "Мои обращения", "Сообщить о проблеме"]
    assert "p:1" in data_of(purposes)
    _, shown = await desk.clicks("p:1")
    assert data_of(shown) == ["p:c:roads", "p:c:housing", "m:main:1"]


@pytest.mark.parametrize(
    "words", ["Сообщить о проблеме", "сообщить  о проблеме.", "/problem", "/problem@otklik"]
)
async def test_the_caption_of_the_lasting_button_is_recognised(desk: FrontDesk, words: str) -> None:
    assert desk.said(await desk.reports(words)) == ["problem-choose"]


async def test_where_no_categories_are_set_the_same_words_are_a_question(desk: FrontDesk) -> None:
    assert desk.said(await desk.asks("Сообщить о проблеме"))[0] == "client-registered"


async def test_after_choosing_the_next_words_are_registered_with_number_and_due_time_at_once(
    desk: FrontDesk,
) -> None:
    _, asked = await desk.clicks("p:c:roads")
    assert isinstance(asked, Redraw)
    assert "Дороги и тротуары" in desk.text(asked.lead)
    replies = await desk.reports(POTHOLE)
    text = desk.text(to_client(replies)[0].lead)
    assert "№ 2026-000001" in text
    assert "16:30, понедельник, 23 ноября" in text
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.department) == ("problem", "roads")
    assert appeal.due_at - appeal.published_at == timedelta(hours=2)
    assert any(isinstance(reply, Refresh) for reply in replies)


async def test_a_photo_alone_is_a_report_too(desk: FrontDesk) -> None:
    await desk.clicks("p:c:housing")
    photo = Content(attachments=(Attachment(MediaKind.PHOTO, "f"),))
    assert desk.said(await desk.reports(content=photo))[0] == "client-registered"
    assert (await desk.appeal()).kind == "problem"


async def test_a_greeting_while_it_is_asked_for_registers_nothing(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    assert desk.said(await desk.reports("Здравствуйте")) == ["client-greeting"]
    await desk.reports(POTHOLE)
    assert (await desk.appeal()).kind == "problem"


async def test_a_report_is_an_appeal_of_its_own_beside_an_open_question(desk: FrontDesk) -> None:
    await desk.reports("Когда приём?")
    await desk.clicks("p:c:roads")
    await desk.reports(POTHOLE)
    assert (await desk.appeal(1)).kind == "message"
    assert (await desk.appeal(2)).kind == "problem"


async def test_words_after_the_report_join_it(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    await desk.reports(POTHOLE)
    assert desk.said(await desk.reports("и ещё люк открыт")) == ["staff-client-wrote"]


async def test_after_an_hour_the_choice_is_forgotten(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    desk.now += timedelta(hours=1, minutes=1)
    await desk.reports(POTHOLE)
    assert (await desk.appeal()).kind == "message"


async def test_cancelled_means_the_next_words_are_an_ordinary_message(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    _, shown = await desk.clicks("p:x")
    assert isinstance(shown, Redraw)
    assert shown.lead
    assert shown.lead.key == "problem-cancelled"
    await desk.reports(POTHOLE)
    assert (await desk.appeal()).kind == "message"


@pytest.mark.parametrize("elsewhere", ["m:main:1", "p:1"])
async def test_who_turns_to_another_page_has_not_chosen_any_more(
    desk: FrontDesk, elsewhere: str
) -> None:
    await desk.clicks("p:c:roads")
    await desk.clicks(elsewhere)
    await desk.reports("Когда приём?")
    assert (await desk.appeal()).kind == "message"


@pytest.mark.parametrize("words", ["меню", "/start", "Сообщить о проблеме"])
async def test_who_asks_for_the_menu_has_not_chosen_any_more(desk: FrontDesk, words: str) -> None:
    await desk.clicks("p:c:roads")
    await desk.reports(words)
    await desk.reports("Когда приём?")
    assert (await desk.appeal()).kind == "message"


@pytest.mark.parametrize("data", ["p:c:gone", "p:99", "p:", "p:0", "p:c:'; drop", "p:c", "p:1:2"])
async def test_a_stale_or_forged_choice_leads_to_the_categories(desk: FrontDesk, data: str) -> None:
    replies = await desk.clicks(data)
    assert desk.toast(replies) == "problem-category-gone"
    assert "p:c:roads" in data_of(replies[1])


async def test_where_problems_are_not_reported_a_forged_press_is_stale(desk: FrontDesk) -> None:
    await desk.asks("Какая квота?")
    assert desk.toast(await desk.presses("p:c:roads", OLGA)) == "press-stale"
    await desk.asks("Ещё вопрос")
    assert (await desk.appeal()).kind == "consultation"


async def test_words_that_came_by_a_link_are_registered_in_its_category_at_once(
    desk: FrontDesk,
) -> None:
    assert desk.said(await desk.reports(POTHOLE, led_by="report_roads"))[0] == "client-registered"
    assert (await desk.appeal()).department == "roads"


async def test_further_words_by_the_same_link_join_the_report(desk: FrontDesk) -> None:
    """VK repeats what a link carries while its dialog stays open."""
    await desk.reports(POTHOLE, led_by="report_roads")
    assert desk.said(await desk.reports("уже неделю", led_by="report_roads")) == [
        "staff-client-wrote"
    ]
    await desk.reports("Мусор во дворе", led_by="report_housing")
    assert (await desk.appeal(2)).kind == "problem"


@pytest.mark.parametrize("words", ["/start", "Начать", "Здравствуйте"])
async def test_a_link_without_a_report_asks_for_it(desk: FrontDesk, words: str) -> None:
    assert desk.said(await desk.reports(words, led_by="report_roads")) == ["problem-describe"]
    await desk.reports(POTHOLE)
    assert (await desk.appeal()).department == "roads"


async def test_a_link_with_an_unknown_code_leads_to_the_choice(desk: FrontDesk) -> None:
    assert desk.said(await desk.reports("/start", led_by="report_x")) == ["problem-choose"]


async def test_words_by_a_link_with_an_unknown_code_are_not_kept_waiting(desk: FrontDesk) -> None:
    await desk.reports(POTHOLE, led_by="report_x")
    appeal = await desk.appeal()
    assert (appeal.kind, appeal.department) == ("problem", "")


async def test_another_link_changes_nothing(desk: FrontDesk) -> None:
    await desk.reports(POTHOLE, led_by="autumn_campaign")
    assert (await desk.appeal()).kind == "message"
    assert desk.said(await desk.reports("/start", led_by="autumn")) == [
        "menu-greeting",
        "menu-main",
    ]


async def test_the_authoritys_app_leads_as_a_link_does(desk: FrontDesk) -> None:
    assert desk.said(await desk.comes_by("report_roads")) == ["problem-describe"]
    await desk.reports(POTHOLE)
    assert (await desk.appeal()).department == "roads"
    assert await desk.comes_by("something") == []


async def test_a_banned_client_reports_nothing(desk: FrontDesk) -> None:
    await desk.reports("Реклама")
    await desk.presses("a:ban:1:1")
    assert desk.toast(await desk.clicks("p:c:roads")) == "client-banned"
    assert await desk.comes_by("report_roads") == []
    assert desk.said(await desk.reports(POTHOLE, led_by="report_roads")) == ["client-banned"]


async def test_another_question_beside_a_report_is_an_ordinary_one(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    await desk.reports(POTHOLE)
    await desk.reports("А когда у вас приём?")
    await desk.clicks("c:other:1:0")
    other = await desk.appeal(2)
    assert (other.kind, other.department) == ("message", "")


async def test_a_press_that_came_as_a_message_is_answered_by_a_message(desk: FrontDesk) -> None:
    (asked,) = await desk.clicks("p:c:roads", message="")
    assert isinstance(asked, Say)
    assert asked.lead
    assert asked.lead.key == "problem-describe"


async def test_a_single_category_needs_no_choice(desk: FrontDesk) -> None:
    only = replace_categories(desk, 1)
    assert only.said(await only.reports("Сообщить о проблеме")) == ["problem-describe"]


def replace_categories(desk: FrontDesk, count: int) -> FrontDesk:
    vk = desk.desk.channels["vk"]
    fewer = replace(vk, problem_categories=vk.problem_categories[:count])
    desk.desk = replace(desk.desk, channels={**desk.desk.channels, "vk": fewer})
    return desk


async def test_staff_get_the_words_with_the_files(desk: FrontDesk) -> None:
    await desk.clicks("p:c:roads")
    photo = Content(POTHOLE, attachments=(Attachment(MediaKind.PHOTO, "f"),))
    (copy,) = to_topic(await desk.reports(content=photo))
    assert copy.content == photo
    assert NADIA.id not in desk.text(copy.lead)
