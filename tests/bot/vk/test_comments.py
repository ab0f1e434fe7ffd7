"""What comments, posts and mentions mean to the product."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.model import Address, MessageRef, Scene
from bot.vk.comments import excerpt_of, plain_names
from bot.vk.parsing import Unreadable, parse
from bot.vk.places import COMMENT_EVENTS, MENTION, POST_EVENT
from bot.vk.raw import raw_event
from handlers.conversation import (
    AnsweredElsewhere,
    Deleted,
    Edited,
    EditedElsewhere,
    Nothing,
    Person,
    Posted,
    Wrote,
)
from tests.bot.vk.samples import GROUP, MARIA, MOMENT, PEOPLE, RECEIVED, event, read
from tests.bot.vk.test_raw import JSON
from tests.bot.vk.wall_samples import comment, commented, mentioned, post, posted

WALL = Address("vk", f"wall-{GROUP}_31")
WHEN = datetime.fromtimestamp(MOMENT, UTC)
OWN_NAME = {-GROUP: {"name": "Агентство занятости", "username": "agency"}}


def test_a_comment_is_a_question_in_public_by_its_own_date() -> None:
    wrote = read(commented())
    assert isinstance(wrote, Wrote)
    assert (wrote.at, wrote.id, wrote.when, wrote.private) == (WALL, "7", WHEN, False)
    assert wrote.who == Person(str(MARIA), "Мария Кузнецова", "maria_k")
    assert wrote.content.text == "Когда выплатят?"
    assert wrote.spot.scene is Scene.COMMENT
    assert wrote.spot.link == f"https://vk.com/wall-{GROUP}_31?reply=7"
    assert not wrote.spot.by_hand
    assert (wrote.reply_to, wrote.root) == ("", "")


def test_an_answer_in_a_thread_says_whom_it_answers_and_leads_into_the_thread() -> None:
    wrote = read(commented(parents_stack=[3], reply_to_comment=6))
    assert isinstance(wrote, Wrote)
    assert (wrote.reply_to, wrote.root) == ("6", "")
    assert wrote.spot.link == f"https://vk.com/wall-{GROUP}_31?reply=7&thread=3"


@pytest.mark.parametrize(
    ("family", "item"),
    [
        ("photo_comment", "photo_id"),
        ("video_comment", "video_id"),
        ("market_comment", "item_id"),
        ("board_post", "topic_id"),
    ],
)
def test_beside_the_wall_an_employee_answers_by_hand(family: str, item: str) -> None:
    wrote = read(commented(family, "new", **{"post_id": None, item: 4}))
    assert isinstance(wrote, Wrote)
    assert wrote.spot.by_hand


def test_what_the_post_is_about_is_read_along_when_it_is_known() -> None:
    raw = raw_event(commented(), RECEIVED, PEOPLE, about="Выплаты за ноябрь").raw
    wrote = parse(raw)
    assert isinstance(wrote, Wrote)
    assert wrote.about == "Выплаты за ноябрь"


def test_an_edit_carries_the_whole_new_version() -> None:
    edited = read(commented(deed="edit", text="Когда выплатят деньги?"))
    assert isinstance(edited, Edited)
    assert (edited.at, edited.id, edited.private) == (WALL, "7", False)
    assert edited.when == RECEIVED
    assert edited.content.text == "Когда выплатят деньги?"


def test_deleting_and_restoring_are_told_although_vk_dates_neither() -> None:
    gone = event("wall_reply_delete", {"owner_id": -GROUP, "id": 7, "post_id": 31, "deleter_id": 1})
    assert read(gone) == Deleted(MessageRef(WALL, "7"), RECEIVED)
    assert read(commented(deed="restore")) == Deleted(MessageRef(WALL, "7"), RECEIVED, True)


def test_the_communitys_own_comment_is_an_answer_that_nobody_has_signed() -> None:
    raw = raw_event(commented(from_id=-GROUP, reply_to_comment=6), RECEIVED, OWN_NAME).raw
    answered = parse(raw)
    assert isinstance(answered, AnsweredElsewhere)
    assert answered.who == Person(f"vk:-{GROUP}", "Агентство занятости", anonymous=True)
    assert (answered.at, answered.reply_to, answered.when) == (WALL, "6", WHEN)
    edited = read(commented(deed="edit", from_id=-GROUP))
    assert isinstance(edited, EditedElsewhere)


def test_another_community_asks_like_anybody_else() -> None:
    wrote = read(commented(from_id=-5))
    assert isinstance(wrote, Wrote)
    assert wrote.who.id == "-5"


def test_the_authoritys_own_post_begins_a_discussion() -> None:
    news = read(posted())
    assert isinstance(news, Posted)
    one = news.post
    assert (one.at, one.root, one.source) == (WALL, "", f"-{GROUP}")
    assert one.link == f"https://vk.com/wall-{GROUP}_31"
    assert (one.excerpt, one.published_at) == ("Выплаты за ноябрь", WHEN)


@pytest.mark.parametrize(("kind", "by_hand"), [("post", False), ("suggest", True)])
def test_a_strangers_post_on_the_wall_is_a_question(kind: str, by_hand: bool) -> None:
    wrote = read(posted(from_id=MARIA, post_type=kind))
    assert isinstance(wrote, Wrote)
    assert (wrote.at, wrote.id) == (WALL, "post")
    assert (wrote.spot.scene, wrote.spot.by_hand) == (Scene.COMMENT, by_hand)


def test_a_post_that_waits_for_its_hour_is_nobodys_business_yet() -> None:
    assert isinstance(read(posted(post_type="postpone")), Nothing)


def test_a_mention_elsewhere_is_answered_by_hand_where_it_stands() -> None:
    wrote = read(mentioned())
    assert isinstance(wrote, Wrote)
    assert wrote.at == Address("vk", f"wall{MARIA}_31")
    assert (wrote.id, wrote.when) == ("post", WHEN)
    assert wrote.spot.scene is Scene.MENTION
    assert wrote.spot.by_hand
    assert wrote.spot.link == f"https://vk.com/wall{MARIA}_31"
    in_comment = read(mentioned(post_type="reply", post_id=4, id=9, parents_stack=[8]))
    assert isinstance(in_comment, Wrote)
    assert in_comment.id == "9"
    assert in_comment.spot.link == f"https://vk.com/wall{MARIA}_4?reply=9&thread=8"


def test_names_in_brackets_are_read_as_vk_shows_them() -> None:
    assert plain_names("[id301|Мария], см. [club1|Минтруд]") == "Мария, см. Минтруд"
    assert plain_names("[id301:bp-1_2|Мария], да") == "Мария, да"
    assert plain_names("[1] и [2|3]") == "[1] и [2|3]"


def test_a_repost_says_what_it_repeats() -> None:
    repeated = {"id": 1, "owner_id": -5, "from_id": -5, "text": "Закон принят"}
    wrote = read(mentioned(text="Минтруд, это правда?", copy_history=[repeated]))
    assert isinstance(wrote, Wrote)
    assert (
        wrote.content.text == "Минтруд, это правда?\nЗапись: Закон принят https://vk.com/wall-5_1"
    )


def test_an_excerpt_is_one_line_of_bearable_length() -> None:
    assert excerpt_of(post(text="Один\n\nдва")) == "Один два"
    assert len(excerpt_of(post(text="ы" * 1000))) == 200


@pytest.mark.parametrize(
    "broken",
    [
        commented(id=None),
        commented(from_id=None),
        commented(from_id=0),
        commented(from_id="301"),
        commented(date=None),
        commented(date=10**30),
        commented(post_id=None),
        commented("board_post", topic_id=None),
        posted(date=-1),
        mentioned(owner_id=0),
        {"type": "wall_reply_new", "object": []},
    ],
)
def test_what_breaks_vks_rules_is_unreadable(broken: Any) -> None:
    with pytest.raises(Unreadable):
        read(broken)


@given(
    st.sampled_from([*COMMENT_EVENTS, POST_EVENT, MENTION]),
    st.dictionaries(
        st.sampled_from([*comment(), "attachments", "copy_history", "post_type"]), JSON
    ),
)
def test_whatever_a_comment_is_made_of_it_is_read_or_unreadable(kind: str, body: Any) -> None:
    with suppress(Unreadable):
        assert read(event(kind, comment() | body)) is not None


def test_a_far_future_date_is_as_it_is() -> None:
    later = int((WHEN + timedelta(days=400)).timestamp())
    wrote = read(commented(date=later))
    assert isinstance(wrote, Wrote)
    assert wrote.when > WHEN
