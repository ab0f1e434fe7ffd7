"""Names fit to be shown among other words."""

from pathlib import Path

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
        ("..", ""),
        ("../..", ".._"),
        (".", ""),
        ("...", ""),
        ("\x00", ""),
        ("a\x00.pdf", "a.pdf"),
        ("/etc/shadow", "_etc_shadow"),
        ("C:\\Windows\\x.dll", "C__Windows_x.dll"),
        ("~/.ssh/id", "~_.ssh_id"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("lpt¹", "_lpt¹"),
        ("console.txt", "console.txt"),
        ("отчёт.pdf. . ", "отчёт.pdf"),
        ("отчёт.pdf.exe", "отчёт.pdf.exe"),
        ("отчёт.pdf" + " " * 200 + ".exe", "отчёт.pdf.exe"),
        ("=cmd|' C calc'!A0", "=cmd_' C calc'!A0"),
        ("<img src=x>.png", "_img src=x_.png"),
    ],
)
def test_a_file_name_fits_into_a_header(name: str, shown: str) -> None:
    assert clean_file_name(name) == shown


def test_a_long_file_name_keeps_its_ending() -> None:
    name = clean_file_name("я" * 300 + ".pdf")
    assert len(name) == 120
    assert name.endswith(".pdf")


@pytest.mark.parametrize("sign", ["я", "漢", "😀", "e\u0301"])
def test_a_long_file_name_fits_into_a_folder_in_bytes(sign: str, tmp_path: Path) -> None:
    name = clean_file_name(sign * 300 + ".pdf.exe")
    assert name.endswith(".exe")
    (tmp_path / name).touch()


@given(st.text())
def test_a_cleaned_file_name_is_one_in_this_folder(name: str) -> None:
    shown = clean_file_name(name)
    assert Path("/kept", shown).parent == Path("/kept") or not shown
    assert shown.isprintable()
    assert shown not in {".", ".."}
    assert len(shown) <= 120
    assert len(shown.encode()) <= 240
    assert clean_file_name(shown) == shown


@pytest.mark.parametrize(
    ("name", "shown"), [("olga_hr", "olga_hr"), ("оля", ""), ("a" * 33, ""), (None, "")]
)
def test_only_a_real_username_is_shown(name: str | None, shown: str) -> None:
    assert clean_username(name) == shown
