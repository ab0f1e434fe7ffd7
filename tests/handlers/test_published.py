"""The contacts that the authority publishes itself."""

from handlers.guide import Guide, Item, Link, Page
from handlers.published import contacts, words


def test_phones_and_mails_of_the_guide_are_known() -> None:
    page = Page(
        "contacts",
        "Контакты",
        "Контакты",
        "Приёмная: 8 (383) 238-75-49",
        items=(Item("Почта", "mintrud@nso.ru"),),
        links=(Link("Сайт", "https://mintrud.example"),),
    )
    assert contacts(Guide(pages={"contacts": page})) == {"3832387549", "mintrud@nso.ru"}


def test_an_empty_guide_publishes_nothing() -> None:
    assert contacts(Guide()) == frozenset()
    assert words(Guide(about="О квоте")) == "О квоте"
