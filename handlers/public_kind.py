"""Of which kind something said in public would be: a consultation, a comment, a mention, nothing.

A consultation group may be a group, or a channel with the comments below its posts. A comment
stands below the authority's own post. Anywhere else only words that name the authority concern it.
"""

from dataclasses import dataclass, replace

from appeals.model import Post, Scene, Spot
from handlers.conversation import Wrote
from handlers.office import PublicRules

CONSULTATION = "consultation"
COMMENT = "comment"
MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Standing:
    """Of which kind an appeal asked here is, and who reads along."""

    kind: str
    spot: Spot


def standing(
    message: Wrote, post: Post | None, source: str, named: bool, rules: PublicRules
) -> Standing | None:
    """What the words would be, if they ask something; None for what concerns nobody here.

    `post` is the one below which they stand, as far as it is known; `source` the channel in whose
    group this is, empty when unknown. `named`: the words call the authority by a name of its own.
    """
    spot = message.spot
    source = post.source if post else source
    scene = Scene.COMMENT if post or spot.scene is Scene.COMMENT else Scene.GROUP
    if {message.at.chat, source} & rules.groups:
        return Standing(CONSULTATION, replace(spot, scene=scene))
    if scene is Scene.COMMENT and _is_watched(message, source, rules):
        return Standing(COMMENT, replace(spot, scene=scene))
    if spot.scene is Scene.MENTION or named:
        return Standing(MENTION, replace(spot, scene=Scene.MENTION))
    return None


def _is_watched(message: Wrote, source: str, rules: PublicRules) -> bool:
    """A conversation that is one post's alone is told by its platform to be the authority's own.

    A comment below a post that nobody has seen counts as one below the authority's.
    """
    if not message.root:
        return True
    return source in rules.channels or (not source and bool(rules.channels))
