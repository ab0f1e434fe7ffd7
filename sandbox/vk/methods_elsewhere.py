"""Methods beyond messages: this sandbox has an empty wall and an empty newsfeed."""

from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError
from sandbox.vk.registry import offer
from sandbox.vk.world import VkWorld


def _empty(_vk: VkWorld, _params: Params) -> object:
    return {"count": 0, "items": []}


def _not_played(_vk: VkWorld, _params: Params) -> object:
    raise RefusalError(33)


offer("wall.get", kinds="user service", optional="owner_id domain offset count filter extended")(
    _empty
)
offer("wall.getComments", kinds="user service", optional="owner_id post_id offset count sort")(
    _empty
)
offer("newsfeed.getMentions", kinds="user", optional="owner_id start_time end_time offset count")(
    _empty
)
offer("newsfeed.search", kinds="user service", optional="q count start_time end_time start_from")(
    _empty
)
offer("wall.createComment", kinds="group user", required="post_id")(_not_played)
offer("polls.create", kinds="user")(_not_played)
offer("execute", kinds="group user", optional="code")(_not_played)
