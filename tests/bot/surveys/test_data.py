"""What the buttons of surveys carry."""

from bot.surveys.data import going, gone_to, is_survey, pressed, pressing
from surveys.press import Action, Press


def test_a_press_comes_back_as_it_was() -> None:
    press = Press("0123456789abcdef", 999_999, Action.CHOOSE, 999)
    data = pressing(press.data())
    assert is_survey(data)
    assert Press.of(pressed(data)) == press
    assert gone_to(data) is None


def test_the_way_to_a_wave_fits_on_a_button() -> None:
    wave = f"{'a' * 40}-2026-q4-19"
    assert gone_to(going(wave)) == wave
    assert len(going(wave).encode()) <= 64


def test_other_buttons_are_none_of_ours() -> None:
    assert not is_survey("m:home")
    assert not is_survey("")
