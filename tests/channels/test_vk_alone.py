"""What only VK has: reports of a problem by link and app, answers in its own interface."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from sandbox.vk.state import Message
from tests.channels.conftest import CATEGORIES
from tests.channels.in_vk import NADIA, InVk
from tests.endtoend.desk import MARIA, front_desk

IRINA = 401
POTHOLE = "Яма у дома 5 на улице Мира"


@pytest.fixture
async def vk(tmp_path: Path) -> AsyncIterator[InVk]:
    """Somebody in VK, before the first word."""
    async with front_desk(tmp_path, vk={"problem_categories": CATEGORIES}) as desk:
        talk = InVk(desk)
        await talk.opens()
        yield talk


def by_hand(talk: InVk, text: str) -> Message:
    """An employee answers in VK's own interface."""
    return talk.vk.answers(IRINA, NADIA, text)


async def test_a_problem_is_reported_by_the_lasting_button(vk: InVk) -> None:
    vk.says_hello()
    await vk.until(lambda: "Сообщить о проблеме" in vk.lasting())
    vk.vk.presses(NADIA, "Сообщить о проблеме")
    choice = await vk.hears("О какой проблеме")
    assert choice.buttons == ("Дороги", "Дом и двор", "В меню")
    await vk.presses(choice, "Дороги")
    await vk.hears("Опишите, что случилось")
    _, topic = await vk.registered(POTHOLE)
    card = vk.desk.card(topic).text or ""
    assert "сообщение о проблеме" in card
    assert "ВКонтакте" in card
    assert "Тема: Дороги" in card


async def test_a_link_brings_the_report_into_its_category_at_once(vk: InVk) -> None:
    vk.vk.opens_link(NADIA, "report_roads")
    ack, topic = await vk.registered(POTHOLE)
    assert "№ 2026-000001" in ack.text
    assert "Тема: Дороги" in (vk.desk.card(topic).text or "")


async def test_a_link_without_words_asks_for_them(vk: InVk) -> None:
    vk.vk.opens_link(NADIA, "report_housing")
    vk.says_hello()
    await vk.hears("Дом и двор")
    _, topic = await vk.registered("Не горит лампа в подъезде")
    assert "Тема: Дом и двор" in (vk.desk.card(topic).text or "")


async def test_the_authoritys_app_leads_to_the_same_question(vk: InVk) -> None:
    vk.allows()
    vk.vk.opens_app(NADIA, '{"report": "roads"}')
    await vk.hears("Опишите, что случилось")
    _, topic = await vk.registered(POTHOLE)
    assert "Тема: Дороги" in (vk.desk.card(topic).text or "")


async def test_an_answer_in_vks_own_interface_counts_and_stops_a_second_one(vk: InVk) -> None:
    _, topic = await vk.registered()
    by_hand(vk, "Приём по средам")
    shown = await vk.topic_says(topic, "Клиенту уже ответили")
    assert "Приём по средам" in (shown.text or "")
    vk.staff_write(topic, "Приём по вторникам")
    held = await vk.topic_says(topic, "Коллега уже ответил")
    assert "вторникам" not in " ".join(one.text for one in vk.read())
    vk.staff_press(held, "Не отправлять")
    await vk.topic_says(topic, "не отправлено")
    vk.staff_press(shown, "Ответ дан")
    await vk.until(lambda: "Ответ дан" in topic.name)


async def test_words_of_an_employee_there_open_no_appeal(vk: InVk) -> None:
    vk.allows()
    by_hand(vk, "Здравствуйте, ждём вас в среду")
    vk.says_hello()
    await vk.hears("С чем вам помочь?")
    assert not vk.topics


async def test_a_vk_user_with_an_employees_number_is_nobody_special(vk: InVk) -> None:
    """Numbers of people mean nothing outside their own platform."""
    ack, topic = await vk.registered()
    vk.vk.add_user(type(vk.vk.user(NADIA))(MARIA, "Мария", "Другая"))
    vk.vk.writes(MARIA, "/take")
    await vk.until(lambda: len(vk.topics) == 2)
    assert "Новое" in topic.name
    assert ack.text


async def test_an_old_menu_still_answers(vk: InVk) -> None:
    """After a day VK lets nothing be changed: the page comes as a message of its own."""
    vk.writes("Меню")
    menu = await vk.hears("С чем вам помочь?")
    vk.desk.clock.move(timedelta(hours=30))
    await vk.presses(menu, "Формы документов")
    assert (await vk.hears("пришлём файл Word")).id != menu.id
