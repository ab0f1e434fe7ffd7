"""Nothing unfit is said to a public place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Address, MessageRef
from appeals.words import Content
from bot.texts import Texts
from handlers.conversation import (
    Button,
    Feeling,
    React,
    Redraw,
    Refresh,
    Remove,
    Reply,
    Say,
    Toast,
    TopicOf,
    Words,
)
from handlers.public_words import REWORDED, SAID_TO_ALL, fit
from tests.handlers.front_desk import MODERATORS, OLGA, FrontDesk
from tests.handlers.square import GROUP, WALL, in_public, said, square

TAKEN = Words("client-taken", {"number": "1", "who": "М"})
OLGA_AT = Address("telegram", "101")
BUTTONS = ((Button(Words("button-solved"), "c:solved:1:0"),),)


@pytest.mark.parametrize("place", [GROUP, WALL])
@pytest.mark.parametrize(
    "key",
    [
        "client-registered",
        "client-answered",
        "client-taken",
        "client-banned",
        "client-not-a-question",
        "client-closed",
        "client-personal-data",
    ],
)
def test_what_is_one_persons_business_is_not_said_to_all(place: Address, key: str) -> None:
    say = Say(place, Words(key), buttons=BUTTONS)
    assert fit([say], MODERATORS) == []


def test_staffs_words_and_words_for_all_go_without_buttons() -> None:
    words = Say(GROUP, None, Content("Приём в среду"), BUTTONS, message_id=3, reply_to="7")
    sign = Say(GROUP, Words("public-registered"), buttons=BUTTONS, menu=True)
    went = fit([words, sign], MODERATORS)
    assert [say.buttons for say in went if isinstance(say, Say)] == [(), ()]
    assert [say.content for say in went if isinstance(say, Say)] == [words.content, None]


def test_a_line_above_staffs_words_is_reworded_or_left_out() -> None:
    asked = Say(GROUP, Words("client-clarify", {"number": "1"}), Content("Где?"), message_id=3)
    told = Say(GROUP, TAKEN, Content("Где?"), message_id=3)
    keys = [
        say.lead and say.lead.key for say in fit([asked, told], MODERATORS) if isinstance(say, Say)
    ]
    assert keys == ["public-clarify", None]


def test_lines_below_are_looked_at_too() -> None:
    say = Say(GROUP, Words("public-registered", below=(Words("client-outage"),)))
    (went,) = fit([say], MODERATORS)
    assert isinstance(went, Say)
    assert went.lead
    assert went.lead.below == ()


def test_everything_else_stays_as_it_is() -> None:
    ref = MessageRef(GROUP, "7")
    stays: list[Reply] = [
        Say(MODERATORS, TAKEN, buttons=BUTTONS),
        Say(TopicOf(1), TAKEN, buttons=BUTTONS),
        Say(OLGA_AT, TAKEN, buttons=BUTTONS),
        React(ref, Feeling.WELCOME),
        Remove(ref),
        Toast("p", TAKEN),
        Refresh(1),
    ]
    assert fit(stays, MODERATORS) == stays
    assert fit([Redraw(ref, TAKEN)], MODERATORS) == []


@pytest.mark.parametrize("verb", ["take", "answered", "not-a-question", "close", "spam", "ban"])
async def test_what_staff_do_with_an_appeal_is_not_said_in_public(
    desk: FrontDesk, verb: str
) -> None:
    await said(square(desk), "Когда приём?", OLGA)
    await desk.writes("В среду")
    await desk.delivered(2)
    assert in_public(await desk.presses(f"a:{verb}:1:1")) == []


@given(
    st.sampled_from([GROUP, WALL]),
    st.sampled_from(sorted(Texts().keys)),
    st.booleans(),
    st.booleans(),
)
def test_of_all_texts_only_those_written_for_all_get_there(
    place: Address, key: str, words: bool, buttons: bool
) -> None:
    content = Content("Да") if words else None
    say = Say(place, Words(key), content, BUTTONS if buttons else (), message_id=3)
    for went in fit([say], MODERATORS):
        assert isinstance(went, Say)
        assert went.buttons == ()
        assert went.lead is None or went.lead.key in SAID_TO_ALL
        assert went.lead or went.content


def test_what_is_said_to_all_is_there_to_be_said() -> None:
    assert Texts().keys >= SAID_TO_ALL | REWORDED.keys()
    assert set(REWORDED.values()) <= SAID_TO_ALL
