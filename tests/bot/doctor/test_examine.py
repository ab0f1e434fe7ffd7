from datetime import UTC, datetime

from bot.doctor.examine import examine
from bot.doctor.finding import Level
from tests.bot.doctor.conftest import Installed
from tests.sandbox_server import RunningSandbox


async def test_a_sound_installation_has_no_problems(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    found = await examine(installed(sandbox), datetime.now(UTC))
    assert [finding.text for finding in found if finding.is_problem] == []
    assert {call.method for call in sandbox.world.ledger.entries} <= {
        "getMe",
        "getWebhookInfo",
        "getChat",
        "getChatMember",
        "getChatAdministrators",
        "sendChatAction",
    }


async def test_without_a_token_nobody_is_asked_in_telegram(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    settings = installed(sandbox, telegram={"token": ""})
    found = await examine(settings, datetime.now(UTC))
    assert (found[-1].level, found[-1].topic) == (Level.WARNING, "Бот")
    assert not sandbox.world.ledger.entries
