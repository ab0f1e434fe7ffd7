"""A preset's guide is read, or everything wrong with it is said at once in Russian."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.guide_check import is_https
from bot.guide_file import GuideError, read_guide
from handlers.guide import Form, Guide, Item, Link, Page

GOOD = """
about = "Отвечаем на вопросы."
purposes = ["info"]

[[page]]
code = "info"
title = "Информация"
text = \"\"\"
Первая строка.

Вторая строка.
\"\"\"
opens = ["more"]
forms = ["paper"]
clauses = ["QUOTA 8"]

[[page]]
code = "more"
title = "Подробная информация"
caption = "Подробнее"
my_appeals = true

[[page.item]]
title = "Раздел"
text = "Пояснение"
url = "https://mtsr.nso.ru/page/8039"
clause = "QUOTA 9.1"

[[page.link]]
caption = "Открыть сайт"
url = "https://mtsr.nso.ru"

[[form]]
code = "paper"
title = "Бумага"
about = "Для почты."
name = "Бумага.docx"
file = "paper.docx"
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A preset's folder with this guide and one form."""

    def write_guide(text: str) -> Path:
        (tmp_path / "forms").mkdir()
        (tmp_path / "forms" / "paper.docx").write_bytes(b"a document")
        (tmp_path / "guide.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write_guide


def faults(preset: Path) -> list[str]:
    with pytest.raises(GuideError) as caught:
        read_guide(preset)
    return list(caught.value.faults)


def test_a_guide_is_read_as_it_is_written(write: Write) -> None:
    preset = write(GOOD)
    info = Page(
        "info",
        "Информация",
        "Информация",
        "Первая строка.\n\nВторая строка.",
        forms=("paper",),
        opens=("more",),
        clauses=("QUOTA 8",),
    )
    more = Page(
        "more",
        "Подробная информация",
        "Подробнее",
        items=(Item("Раздел", "Пояснение", "https://mtsr.nso.ru/page/8039", "QUOTA 9.1"),),
        links=(Link("Открыть сайт", "https://mtsr.nso.ru"),),
        my_appeals=True,
    )
    path = str((preset / "forms" / "paper.docx").resolve())
    assert read_guide(preset) == Guide(
        about="Отвечаем на вопросы.",
        purposes=("info",),
        pages={"info": info, "more": more},
        forms={"paper": Form("paper", "Бумага", "Для почты.", "Бумага.docx", path)},
    )


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ('title = "Бумага"', "", "form «paper»: Нет обязательного ключа «title»."),
        ('about = "Отвечаем на вопросы."', "", "Нет обязательного ключа «about»."),
        (
            'about = "Для почты."',
            "about = 5",
            "form «paper»: Значение ключа «about» должно быть таким: строка.",
        ),
        ('about = "Для почты."', 'about = " "', "form «paper»: Ключ «about» пуст."),
        (
            'opens = ["more"]',
            'opens = "more"',
            "page «info»: Значение ключа «opens» должно быть таким: список строк.",
        ),
        (
            "my_appeals = true",
            'my_appeals = "да"',
            "page «more»: Значение ключа «my_appeals» должно быть таким: true или false.",
        ),
        (
            '[[form]]\ncode = "paper"',
            '[form]\ncode = "paper"',
            "Значение ключа «form» должно быть таким: таблицы [[form]].",
        ),
        (
            'caption = "Подробнее"',
            'capton = "Подробнее"',
            "page «more»: Неизвестный ключ «capton». Похож на «caption».",
        ),
        ('title = "Раздел"', 'title = "Раздел"\nцена = 1', "Ошибка записи TOML: строка "),
        (
            'clause = "QUOTA 9.1"',
            'clause = "QUOTA 9.1"\nzzz = 1',
            "page «more», item «Раздел»: Неизвестный ключ «zzz».",
        ),
        ('code = "more"', 'code = "info"', "Код «info» встречается больше одного раза."),
        ('file = "paper.docx"', 'file = "gone.docx"', "В папке forms нет файла «gone.docx»."),
        ('file = "paper.docx"', 'file = "../guide.toml"', "нет файла «../guide.toml»."),
        ('purposes = ["info"]', "purposes = []", "Список purposes пуст: в меню нечего показать."),
        ('purposes = ["info"]', 'purposes = ["info", "x"]', "purposes: страницы «x» нет."),
        ('opens = ["more"]', 'opens = ["mor"]', "info: страницы «mor» нет."),
        ('forms = ["paper"]', 'forms = ["pape"]', "info: формы «pape» нет."),
        ('opens = ["more"]', "", "Страница «more»: к ней не ведёт ни одна кнопка."),
        ('code = "more"', 'code = "main"', "Код «main» занят программой. Выберите другой."),
        ('code = "paper"', 'code = "Бумага"', "Код «Бумага» не подходит"),
        (
            '"https://mtsr.nso.ru"',
            '"http://mtsr.nso.ru"',
            "Страница «more»: адрес «http://mtsr.nso.ru» не подходит.",
        ),
        ('["QUOTA 8"]', '["п. 8"]', "Страница «info»: пункт «п. 8» записан неверно."),
        ("Вторая строка.", "слово " * 200, "Страница «info»: текст длиннее 900 знаков."),
        ('"Для почты."', f'"{"слово " * 150}"', "Форма «paper»: название и пояснение вместе"),
        (
            'caption = "Подробнее"',
            f'caption = "{"о" * 41}"',
            f"Страница «info»: подпись кнопки «{'о' * 41}» длиннее 40 знаков.",
        ),
        (
            '[[page.link]]\ncaption = "Открыть сайт"\nurl = "https://mtsr.nso.ru"',
            '[[page.link]]\ncaption = "Открыть сайт"\nurl = "https://mtsr.nso.ru"\n' * 10,
            "Страница «more»: кнопок больше, чем помещается (10).",
        ),
    ],
)
def test_a_mistake_is_named_with_its_place(write: Write, was: str, now: str, fault: str) -> None:
    assert was in GOOD
    found = faults(write(GOOD.replace(was, now)))
    assert any(fault in line for line in found), found


