"""Buttons within VK's limits."""

import json
from typing import Any

import pytest

from appeals.words import Content
from bot.vk.keyboards import CannotSend, keyboard_of, shortened
from handlers.conversation import Rendered

Rows = tuple[tuple[tuple[str, str, str], ...], ...]


def keyboard(*rows: tuple[tuple[str, str, str], ...], menu: bool = False) -> dict[str, Any]:
    made = keyboard_of(Rendered(Content("Слова"), rows, menu))
    assert made is not None
    decoded: dict[str, Any] = json.loads(made)
    return decoded


def test_buttons_under_a_message_are_pressed_without_a_word_in_the_dialog() -> None:
    made = keyboard((("Взять", "take:7:1", ""), ("Сайт", "", "https://a.example/")))
    assert (made["inline"], made["one_time"]) == (True, False)
    take, site = [button["action"] for button in made["buttons"][0]]
    assert (take["type"], take["label"], json.loads(take["payload"])) == (
        "callback",
        "Взять",
        {"d": "take:7:1"},
    )
    assert (site["type"], site["link"]) == ("open_link", "https://a.example/")


def test_a_menu_stays_below_the_input_field_and_is_written_as_text() -> None:
    made = keyboard((("Мои обращения", "", ""),), menu=True)
    assert (made["inline"], made["one_time"]) == (False, False)
    assert made["buttons"][0][0]["action"]["type"] == "text"
    assert not made["buttons"][0][0]["action"]["payload"]


def test_too_many_buttons_for_a_message_stand_in_a_keyboard_that_goes_after_a_press() -> None:
    many = tuple((((f"Пункт {n}", f"p:{n}", ""),)) for n in range(10))
    assert keyboard(*many)["inline"] is True
    made = keyboard(*many[:5], ((("Да", "p:y", ""), ("Нет", "p:n", ""))), *many[5:9])
    assert (made["inline"], made["one_time"]) == (False, True)
    assert len(made["buttons"]) == 10


def test_rows_are_joined_where_there_are_too_many_to_stand_under_a_message() -> None:
    made = keyboard(*(((f"Пункт {n}", f"p:{n}", ""),) for n in range(8)))
    assert made["inline"] is True
    assert len(made["buttons"]) <= 6
    labels = [button["action"]["label"] for row in made["buttons"] for button in row]
    assert labels == [f"Пункт {n}" for n in range(8)]


def test_a_row_has_five_buttons_at_most() -> None:
    made = keyboard(tuple((str(n), f"p:{n}", "") for n in range(7)))
    assert [len(row) for row in made["buttons"]] == [5, 2]


def test_a_long_label_is_cut_and_the_menu_still_knows_what_was_pressed() -> None:
    label = "Сообщить о проблеме с оплатой проезда и парковкой"
    made = keyboard(((label, "", ""),), menu=True)
    action = made["buttons"][0][0]["action"]
    assert action["label"] == shortened(label) == f"{label[:39]}…"
    assert json.loads(action["payload"]) == {"text": label}


@pytest.mark.parametrize(
    "rows",
    [
        tuple(((str(n), "p", ""),) for n in range(11)),
        ((("Пункт", "p" * 300, ""),),),
    ],
)
def test_what_vk_would_not_show_is_not_sent(rows: Rows) -> None:
    with pytest.raises(CannotSend):
        keyboard_of(Rendered(Content("Слова"), rows))


def test_without_buttons_there_is_no_keyboard() -> None:
    assert keyboard_of(Rendered(Content("Слова"))) is None
