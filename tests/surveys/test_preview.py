from surveys.card import Part
from surveys.preview import Sheet, preview
from surveys.screen import SCREENS
from tests.surveys.questionnaires import asking, info, nps, number, scale, single, text

QUESTIONNAIRE = asking(
    info(),
    single(),
    scale(show_if=("visited", "yes", "no")),
    number(show_if=("good", "1")),
    text(show_if=("people", "7")),
    nps(),
)


def sheets(platform: str) -> list[Sheet]:
    return list(preview(QUESTIONNAIRE, SCREENS[platform]))


def test_all_cards_come_in_order_from_the_introduction_to_the_thanks() -> None:
    seen = sheets("telegram")
    assert [sheet.code for sheet in seen if sheet.code] == [
        question.code for question in QUESTIONNAIRE.questions
    ]
    assert [sheet.card.part for sheet in seen if not sheet.code] == [
        Part.INTRO,
        Part.READY,
        Part.THANKS,
    ]


def test_every_page_of_options_is_a_card_of_its_own() -> None:
    pages = [(sheet.page, sheet.pages) for sheet in sheets("vk") if sheet.code == "recommend"]
    assert pages == [(1, 2), (2, 2)]


def test_the_analyst_sees_who_will_see_a_card() -> None:
    told = {sheet.code: (sheet.after, sheet.answers) for sheet in sheets("vk")}
    assert told["good"] == ("Вопрос visited?", ("Да", "Нет"))
    assert told["people"] == ("Вопрос good?", ("1",))
    assert told["visited"] == ("", ())


def test_progress_is_that_of_somebody_who_comes_to_the_card() -> None:
    numbers = [sheet.card.progress.number for sheet in sheets("telegram") if sheet.card.progress]
    assert numbers == [1, 2, 3, 4, 2]
