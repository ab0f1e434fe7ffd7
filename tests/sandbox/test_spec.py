"""The sandbox against Telegram's own description of the Bot API, when it is at hand."""

import json
from typing import Any

import httpx
import pytest

from sandbox.files import Upload
from sandbox.methods import METHODS
from sandbox.square import BLOG, CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import BotRights
from sandbox.world import MODERATOR_CHAT, World
from tests.sandbox.spec import VARIABLE, Spec, spec_file
from tests.sandbox_server import RunningSandbox

STAFF = MODERATOR_CHAT
CLIENT = 101
FILE = spec_file()
pytestmark = pytest.mark.skipif(
    FILE is None, reason=f"{VARIABLE} names no description of the Bot API"
)
NAMES = sorted(method.name for method in METHODS.values())


@pytest.fixture(scope="module")
def spec() -> Spec:
    assert FILE is not None
    return Spec(FILE)


@pytest.fixture
async def api(sandbox: RunningSandbox) -> Any:
    base = f"{sandbox.url}/bot{sandbox.token}"
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_a_method_and_its_parameters_exist(spec: Spec, name: str) -> None:
    method = METHODS[name.lower()]
    assert name in spec.methods
    assert set(method.required) == spec.parameters(name, required=True)
    assert set(method.optional) <= spec.parameters(name, required=False)


@pytest.mark.parametrize("name", NAMES)
async def test_every_required_parameter_is_demanded(
    spec: Spec, api: httpx.AsyncClient, world: World, name: str
) -> None:
    required = spec.parameters(name, required=True)
    for left_out in required:
        given = dict.fromkeys(required - {left_out}, "1")
        answer = await api.post(f"/{name}", data=given)
        assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert world.updates.waiting == []


def file_of(world: World, kind: str) -> str:
    return world.files.add(kind, Upload("file", b"bytes")).file_id


