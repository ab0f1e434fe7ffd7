import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.press_data import PressData, is_count, read


@given(st.integers(0, 10**18 - 1), st.integers(0, 10**18 - 1))
def test_what_a_button_carries_is_read_back(number: int, seen: int) -> None:
    data = PressData("a", "not-a-question", number, seen)
    assert read(str(data)) == data
    assert len(str(data).encode()) <= 64


@given(st.text())
def test_no_data_whatever_fails_loudly(data: str) -> None:
    found = read(data)
    assert found is None or found.id >= 0


@pytest.mark.parametrize("text", ["", "-1", "+1", " 1", "1.0", "٣", "1" * 19, "²"])
def test_only_plain_digits_of_a_bearable_length_are_a_count(text: str) -> None:
    assert not is_count(text)
