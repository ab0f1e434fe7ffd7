"""Who writes where others read along: a consultation group, a channel's discussion, a VK wall."""

from datetime import timedelta

from appeals.model import Address, Post, Scene, Spot
from appeals.words import Content
from handlers.conversation import (
    AnsweredElsewhere,
    Edited,
    Person,
    Posted,
    Reply,
    Say,
)
from handlers.office import NeedsAnswer, PublicRules
from tests.handlers.front_desk import MODERATORS, OLGA, START, FrontDesk, rules

GROUP = Address("telegram", "-1005")
CHANNEL, COMMENTS = "-1007", Address("telegram", "-1008")
FOREIGN = Address("telegram", "-1009")
WALL = Address("vk", "wall-77_5")
PHOTO = Address("vk", "photo-77_9")
COMMUNITY = Person("vk:-77", "Минтруд НСО", anonymous=True)
LINK = "https://t.me/c/1005/11"
POST = Post(COMMENTS, "500", CHANNEL, "https://t.me/mintrud/4", "Приём граждан перенесён", START)
IN_GROUP = Spot(Scene.GROUP, LINK)
BELOW = Spot(Scene.COMMENT, "https://vk.com/wall-77_5?reply=11")
BY_HAND = Spot(Scene.COMMENT, "https://vk.com/photo-77_9?reply=11", by_hand=True)
NAMED = Spot(Scene.MENTION, "https://t.me/c/1009/11")

RULES = PublicRules(groups=frozenset({GROUP.chat}), channels=frozenset({CHANNEL}))
HELD_HERE = PublicRules(groups=frozenset({CHANNEL}))
WITHIN = {
    "consultation": timedelta(hours=24),
    "comment": timedelta(hours=2),
    "mention": timedelta(hours=4),
    "message": timedelta(hours=2),
    "problem": timedelta(hours=2),
}


def square(desk: FrontDesk, **changes: object) -> FrontDesk:
    """The same front desk where the public may ask too."""
    desk.desk = rules(**({"public": RULES, "answer_within": WITHIN} | changes))
    return desk


def every_comment(**changes: object) -> PublicRules:
    """Rules by which each comment becomes an appeal."""
    return PublicRules(
        RULES.groups,
        RULES.channels,
        comments=NeedsAnswer.ALL,
        **changes,  # type: ignore[arg-type]  # names are checked by the class
    )


async def said(
    desk: FrontDesk,
    text: str,
    who: Person = OLGA,
    at: Address = GROUP,
    spot: Spot = IN_GROUP,
    **more: object,
) -> list[Reply]:
    """Somebody writes in public."""
    message = desk.message(at, who, text, private=False, spot=spot, **more)
    return await desk.handle(message)


async def commented(desk: FrontDesk, text: str, who: Person = OLGA, **more: object) -> list[Reply]:
    """Somebody comments below the channel's post."""
    rest = {"root": POST.root, "reply_to": POST.root} | more
    return await said(desk, text, who, COMMENTS, Spot(Scene.GROUP, LINK), **rest)


async def posted(desk: FrontDesk, post: Post = POST) -> list[Reply]:
    """The authority publishes a post."""
    return await desk.handle(Posted(post))


async def changed(
    desk: FrontDesk, text: str, number: str, who: Person = OLGA, at: Address = GROUP
) -> list[Reply]:
    """Somebody changes a message in public."""
    edit = Edited(at, who, desk.now, number, Content(text), private=False, spot=IN_GROUP)
    return await desk.handle(edit)


async def community_says(
    desk: FrontDesk, text: str, reply_to: str = "", number: str = "", who: Person = COMMUNITY
) -> list[Reply]:
    """The community comments below its post: an employee in VK's own interface, or the program."""
    desk.next_id += 1
    event = AnsweredElsewhere(
        WALL, who, desk.now, number or str(desk.next_id), Content(text), reply_to
    )
    return await desk.handle(event)


def in_public(replies: list[Reply]) -> list[Say]:
    """What all would read."""
    return [
        reply
        for reply in replies
        if isinstance(reply, Say)
        and isinstance(reply.to, Address)
        and reply.to.chat != MODERATORS.chat
        and not reply.to.chat.isdecimal()
    ]
