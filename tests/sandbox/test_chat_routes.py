"""The control API of single chats."""

import httpx
import pytest

from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION
from sandbox.world import MODERATOR_CHAT, World


async def test_the_bots_rights_and_reactions_are_changed_chat_by_chat(
    control: httpx.AsyncClient, world: World
) -> None:
    wanted = {"bot": {"can_delete_messages": False}, "reactions": False}
    answer = (await control.put(f"/chats/{CONSULTATION}", json=wanted)).json()
    assert answer["bot"] == {
        "status": "administrator",
        "can_manage_topics": True,
        "can_delete_messages": False,
        "can_post_messages": True,
    }
    assert (await control.get(f"/chats/{CONSULTATION}")).json() == answer
    assert not world.chats[CONSULTATION].reactions
    assert world.chats[MODERATOR_CHAT].bot.can_delete_messages


@pytest.mark.parametrize(
    "wanted",
    [{"x": 1}, {"bot": 1}, {"bot": {"status": "king"}}, {"bot": {"x": True}}, {"reactions": "no"}],
)
async def test_what_a_chat_does_not_have_is_not_changed(
    control: httpx.AsyncClient, wanted: object
) -> None:
    before = (await control.get(f"/chats/{CONSULTATION}")).json()
    assert (await control.put(f"/chats/{CONSULTATION}", json=wanted)).status_code == 409
    assert (await control.get(f"/chats/{CONSULTATION}")).json() == before
    assert (await control.put("/chats/-5", json={})).status_code == 409


async def test_a_post_and_a_comment_are_written_and_shown(control: httpx.AsyncClient) -> None:
    sent = await control.post("/people/203/messages", json={"chat": CHANNEL, "text": "Новость"})
    post = sent.json()["messages"][0]
    assert (post["as"]["id"], post["from"]["id"]) == (CHANNEL, 203)
    (forward,) = (await control.get(f"/chats/{DISCUSSION}/messages")).json()["messages"]
    assert forward["forward"] == {"chat": CHANNEL, "message": post["id"], "date": post["date"]}
    assert (forward["from"]["name"], forward["as"]["id"]) == ("Telegram", CHANNEL)
    written = {"chat": DISCUSSION, "text": "Вопрос", "reply_to": forward["id"]}
    comment = (await control.post("/people/101/messages", json=written)).json()["messages"][0]
    assert (comment["branch"], comment["as"]) == (forward["id"], None)
    answer = {"chat": DISCUSSION, "text": "Ответ", "sender_chat": CHANNEL}
    answered = (await control.post("/people/203/messages", json=answer)).json()["messages"][0]
    assert answered["as"]["name"] == "Занятость в Новосибирской области"


async def test_the_world_tells_its_public_places(control: httpx.AsyncClient) -> None:
    seen = (await control.get("/world")).json()
    assert seen["moderator_chat"] == MODERATOR_CHAT
    chats = {one["id"]: one for one in seen["chats"]}
    assert chats[CHANNEL]["linked"] == DISCUSSION
    assert chats[CONSULTATION]["is_open"]
    assert chats[CONSULTATION]["admins"] == [203, 201, 202]
    assert not chats[MODERATOR_CHAT]["is_open"]