def test_a_page_without_text_and_list_is_a_mistake(write: Write) -> None:
    page = '[[page]]\ncode = "more"\ntitle = "Пусто"\n'
    start, end = GOOD.index('[[page]]\ncode = "more"'), GOOD.index("[[form]]")
    assert "Страница «more»: нет ни текста, ни списка." in faults(
        write(GOOD[:start] + page + GOOD[end:])
    )


def test_several_mistakes_are_told_at_once_with_the_file(write: Write) -> None:
    text = GOOD.replace('title = "Бумага"', "").replace("my_appeals = true", "my_appeals = 1")
    with pytest.raises(GuideError) as caught:
        read_guide(write(text))
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("Справку нельзя использовать: ")
    assert lines[0].endswith("guide.toml")
    assert len(lines) == 3


def test_a_missing_guide_is_said_plainly(tmp_path: Path) -> None:
    assert faults(tmp_path) == ["Файла нет. Создайте его или уберите preset из настроек."]


def test_a_folder_in_the_place_of_the_guide_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "guide.toml").mkdir()
    assert faults(tmp_path)[0].startswith("Файл не читается:")


def test_a_guide_saved_by_an_old_editor_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "guide.toml").write_bytes('about = "Справка"'.encode("cp1251"))
    assert faults(tmp_path) == ["Файл не в кодировке UTF-8. Сохраните его в UTF-8."]


def test_a_slip_in_the_notation_is_shown_with_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "guide.toml").write_text('about = "да"\npurposes = [', encoding="utf-8")
    assert faults(tmp_path)[0].startswith("Ошибка записи TOML: строка ")


@pytest.mark.parametrize(
    "url",
    [
        "https://mtsr.nso.ru/page/8039",
        "https://t.me/+pIKCwlfVqPhiMmJi",
        "https://ervk.gov.ru",
        "https://министерство.рф/страница",
    ],
)
def test_a_complete_https_address_is_a_link(url: str) -> None:
    assert is_https(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mtsr.nso.ru",
        "http://mtsr.nso.ru",
        "https://",
        "https://localhost",
        "https://mtsr .nso.ru",
        "https://mtsr.nso.ru:8443",
        "https://mtsr.nso.ru:x",
        "https://[::1",
        "javascript:alert(1)",
        "https://mtsr.nso.ru/<b>",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not is_https(url)
