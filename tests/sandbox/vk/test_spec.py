"""The sandbox against VK's own schema, when it is at hand."""

import json
from typing import Any

import httpx
import pytest

from sandbox.files import Upload
from sandbox.vk.events import WALL_TYPES
from sandbox.vk.methods import METHODS
from sandbox.vk.refusals import WORDS
from sandbox.vk.uploading import take_doc, take_photos
from sandbox.vk.world import VkWorld
from tests.sandbox.vk.calling import CLIENT, STAFF, png
from tests.sandbox.vk.spec import VARIABLE, Spec, spec_file
from tests.sandbox_server import RunningSandbox

FILE = spec_file()
pytestmark = pytest.mark.skipif(FILE is None, reason=f"{VARIABLE} names no schema of the VK API")
# Documented by VK, but not in the part of the schema at hand.
NOT_IN_SCHEMA = {
    "messages.setActivity",
    "groups.getLongPollSettings",
    "groups.getTokenPermissions",
    "wall.editComment",
    "wall.deleteComment",
    "docs.getWallUploadServer",
}
NOT_PLAYED = {"polls.create", "execute"}
NEWER_PARAMETERS = {"user_ids", "start_cmid", "conversation_message_id", "group_id"}
NAMES = sorted(METHODS.keys() - NOT_IN_SCHEMA)


@pytest.fixture(scope="module")
def spec() -> Spec:
    assert FILE is not None
    return Spec(FILE)


@pytest.fixture
async def api(sandbox: RunningSandbox) -> Any:
    """Call a method with the first token it takes."""
    async with httpx.AsyncClient(base_url=sandbox.vk.api_url, trust_env=False) as page:

        async def call(name: str, **params: object) -> Any:
            kinds = METHODS[name].kinds
            kind = next(one for one in ("group", "user", "service") if one in kinds)
            token = getattr(sandbox.vk.world.community, f"{kind}_token")
            body = {"access_token": token, "v": "5.199"} | params
            return (await page.post(f"/method/{name}", data=body)).json()

        yield call


def test_every_method_of_the_schema_is_there(spec: Spec) -> None:
    assert spec.methods.keys() <= METHODS.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_method_its_parameters_and_tokens_are_vks(spec: Spec, name: str) -> None:
    method = METHODS[name]
    assert method.kinds == set(spec.methods[name]["access_token_type"])
    assert set(method.optional) <= spec.parameters(name) | NEWER_PARAMETERS
    if name not in NOT_PLAYED:
        assert set(method.required) == spec.required(name)


@pytest.mark.parametrize("name", NAMES)
async def test_every_required_parameter_is_demanded(spec: Spec, api: Any, name: str) -> None:
    required = spec.required(name)
    for left_out in required - {"question"}:
        given = dict.fromkeys(required - {left_out}, "1")
        answer = await api(name, **given)
        assert answer["error"]["error_code"] in {33, 100}, (left_out, answer)


def test_refusals_are_in_vks_words(spec: Spec) -> None:
    assert {code: spec.errors.get(code) for code in WORDS} == WORDS


def calls(vk: VkWorld) -> dict[str, dict[str, Any]]:
    """A valid call of every played method, some in several forms."""
    group = vk.community.id
    question = Upload("1.jpg", png(), "image/png")
    voice = Upload("1.ogg", b"OggS", "audio/ogg", kind="voice")
    vk.writes(CLIENT, "вопрос", files=[question, voice, Upload("1.pdf", b"1")])
    vk.writes(CLIENT, "ещё", reply_to=1, forwards=[1], payload='{"command":"start"}')
    vk.answers(STAFF, CLIENT, "ответ")
    press = vk.press(CLIENT, "{}", 1)
    action = {"type": "callback", "label": "Да", "payload": '{"d": "1"}'}
    buttons = [[{"action": action, "color": "primary"}]]
    keyboard = json.dumps({"inline": True, "buttons": buttons})
    below = json.dumps({"one_time": False, "buttons": buttons})
    doc = take_doc(vk, Upload("1.txt", b"1"), "doc")
    voice_ticket = take_doc(vk, Upload("1.ogg", b"OggS"), "audio_message")
    send = {"random_id": 0, "message": "ответ"}
    own = next(one for one in vk.posts.values() if one.owner == vk.own_wall)
    under = {"owner_id": own.owner, "post_id": own.id}
    top = vk.comments(CLIENT, own.id, "когда?", files=[question])
    vk.comments(CLIENT, own.id, "и сколько?", reply_to=top.id)
    vk.publishes("@otklik_sandbox, Агентство занятости молчит", owner=CLIENT)
    return {
        "messages.send": {"peer_id": CLIENT, **send, "keyboard": below},
        "messages.send peers": {"peer_ids": f"{CLIENT},302", **send, "keyboard": keyboard},
        "messages.edit": {"peer_id": CLIENT, "cmid": 3, "message": "исправлено"},
        "messages.getConversations": {"extended": 1, "fields": "sex,domain,screen_name"},
        "messages.getHistory": {"peer_id": CLIENT},
        "messages.getHistory extended": {"peer_id": CLIENT, "extended": 1},
        "messages.markAsRead": {"peer_id": CLIENT},
        "messages.delete": {"peer_id": CLIENT, "cmids": "1,3", "delete_for_all": 1},
        "messages.sendMessageEventAnswer": {
            "event_id": press.id,
            "user_id": CLIENT,
            "peer_id": CLIENT,
        },
        "messages.isMessagesFromGroupAllowed": {"group_id": group, "user_id": CLIENT},
        "groups.getLongPollServer": {"group_id": group},
        "groups.setLongPollSettings": {"group_id": group, "message_new": 1},
        "groups.getById": {},
        "groups.getCallbackConfirmationCode": {"group_id": group},
        "users.get": {"user_ids": CLIENT, "fields": "sex,domain"},
        "photos.getMessagesUploadServer": {"peer_id": CLIENT},
        "photos.saveMessagesPhoto": take_photos(vk, [Upload("1.png", png())]),
        "docs.getMessagesUploadServer": {"peer_id": CLIENT},
        "docs.save": {"file": doc["file"], "title": "Приказ.txt"},
        "docs.save voice": {"file": voice_ticket["file"]},
        "wall.get": {"owner_id": -group, "extended": 1},
        "wall.post": {"owner_id": -group, "from_group": 1, "message": "Новость"},
        "wall.getComments": {**under, "extended": 1, "thread_items_count": 10},
        "wall.getComments thread": {**under, "comment_id": top.id, "sort": "desc"},
        "wall.createComment": {**under, "message": "ответ", "reply_to_comment": top.id},
        "newsfeed.search": {"q": "агентство занятости", "extended": 1},
        "newsfeed.getMentions": {"owner_id": -group},
    }


