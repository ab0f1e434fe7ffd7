"""All methods of the VK API the sandbox offers: importing this module registers them."""

from sandbox.vk import (
    methods_elsewhere,
    methods_groups,
    methods_newsfeed,
    methods_reading,
    methods_sending,
    methods_uploads,
    methods_walls,
    wall,
)
from sandbox.vk.registry import METHODS, Method

THEMES = (
    methods_elsewhere,
    methods_groups,
    methods_newsfeed,
    methods_reading,
    methods_sending,
    methods_uploads,
    methods_walls,
    wall,
)

__all__ = ["METHODS", "THEMES", "Method"]
