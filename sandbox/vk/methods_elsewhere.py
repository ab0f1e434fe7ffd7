"""Methods that this sandbox knows of and does not play."""

from sandbox.vk.params import Params
from sandbox.vk.refusals import RefusalError
from sandbox.vk.registry import offer
from sandbox.vk.world import VkWorld


def _not_played(_vk: VkWorld, _params: Params) -> object:
    raise RefusalError(33)


offer("polls.create", kinds="user")(_not_played)
offer("execute", kinds="group user", optional="code")(_not_played)
