"""The quota preset's guide: complete, true to the regulation, fit for a phone (A2, E1, E3, F4)."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bot.guide_check import BUTTONS_LIMIT, CAPTION_LIMIT, is_https
from bot.guide_file import read_guide
from bot.texts import Texts
from handlers.conversation import Button
from handlers.guide import Form
from handlers.guide_pages import MY_APPEALS, PAGE_LIMIT, Drawn, Spot, form_of, home, page, parts_of

PRESET = Path(__file__).parents[2] / "presets" / "nso-quota"
GUIDE = read_guide(PRESET)
TEXTS = Texts()
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FORMS = sorted(PRESET.joinpath("forms").iterdir())


def every_screen() -> dict[str, Drawn]:
    """Every screen that can be come to by pressing buttons from the menu, by its data."""
    found = {Spot("main").data(): home(GUIDE)}
    ahead = [found["m:main:1"]]
    while ahead:
        for button in buttons(ahead.pop()):
            spot = Spot.of(button.data)
            if spot is None or button.data in found:
                continue
            drawn = page(GUIDE, spot)
            assert drawn is not None, f"{button.data} leads nowhere"
            found[button.data] = drawn
            ahead.append(drawn)
    return found


def buttons(of: Drawn) -> list[Button]:
    return [button for row in of.buttons for button in row]


def text_of(of: Drawn) -> str:
    lead = TEXTS.plain(of.lead)
    return f"{lead}\n{of.content.text}" if of.content else lead


def text(code: str) -> str:
    """The whole page, all its parts together."""
    return "\n".join(part.text for part in parts_of(GUIDE.pages[code]))


def urls(code: str) -> set[str]:
    """Where the page's buttons and list lead."""
    of = GUIDE.pages[code]
    return {link.url for link in of.links} | {item.url for item in of.items if item.url}


SCREENS = every_screen()


def test_the_seven_purposes_stand_in_the_regulations_order() -> None:
    captions = [TEXTS.plain(button.caption) for button in buttons(SCREENS["m:main:1"])]
    assert captions == [
        "Информация",
        "Консультация",
        "Формы документов",
        "Заявление, обращение, жалоба",
        "Ход рассмотрения",
        "Результат, ответ, разъяснение",
        "Другое",
    ]


def test_every_page_can_be_come_to() -> None:
    seen = {spot.code for spot in map(Spot.of, SCREENS) if spot}
    assert seen == {"main", *GUIDE.pages}


@pytest.mark.parametrize("data", SCREENS)
def test_every_screen_fits_a_phone_and_the_platform(data: str) -> None:
    screen = SCREENS[data]
    assert len(text_of(screen)) <= PAGE_LIMIT
    assert len(buttons(screen)) <= BUTTONS_LIMIT
    for button in buttons(screen):
        assert 0 < len(TEXTS.plain(button.caption)) <= CAPTION_LIMIT
        assert len(button.data.encode()) <= 64
        assert bool(button.data) is not bool(button.url)


@pytest.mark.parametrize("data", SCREENS)
def test_every_button_leads_somewhere(data: str) -> None:
    for button in buttons(SCREENS[data]):
        if button.url:
            assert is_https(button.url)
        elif button.data.startswith("m:file:"):
            assert form_of(GUIDE, button.data) is not None
        elif button.data != MY_APPEALS:
            assert button.data in SCREENS


@pytest.mark.parametrize("data", [data for data in SCREENS if data != "m:main:1"])
def test_every_page_has_a_way_to_the_menu(data: str) -> None:
    assert "m:main:1" in [button.data for button in buttons(SCREENS[data])]


@pytest.mark.parametrize("data", SCREENS)
def test_no_two_buttons_of_a_screen_look_the_same(data: str) -> None:
    captions = [TEXTS.plain(button.caption) for button in buttons(SCREENS[data])]
    assert len(captions) == len(set(captions))


@pytest.mark.parametrize("data", SCREENS)
def test_a_link_in_the_text_covers_the_title_of_its_line(data: str) -> None:
    content = SCREENS[data].content
    for mark in content.marks if content else ():
        covered = content.text[mark.offset : mark.offset + mark.length] if content else ""
        assert covered
        assert covered == covered.strip()
        assert "\n" not in covered


@pytest.mark.parametrize(
    "clause",
    [
        "QUOTA 8",
        *(f"QUOTA 9.{section}" for section in range(1, 23)),
        *(f"QUOTA {clause}" for clause in (10, 11, 12, 13, 14, 15, 16)),
        *(f"QUOTA 17.{way}" for way in range(1, 6)),
        *(f"QUOTA {clause}" for clause in (18, 19, 20)),
    ],
)
def test_every_clause_on_information_has_its_page(clause: str) -> None:
    assert clause in set(GUIDE.clauses())


def test_all_twenty_two_sections_lead_to_the_page_on_supervision() -> None:
    items = GUIDE.pages["sections"].items
    assert [item.clause for item in items] == [f"QUOTA 9.{n}" for n in range(1, 23)]
    assert {item.url for item in items} == {"https://mtsr.nso.ru/page/8039"}
    assert [item.title for item in items[19:]] == [
        "Контакты",
        "Самообследование",
        "Калькулятор категории риска",
    ]


