from pathlib import Path

import pytest

from bot.settings.model import Surveys
from bot.surveys.card_words import drawn
from bot.surveys.preview_command import lines, previewed
from bot.texts import Texts
from surveys.preview import preview
from surveys.screen import SCREENS
from tests.bot.typed import otklik
from tests.surveys.questionnaires import asking, nps, scale, single, text

TEXTS = Texts()
QUESTIONNAIRE = asking(single(), scale(show_if=("visited", "yes")), nps(), text())


def test_a_card_is_shown_with_its_buttons_row_by_row() -> None:
    shown = "\n".join(lines(QUESTIONNAIRE, TEXTS))
    assert (
        "--- Карточка 3, вопрос «good»\n"
        "    (Видят те, кто на вопрос «Вопрос visited?» ответил: «Да»)\n"
        "Вопрос 2 из 4\n"
        "\n"
        "Вопрос good?\n"
        "\n"
        "1 – плохо, 5 – хорошо\n"
        "\n"
        "[ 1 ]  [ 2 ]  [ 3 ]  [ 4 ]  [ 5 ]\n"
        "[ Пропустить ]  [ Назад ]\n"
        "[ Прекратить и удалить ]\n"
    ) in shown


def test_both_platforms_are_shown_each_in_its_own_way() -> None:
    shown = "\n".join(lines(QUESTIONNAIRE, TEXTS))
    telegram, _, vk = shown.partition("ВКОНТАКТЕ")
    assert telegram.startswith("TELEGRAM\n")
    assert "страница кнопок" not in telegram
    assert "Карточка 5, вопрос «recommend», страница кнопок 2 из 2" in vk


@pytest.mark.parametrize("platform", SCREENS)
def test_the_preview_says_word_for_word_what_people_will_see(platform: str) -> None:
    shown = "\n".join(lines(QUESTIONNAIRE, TEXTS))
    for sheet in preview(QUESTIONNAIRE, SCREENS[platform]):
        seen = drawn(sheet.card, TEXTS)
        assert seen.content.text in shown
        for row in seen.rows:
            assert "  ".join(f"[ {caption.text} ]" for caption in row) in shown


def test_the_command_shows_a_ready_questionnaire(tmp_path: Path) -> None:
    ended = otklik(tmp_path, "survey", "preview", "clients-supervision")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Как вы взаимодействовали с министерством" in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_faulty_questionnaire_is_not_shown_but_explained(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('code = "a"', encoding="utf-8")
    answer = previewed(file, Surveys())
    assert not answer.usable
    assert "Нет обязательного ключа «title»" in answer.text
    assert previewed(tmp_path, Surveys()).text.endswith("Укажите файл анкеты.")


def test_the_authority_sees_its_own_wording(tmp_path: Path) -> None:
    (tmp_path / "own.ftl").write_text("survey-button-skip = Дальше без ответа", encoding="utf-8")
    assert "[ Дальше без ответа ]" in previewed(Path("staff-aspects"), Surveys(), tmp_path).text