async def test_every_answer_is_what_vk_describes(spec: Spec, api: Any, vk: VkWorld) -> None:
    valid = calls(vk)
    names = {one.partition(" ")[0] for one in valid}
    assert names == METHODS.keys() - NOT_IN_SCHEMA - NOT_PLAYED
    for called, params in valid.items():
        name = called.partition(" ")[0]
        answer = await api(name, **params)
        assert "response" in answer, (called, answer)
        assert spec.answer_faults(name, answer) == [], called


def live_on_the_wall(vk: VkWorld) -> None:
    """Every event of a wall, and a comment beside it of each kind."""
    wall, post = vk.own_wall, vk.publishes("Новость").id
    one = vk.comments(CLIENT, post, "когда?")
    vk.edits_comment(wall, post, one.id, "когда же?")
    vk.deletes_comment(wall, post, one.id)
    vk.restores_comment(wall, post, one.id)
    vk.employee_comments(STAFF, post, "завтра", reply_to=one.id)
    vk.suggests(CLIENT, "Напишите о квотах")
    for family in ("photo_comment", "video_comment", "market_comment", "board_post"):
        vk.comments_beside(family, 5, CLIENT, "когда?")


def object_schema(kind: str) -> dict[str, Any]:
    """Which part of the schema describes an event's object."""
    own = {"message_new": "callback_message_object"}
    messages = {"message_reply", "message_edit"}
    own |= {"wall_reply_delete": "callback_wall_comment_delete"}
    own |= {f"{one}_comment_new": f"callback_{one}_comment" for one in ("photo", "video", "market")}
    name = "callback_message" if kind in messages else own.get(kind, f"callback_{kind}")
    return {"$ref": f"#/definitions/{name}"}


def test_every_event_is_what_vk_describes(spec: Spec, vk: VkWorld) -> None:
    vk.opens_link(CLIENT, "report_quota", "site")
    vk.starts(CLIENT)
    calls(vk)
    vk.edits(CLIENT, 1, "правка")
    vk.employee_edits(STAFF, CLIENT, 4, "правка")
    vk.denies(CLIENT)
    vk.allows(CLIENT)
    vk.types(CLIENT)
    vk.reads(CLIENT)
    vk.opens_app(CLIENT, "{}")
    live_on_the_wall(vk)
    assert {one["type"] for one in vk.events.kept} == {
        "message_new",
        "message_reply",
        "message_edit",
        "message_event",
        "message_allow",
        "message_deny",
        "message_read",
        "message_typing_state",
        "app_payload",
        *WALL_TYPES,
    } - {one for one in WALL_TYPES if not one.endswith("_new") and not one.startswith("wall_")}
    for event in vk.events.kept:
        base = {name: value for name, value in event.items() if name != "object"}
        assert spec.faults(base, {"$ref": "#/definitions/callback_base"}, event["type"]) == []
        found = spec.faults(event["object"], object_schema(event["type"]), event["type"])
        # The documentation's own example has "typing" where the schema has numbers.
        assert [one for one in found if "'typing'" not in one] == []


def test_a_wrong_value_would_be_found(spec: Spec) -> None:
    message = {"id": "1", "telepathy": 1, "attachments": [{"type": "dream"}]}
    found = spec.faults(message, {"$ref": "#/definitions/messages_message"}, "x")
    assert "x.id: '1' is no integer" in found
    assert "x: unknown telepathy" in found
    assert "x: no peer_id" in found
    assert "x.attachments[0].type: 'dream' is not one of the known" in found
