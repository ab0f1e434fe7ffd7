from dataclasses import replace

from appeals.model import Client, Employee
from appeals.words import Content, Mark, Style
from handlers.office import ChannelRules, Desk
from handlers.people import client_label, employee_label, for_staff, hidden_in
from tests.handlers.front_desk import rules

OLGA = Client(1, "telegram", "101", "К-AAAA", "Ольга Смирнова", "olga_hr")


def impersonal() -> Desk:
    """A house whose moderator chat may not show personal data."""
    return replace(rules(), channels={"telegram": ChannelRules("consultation", False)})


def test_a_short_name_in_vk_does_not_look_like_one_in_telegram() -> None:
    nadia = Client(1, "vk", "501", "К-AAAA", "Надежда Ли", "nadia")
    assert client_label(nadia, rules()) == "Надежда Ли (vk.com/nadia)"
    anna = Client(2, "telegram", "101", "К-BBBB", "Анна", "anna")
    assert client_label(anna, rules()) == "Анна (@anna)"


def test_a_client_is_called_by_name_or_by_code_alone() -> None:
    assert client_label(OLGA, rules()) == "Ольга Смирнова (@olga_hr)"
    assert client_label(OLGA, impersonal()) == "К-AAAA"
    assert client_label(replace(OLGA, name="", username=""), rules()) == "К-AAAA"


def test_an_employee_is_called_by_name_and_position() -> None:
    assert employee_label(Employee("201", "Мария", "юрист")) == "Мария, юрист"
    assert employee_label(Employee("201", "Мария")) == "Мария"
    assert employee_label(None, "201") == "201"


def test_words_are_masked_only_where_staff_may_not_read_them() -> None:
    words = Content("Звоните 89131234567", (Mark(Style.BOLD, 0, 7),))
    assert for_staff(words, rules()) == words
    assert "8913" not in for_staff(words, impersonal()).text
    assert hidden_in(words, impersonal())
    assert not hidden_in(words, rules())


def test_a_link_does_not_carry_what_its_words_may_not_say() -> None:
    phone = Mark(Style.LINK, 0, 5, "https://wa.me/79131234567")
    site = Mark(Style.LINK, 6, 4, "https://trud.example/quota")
    shown = for_staff(Content("здесь тоже", (phone, site)), impersonal())
    assert shown.marks == (site,)
    assert shown.text == "здесь тоже"
