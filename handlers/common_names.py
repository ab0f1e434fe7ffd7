"""Who writes in the name of a group or a channel: our staff only where the name or place is ours.

A platform calls the administrator of any group anonymous. In a stranger's group that is a stranger,
who is asked and answered like anybody else there.
"""

from dataclasses import replace

from appeals.model import Scene
from handlers.conversation import Wrote
from handlers.office import Office


async def unmasked(message: Wrote, office: Office) -> Wrote:
    """The same; anonymous only if staff may be behind it."""
    if not message.who.anonymous or await _is_ours(message, office):
        return message
    return replace(message, who=replace(message.who, anonymous=False))


async def _is_ours(message: Wrote, office: Office) -> bool:
    """By the name, by the place, or by the authority's posts that stand there."""
    rules = office.desk.public
    ours = rules.groups | rules.channels
    if {message.who.id, message.at.chat} & ours:
        return True
    post = await office.posts.at(message.at, message.root)
    if post is not None and post.source:
        return post.source in ours
    for channel in sorted(ours):
        latest = await office.posts.latest(channel, 1)
        if latest and latest[0].at == message.at:
            return True
    # Below a post that nobody has seen: it counts as one of the authority's.
    return message.spot.scene is Scene.COMMENT and bool(ours)
