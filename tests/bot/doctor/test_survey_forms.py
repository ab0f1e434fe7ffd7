"""The doctor looks at questionnaires before a quarter begins, not when it does."""

from pathlib import Path

from bot.doctor.finding import Level
from bot.doctor.survey_forms import forms
from bot.surveys.questionnaire_file import READY
from tests.bot.doctor.surveyed import settings_of

SOUND = (READY / "clients-supervision.toml").read_text(encoding="utf-8")


def planned(name: str) -> list[dict[str, object]]:
    return [{"survey": name, "day": 1, "time": "10:00"}]


def test_without_own_questionnaires_the_ready_ones_are_there(tmp_path: Path) -> None:
    (found,) = forms(settings_of(tmp_path).surveys)
    assert (found.level, found.advice) == (Level.FINE, "")


def test_a_planned_questionnaire_that_nobody_finds_is_a_problem(tmp_path: Path) -> None:
    (found,) = forms(settings_of(tmp_path, quarterly=planned("nothing")).surveys)
    assert found.is_problem
    assert "nothing" in found.text
    assert "nothing.toml" in found.advice


def test_a_planned_one_with_faults_is_a_problem_another_one_a_warning(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for name in ("planned", "spare"):
        (tmp_path / "forms" / f"{name}.toml").write_text("code = ", encoding="utf-8")
    (tmp_path / "forms" / "sound.toml").write_text(SOUND, encoding="utf-8")
    found = forms(settings_of(tmp_path, quarterly=planned("planned")).surveys)
    assert [one.level for one in found] == [Level.PROBLEM, Level.WARNING]
    assert "otklik survey check" in found[0].advice
    assert "spare" in found[1].text


def test_sound_ones_are_counted_once(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "own.toml").write_text(SOUND, encoding="utf-8")
    quarterly = [*planned("own"), *planned("own"), *planned("clients-supervision")]
    (found,) = forms(settings_of(tmp_path, quarterly=quarterly).surveys)
    assert found.level is Level.FINE
    assert "проверено: 2" in found.text
