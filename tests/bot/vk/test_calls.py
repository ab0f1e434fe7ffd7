"""Every call the channel makes, checked against VK's own schema when it is at hand."""

import json
from typing import Any

import pytest

from appeals.words import Content
from bot.vk.inspection import EVENTS
from bot.vk.outgoing import editing, sending
from handlers.conversation import Rendered
from tests.sandbox.vk.spec import VARIABLE, spec_file

MESSAGE = Rendered(Content("Слова"), ((("Да", "d:1", ""),),), reply_to="5", nonce="n")
PEER: dict[str, Any] = {"peer_id": 1}
GROUP: dict[str, Any] = {"group_id": 1}
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("messages.send", sending(1, MESSAGE) | {"attachment": "doc1_1"}),
    ("messages.edit", editing(1, "5", MESSAGE, ["doc1_1"])),
    ("messages.sendMessageEventAnswer", PEER | {"event_id": "e", "user_id": 1, "event_data": "{}"}),
    ("messages.getHistory", PEER | {"count": 200, "offset": 0}),
    ("messages.getConversations", {"filter": "unanswered", "count": 200, "offset": 0}),
    ("messages.markAsRead", PEER | {"up_to_cmid": 5}),
    ("groups.getLongPollServer", GROUP),
    ("groups.setLongPollSettings", GROUP | {"enabled": 1, "api_version": "5.199"}
     | dict.fromkeys(EVENTS, 1)),
    ("groups.getById", GROUP),
    ("users.get", {"user_ids": "1,2", "fields": "screen_name", "lang": "ru"}),
    ("photos.getMessagesUploadServer", PEER),
    ("photos.saveMessagesPhoto", {"photo": "[]", "server": 1, "hash": "h"}),
    ("docs.getMessagesUploadServer", PEER | {"type": "doc"}),
    ("docs.save", {"file": "f", "title": "t"}),
]  # fmt: skip


SPEC = spec_file()


@pytest.mark.skipif(not SPEC, reason=f"{VARIABLE} names no description of VK's methods")
@pytest.mark.parametrize(("method", "values"), CALLS, ids=[method for method, _ in CALLS])
def test_vk_knows_every_parameter_of_every_call(method: str, values: dict[str, Any]) -> None:
    assert SPEC is not None
    described = json.loads(SPEC.read_text(encoding="utf-8"))["methods"][method]
    request = described["request"]
    given = {name for name, value in values.items() if value is not None}
    assert given <= set(request["properties"])
    assert set(request.get("required", [])) <= given
    assert "group" in described["access_token_type"]
