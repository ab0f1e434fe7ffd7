"""Walls: what people do on them, and what the community's program learns of it."""

import httpx
import pytest

from sandbox.core import NotPossibleError
from sandbox.files import Upload
from sandbox.vk.wall_state import NEIGHBOUR
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, OTHER, STAFF, png


@pytest.fixture
def post(vk: VkWorld) -> int:
    return next(one.id for one in vk.posts.values() if one.owner == vk.own_wall)


def told(vk: VkWorld) -> list[str]:
    return [one["type"] for one in vk.events.kept]


def test_what_happens_on_the_communitys_wall_is_told(vk: VkWorld, post: int) -> None:
    wall = vk.own_wall
    one = vk.comments(CLIENT, post, "Когда выплатят?")
    vk.edits_comment(wall, post, one.id, "Когда выплатят деньги?")
    vk.deletes_comment(wall, post, one.id)
    vk.restores_comment(wall, post, one.id)
    vk.employee_comments(STAFF, post, "Завтра", reply_to=one.id)
    vk.publishes("Новость")
    assert told(vk) == [
        "wall_reply_new",
        "wall_reply_edit",
        "wall_reply_delete",
        "wall_reply_restore",
        "wall_reply_new",
        "wall_post_new",
    ]
    own = vk.events.kept[4]["object"]
    assert (own["from_id"], own["reply_to_comment"]) == (wall, one.id)
    assert "admin" not in own


def test_a_foreign_wall_is_no_matter_of_the_communitys_program(vk: VkWorld) -> None:
    news = vk.publishes("Агентство молчит", owner=-NEIGHBOUR)
    vk.comments(CLIENT, news.id, "И мне не ответили", owner=-NEIGHBOUR)
    assert told(vk) == []


def test_a_thread_is_as_deep_as_one_level(vk: VkWorld, post: int) -> None:
    top = vk.comments(CLIENT, post, "Когда?")
    first = vk.comments(OTHER, post, "Тоже жду", reply_to=top.id)
    second = vk.comments(CLIENT, post, "И я", reply_to=first.id)
    assert (first.root, second.root, second.reply_to) == (top.id, top.id, first.id)
    assert vk.events.kept[-1]["object"]["parents_stack"] == [top.id]


def test_a_short_name_becomes_a_link(vk: VkWorld) -> None:
    said = vk.publishes("Спросите @otklik_sandbox или a@mail.ru, @nobody_here", owner=CLIENT)
    own = vk.community.id
    linked = f"[club{own}|@otklik_sandbox]"
    assert said.text == f"Спросите {linked} или a@mail.ru, @nobody_here"


def test_what_vks_own_client_would_not_let_them_do(vk: VkWorld, post: int) -> None:
    vk.closes_comments(vk.own_wall, post)
    with pytest.raises(NotPossibleError, match="закрыты"):
        vk.comments(CLIENT, post, "Когда?")
    vk.closes_comments(vk.own_wall, post, closed=False)
    with pytest.raises(NotPossibleError, match="нет"):
        vk.comments(CLIENT, post, "Когда?", reply_to=999)
    with pytest.raises(NotPossibleError, match="пустой"):
        vk.comments(CLIENT, post, " ")
    with pytest.raises(NotPossibleError, match="руководит"):
        vk.employee_comments(CLIENT, post, "От имени сообщества")
    with pytest.raises(NotPossibleError, match="стены нет"):
        vk.publishes("Новость", owner=-5)


async def test_the_page_does_all_of_it(vk: VkWorld, control: httpx.AsyncClient, post: int) -> None:
    wall = vk.own_wall
    names = {one["owner"]: one["name"] for one in (await control.get("/walls")).json()}
    assert names[wall] == vk.community.name
    assert -NEIGHBOUR in names
    base = f"/walls/{wall}/posts/{post}"
    form = {"user": str(CLIENT), "text": "Когда?"}
    file = {"files": ("1.png", png(), "image/png")}
    asked = (await control.post(f"{base}/comments", data=form, files=file)).json()
    assert asked["attachments"][0]["name"] == "1.png"
    answer = {"admin": STAFF, "text": "Завтра", "reply_to": asked["id"]}
    answered = (await control.post(f"{base}/comments", json=answer)).json()
    assert (answered["root"], answered["from"]["own"]) == (asked["id"], True)
    edit = {"text": "Когда же?"}
    assert (await control.patch(f"{base}/comments/{asked['id']}", json=edit)).json()["edited"]
    assert (await control.delete(f"{base}/comments/{asked['id']}")).status_code == 200
    assert (await control.post(f"{base}/comments/{asked['id']}/restore")).json()["text"]
    assert (await control.post(f"{base}/close")).json()["closed"]
    assert (await control.post(f"{base}/paint")).status_code == 409
    on_friends = {"text": "Пост у соседей", "user": CLIENT}
    assert (await control.post(f"/walls/{-NEIGHBOUR}/posts", json=on_friends)).status_code == 200
    offered = {"text": "Предлагаю", "user": CLIENT, "suggest": True}
    assert (await control.post(f"/walls/{wall}/posts", json=offered)).json()["kind"] == "suggest"
    beside = {"user": CLIENT, "text": "Где это?"}
    assert (await control.post("/beside/board_post/4/comments", json=beside)).status_code == 200
    shown = (await control.get(f"/walls/{wall}")).json()
    assert [one["kind"] for one in shown["posts"]] == ["suggest", "post"]
    assert len(shown["posts"][1]["comments"]) == 2


def test_a_picture_below_a_post_comes_with_the_event(vk: VkWorld, post: int) -> None:
    vk.comments(CLIENT, post, "", files=[Upload("1.png", png(), "image/png")])
    (attached,) = vk.events.kept[-1]["object"]["attachments"]
    assert attached["type"] == "photo"
