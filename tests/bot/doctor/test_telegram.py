from collections.abc import Sequence
from dataclasses import replace

import pytest

from appeals.model import Employee
from bot.doctor.finding import Finding, Level
from bot.doctor.telegram import telegram
from bot.settings import Settings
from bot.status import Trouble
from bot.telegram.client import make_bot
from bot.telegram.inspection import ChatFacts, Inspection, Me, MemberFacts, Unanswered
from sandbox.state import BotRights
from tests.bot.doctor.conftest import Installed
from tests.sandbox_server import RunningSandbox, running_sandbox

MARIA = Employee("201", "Мария Иванова")
STRANGER = Employee("999", "Никто")


class Seen(Inspection):
    """Answers as told, for what the sandbox can't be."""

    def __init__(self) -> None:
        self.bot = Me("7", "otklik_bot", sees_all=False, joins_groups=True)
        self.host = ""
        self.chats: dict[str, ChatFacts | Unanswered] = {"-1": ChatFacts("supergroup", "М", True)}
        self.own: MemberFacts | Unanswered = MemberFacts("7", "Бот", True, True, True)
        self.admins: list[MemberFacts] = []

    async def me(self) -> Me:
        return self.bot

    async def webhook(self) -> str:
        return self.host

    async def chat(self, chat: str) -> ChatFacts:
        answer = self.chats.get(chat, Unanswered(Trouble.REFUSED, "chat not found"))
        if isinstance(answer, Unanswered):
            raise answer
        return answer

    async def member(self, chat: str, person: str) -> MemberFacts:
        if isinstance(self.own, Unanswered):
            raise self.own
        return self.own

    async def reaches(self, person: str) -> bool:
        return True

    async def administrators(self, chat: str) -> list[MemberFacts]:
        return self.admins


def settings(**more: object) -> Settings:
    return Settings.model_validate(
        {
            "authority": {"name": "Министерство", "timezone": "UTC"},
            "telegram": {"token": "7:x", "moderator_chat": -1} | more,
        }
    )


def problems(found: Sequence[Finding]) -> list[str]:
    return [finding.topic for finding in found if finding.is_problem]


async def of_sandbox(
    sandbox: RunningSandbox, settings: Settings, *employees: Employee
) -> list[Finding]:
    bot = make_bot(sandbox.token, sandbox.url, timeout=5, connect=2)
    try:
        return await telegram(settings, Inspection(bot), employees)
    finally:
        await bot.session.close()


async def test_a_bot_that_is_an_administrator_of_a_forum_is_fine(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    sandbox.world.starts(201)
    found = await of_sandbox(sandbox, installed(sandbox), MARIA)
    assert {finding.level for finding in found} == {Level.FINE}
    assert "@otklik_sandbox_bot" in found[0].text


async def test_a_basic_group_is_told_how_to_become_a_forum(installed: Installed) -> None:
    async with running_sandbox(moderator_chat="group") as sandbox:
        found = await of_sandbox(sandbox, installed(sandbox))
    assert problems(found) == ["Чат модераторов"]
    assert any("включите «Темы»" in finding.advice for finding in found)


async def test_a_supergroup_without_topics_is_a_problem(installed: Installed) -> None:
    async with running_sandbox(is_forum=False) as sandbox:
        assert problems(await of_sandbox(sandbox, installed(sandbox))) == ["Чат модераторов"]


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        (BotRights("member"), "режим приватности"),
        (BotRights("administrator", can_manage_topics=False), "нет права «Управление темами»"),
        (BotRights("left"), "в группе нет"),
        (BotRights("kicked"), "нет"),
    ],
)
async def test_lacking_rights_are_named(
    installed: Installed, rights: BotRights, words: str
) -> None:
    async with running_sandbox(rights=rights) as sandbox:
        found = await of_sandbox(sandbox, installed(sandbox))
    (trouble,) = [finding for finding in found if finding.is_problem]
    assert words in trouble.text
    assert "@otklik_sandbox_bot" in trouble.advice


async def test_a_chat_nobody_knows_is_told_how_to_find_its_id(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    settings = installed(sandbox, telegram={"moderator_chat": -100500})
    found = await of_sandbox(sandbox, settings)
    assert problems(found) == ["Чат модераторов"]
    assert "https://t.me/c/" in found[-1].advice


async def test_a_wrong_token_ends_the_checks(sandbox: RunningSandbox, installed: Installed) -> None:
    wrong = replace(sandbox, world=sandbox.world)
    bot = make_bot("1:wrong", wrong.url, timeout=5, connect=2)
    try:
        (found,) = await telegram(installed(sandbox), Inspection(bot), [])
    finally:
        await bot.session.close()
    assert found.is_problem
    assert "@BotFather" in found.advice


async def test_without_a_connection_proxy_and_server_are_suggested(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    bot = make_bot(sandbox.token, "http://127.0.0.1:1", timeout=5, connect=2)
    try:
        (found,) = await telegram(installed(sandbox), Inspection(bot), [])
    finally:
        await bot.session.close()
    assert "нет связи с Telegram" in found.text
    assert "OTKLIK_TELEGRAM__PROXY" in found.advice
    assert "telegram.api_url" in found.advice


async def test_employees_outside_the_chat_and_those_who_never_started_are_listed(
    sandbox: RunningSandbox, installed: Installed
) -> None:
    found = await of_sandbox(sandbox, installed(sandbox), MARIA, STRANGER)
    assert [finding.text for finding in found if finding.level is Level.WARNING] == [
        "нет в чате модераторов: Никто (999)",
        "не начали диалог с ботом или заблокировали его: Мария Иванова",
    ]


async def test_anonymous_administrators_are_asked_to_sign() -> None:
    seen = Seen()
    seen.admins = [
        MemberFacts("1", "Мария", True, True, anonymous=True),
        MemberFacts("2", "Сергей", True, True),
    ]
    found = await telegram(settings(), seen, [])
    assert [finding.text for finding in found if finding.level is Level.WARNING] == [
        "пишут от имени группы: Мария"
    ]


async def test_a_webhook_of_another_program_is_told() -> None:
    seen = Seen()
    seen.host = "other.example"
    found = await telegram(settings(), seen, [])
    assert [finding.text for finding in found if finding.level is Level.WARNING] == [
        "сообщения бота сейчас получает другой сервер (other.example)"
    ]


async def test_a_chat_that_moved_is_told_with_its_new_id() -> None:
    seen = Seen()
    seen.chats["-1"] = Unanswered(Trouble.REFUSED, moved_to="-100500")
    (*_, found) = await telegram(settings(), seen, [])
    assert found.advice == "Впишите в config.toml: telegram.moderator_chat = -100500"


async def test_a_bot_that_may_not_join_groups_is_sent_to_botfather() -> None:
    seen = Seen()
    seen.bot = Me("7", "otklik_bot", sees_all=False, joins_groups=False)
    seen.chats.clear()
    (*_, found) = await telegram(settings(), seen, [])
    assert "Allow Groups?" in found.advice


async def test_trouble_on_the_way_is_not_taken_for_a_no() -> None:
    seen = Seen()
    seen.own = Unanswered(Trouble.TOO_FAST)
    (*_, found) = await telegram(settings(), seen, [MARIA])
    assert "подождать" in found.text
