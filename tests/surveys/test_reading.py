from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.findings import Fault
from surveys.questionnaire import Audience, Condition, Kind, Option, Question, Questionnaire
from surveys.reading import read

GOOD = """\
code = "some"
title = "Опрос"
audience = "staff"
intro = " Начнём. "
thanks = "Спасибо."
crosstabs = [["visited", "good"]]

[[question]]
code = "visited"
type = "multiple"
text = "Были?"
hint = "Недавно."
required = true
minimum = 1
maximum = 2
options = [
    { code = "yes", text = "Да" },
    { code = "no", text = "Нет", exclusive = true },
]

[[question]]
code = "good"
type = "scale"
text = "Как?"
low = "плохо"
high = "хорошо"
dont_know = true
demographic = true
show_if = { question = "visited", any_of = ["yes", 5] }

[[question]]
code = "ideas"
type = "text"
text = "Что ещё?"
longest = 200
"""


def faults(text: str) -> list[tuple[int | None, str, Fault]]:
    """Line, question and kind of each fault; nothing but faults can come from reading."""
    reading = read(text)
    assert (reading.questionnaire is None) == bool(reading.findings)
    found = []
    for finding in reading.findings:
        assert isinstance(finding.what, Fault)
        found.append((finding.line, finding.where, finding.what))
    return found


def test_a_questionnaire_is_read_as_it_is_written() -> None:
    options = (Option("yes", "Да"), Option("no", "Нет", exclusive=True))
    visited = Question(
        "visited", Kind.MULTIPLE, "Были?", options, "Недавно.", required=True, minimum=1, maximum=2
    )
    good = Question(
        "good",
        Kind.SCALE,
        "Как?",
        low="плохо",
        high="хорошо",
        dont_know=True,
        demographic=True,
        show_if=Condition("visited", ("yes", "5")),
    )
    ideas = Question("ideas", Kind.TEXT, "Что ещё?", longest=200)
    assert read(GOOD).questionnaire == Questionnaire(
        "some",
        "Опрос",
        Audience.STAFF,
        "Начнём.",
        "Спасибо.",
        (visited, good, ideas),
        (("visited", "good"),),
    )


def test_comments_and_order_of_keys_do_not_change_the_hash() -> None:
    first, *rest = GOOD.splitlines(keepends=True)
    other = "# примечание\n" + rest[0] + first + "".join(rest[1:])
    again, before = read(other).questionnaire, read(GOOD).questionnaire
    assert again is not None
    assert before is not None
    assert again.hash == before.hash


