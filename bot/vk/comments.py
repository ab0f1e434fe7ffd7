"""Comments below what the community shows, posts on its wall, and mentions found elsewhere.

A place is one discussion, which began with what stands at its top: so nothing has a `root` here. A
thread is told by what each comment answers, and by its link.
"""

import re
from collections.abc import Callable

from appeals.model import Address, MessageRef, Post, Scene, Spot
from appeals.words import Content
from bot.received import Unreadable
from bot.vk.contents import content_of
from bot.vk.described import described
from bot.vk.fields import Json, moment_of, number_of, person_of, received, received_at
from bot.vk.places import (
    COMMENT_EVENTS,
    DELETE,
    EDIT,
    LARGEST_ID,
    MENTION,
    NEW,
    POST_EVENT,
    Standing,
    is_id,
    standing,
)
from bot.vk.raw import CHANNEL, body_of
from handlers.conversation import (
    AnsweredElsewhere,
    Deleted,
    Edited,
    EditedElsewhere,
    Incoming,
    Nothing,
    Person,
    Posted,
    Wrote,
)

EXCERPT = 200
SUGGESTED = "suggest"
PUBLISHED = frozenset({"post", "copy", "", None})
_NAMED = re.compile(r"\[(?:id|club|public|event)\d+(?::[^|\]]*)?\|([^\]]+)\]")


def plain_names(text: str) -> str:
    """`[club1|Минтруд]` as VK shows it: the words alone."""
    return _NAMED.sub(r"\1", text)


def excerpt_of(post: Json) -> str:
    """The beginning of a post, on one line."""
    line = " ".join(_content(post).text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def _comment(event: Json) -> Incoming:
    found, body = _standing(event), body_of(event)
    deed = found.deed
    if deed == DELETE:
        return Deleted(_ref(found), received_at(event))
    if deed not in (NEW, EDIT):
        return Deleted(_ref(found), received_at(event), restored=True)
    author = _author(body)
    if author == -number_of(event, "group_id"):
        return _own(event, found, body)
    if deed == EDIT:
        return Edited(
            at=_at(found),
            who=person_of(event, author),
            when=received_at(event),
            id=found.id,
            content=_content(body),
            private=False,
        )
    answered = body.get("reply_to_comment")
    return Wrote(
        at=_at(found),
        who=person_of(event, author),
        when=moment_of(body.get("date"), "date"),
        id=found.id,
        content=_content(body),
        private=False,
        reply_to=str(answered) if is_id(answered) else "",
        spot=Spot(Scene.COMMENT, found.link, by_hand=found.family != "wall"),
        about=_about(event),
    )


def _own(event: Json, found: Standing, body: Json) -> Incoming:
    """In the community's name, by hand or by this program: VK does not say which."""
    who = _community(event)
    if found.deed == EDIT:
        return EditedElsewhere(_at(found), who, received_at(event), found.id, _content(body))
    answered = body.get("reply_to_comment")
    return AnsweredElsewhere(
        at=_at(found),
        who=who,
        when=moment_of(body.get("date"), "date"),
        id=found.id,
        content=_content(body),
        reply_to=str(answered) if is_id(answered) else "",
    )


def _post(event: Json) -> Incoming:
    """The authority's own begins a discussion; a stranger's on its wall is a question."""
    found, body = _standing(event), body_of(event)
    kind, author = body.get("post_type"), _author(body)
    if kind not in PUBLISHED and kind != SUGGESTED:
        return Nothing("a post that is not published")
    when = moment_of(body.get("date"), "date")
    group = number_of(event, "group_id")
    if author != -group:
        spot = Spot(Scene.COMMENT, found.link, by_hand=kind == SUGGESTED)
        return _asked(event, found, spot)
    if kind == SUGGESTED:
        return Nothing("a post that is not published")
    return Posted(Post(_at(found), "", f"-{group}", found.link, excerpt_of(body), when))


def _mention(event: Json) -> Incoming:
    found = _standing(event)
    return _asked(event, found, Spot(Scene.MENTION, found.link, by_hand=True))


def _asked(event: Json, found: Standing, spot: Spot) -> Wrote:
    body = body_of(event)
    return Wrote(
        at=_at(found),
        who=person_of(event, _author(body)),
        when=moment_of(body.get("date"), "date"),
        id=found.id,
        content=_content(body),
        private=False,
        spot=spot,
    )


COMMENTS: dict[str, Callable[[Json], Incoming]] = {
    **dict.fromkeys(COMMENT_EVENTS, _comment),
    POST_EVENT: _post,
    MENTION: _mention,
}


def _standing(event: Json) -> Standing:
    found = standing(event)
    if found is None:
        raise Unreadable("no place")
    return found


def _content(body: Json) -> Content:
    """The words and files, and of a repost what it repeats."""
    content = content_of(body)
    text = plain_names(content.text)
    copied = body.get("copy_history")
    for one in copied[:1] if isinstance(copied, list) else ():
        if isinstance(one, dict):
            text = "\n".join(filter(None, (text, plain_names(described("wall", one)))))
    return content.with_text(text)


def _author(body: Json) -> int:
    author = number_of(body, "from_id", least=1 - LARGEST_ID)
    if not author:
        raise Unreadable("from_id: no number")
    return author


def _community(event: Json) -> Person:
    group = number_of(event, "group_id")
    name = person_of(event, -group).name
    return Person(f"{CHANNEL}:-{group}", name, anonymous=True)


def _about(event: Json) -> str:
    about = received(event).get("about")
    return about[:EXCERPT] if isinstance(about, str) else ""


def _at(found: Standing) -> Address:
    return Address(CHANNEL, found.place)


def _ref(found: Standing) -> MessageRef:
    return MessageRef(_at(found), found.id)
