"""Storms: pauses grow with each wave of failures, and end with the first success."""

from bot.delivery.weather import Weather
from handlers.conversation import Sent, Unknown


def test_a_storm_grows_with_each_wave_not_with_each_call() -> None:
    weather = Weather()
    lost = Unknown("timeout")
    assert [weather.after(lost, 10, 11) for _ in range(32)] == [0, 0, 1, *[0] * 29]
    assert weather.after(lost, 12, 13) == 2
    assert weather.after(lost, 15, 16) == 4
    assert weather.after(Sent(("1",)), 20, 21) == 0
    assert weather.after(lost, 22, 23) == 0