@pytest.mark.parametrize(
    ("was", "now", "line", "where", "what"),
    [
        ('title = "Опрос"\n', "", 1, "", Fault.MISSING_KEY),
        ('title = "Опрос"', 'title = "  "', 2, "", Fault.EMPTY),
        ('title = "Опрос"', "title = 5", 2, "", Fault.WRONG_TYPE),
        ('title = "Опрос"', 'title = "а\\tб"', 2, "", Fault.CONTROL),
        ('title = "Опрос"', 'title = "\\u0000"', 2, "", Fault.CONTROL),
        ('audience = "staff"', 'audience = "stuff"', 3, "", Fault.NOT_ONE_OF_NEAR),
        ('audience = "staff"', 'audience = "все"', 3, "", Fault.NOT_ONE_OF),
        ('thanks = "Спасибо."', 'thanks = "Ура."\nthank = "."', 6, "", Fault.UNKNOWN_KEY_NEAR),
        ('thanks = "Спасибо."', 'thanks = "Ура."\ncolour = "."', 6, "", Fault.UNKNOWN_KEY),
        ('[["visited", "good"]]', '[["visited"]]', 6, "", Fault.WRONG_TYPE),
        ('[["visited", "good"]]', '"visited"', 6, "", Fault.WRONG_TYPE),
        ('type = "scale"', 'type = "scele"', 23, "good", Fault.NOT_ONE_OF_NEAR),
        ('code = "good"\n', "", 21, "2", Fault.MISSING_KEY),
        ("required = true", 'required = "да"', 13, "visited", Fault.WRONG_TYPE),
        ("required = true", "required = 1", 13, "visited", Fault.WRONG_TYPE),
        ("minimum = 1", "minimum = true", 14, "visited", Fault.WRONG_TYPE),
        ("minimum = 1", "minimum = 1.5", 14, "visited", Fault.WRONG_TYPE),
        ('{ code = "yes", text = "Да" }', '{ code = "yes" }', 17, "visited", Fault.MISSING_KEY),
        ('{ code = "yes", text = "Да" }', '"Да"', 17, "visited", Fault.WRONG_TYPE),
        ('text = "Нет"', 'text = "Нет", txt = "."', 18, "visited", Fault.UNKNOWN_KEY_NEAR),
        ('low = "плохо"', "longest = 5", 25, "good", Fault.FOREIGN_KEY),
        ('low = "плохо"', "options = []", 25, "good", Fault.FOREIGN_KEY),
        ('["yes", 5]', "[]", 29, "good", Fault.EMPTY),
        ('["yes", 5]', '"yes"', 29, "good", Fault.WRONG_TYPE),
        ('["yes", 5]', "[true]", 29, "good", Fault.WRONG_TYPE),
        (
            '{ question = "visited", any_of = ["yes", 5] }',
            '"visited"',
            29,
            "good",
            Fault.WRONG_TYPE,
        ),
    ],
)
def test_what_is_written_wrongly_is_named_with_its_line(
    was: str, now: str, line: int, where: str, what: Fault
) -> None:
    assert GOOD.count(was) == 1
    assert faults(GOOD.replace(was, now)) == [(line, where, what)]


def test_all_faults_are_found_at_once_in_the_order_of_the_file() -> None:
    wrong = GOOD.replace("required", "requird").replace('"Опрос"', "1").replace('"Да"', "2")
    assert [line for line, _, _ in faults(wrong)] == [2, 13, 17]


def test_an_unknown_key_comes_with_the_nearest_known_name() -> None:
    (finding,) = read(GOOD.replace("demographic", "demografic")).findings
    assert finding.args == {"key": "demografic", "near": "demographic"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('code = "some"\ntitle = \n', 2),
        ('code = "some"\ntitle = "Опрос\n', 2),
        ('code = "some"\n\ncode = "other"\n', 3),
        ('code = "some"\ntitle = """Опрос\n\nдальше', 4),
        ("a = 1\nday = 2026-02-30\n", 2),
        ("это не анкета", 1),
    ],
)
def test_what_is_no_toml_is_placed(text: str, line: int) -> None:
    assert faults(text) == [(line, "", Fault.NOT_TOML)]


def test_a_number_too_long_for_python_and_brackets_too_deep_are_faults_like_others() -> None:
    assert faults("a = " + "9" * 10_000)[0][2] is Fault.NOT_TOML
    assert faults("a = " + "[" * 50_000 + "]" * 50_000)[0][2] is Fault.TOO_DEEP


def test_an_empty_file_lacks_everything() -> None:
    args = [finding.args["key"] for finding in read("").findings]
    assert args == ["code", "title", "audience", "intro", "thanks"]


@given(text=st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert faults(text)


@given(cut=st.integers(0, len(GOOD)), other=st.text(max_size=5))
def test_a_damaged_questionnaire_never_breaks_the_reader(cut: int, other: str) -> None:
    reading = read(GOOD[:cut] + other + GOOD[cut + 3 :])
    assert all(finding.line for finding in reading.findings)


def test_the_ready_questionnaires_are_written_in_this_form() -> None:
    folder = Path(__file__).parents[2] / "presets" / "surveys"
    assert [read(file.read_text("utf-8")).findings for file in folder.glob("*.toml")] == [(), ()]
