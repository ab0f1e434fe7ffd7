"""A small guide with every kind of page, for tests of the menu."""

from handlers.guide import Form, Guide, Item, Link, Page


def small_guide() -> Guide:
    """Two purposes; `deep` is opened by both `info` (where it belongs) and `forms`."""
    pages = [
        Page(
            "info",
            "Информация",
            "Узнать",
            "Что вы хотите узнать?",
            opens=("deep", "long"),
            clauses=("QUOTA 8",),
        ),
        Page("forms", "Формы", "Формы", "Образцы.", forms=("paper",), opens=("deep",)),
        Page("deep", "Глубже", "Глубже", "Текст.", links=(Link("Сайт", "https://example.ru"),)),
        Page(
            "long",
            "Длинный список",
            "Список",
            "Всё по порядку:",
            tuple(
                Item(f"Строка {n}:", "пояснение", "https://example.ru", f"QUOTA 9.{n}")
                for n in range(1, 21)
            ),
            my_appeals=True,
        ),
    ]
    paper = Form("paper", "Бумага", "Для почты.", "Бумага (образец).docx", "/forms/paper.docx")
    return Guide(
        about="Отвечаем на вопросы о квоте.",
        purposes=("info", "forms"),
        pages={page.code: page for page in pages},
        forms={"paper": paper},
    )