def calls(world: World) -> dict[str, dict[str, Any]]:
    """A valid call of every method."""
    world.starts(CLIENT)
    own = world.post(world.chat(CLIENT), world.bot.id, text="раз")
    captioned = world.writes(CLIENT, "подпись", files=[Upload("1.jpg", b"1", "image/jpeg")])[0]
    captioned.sender = world.bot.id
    topics = [world.creates_topic(201, STAFF, name).id for name in ("Первая", "Вторая")]
    world.closes_topic(201, STAFF, topics[1])
    press = world.presses(CLIENT, "да", message=own.id)
    keys = json.dumps({"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]})
    kinds = ("photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker")
    sends = {
        "send" + kind.title().replace("_", ""): {"chat_id": CLIENT, kind: file_of(world, kind)}
        for kind in kinds
    }
    photos = [{"type": "photo", "media": file_of(world, "photo")} for _ in range(2)]
    commands = [{"command": "mine", "description": "Мои обращения"}]
    to_own = {"chat_id": CLIENT, "message_id": own.id}
    first = {"chat_id": STAFF, "message_thread_id": topics[0]}
    return sends | {
        "getMe": {},
        "getUpdates": {},
        "getWebhookInfo": {},
        "deleteWebhook": {},
        "setMyCommands": {"commands": json.dumps(commands)},
        "getChat": {"chat_id": CLIENT},
        "getChatMember": {"chat_id": STAFF, "user_id": world.bot.id},
        "getChatAdministrators": {"chat_id": STAFF},
        "sendMessage": {"chat_id": STAFF, "text": "раз", **first, "reply_markup": keys},
        "sendMediaGroup": {"chat_id": CLIENT, "media": json.dumps(photos)},
        "copyMessage": {"chat_id": STAFF, "from_chat_id": CLIENT, "message_id": captioned.id},
        "editMessageText": {**to_own, "text": "https://два.рф /mine", "reply_markup": keys},
        "editMessageCaption": {"chat_id": CLIENT, "message_id": captioned.id, "caption": "новая"},
        "editMessageReplyMarkup": to_own,
        "setMessageReaction": {**to_own, "reaction": '[{"type": "emoji", "emoji": "👍"}]'},
        "deleteMessage": to_own,
        "answerCallbackQuery": {"callback_query_id": press.id},
        "createForumTopic": {"chat_id": STAFF, "name": "Третья"},
        "editForumTopic": {**first, "name": "Переименована"},
        "closeForumTopic": first,
        "reopenForumTopic": {"chat_id": STAFF, "message_thread_id": topics[1]},
        "deleteForumTopic": {"chat_id": STAFF, "message_thread_id": topics[1]},
        "getFile": {"file_id": file_of(world, "photo")},
        "sendChatAction": {"chat_id": CLIENT, "action": "typing"},
    }


async def test_every_answer_is_what_telegram_describes(
    spec: Spec, api: httpx.AsyncClient, world: World
) -> None:
    valid = calls(world)
    assert sorted(valid) == NAMES
    for name, params in valid.items():
        answer = (await api.post(f"/{name}", data=params)).json()
        assert answer["ok"], (name, answer)
        assert spec.faults(answer["result"], spec.methods[name]["returns"], name) == []


@pytest.mark.parametrize("chat", [CHANNEL, DISCUSSION, CONSULTATION])
async def test_public_chats_are_described(
    spec: Spec, api: httpx.AsyncClient, world: World, chat: int
) -> None:
    world.chats[DISCUSSION].reactions = False
    full = (await api.get("/getChat", params={"chat_id": chat})).json()["result"]
    assert spec.faults(full, ["ChatFullInfo"], "chat") == []
    member = {"chat_id": chat, "user_id": world.bot.id}
    own = (await api.get("/getChatMember", params=member)).json()["result"]
    assert spec.faults(own, ["ChatMember"], "bot") == []


async def test_every_member_of_a_chat_is_described(
    spec: Spec, api: httpx.AsyncClient, world: World
) -> None:
    async def member(user: int) -> Any:
        answer = await api.get("/getChatMember", params={"chat_id": STAFF, "user_id": user})
        return answer.json()["result"]

    for user in (203, 201, 204, CLIENT, world.bot.id):
        assert spec.faults(await member(user), ["ChatMember"], str(user)) == []
    world.sets_bot_rights(STAFF, BotRights("member"))
    assert spec.faults(await member(world.bot.id), ["ChatMember"], "bot") == []


def test_every_update_is_what_telegram_describes(spec: Spec, world: World) -> None:
    world.starts(CLIENT, "payload")
    for kind in ("photo", "document", "video", "animation", "audio", "voice", "video_note"):
        world.writes(CLIENT, "подпись", files=[Upload("file", b"bytes", kind=kind)])
    world.writes(CLIENT, files=[Upload(f"{n}.jpg", b"1", "image/jpeg") for n in range(2)])
    world.writes(CLIENT, sticker="🙏", contact={"phone_number": "+7", "first_name": "Ольга"})
    message = world.writes(103, "вопрос https://a.ru")[0]
    world.edits(103, message.id, "правка")
    world.presses(103, "да", message=message.id)
    world.presses(103, "да", message=999)
    world.blocks(CLIENT)
    world.unblocks(CLIENT)
    topic = world.creates_topic(201, STAFF, "Тема")
    world.writes(201, "ответ", chat=STAFF, thread=topic.id, anonymous=True)
    world.closes_topic(201, STAFF, topic.id)
    world.closes_topic(201, STAFF, topic.id, closed=False)
    world.sets_bot_rights(STAFF, BotRights("member"))
    world.sets_bot_rights(STAFF, BotRights("kicked"))
    post = world.writes(203, "Новость", chat=CHANNEL)[0]
    world.comments(CLIENT, post, "Вопрос")
    world.writes(103, "Вопрос", chat=CONSULTATION, sender_chat=BLOG)
    world.writes(203, "Ответ", chat=DISCUSSION, sender_chat=CHANNEL)
    world.edits(203, post.id, "Уточнили", chat=CHANNEL)
    updates = world.updates.pending()
    assert len(updates) > 20
    assert spec.faults(updates, ["Array of Update"], "updates") == []


def test_a_wrong_value_would_be_found(spec: Spec) -> None:
    user = {"id": "1", "is_bot": True, "telepath": 1}
    assert sorted(spec.faults([user], ["Array of User"], "x")) == [
        "x[0].id: '1' is no Integer",
        "x[0]: User has no telepath",
        "x[0]: User without first_name",
    ]
