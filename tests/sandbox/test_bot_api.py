"""The Bot API's door: four ways to pass parameters, files by their path."""

import json

import httpx
import pytest

from sandbox.files import Upload
from sandbox.serving import listening_socket
from sandbox.world import World
from tests.sandbox_server import RunningSandbox

CLIENT = 101


@pytest.fixture(autouse=True)
def _started(world: World) -> None:
    world.starts(CLIENT)


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_come_in_four_ways(
    sandbox: RunningSandbox, world: World, way: str
) -> None:
    url = f"{sandbox.url}/bot{sandbox.token}/SENDMESSAGE"
    params: dict[str, str] = {"chat_id": "101", "text": "привет & пока"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await {
            "query": lambda: client.get(url, params=params),
            "form": lambda: client.post(url, data=params),
            "json": lambda: client.post(url, json={**params, "chat_id": 101}),
            "multipart": lambda: client.post(url, data=params, files={"x": ("x", b"x")}),
        }[way]()
    assert answer.json()["ok"]
    assert world.messages(CLIENT)[-1].text == "привет & пока"


@pytest.mark.parametrize("body", [b"{", b"[1]"])
async def test_json_that_cannot_be_read_is_refused(sandbox: RunningSandbox, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
        answer = await client.post(url, content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["description"].startswith("Bad Request: can't parse JSON object")


async def test_nonsense_in_any_parameter_is_refused_not_broken(sandbox: RunningSandbox) -> None:
    """Each value below is wrong for its parameter; none may end in a server error."""
    wrong: list[tuple[str, dict[str, object]]] = [
        ("sendMessage", {"text": "x", "reply_parameters": "{"}),
        ("sendMessage", {"text": "x", "reply_parameters": "[]"}),
        ("sendMessage", {"text": "x", "reply_parameters": '{"message_id": "?"}'}),
        ("sendMessage", {"text": "x", "entities": "5"}),
        (
            "sendMessage",
            {"text": "x", "entities": '[{"type": "bold", "offset": "a", "length": 1}]'},
        ),
        ("sendMessage", {"text": "x", "message_thread_id": "?"}),
        ("sendMessage", {"text": "x", "reply_markup": '{"inline_keyboard": [[5]]}'}),
        ("sendMessage", {"text": "x", "reply_markup": '{"keyboard": [[{"text": ""}]]}'}),
        ("sendMediaGroup", {"media": "{}"}),
        ("sendMediaGroup", {"media": '[{"type": {}}, {}]'}),
        ("setMessageReaction", {"message_id": "1", "reaction": "[5]"}),
        ("editMessageText", {"message_id": "?", "text": "x"}),
        ("getChatMember", {"user_id": "?"}),
        ("setMyCommands", {"commands": "[5]"}),
    ]
    async with httpx.AsyncClient(trust_env=False) as client:
        for method, params in wrong:
            url = f"{sandbox.url}/bot{sandbox.token}/{method}"
            answer = await client.post(url, json={"chat_id": CLIENT, **params})
            assert (method, params, answer.status_code) == (method, params, 400)
            assert not answer.json()["ok"]


async def test_a_file_is_downloaded_by_its_path_only_with_the_token(
    sandbox: RunningSandbox, world: World
) -> None:
    stored = world.files.add("document", Upload("../форма 1.docx", b"docx"))
    huge = world.files.add("document", Upload("huge", b"", size=21 * 1024 * 1024))
    async with httpx.AsyncClient(trust_env=False) as client:

        async def get(token: str, path: str) -> httpx.Response:
            return await client.get(f"{sandbox.url}/file/bot{token}/{path}")

        assert (await get(sandbox.token, stored.path)).content == b"docx"
        assert (await get("1:x", stored.path)).status_code == 401
        assert (await get(sandbox.token, huge.path)).status_code == 404
        assert (await get(sandbox.token, "documents/../../state.json")).status_code == 404


async def test_text_with_half_a_surrogate_pair_is_refused(sandbox: RunningSandbox) -> None:
    body = json.dumps({"chat_id": CLIENT, "text": "\ud83d"}).encode()
    async with httpx.AsyncClient(trust_env=False) as client:
        url = f"{sandbox.url}/bot{sandbox.token}/sendMessage"
        answer = await client.post(url, content=body, headers={"Content-Type": "application/json"})
    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


def test_the_socket_names_tcp_so_that_answers_are_not_delayed() -> None:
    with listening_socket("127.0.0.1", 0) as bound:
        assert bound.proto != 0


def test_a_taken_port_is_an_error() -> None:
    with listening_socket("127.0.0.1", 0) as bound:
        bound.listen()
        with pytest.raises(OSError, match="in use"):
            listening_socket("127.0.0.1", bound.getsockname()[1])
