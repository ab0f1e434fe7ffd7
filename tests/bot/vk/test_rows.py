"""Short buttons share a row where VK takes no more rows."""

from hypothesis import given
from hypothesis import strategies as st

from bot.vk.rows import Row, fitted


def column(*captions: str) -> list[Row]:
    return [[(caption, "d", "")] for caption in captions]


def captions(rows: list[Row]) -> list[list[str]]:
    return [[caption for caption, _, _ in row] for row in rows]


def test_what_fits_stays_as_it_is() -> None:
    rows = column("а", "б", "в")
    assert fitted(rows, 6, 5) == rows


def test_neighbours_with_the_shortest_captions_are_joined() -> None:
    rows = column("Информация", "Результат, ответ, разъяснение", "Другое", "Меню")
    assert captions(fitted(rows, 3, 5)) == [
        ["Информация"],
        ["Результат, ответ, разъяснение"],
        ["Другое", "Меню"],
    ]


def test_a_row_never_grows_above_what_is_allowed() -> None:
    assert captions(fitted(column("а", "б", "в"), 1, 2)) in (
        [["а", "б"], ["в"]],
        [["а"], ["б", "в"]],
    )


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=10))
def test_ten_buttons_always_fit_six_rows_in_their_order(names: list[str]) -> None:
    rows = fitted(column(*names), 6, 5)
    assert len(rows) <= 6
    assert [name for row in captions(rows) for name in row] == names
    assert max(map(len, rows)) <= 5
