"""A channel's post as its discussion group shows it."""

from datetime import UTC, datetime

import pytest

from appeals.model import Address, Post
from bot.telegram.parsing import Unreadable
from handlers.conversation import Nothing, Posted
from tests.bot.telegram.samples import (
    CHANNEL,
    DISCUSSION,
    MOMENT,
    channel,
    forward,
    read,
)

POST = Post(
    at=Address("telegram", str(DISCUSSION)),
    root="40",
    source=str(CHANNEL),
    link="https://t.me/nso_news/31",
    excerpt="С 1 декабря меняется порядок приёма.",
    published_at=datetime.fromtimestamp(MOMENT - 3, UTC),
)


def test_the_automatic_forward_is_a_post_of_the_channel() -> None:
    assert read("message", forward()) == Posted(POST)


def test_an_edited_post_is_told_again() -> None:
    edited = read("edited_message", forward(text="Уточнили порядок.", edit_date=MOMENT + 60))
    assert isinstance(edited, Posted)
    assert (edited.post.root, edited.post.excerpt) == ("40", "Уточнили порядок.")


def test_a_private_channels_post_is_linked_by_number() -> None:
    origin = forward()["forward_origin"] | {"chat": channel(username=None)}
    posted = read("message", forward(forward_origin=origin))
    assert isinstance(posted, Posted)
    assert posted.post.link == "https://t.me/c/1800000001/31"


def test_a_forward_that_hides_its_origin_is_dated_and_linked_in_the_group() -> None:
    posted = read("message", forward(forward_origin=None, sender_chat=None))
    assert isinstance(posted, Posted)
    assert (posted.post.link, posted.post.source) == ("https://t.me/c/1900000001/40", "")
    assert posted.post.published_at == datetime.fromtimestamp(MOMENT, UTC)


def test_a_picture_without_words_and_a_long_text_are_told_in_a_line() -> None:
    photo = [{"file_id": "F", "file_unique_id": "U", "width": 4, "height": 4}]
    bare = read("message", forward(text=None, photo=photo))
    assert isinstance(bare, Posted)
    assert bare.post.excerpt
    long = read("message", forward(text="Слово\n" * 500))
    assert isinstance(long, Posted)
    assert len(long.post.excerpt) == 200
    assert "\n" not in long.post.excerpt


def test_what_the_channel_only_reports_is_no_post() -> None:
    assert isinstance(read("message", forward(text=None, pinned_message=forward())), Nothing)


def test_an_impossible_date_of_the_post_is_unreadable() -> None:
    origin = forward()["forward_origin"] | {"date": 0}
    with pytest.raises(Unreadable):
        read("message", forward(forward_origin=origin))
