"""The measurements run, with tiny sizes, and end red when a limit is broken."""

import os
from pathlib import Path

import pytest

from bench import storage_path
from bench.__main__ import measure, verdict
from bench.figures import RATIO, Figure
from bench.sizes import TINY


def named(figures: list[Figure], beginning: str) -> Figure:
    """The first figure whose name begins so."""
    return next(one for one in figures if one.name.strip().startswith(beginning))


async def test_storage_and_worker_are_measured_on_sqlite(tmp_path: Path) -> None:
    figures = await storage_path.sqlite(tmp_path, TINY)
    figures += await measure(["worker"], TINY)
    assert [one.unit for one in figures] == ["events/s", "events/s", RATIO, "events/s"]
    assert all(0 < one.value < float("inf") for one in figures)


@pytest.mark.postgres
async def test_the_storage_is_measured_on_postgresql(capsys: pytest.CaptureFixture[str]) -> None:
    figures = await storage_path.postgres(TINY)
    if not figures:
        reason = capsys.readouterr().out
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    assert [one.unit for one in figures] == ["events/s", "events/s", RATIO]


async def test_the_real_program_is_measured_beside_an_echo_bot() -> None:
    figures = await measure(["service"], TINY)
    assert named(figures, "answered of 5 updates").value == 1
    assert named(figures, "lone answer, program : echo bot").value > 0
    assert named(figures, "idle memory, program").value > 10
    assert all(0 < one.value < float("inf") for one in figures)


@pytest.mark.chaos
async def test_kills_are_counted_and_every_repeated_send_is_explained() -> None:
    figures = await measure(["kills"], TINY)
    assert named(figures, "lost : written").value == 0
    assert named(figures, "again, and never in doubt").value == 0
    assert named(figures, "sends in doubt at a kill").value >= 1


@pytest.mark.chaos
async def test_the_clock_is_measured_with_many_appeals() -> None:
    figures = await measure(["clock"], TINY)
    assert named(figures, "answered of").value == 1
    assert named(figures, "150 deadlines in one minute").value > 0
    assert named(figures, "tick's query, SQLite").value > 0
    assert all(0 < one.value < float("inf") for one in figures)


async def test_surveys_are_exported_counted_and_opened_beside_the_least() -> None:
    figures = await measure(["surveys"], TINY)
    for kind in ("csv", "xlsx"):
        assert named(figures, f"{kind} of 2,000 answers, program : bare").value > 0
        assert named(figures, f"{kind}, memory over idle").value > 0
    assert named(figures, "opening 200 sealed sheets, program : PyNaCl").value > 0
    assert all(0 < one.value < float("inf") for one in figures)


async def test_a_storage_below_its_floor_makes_the_run_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(storage_path, "SQLITE_LEAST", 100.0)
    assert verdict(await storage_path.sqlite(tmp_path, TINY)) == 1
    told = capsys.readouterr()
    assert "at least 100  FAILED" in told.out
    assert "storage : bare sqlite3" in told.err


def test_limits_that_are_kept_make_the_run_green(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict([Figure("fast enough", (0.9,), at_least=0.5)]) == 0
    assert capsys.readouterr().err == ""
