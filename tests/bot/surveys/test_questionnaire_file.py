import os
from pathlib import Path

import pytest

from bot.surveys.questionnaire_file import LARGEST, READY, NoQuestionnaire, text_of
from bot.texts import Texts

TEXTS = Texts()


def refusal(file: Path) -> str:
    with pytest.raises(NoQuestionnaire) as caught:
        text_of(file, TEXTS)
    return str(caught.value)


def test_a_file_is_read_with_or_without_the_mark_some_editors_put_first(tmp_path: Path) -> None:
    file = tmp_path / "опрос.toml"
    for encoding in ("utf-8", "utf-8-sig"):
        file.write_text('code = "Ы"', encoding=encoding)
        assert text_of(file, TEXTS) == 'code = "Ы"'


def test_a_ready_questionnaire_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ready = (READY / "staff-aspects.toml").read_text("utf-8")
    assert text_of(Path("staff-aspects"), TEXTS) == ready
    Path("staff-aspects").write_text("own = 1", encoding="utf-8")
    assert text_of(Path("staff-aspects"), TEXTS) == "own = 1"


@pytest.mark.parametrize("name", ["nothing", "staff-aspects", "../staff-aspects", "я\udcff", "a\0"])
def test_a_name_that_leads_nowhere_is_named(tmp_path: Path, name: str) -> None:
    assert "Файл" in refusal(tmp_path / name)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes("Опрос".encode("cp1251"))
    assert "UTF-8" in refusal(file)
    assert "это папка" in refusal(tmp_path)
    file.write_bytes(b"#" * (LARGEST + 1))
    assert "512 КБ" in refusal(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.touch(mode=0)
    assert "Нет права" in refusal(file)
