"""Who wrote a message that many read."""

from dataclasses import replace

import pytest

from handlers.conversation import Nothing, Person, Wrote
from tests.bot.telegram.samples import (
    CHANNEL,
    GROUP,
    OURS,
    Json,
    channel,
    comment,
    forum,
    group,
    in_group,
    in_topic,
    read,
    user,
)

IN_THE_GROUPS_NAME = user(
    id=1087968824, is_bot=True, first_name="Group", last_name=None, username="GroupAnonymousBot"
)
IN_A_CHANNELS_NAME = user(
    id=136817688, is_bot=True, first_name="Channel", last_name=None, username="Channel_Bot"
)


def unsigned(body: Json, sender: Json) -> Json:
    return body | {"from": IN_A_CHANNELS_NAME, "sender_chat": sender}


def author(body: Json, own: frozenset[str] = frozenset()) -> Person:
    incoming = read("message", body, replace(OURS, chats=own))
    assert isinstance(incoming, Wrote), incoming
    return incoming.who


def test_an_anonymous_administrator_of_a_group_is_unsigned_staff() -> None:
    body = in_group(sender_chat=group(), **{"from": IN_THE_GROUPS_NAME})
    assert author(body) == Person(str(GROUP), "Вопросы трудоустройства", anonymous=True)


def test_who_writes_as_the_channel_below_its_post_is_unsigned_staff() -> None:
    assert author(unsigned(comment(), channel())) == Person(str(CHANNEL), "Новости", anonymous=True)


def test_who_writes_as_a_known_channel_anywhere_is_unsigned_staff() -> None:
    body = unsigned(comment(reply_to_message=None), channel())
    assert author(body, frozenset({str(CHANNEL)})).anonymous


def test_who_writes_as_a_channel_of_their_own_is_a_client_with_its_name() -> None:
    blog = channel(id=-1005, title="Блог\u202e Ольги", username="olga_blog")
    assert author(unsigned(comment(), blog)) == Person("-1005", "Блог Ольги", "olga_blog")
    assert author(unsigned(in_group(), channel())) == Person(str(CHANNEL), "Новости", "nso_news")


def test_the_discussions_own_members_write_under_their_own_names() -> None:
    assert author(comment()) == Person("101", "Ольга Смирнова", "olga_hr")


@pytest.mark.parametrize("own", [frozenset(), frozenset({"-1005"})])
def test_among_the_moderators_a_strange_channel_is_not_heard(own: frozenset[str]) -> None:
    body = unsigned(in_topic(), channel())
    assert isinstance(read("message", body, replace(OURS, chats=own)), Nothing)


def test_among_the_moderators_an_anonymous_administrator_is_heard_as_before() -> None:
    assert author(in_topic(sender_chat=forum(), **{"from": IN_THE_GROUPS_NAME})).anonymous
