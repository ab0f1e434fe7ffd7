"""Which kind something said in public would be."""

from dataclasses import replace

import pytest

from appeals.model import Address, Post, Scene, Spot
from appeals.words import Content
from handlers.conversation import Wrote
from handlers.office import PublicRules
from handlers.public_kind import Standing, standing
from tests.handlers.front_desk import OLGA, START
from tests.handlers.square import (
    BELOW,
    COMMENTS,
    FOREIGN,
    GROUP,
    HELD_HERE,
    IN_GROUP,
    NAMED,
    PHOTO,
    POST,
    RULES,
    WALL,
)

COMMENT = replace(IN_GROUP, scene=Scene.COMMENT)
MENTION = replace(IN_GROUP, scene=Scene.MENTION)
NAMED_IN_GROUP = replace(NAMED, scene=Scene.GROUP)
ANOTHERS = replace(POST, source="-1999")


def wrote(at: Address, spot: Spot, root: str = "") -> Wrote:
    return Wrote(at, OLGA, START, "11", Content("Когда приём?"), False, spot=spot, root=root)


Case = tuple[Address, Spot, str, Post | None, bool, PublicRules, Standing | None]

CASES: list[Case] = [
    (GROUP, IN_GROUP, "", None, False, RULES, Standing("consultation", IN_GROUP)),
    (GROUP, NAMED, "", None, True, RULES, Standing("consultation", NAMED_IN_GROUP)),
    (COMMENTS, IN_GROUP, "500", POST, False, RULES, Standing("comment", COMMENT)),
    (COMMENTS, IN_GROUP, "500", POST, True, RULES, Standing("comment", COMMENT)),
    (COMMENTS, IN_GROUP, "500", POST, False, HELD_HERE, Standing("consultation", COMMENT)),
    (COMMENTS, IN_GROUP, "500", ANOTHERS, False, RULES, None),
    (COMMENTS, IN_GROUP, "500", ANOTHERS, True, RULES, Standing("mention", MENTION)),
    (COMMENTS, COMMENT, "501", None, False, RULES, Standing("comment", COMMENT)),
    (COMMENTS, COMMENT, "501", None, False, PublicRules(), None),
    (COMMENTS, IN_GROUP, "", None, False, RULES, None),
    (FOREIGN, IN_GROUP, "", None, False, RULES, None),
    (FOREIGN, IN_GROUP, "", None, True, RULES, Standing("mention", MENTION)),
    (FOREIGN, NAMED, "", None, False, RULES, Standing("mention", NAMED)),
    (WALL, BELOW, "", None, False, PublicRules(), Standing("comment", BELOW)),
    (PHOTO, BELOW, "", None, False, RULES, Standing("comment", BELOW)),
    (Address("vk", "wall-5_6"), NAMED, "", None, False, RULES, Standing("mention", NAMED)),
]


@pytest.mark.parametrize("case", CASES)
def test_the_place_tells_the_kind(case: Case) -> None:
    at, spot, root, post, named, rules, expected = case
    assert standing(wrote(at, spot, root), post, "", named, rules) == expected


def test_the_talk_of_a_consultation_channels_group_is_a_consultation() -> None:
    here = standing(wrote(COMMENTS, IN_GROUP), None, POST.source, False, HELD_HERE)
    assert here
    assert (here.kind, here.spot.scene) == ("consultation", Scene.GROUP)


def test_the_link_and_the_way_to_answer_stay() -> None:
    spot = Spot(Scene.COMMENT, "https://vk.com/photo-77_9", by_hand=True)
    here = standing(wrote(PHOTO, spot), None, "", False, RULES)
    assert here
    assert here.spot == spot
