import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.surveys.export_json import write_json
from tests.bot.surveys.closed import EVIL, SURVEY, closed


@pytest.fixture
def document(tmp_path: Path) -> Any:
    """The document of a wave of 90 people."""
    write_json(closed(), tmp_path / "wave.json")
    return json.loads((tmp_path / "wave.json").read_text(encoding="utf-8"))


def test_results_rows_and_meanings_stand_in_one_document(document: Any) -> None:
    assert (document["wave"], document["sheets"], document["hash"]) == (
        "w-2026-q4",
        90,
        SURVEY.hash,
    )
    assert len(document["rows"]) == 90
    assert {len(row) for row in document["rows"]} == {len(document["columns"])}
    assert {entry["column"] for entry in document["codebook"]} == set(document["columns"][1:])
    assert EVIL in [one["text"] for one in document["texts"]]
    assert [one["code"] for one in document["questions"]] == [one.code for one in SURVEY.asked]


def counts(value: Any) -> Iterator[int]:
    """Every count of a table that is told."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key in {"count", "base"} and inside is not None:
                yield inside
            yield from counts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from counts(inside)


def test_what_is_hidden_is_null_and_nothing_small_is_told(document: Any) -> None:
    told = list(counts([document["questions"][:5], document["crosstabs"]]))
    assert told
    assert all(count == 0 or count >= 5 for count in told)
    region = next(one for one in document["questions"] if one["code"] == "region")
    assert None in [row["count"] for row in region["rows"]]


def test_a_withheld_text_is_null_and_marked(tmp_path: Path) -> None:
    write_json(closed(withheld=[EVIL]), tmp_path / "wave.json")
    written = (tmp_path / "wave.json").read_text(encoding="utf-8")
    assert "HYPERLINK" not in written
    told = [(one["text"], one["withheld"]) for one in json.loads(written)["texts"]]
    assert (None, True) in told
    assert [withheld for _, withheld in told].count(True) == 1
