import tomllib
from typing import Any

import pytest

from surveys.findings import Path
from surveys.toml_lines import lines_of
from tests.runaway import not_running_away

FILE = '''\
# a comment = with "signs
code = "one"        # line 2
"intro" = """
text with [[question]] and 'quotes'
a "quoted" word = 5"""

[[question]]
code = 'a'
options = [
    { code = "x", text = "#" },
    # between
    { code = "y", text = "]" }, { code = "z" },
]
show_if = { question = "b", any_of = [
    1,
    2,
] }

[[question]]
number = -1.5
day = 2026-11-22 10:00:00

[[question.options]]
code = "p"

[[question.options]]
code = "q"
a.b.c = 1
[table.below]
key = """"quoted""""
last = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("code",), 2),
        (("intro",), 3),
        (("question", 0), 7),
        (("question", 0, "code"), 8),
        (("question", 0, "options"), 9),
        (("question", 0, "options", 0, "text"), 10),
        (("question", 0, "options", 1), 12),
        (("question", 0, "options", 2, "code"), 12),
        (("question", 0, "show_if", "any_of"), 14),
        (("question", 0, "show_if", "any_of", 1), 16),
        (("question", 1), 19),
        (("question", 1, "day"), 21),
        (("question", 1, "options", 1, "code"), 27),
        (("question", 1, "options", 1, "a", "b", "c"), 28),
        (("table", "below", "last"), 31),
    ],
)
def test_each_value_is_found_in_its_line(path: Path, line: int) -> None:
    assert tomllib.loads(FILE)
    assert lines_of(FILE).of(path) == line


def test_what_is_not_written_is_placed_where_it_should_be() -> None:
    assert lines_of(FILE).of(("question", 0, "text")) == 7
    assert lines_of(FILE).of(("question", 0, "options", 0, "exclusive")) == 10
    assert lines_of(FILE).of(("thanks",)) == 1


def test_line_ends_of_windows_are_counted_once() -> None:
    assert lines_of("a = 1\r\nb = 2\r\n").of(("b",)) == 2


class Counted(str):
    """A text that counts how many of its characters were looked through for something."""

    __slots__ = ("looked",)
    looked: int

    def count(self, sub: str, start: Any = None, end: Any = None, /) -> int:
        """As any text; from where to where is looked is written down."""
        begins, ends, _ = slice(start, end).indices(len(self))
        self.looked += max(ends - begins, 0)
        return super().count(sub, start, end)


@pytest.mark.parametrize(
    "text", ["a = [" + "1," * 10_000 + "]", 'a = "' + "\\n" * 10_000 + '"', "\n" * 10_000]
)
def test_a_large_file_is_looked_through_once(text: str) -> None:
    """What looked back at every line would look through it thousands of times."""
    counted = Counted(text)
    counted.looked = 0
    with not_running_away():
        lines_of(counted)
    assert counted.looked <= len(text)
