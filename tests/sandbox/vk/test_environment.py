"""The bot under the sandbox is pointed at its VK."""

import json
from pathlib import Path

from sandbox.environment import DEPARTMENT, bot_environment
from sandbox.vk.environment import CATEGORIES
from sandbox.vk.world import seeded
from sandbox.world import World, seed

URL = "http://127.0.0.1:8080"


def test_the_bot_serves_the_sandboxs_community() -> None:
    world = seed(World())
    vk = seeded(world)
    stolen = {"OTKLIK_VK__TOKEN": "real", "OTKLIK_VK__USER_TOKEN": "real"}
    result = bot_environment(world, url=URL, data=Path("/data"), inherited=stolen, vk=vk)
    assert result["OTKLIK_VK__TOKEN"] == vk.community.group_token
    assert result["OTKLIK_VK__GROUP_ID"] == str(vk.community.id)
    assert result["OTKLIK_VK__API_URL"] == f"{URL}/vk"
    assert result["OTKLIK_VK__SERVICE_TOKEN"] == vk.community.service_token
    assert result["OTKLIK_VK__USER_TOKEN"] == vk.community.user_token


def test_problems_have_categories_enough_for_two_pages() -> None:
    world = seed(World())
    result = bot_environment(world, url=URL, data=Path("/d"), inherited={}, vk=seeded(world))
    categories = json.loads(result["OTKLIK_VK__PROBLEM_CATEGORIES"])
    assert {one["code"]: one["name"] for one in categories} == CATEGORIES
    assert len(categories) > 6
    assert {one["department"] for one in categories} == {DEPARTMENT}
