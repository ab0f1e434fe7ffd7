"""What tests measure is shown at the end of the run, wherever in it they ran."""

import pytest

from tests.measured import NAME, keep_with, lines, measured


def test_a_figure_travels_with_the_report_of_the_test_that_told_it(
    request: pytest.FixtureRequest,
) -> None:
    item = request.node
    before = list(item.user_properties)
    measured("3 of 4")
    keep_with(item)
    assert item.user_properties == [*before, (NAME, "3 of 4")]
    report = pytest.TestReport(
        "tests/test_a.py::test_counts", ("", None, ""), {}, "passed", None, "call"
    )
    report.user_properties = [("other", "x"), (NAME, "3 of 4")]
    assert lines([report]) == ["test_counts: 3 of 4"]
    keep_with(item)
    assert len(item.user_properties) == len(before) + 1
    item.user_properties[:] = before
