import pytest

from bot.admin_words import say


def test_arguments_stand_as_they_are() -> None:
    assert "«7»" in say("settings-twice", id="7")


def test_a_message_that_does_not_exist_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        say("settings-nothing")


def test_a_missing_argument_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="settings-twice"):
        say("settings-twice")
