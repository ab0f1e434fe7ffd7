"""Figures that tests have measured, shown together at the end of the run, whoever ran them.

What a test prints is shown with all that the program logs meanwhile, which for the long trials are
thousands of lines.
"""

from collections.abc import Iterable

import pytest

NAME = "measured"
_told: list[str] = []


def measured(figures: str) -> None:
    """Tell what was measured, in one line; the test's name is added."""
    _told.append(figures)


def keep_with(item: pytest.Item) -> None:
    """What was told until now belongs to this test: it travels with its report."""
    item.user_properties += [(NAME, figures) for figures in _told]
    _told.clear()


def lines(reports: Iterable[pytest.TestReport]) -> list[str]:
    """For the end of the run."""
    return [
        f"{report.nodeid.rpartition('::')[2]}: {figures}"
        for report in reports
        if report.when == "call"
        for name, figures in report.user_properties
        if name == NAME
    ]
