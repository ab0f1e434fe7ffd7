"""Buttons where a press only writes a message: nothing is redrawn, nothing is lost."""

from appeals.model import Address, MessageRef
from handlers.conversation import Person, Pressed, Redraw, Reply, Say, Toast, Words
from handlers.plain_buttons import said

AT = Address("vk", "501")
NADIA = Person("501", "Надежда Ли")
PAGE, NOTE = Words("menu-main"), Words("press-stale")


def press(message: str, press_id: str) -> Pressed:
    return Pressed(AT, NADIA, message, "m:main:1", press_id, private=True)


def test_a_press_under_a_message_is_answered_as_it_is() -> None:
    replies: list[Reply] = [Toast("p", NOTE), Redraw(MessageRef(AT, "7"), PAGE)]
    assert said(press("7", "p"), replies) == replies


def test_a_press_that_came_as_a_message_is_answered_by_messages() -> None:
    replies: list[Reply] = [Toast("", NOTE), Redraw(MessageRef(AT, ""), PAGE)]
    assert said(press("", ""), replies) == [Say(AT, NOTE), Say(AT, PAGE)]


def test_a_silent_toast_says_nothing() -> None:
    assert said(press("", ""), [Toast("", Words("empty"))]) == []


def test_what_changes_another_message_stays() -> None:
    other = Redraw(MessageRef(AT, "9"), PAGE)
    assert said(press("", ""), [other]) == [other]
