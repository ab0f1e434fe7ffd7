import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.masking import Personal, masked
from tests.runaway import not_running_away

HIDDEN = [
    ("Звоните +7 913 123-45-67", Personal.PHONE),
    ("тел. 8(383)2384567 днём", Personal.PHONE),
    ("мой номер 89131234567", Personal.PHONE),
    ("+7(913)123 45 67", Personal.PHONE),
    ("9131234567 Ольга", Personal.PHONE),
    ("8-800-250-02-01", Personal.PHONE),
    ("383-123-45-67", Personal.PHONE),
    ("+7\u200b913\u200b1234567", Personal.PHONE),
    ("пишите на olga.hr@zavod-nsk.ru", Personal.EMAIL),
    ("Olga+hr@mail.example.com.", Personal.EMAIL),
    ("СНИЛС 112-233-445 95", Personal.SNILS),
    ("снилс: 11223344595", Personal.SNILS),
    ("112 233 445 95", Personal.SNILS),
    ("паспорт 5012 345678", Personal.PASSPORT),
    ("паспорт серия 50 12 номер 345678", Personal.PASSPORT),
    ("Паспорт: 50 12 № 345678", Personal.PASSPORT),
    ("ИНН 540123456789 работника", Personal.TAX_NUMBER),
    ("карта 2202 2011 1111 1111", Personal.CARD),
    ("Контакт: Иван Петров, +79131234567", Personal.CONTACT),
    ("Контакт: Иван Петров", Personal.CONTACT),
    ("моя страница https://vk.com/id123456789", Personal.PROFILE),
    ("m.vk.com/id123456", Personal.PROFILE),
    ("VK.RU/wall123456_78?reply=5", Personal.PROFILE),
    ("Видео: день рождения https://vk.com/video123456_456239017", Personal.PROFILE),
    ("[id123456|Мария Иванова] обещала", Personal.PROFILE),
    ("спросите @id123456", Personal.PROFILE),
]

SHOWN = [
    "Квота 2% при 135 сотрудниках с 01.03.2025",
    "ИНН 5406123456 ООО «Ромашка», ОГРН 1025402451234",
    "обращение № 2026-000123",
    "закон 181-ФЗ от 24.11.1995, статья 21",
    "приказ № 2156 от 30.09.2024",
    "оклад 45 000 рублей, 1 250 000 в год",
    "ждём до 14:30 23.11.2026",
    "630007, г. Новосибирск, ул. Серебренниковская, д. 6",
    "@olga",
    "https://vk.com/wall-123456_78",
    "https://vk.com/mintrud54, vk.com/club123456, vk.ru/video-1_2",
    "[club123456|Минтруд]",
    "https://example.com/id123456",
]


@pytest.mark.parametrize(("text", "kind"), HIDDEN)
def test_personal_data_is_hidden_in_the_forms_people_write_it(text: str, kind: Personal) -> None:
    shown = masked(text)
    assert kind in shown.hidden
    digits = [
        part for part in text.replace("\u200b", "").split() if sum(map(str.isdigit, part)) > 4
    ]
    assert not any(part in shown.text for part in digits)
    assert "@" not in shown.text


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_not_personal_stays(text: str) -> None:
    assert masked(text).text == text
    assert not masked(text).hidden


def test_an_organisations_tax_number_survives_beside_a_hidden_phone() -> None:
    shown = masked("ИНН 5406123456, тел. 89131234567")
    assert "5406123456" in shown.text
    assert "89131234567" not in shown.text


def test_the_words_say_what_stood_there() -> None:
    assert masked("звоните 89131234567").text == "звоните [телефон скрыт]"


@given(st.text())
def test_masking_never_fails_and_masking_twice_changes_nothing(text: str) -> None:
    once = masked(text).text
    assert masked(once).text == once


@given(st.from_regex(r"(\+7|8)[ -]?9\d{2}[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}", fullmatch=True))
def test_no_russian_mobile_number_gets_through(phone: str) -> None:
    assert phone not in masked(f"мой номер {phone}, жду").text


@pytest.mark.parametrize("word", ["a", "_", "паспорт", "паспорт 5004" + " " * 99, "1", "тел", "a@"])
def test_hostile_text_of_a_hundred_kilobytes_holds_nobody_up(word: str) -> None:
    """A pattern that looks again from every letter would stop the whole program for minutes."""
    with not_running_away():
        masked((word * 100_000)[:100_000])
