"""The community about itself: name, long poll settings, rights; and its users."""

from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, OTHER, Caller


async def test_the_community_tells_its_name(call: Caller, vk: VkWorld, group: int) -> None:
    vk.community.name = "Служба занятости"
    for params in ({}, {"group_id": group}, {"group_ids": f"club{group},x"}):
        (one,) = (await call("groups.getById", **params))["groups"]
        assert (one["id"], one["name"]) == (group, "Служба занятости")
    await call.refused(100, "groups.getById", group_id=1)


async def test_the_long_poll_is_only_the_tokens_own(call: Caller, vk: VkWorld, group: int) -> None:
    server = await call("groups.getLongPollServer", group_id=group)
    assert server["server"].startswith(vk.base)
    assert await call("groups.getLongPollServer", group_id=group) != server
    await call.refused(203, "groups.getLongPollServer", group_id=1)
    await call.refused(100, "groups.getLongPollServer")


async def test_a_long_poll_that_is_switched_off_is_not_given(call: Caller, group: int) -> None:
    await call("groups.setLongPollSettings", group_id=group, enabled=0)
    words = await call.refused(100, "groups.getLongPollServer", group_id=group)
    assert words.endswith("longpoll for this group is not enabled")
    await call("groups.setLongPollSettings", group_id=group, enabled=1)
    await call("groups.getLongPollServer", group_id=group)


async def test_events_are_switched_one_by_one(call: Caller, group: int) -> None:
    await call(
        "groups.setLongPollSettings", group_id=group, message_new=0, wall_post_new=1, enabled=1
    )
    settings = await call("groups.getLongPollSettings", group_id=group)
    events = settings["events"]
    assert (settings["is_enabled"], events["message_new"], events["wall_post_new"]) == (True, 0, 1)
    assert (events["message_event"], events["like_add"]) == (1, 0)


async def test_switching_needs_the_right_to_manage(call: Caller, vk: VkWorld, group: int) -> None:
    vk.community.permissions = ["messages"]
    await call.refused(15, "groups.setLongPollSettings", group_id=group, enabled=1)


async def test_the_token_tells_its_rights(call: Caller, vk: VkWorld) -> None:
    vk.community.permissions = ["messages", "manage"]
    answer = await call("groups.getTokenPermissions")
    assert answer["mask"] == 4096 + 262144
    assert [one["name"] for one in answer["permissions"]] == ["messages", "manage"]


async def test_users_are_found_by_id_or_name(call: Caller, vk: VkWorld) -> None:
    vk.add_user(User(9, "Удалённый", "", deactivated="deleted"))
    found = await call(
        "users.get", user_ids=f"{CLIENT},orlov_a,id9,nobody,999", fields="sex,domain"
    )
    assert [one["id"] for one in found] == [CLIENT, OTHER, 9]
    assert (found[0]["first_name"], found[0]["sex"], found[0]["domain"]) == ("Мария", 1, "maria_k")
    assert found[2]["deactivated"] == "deleted"
    assert await call("users.get") == []
    await call.refused(100, "users.get", user_ids=",".join("1" * 1001))


async def test_the_callback_api_has_its_code(call: Caller, group: int) -> None:
    answer = await call("groups.getCallbackConfirmationCode", group_id=group)
    assert len(answer["code"]) == 8
