"""The lists of commands beside the input field."""

import json

import pytest
from aiogram import Bot

from bot.telegram.commands import CLIENT_COMMANDS, MODERATOR_COMMANDS, set_commands
from bot.texts import Texts
from handlers.conversation import Later, Sent, Words
from sandbox.faults import Fault
from tests.sandbox_server import RunningSandbox

CLIENTS = dict.fromkeys(CLIENT_COMMANDS, "Для заявителя")
MODERATORS = dict.fromkeys(MODERATOR_COMMANDS, "Для сотрудника")


async def test_clients_and_moderators_see_their_own_commands(
    client: Bot, sandbox: RunningSandbox
) -> None:
    chat = str(sandbox.moderator_chat)
    assert await set_commands(client, CLIENTS, MODERATORS, chat) == Sent()
    calls = sandbox.world.ledger.calls("setMyCommands")
    scopes = [json.loads(call.params["scope"]) for call in calls]
    assert [scope["type"] for scope in scopes] == ["all_private_chats", "chat"]
    assert str(scopes[1]["chat_id"]) == chat


async def test_a_failure_does_not_keep_the_bot_from_starting(
    client: Bot, sandbox: RunningSandbox
) -> None:
    sandbox.world.faults.plan(Fault("setMyCommands", "429", retry_after=4))
    assert await set_commands(client, CLIENTS, MODERATORS, "") == Later(4.0, "rate limit")


def test_a_client_is_shown_how_to_be_invited_to_surveys_and_how_to_end_that() -> None:
    assert {"subscribe", "unsubscribe"} <= set(CLIENT_COMMANDS)


@pytest.mark.parametrize("command", CLIENT_COMMANDS)
def test_every_command_is_described_within_telegrams_limit(command: str) -> None:
    assert 1 <= len(Texts().plain(Words(f"command-{command}"))) <= 256
