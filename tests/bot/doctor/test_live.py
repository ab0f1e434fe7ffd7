from datetime import UTC, datetime
from pathlib import Path

from bot.doctor.examine import examine
from bot.doctor.finding import Finding, Level
from tests.bot.doctor.conftest import Installed
from tests.sandbox_server import RunningSandbox


def methods(sandbox: RunningSandbox) -> list[str]:
    return [call.method for call in sandbox.world.ledger.entries]


async def asked(sandbox: RunningSandbox, installed: Installed) -> Finding:
    now = datetime.now(UTC)
    found = await examine(installed(sandbox), now, with_question=True)
    (live,) = [finding for finding in found if finding.topic == "Пробный вопрос"]
    return live


async def test_a_test_question_goes_to_the_moderator_chat_and_back(
    sandbox: RunningSandbox, installed: Installed, tmp_path: Path
) -> None:
    sandbox.world.starts(201)
    found = await asked(sandbox, installed)
    assert found.level is Level.FINE
    private = [message.text or "" for message in sandbox.world.chats[201].messages.values()]
    assert any("-000001" in text for text in private)
    assert "Проверка связи (otklik doctor). Это пробный ответ." in private
    assert methods(sandbox).count("createForumTopic") == 1
    assert not (tmp_path / "otklik.db").exists()


async def test_a_test_question_needs_somebody_who_has_started_the_bot(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    found = await asked(sandbox, installed)
    assert "ни одному сотруднику" in found.text
    assert "sendMessage" not in methods(sandbox)


async def test_with_problems_found_no_test_question_is_sent(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    sandbox.world.starts(201)
    sandbox.world.becomes_forum(sandbox.moderator_chat, is_forum=False)
    found = await asked(sandbox, installed)
    assert "сначала исправьте" in found.text
    assert "sendMessage" not in methods(sandbox)
