"""What is remembered has an end."""

from bot.surveys.remembered import Remembered


def test_only_the_newest_are_remembered() -> None:
    known = Remembered[str](most=2)
    for one in ("первый", "второй", "третий"):
        known.add(one)
    assert [one in known for one in ("первый", "второй", "третий")] == [False, True, True]


def test_what_is_mentioned_again_is_the_newest() -> None:
    known = Remembered[str](most=2)
    for one in ("первый", "второй", "первый", "третий"):
        known.add(one)
    assert [one in known for one in ("первый", "второй", "третий")] == [True, False, True]
