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
    *_, bot, vk = found
    assert (bot.level, bot.topic) == (Level.WARNING, "Бот")
    assert (vk.level, vk.text) == (Level.FINE, "ключа нет, ВКонтакте выключен")
    assert not sandbox.world.ledger.entries


async def test_vk_is_looked_at_without_telegram_too(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    section = {"token": sandbox.vk.token, "api_url": sandbox.vk.api_url}
    settings = installed(sandbox, telegram={"token": ""}, vk=section)
    found = await examine(settings, datetime.now(UTC))
    assert [one.topic for one in found if one.is_problem] == ["ВКонтакте, сообщество"]


async def test_troubles_in_vk_keep_no_question_from_telegram(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    sandbox.world.starts(201)
    section = {"token": "vk1.a.wrong", "group_id": 1, "api_url": sandbox.vk.api_url}
    settings = installed(sandbox, vk=section)
    found = await examine(settings, datetime.now(UTC), with_question=True)
    (live,) = [one for one in found if one.topic == "Пробный вопрос"]
    assert live.level is Level.FINE
    assert found[-1].is_problem