def test_the_registers_are_named_with_what_they_are_for() -> None:
    assert urls("registers") == {
        "https://ervk.gov.ru",
        "https://proverki.gov.ru/portal",
        "https://knd.gov.ru/main",
    }
    assert all(item.text for item in GUIDE.pages["registers"].items)


@pytest.mark.parametrize(
    "fact",
    ["ул. Ленина, д. 28", "9:00–18:00", "9:00–17:00", "13:00–13:48", "Суббота и воскресенье"],
)
def test_offices_and_hours_are_those_of_the_regulation(fact: str) -> None:
    assert fact in text("offices")


@pytest.mark.parametrize(
    "fact",
    ["630007, г. Новосибирск, ул. Серебренниковская, д. 6", "8-800-2500-201", "uszn@nso.ru"],
)
def test_contacts_are_those_of_the_regulation(fact: str) -> None:
    assert fact in text("contacts")


def test_channel_feedback_and_employment_centres_are_linked() -> None:
    assert "https://t.me/+pIKCwlfVqPhiMmJi" in urls("contacts")
    assert "https://mtsr.nso.ru/page/15256" in urls("opinion")
    assert "https://mtsr.nso.ru/page/6529" in urls("centres")
    assert "опросы" in text("opinion")


@pytest.mark.parametrize(
    ("clause", "limit"),
    [("17.2", "24 часов"), ("17.3", "15 рабочих дней"), ("18", "30 дней"), ("20", "59-ФЗ")],
)
def test_how_long_each_way_takes(clause: str, limit: str) -> None:
    way = next(item for item in GUIDE.pages["terms"].items if item.clause == f"QUOTA {clause}")
    assert limit in way.text


@pytest.mark.parametrize("code", ["complaint", "visit", "booking", "appeal"])
def test_formal_steps_lead_to_gosuslugi_with_the_reason_at_hand(code: str) -> None:
    assert "https://www.gosuslugi.ru" in urls(code)
    assert "why" in GUIDE.pages[code].opens
    assert "547-ФЗ" in text("why")
    assert "41-ФЗ" in text("why")


@pytest.mark.parametrize("code", ["progress", "result"])
def test_progress_and_result_lead_to_my_appeals(code: str) -> None:
    screen = SCREENS[f"m:{code}:1"]
    assert MY_APPEALS in [button.data for button in buttons(screen)]


@pytest.mark.parametrize("code", ["consult", "other"])
def test_asking_is_said_to_be_writing_right_here(code: str) -> None:
    assert re.search(r"апишите вопрос прямо сейчас", text(code))
    assert "24 часа" in text(code)


@pytest.mark.parametrize("code", GUIDE.pages)
def test_no_page_asks_for_anything_personal(code: str) -> None:
    assert not re.search(
        r"(пришлите|укажите|сообщите) (ваш|сво|фамили|телефон|паспорт)", text(code)
    )


@pytest.mark.parametrize("code", GUIDE.pages)
def test_sentences_are_short_enough_to_read_once(code: str) -> None:
    for sentence in re.split(r"[.!?:;]\s|\n", text(code)):
        assert len(sentence.split()) <= 28, sentence


def test_every_form_file_is_offered_and_every_offer_has_its_file() -> None:
    assert sorted(Path(form.path) for form in GUIDE.forms.values()) == FORMS
    offered = {code for of in GUIDE.pages.values() for code in of.forms}
    assert offered == set(GUIDE.forms)


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.name)
def test_a_form_is_a_sound_word_document_marked_as_a_sample(file: Path) -> None:
    assert 0 < file.stat().st_size < 1_000_000
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314 - our own files
    assert {"[Content_Types].xml", "_rels/.rels", "word/styles.xml"} <= parts.keys()
    words = " ".join(found.text or "" for found in parts["word/document.xml"].iter(f"{WORD}t"))
    assert "Примерный образец" in words
    assert "министерство труда и социального развития Новосибирской области" in words
    assert "Не отправляйте заполненный документ в мессенджер" in words


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.name)
def test_a_form_uses_only_styles_it_brings_along(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        document, styles = (
            ET.fromstring(archive.read(name))  # noqa: S314 - our own files
            for name in ("word/document.xml", "word/styles.xml")
        )
    used = {found.get(f"{WORD}val") for found in document.iter(f"{WORD}pStyle")}
    assert used <= {found.get(f"{WORD}styleId") for found in styles.iter(f"{WORD}style")}


def test_the_appeal_form_has_what_the_law_requires_of_a_written_appeal() -> None:
    """59-ФЗ, article 7: addressee, name, address for the answer, substance, signature, date."""
    with zipfile.ZipFile(PRESET / "forms" / "obrashchenie.docx") as archive:
        words = archive.read("word/document.xml").decode()
    for field in ("В министерство", "Фамилия, имя, отчество", "Адрес для ответа", "Суть"):
        assert field in words
    assert "Подпись" in words
    assert "Дата" in words


@pytest.mark.parametrize("form", GUIDE.forms.values(), ids=lambda form: form.code)
def test_a_form_comes_under_a_name_a_phone_can_save(form: Form) -> None:
    assert re.fullmatch(r"[А-Яа-яё() ]{1,60}\.docx", form.name)
