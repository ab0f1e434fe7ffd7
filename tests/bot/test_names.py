"""Names fit to be shown among other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.names import clean_file_name, clean_name, clean_username


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Ольга Смирнова", "Ольга Смирнова"),
        ("  Ольга \n\t Смирнова ", "Ольга Смирнова"),
        ("Анна <b>Лебедева</b> & Ко", "Анна <b>Лебедева</b> & Ко"),
        ("\u202eaглО\u202c", "aглО"),
        ("О\u200bльг\u2060а\ufeff", "Ольга"),
        ("\u3164\u2800", ""),
        ("О\x00л\x07я", "Оля"),
        ("О\u2028я", "О я"),
        ("Я" * 100, "Я" * 64),
        ("", ""),
    ],
)
def test_a_name_is_one_visible_line(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


@given(st.text())
def test_a_cleaned_name_needs_no_more_cleaning(name: str) -> None:
    shown = clean_name(name)
    assert clean_name(shown) == shown
    assert len(shown) <= 64
    assert shown.isprintable()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("справка о квоте.docx", "справка о квоте.docx"),
        ('a"b\r\nX: y.pdf', "a_bX_ y.pdf"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("отчёт\u202efdp.exe", "отчётfdp.exe"),
        ("", ""),
    ],
)
def test_a_file_name_fits_into_a_header(name: str, shown: str) -> None:
    assert clean_file_name(name) == shown


def test_a_long_file_name_keeps_its_ending() -> None:
    name = clean_file_name("я" * 300 + ".pdf")
    assert len(name) == 120
    assert name.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "shown"), [("olga_hr", "olga_hr"), ("оля", ""), ("a" * 33, ""), (None, "")]
)
def test_only_a_real_username_is_shown(name: str | None, shown: str) -> None:
    assert clean_username(name) == shown
