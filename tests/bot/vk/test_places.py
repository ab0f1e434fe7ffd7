"""Which comment, post or mention an event is about, and where it is found by people."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vk.places import COMMENT_EVENTS, MENTION, POST_EVENT, Standing, standing
from bot.vk.raw import conversation_of, event_id_of
from tests.bot.vk.samples import GROUP, MARIA, Json, event
from tests.bot.vk.test_raw import JSON
from tests.bot.vk.wall_samples import comment, commented, mentioned, posted

ID = f"-{GROUP}_5"
SITE = "https://vk.com"


@pytest.mark.parametrize(
    ("family", "fields", "place", "link"),
    [
        ("wall_reply", {"post_id": 5}, f"wall{ID}", f"{SITE}/wall{ID}?reply=7"),
        ("wall_reply", {"post_id": 5, "owner_id": None}, f"wall{ID}", f"{SITE}/wall{ID}?reply=7"),
        (
            "photo_comment",
            {"photo_id": 5, "photo_owner_id": -GROUP},
            f"photo{ID}",
            f"{SITE}/photo{ID}?reply=7",
        ),
        (
            "photo_comment",
            {"photo_id": 5, "owner_id": GROUP},
            f"photo{ID}",
            f"{SITE}/photo{ID}?reply=7",
        ),
        (
            "video_comment",
            {"video_id": 5, "video_owner_id": -GROUP},
            f"video{ID}",
            f"{SITE}/video{ID}?reply=7",
        ),
        (
            "market_comment",
            {"item_id": 5, "market_owner_id": -GROUP},
            f"market{ID}",
            f"{SITE}/market-{GROUP}?w=product{ID}",
        ),
        (
            "board_post",
            {"topic_id": 5, "topic_owner_id": -GROUP},
            f"topic{ID}",
            f"{SITE}/topic{ID}?post=7",
        ),
    ],
)
def test_every_kind_of_comment_has_a_place_and_a_link(
    family: str, fields: Json, place: str, link: str
) -> None:
    found = standing(commented(family, "new", **({"post_id": None} | fields)))
    assert found is not None
    assert (found.place, found.id, found.link) == (place, "7", link)


def test_a_reply_belongs_to_the_thread_that_the_top_comment_began() -> None:
    found = standing(commented(parents_stack=[3], reply_to_comment=6))
    assert found is not None
    assert (found.root, found.link) == ("3", f"{SITE}/wall-{GROUP}_31?reply=7&thread=3")
    without = standing(commented(reply_to_comment=6))
    assert without is not None
    assert without.root == "6"


def test_the_same_comment_is_the_same_event_whichever_way_it_came() -> None:
    by_long_poll = commented()
    by_reading_the_wall = commented() | {"event_id": ""}
    assert event_id_of(by_long_poll) == event_id_of(by_reading_the_wall)
    assert event_id_of(by_long_poll) == f"comment:wall-{GROUP}_31:7"
    assert conversation_of(by_long_poll) == f"vk:wall-{GROUP}_31"


def test_comments_with_one_number_in_two_places_are_two() -> None:
    assert event_id_of(commented()) != event_id_of(commented(post_id=32))
    on_photo = commented("photo_comment", photo_id=31)
    assert event_id_of(commented()) != event_id_of(on_photo)


def test_what_is_done_to_a_comment_is_told_apart_from_it_and_from_what_was_done_before() -> None:
    deeds = ["new", "edit", "delete", "restore"]
    ids = {event_id_of(commented(deed=deed)) for deed in deeds}
    assert len(ids) == len(deeds)
    again = commented(deed="edit") | {"event_id": "e2"}
    assert event_id_of(again) not in ids


def test_a_mention_is_known_by_where_it_stands() -> None:
    assert event_id_of(mentioned()) == f"mention:wall{MARIA}_31:post"
    in_comment = mentioned(post_type="reply", post_id=4, id=9)
    assert event_id_of(in_comment) == f"mention:wall{MARIA}_4:9"
    assert conversation_of(in_comment) == f"vk:wall{MARIA}_4"


def test_a_suggested_post_is_another_event_than_the_published_one() -> None:
    assert event_id_of(posted()) != event_id_of(posted(post_type="suggest"))


@given(
    st.sampled_from([*COMMENT_EVENTS, POST_EVENT, MENTION]),
    st.dictionaries(
        st.sampled_from([*comment(), "topic_id", "photo_id", "parents_stack", "post_type"]), JSON
    )
    | JSON,
)
def test_whatever_stands_there_raises_nothing(kind: str, body: Any) -> None:
    value = event(kind, body)
    found = standing(value)
    assert found is None or isinstance(found, Standing)
    assert event_id_of(value)
    assert conversation_of(value).startswith("vk:")
