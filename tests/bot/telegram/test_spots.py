"""In front of whom a message stands, told from samples as Telegram sends them."""

from typing import Any

import pytest

from appeals.model import IN_PRIVATE, Address, Scene, Spot
from bot.telegram.ours import Ours
from handlers.conversation import Wrote
from tests.bot.telegram.samples import (
    BOT,
    DISCUSSION,
    GROUP,
    Json,
    comment,
    discussion,
    forward,
    group,
    in_group,
    in_topic,
    message,
    read,
    user,
)

THERE = Address("telegram", str(GROUP))


def wrote(body: Json, ours: Ours | None = None) -> Wrote:
    incoming = read("message", body, ours) if ours else read("message", body)
    assert isinstance(incoming, Wrote), incoming
    return incoming


def named(text: str, name: str, kind: str = "mention", **more: object) -> Json:
    """A message in which `name` is an entity."""
    entity = {"type": kind, "offset": text.index(name), "length": len(name)} | more
    return in_group(text=text, entities=[entity])


def test_in_a_group_without_topics_everybody_reads_along() -> None:
    incoming = wrote(in_group())
    assert (incoming.at, incoming.private) == (THERE, False)
    assert incoming.spot == Spot(Scene.GROUP, "https://t.me/c/1700000001/5")
    assert (incoming.root, incoming.about, incoming.reply_to) == ("", "", "")


def test_a_group_with_a_public_name_is_linked_by_it() -> None:
    incoming = wrote(in_group(chat=group(username="nso_work")))
    assert incoming.spot.link == "https://t.me/nso_work/5"


def test_an_ordinary_supergroup_numbers_its_replies_by_threads_too() -> None:
    """The thread is that of the first message answered; there is no topic."""
    first = in_group(message_id=3, text="Кто знает про квоту?")
    incoming = wrote(in_group(message_thread_id=3, reply_to_message=first))
    assert (incoming.at, incoming.reply_to, incoming.root) == (THERE, "3", "3")
    assert incoming.spot == Spot(Scene.GROUP, "https://t.me/c/1700000001/5?thread=3")
    assert incoming.about == "Кто знает про квоту?"


def test_a_comment_on_a_post_is_linked_below_it() -> None:
    incoming = wrote(comment())
    assert incoming.at == Address("telegram", str(DISCUSSION))
    assert incoming.spot == Spot(Scene.COMMENT, "https://t.me/nso_news/31?comment=41")
    assert (incoming.root, incoming.reply_to) == ("40", "40")
    assert incoming.about == "С 1 декабря меняется порядок приёма."


def test_an_answer_to_a_comment_shows_only_the_root() -> None:
    below = comment(reply_to_message=None)
    incoming = wrote(comment(message_id=42, reply_to_message=below))
    assert incoming.spot == Spot(Scene.GROUP, "https://t.me/c/1900000001/42?thread=40")
    assert (incoming.root, incoming.reply_to, incoming.about) == ("40", "41", "Привет")


def test_a_comment_on_a_post_of_unknown_origin_is_linked_to_the_group() -> None:
    post = forward(forward_origin={"type": "hidden_user", "sender_user_name": "?", "date": 1})
    incoming = wrote(comment(reply_to_message=post))
    assert incoming.spot == Spot(Scene.COMMENT, "https://t.me/c/1900000001/40?comment=41")


@pytest.mark.parametrize(
    "body",
    [
        named("@otklik_sandbox_bot, где приём?", "@otklik_sandbox_bot"),
        named("👍👍 @Otklik_Sandbox_Bot", "@Otklik_Sandbox_Bot") | {"entities": None},
        named("Отклик, где приём?", "Отклик", "text_mention", user=user(id=BOT, is_bot=True)),
    ],
)
def test_who_names_the_bot_mentions_the_authority(body: Json) -> None:
    if body["entities"] is None:
        body["entities"] = [{"type": "mention", "offset": 5, "length": 19}]
    assert wrote(body).spot.scene is Scene.MENTION


def test_a_picture_whose_caption_names_the_bot_mentions_the_authority() -> None:
    photo = [{"file_id": "F", "file_unique_id": "U", "width": 4, "height": 4}]
    entity = {"type": "mention", "offset": 0, "length": 19}
    caption = "@otklik_sandbox_bot что это?"
    body = in_group(text=None, photo=photo, caption=caption, caption_entities=[entity])
    assert wrote(body).spot.scene is Scene.MENTION


@pytest.mark.parametrize(
    "body",
    [
        named("@other_bot, где приём?", "@other_bot"),
        named("@otklik_sandbox_bot", "@otklik_sandbox_bot", "bold"),
        named("@otklik_sandbox_botanika", "@otklik_sandbox_botanika"),
        named("Ольга, где приём?", "Ольга", "text_mention", user=user()),
        in_group(entities=[{"type": "mention", "offset": 4000, "length": 90}]),
        in_group(entities=[{"type": "mention", "offset": -4, "length": 90}]),
    ],
)
def test_other_names_mention_nobody(body: Json) -> None:
    assert wrote(body).spot.scene is Scene.GROUP


def test_before_the_bots_name_is_known_any_bots_name_counts() -> None:
    body = named("@otklik_sandbox_bot, где приём?", "@otklik_sandbox_bot")
    assert wrote(body, Ours(BOT)).spot.scene is Scene.MENTION
    assert wrote(named("@olga_hr, где?", "@olga_hr"), Ours(BOT)).spot.scene is Scene.GROUP


@pytest.mark.parametrize("body", [message(), in_topic(), in_topic(is_topic_message=None)])
def test_nobody_reads_along_in_private_and_among_the_moderators(body: Json) -> None:
    assert wrote(body).spot == IN_PRIVATE


def test_in_a_topic_of_a_public_forum_the_topic_is_the_place() -> None:
    place: dict[str, Any] = {"chat": group(is_forum=True), "is_topic_message": True}
    created = {"name": "Квота", "icon_color": 7322096}
    root = in_group(text=None, message_id=7, forum_topic_created=created)
    incoming = wrote(in_group(message_thread_id=7, reply_to_message=root, **place))
    assert incoming.at == Address("telegram", str(GROUP), "7")
    assert (incoming.root, incoming.about, incoming.reply_to) == ("", "", "")
    assert incoming.spot.link == "https://t.me/c/1700000001/5?thread=7"


def test_in_the_general_topic_a_message_stands_in_the_chat() -> None:
    assert wrote(in_group(chat=group(is_forum=True))).at == THERE


def test_a_comment_in_an_upgraded_group_has_no_link_before_the_upgrade() -> None:
    basic = {"id": -44, "type": "group", "title": "Вопросы"}
    incoming = wrote(in_group(chat=basic))
    assert (incoming.at.chat, incoming.spot) == ("-44", Spot(Scene.GROUP, ""))


def test_the_chat_of_a_discussion_is_no_channel() -> None:
    assert wrote(in_group(chat=discussion())).spot.scene is Scene.GROUP
