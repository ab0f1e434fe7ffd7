import re
from pathlib import Path

import pytest

from bot.settings.model import Surveys
from bot.surveys.check_command import Judged, checked, judged, report
from bot.texts import Texts
from surveys.findings import Advice, Fault, Finding
from tests.bot.typed import otklik
from tests.surveys.test_reading import GOOD

TEXTS = Texts()
FOLDER = Path(__file__).parents[3] / "bot" / "texts" / "ru"
KEYS = set(re.findall(r"^(survey-[a-z-]+) =", (FOLDER / "surveys.ftl").read_text("utf-8"), re.M))
DEFAULT = Surveys()
USABLE = GOOD.replace('["yes", 5]', '["yes"]').replace("maximum = 2\n", "")

WRONG = (
    GOOD.replace('any_of = ["yes", 5]', 'any_of = ["yess"]')
    .replace('code = "ideas"', 'code = "good"', 1)
    .replace('{ code = "no"', '{ code = "yes"')
    .replace("maximum = 2", "maximum = 9")
)


def said(text: str, expected: int | None = None) -> str:
    """The report of this text; strict texts, so that nothing is missing."""
    return "\n".join(report(judged(text, DEFAULT, expected), "a.toml", TEXTS))


def test_a_report_names_line_question_and_what_to_do() -> None:
    shown = said(WRONG.replace('"good"\ntype = "text"', '"ideas"\ntype = "text"'))
    assert "Ошибки: 4" in shown
    assert "строка 15, вопрос «visited»: Значение ключа «maximum» должно быть от 1 до 1." in shown
    assert "строка 17, вопрос «visited»: Код варианта «yes» повторяется." in shown
    assert "строка 29, вопрос «good»: Условие показа: в вопросе «visited» нет ответа" in shown
    assert "Возможно, имелся в виду «yes»" in shown
    assert shown.endswith("Итог: пока есть ошибки, анкету использовать нельзя.")


def test_a_questionnaire_that_cannot_be_read_is_reported_under_its_file() -> None:
    shown = said('code = "some"\ntitle = Опрос')
    assert shown.splitlines()[0] == "Анкета a.toml"
    assert "строка 2: Запись не похожа на TOML" in shown
    assert "кавычки и скобки закрыты" in said('title = """Опрос')


def test_advice_leaves_the_questionnaire_usable() -> None:
    found = judged(GOOD.replace('["yes", 5]', '["yes"]'), DEFAULT)
    assert [finding.what for finding in found.findings if finding.is_fault] == [
        Fault.BOUNDS_OUTSIDE  # of two options one is exclusive
    ]
    assert judged(USABLE, DEFAULT).usable
    assert "Советы: 1" in said(USABLE)
    assert "хотя бы 50 ответов" in said(USABLE)
    assert said(USABLE, 100).endswith("Итог: анкету можно использовать.")


def test_the_smallest_group_is_that_of_the_audience_in_the_settings() -> None:
    (staff,) = judged(USABLE, Surveys(k_staff=20)).findings
    assert staff.args["k"] == 20
    (clients,) = judged(USABLE.replace('"staff"', '"clients"'), Surveys(k_clients=7)).findings
    assert clients.args["k"] == 7


@pytest.mark.parametrize("what", [*Fault, *Advice])
def test_whatever_can_be_found_has_its_words(what: Fault | Advice) -> None:
    kind = "fault" if isinstance(what, Fault) else "advice"
    assert f"survey-{kind}-{what}" in KEYS


def test_there_are_no_words_for_what_cannot_be_found() -> None:
    kinds = {f"survey-fault-{fault}" for fault in Fault}
    kinds |= {f"survey-advice-{advice}" for advice in Advice}
    assert {key for key in KEYS if key.startswith(("survey-fault-", "survey-advice-"))} == kinds


EVERY_FAULT = [
    WRONG,
    "a = " + "[" * 50_000 + "]" * 50_000,
    GOOD.replace("low", "longest").replace("hint", "hnt").replace("staff", "stuff"),
    GOOD.replace("title", "[x]\ntitle"),
    GOOD.replace('"Опрос"', '"\\t\\u0007а"').replace('"text"', '"слова"').replace("intro", "zzz"),
    GOOD.replace('" Начнём. "', '" "'),
    GOOD.replace('["yes", 5]', '["maybe"]').replace('"visited", "good"', '"visited", "god"'),
    GOOD.replace('question = "visited"', 'question = "zzz"'),
    GOOD.replace('question = "visited"', 'question = "visted"'),
    GOOD.replace('question = "visited"', 'question = "ideas"'),
    GOOD.replace('question = "visited"', 'question = "good"'),
    GOOD.replace(
        "longest = 200", 'demographic = true\nshow_if = { question = "good", any_of = [1] }'
    ).replace('"visited", "good"', '"ideas", "good"'),
    GOOD.replace("longest = 200", "longest = 4000\nrequired = true")
    .replace('"Что ещё?"', f'"{"я" * 3900}"')
    .replace('[["visited", "good"]]', '[["visited", "good"], ["good", "visited"]]')
    .replace('"плохо"', f'"{"я" * 300}"'),
]


@pytest.mark.parametrize("text", EVERY_FAULT)
@pytest.mark.parametrize("expected", [None, 3])
def test_every_report_can_be_said_with_all_its_arguments(text: str, expected: int | None) -> None:
    shown = said(text, expected)
    assert "Ошибки: " in shown
    assert "$" not in shown


@pytest.mark.parametrize("wanted", ["text", "flag", "number", "words", "pairs", "tables", "table"])
def test_each_kind_of_value_is_explained(wanted: str) -> None:
    finding = Finding(Fault.WRONG_TYPE, args={"key": "options", "wanted": wanted}, line=1)
    shown = "\n".join(report(Judged(None, [finding]), "a.toml", TEXTS))
    assert "Нужно: " in shown


def test_the_command_ends_with_one_only_when_the_questionnaire_cannot_be_used(
    tmp_path: Path,
) -> None:
    ready = otklik(tmp_path, "survey", "check", "clients-supervision", "--expected", "200")
    assert (ready.returncode, ready.stderr) == (0, "")
    assert "Анкета «Как министерство ведёт контроль»" in ready.stdout
    file = tmp_path / "опрос.toml"
    file.write_text(WRONG, encoding="utf-8")
    faulty = otklik(tmp_path, "survey", "check", "опрос.toml")
    assert (faulty.returncode, faulty.stdout) == (1, "")
    assert "Код варианта" in faulty.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["опрос.toml"]


@pytest.mark.parametrize("expected", ["0", "-5", "много", "1.5", "9" * 30])
def test_a_number_of_answers_that_is_none_is_refused(expected: str) -> None:
    answer = checked(Path("staff-aspects"), DEFAULT, expected)
    assert not answer.usable
    assert answer.text.startswith(f"--expected {expected}: нужно целое число")


def test_a_file_that_is_not_there_is_named() -> None:
    answer = checked(Path("нет.toml"), DEFAULT)
    assert (answer.usable, answer.text) == (
        False,
        "Файла нет.toml нет. Проверьте имя и папку.",
    )
