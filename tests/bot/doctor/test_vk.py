"""What `otklik doctor` finds in VK, one thing wrong at a time, through the real client."""

from collections.abc import Callable

import pytest

from bot.doctor.finding import Finding, Level
from bot.doctor.vk import vk
from bot.settings import Settings
from bot.vk.inspection import EVENTS
from bot.vk.places import COMMENT_EVENTS
from sandbox.vk.faults import VkFault
from sandbox.vk.world import VkWorld
from tests.bot.doctor.conftest import Installed
from tests.sandbox_server import RunningSandbox

VLADIMIR = 301
COMMUNITY = "Агентство занятости (песочница)"


@pytest.fixture
def world(sandbox: RunningSandbox) -> VkWorld:
    """A community to which somebody has written."""
    sandbox.vk.world.writes(VLADIMIR, "Когда приём?")
    return sandbox.vk.world


@pytest.fixture
def settings(sandbox: RunningSandbox, installed: Installed) -> Callable[..., Settings]:
    """Settings of an installation with VK, and changes to its section."""

    def with_vk(**changes: object) -> Settings:
        running = sandbox.vk
        community = running.world.community
        plain = {
            "token": running.token,
            "group_id": running.group_id,
            "api_url": running.api_url,
            "service_token": community.service_token,
            "user_token": community.user_token,
        }
        given = {key: value for key, value in (plain | changes).items() if value is not None}
        return installed(sandbox, vk=given)

    return with_vk


def of(found: list[Finding], topic: str) -> Finding:
    """The one finding about this."""
    (one,) = [finding for finding in found if finding.topic == f"ВКонтакте, {topic}"]
    return one


def levels(found: list[Finding]) -> dict[str, Level]:
    return {one.topic.removeprefix("ВКонтакте, "): one.level for one in found}


def problems(found: list[Finding]) -> list[str]:
    return [topic for topic, level in levels(found).items() if level is Level.PROBLEM]


async def test_a_community_that_is_set_up_well_is_fine(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    found = await vk(settings())
    assert set(levels(found).values()) == {Level.FINE}
    assert COMMUNITY in of(found, "сообщество").text
    assert "vk.me/otklik_sandbox" in of(found, "сообщество").text
    assert "5.199" in of(found, "Long Poll").text
    assert world.sends == []


async def test_looking_changes_nothing(settings: Callable[..., Settings], world: VkWorld) -> None:
    world.settings.long_poll_on = False
    await vk(settings())
    assert {one.method for one in world.ledger.entries} <= {
        "groups.getTokenPermissions",
        "groups.getById",
        "groups.getLongPollSettings",
        "messages.getConversations",
        "messages.send",
        "wall.get",
        "newsfeed.search",
        "newsfeed.getMentions",
    }
    assert world.sends == []
    assert not world.settings.long_poll_on
    assert len(world.dialog(VLADIMIR).messages) == 1


async def test_without_a_token_nobody_is_bothered(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    none = dict.fromkeys(("token", "group_id", "service_token", "user_token"))
    (off,) = await vk(settings(**none))
    assert (off.level, off.text) == (Level.FINE, "ключа нет, ВКонтакте выключен")
    assert not world.ledger.entries


async def test_a_number_without_a_token_is_noticed(settings: Callable[..., Settings]) -> None:
    (half,) = await vk(settings(token=None))
    assert half.level is Level.WARNING
    assert "OTKLIK_VK__TOKEN" in half.advice


async def test_a_wrong_token_is_named_and_not_shown(settings: Callable[..., Settings]) -> None:
    found = await vk(settings(token="vk1.a.wrong"))
    assert problems(found) == ["ключ"]
    assert "не принимает" in of(found, "ключ").text
    assert "vk1.a.wrong" not in str(found)


@pytest.mark.parametrize(("kind", "name"), [("service", "сервисный"), ("user", "пользователя")])
async def test_a_key_in_the_wrong_place_is_named(
    settings: Callable[..., Settings], world: VkWorld, kind: str, name: str
) -> None:
    (found,) = await vk(settings(token=getattr(world.community, f"{kind}_token")))
    assert found.is_problem
    assert name in found.text
    assert f"OTKLIK_VK__{kind.upper()}_TOKEN" in found.advice


@pytest.mark.parametrize(
    ("right", "name", "level"),
    [
        ("messages", "«Сообщения сообщества»", Level.PROBLEM),
        ("manage", "«Управление сообществом»", Level.PROBLEM),
        ("photos", "«Фотографии»", Level.WARNING),
        ("docs", "«Файлы»", Level.WARNING),
        ("wall", "«Стена» (без него ответы под записями могут не уходить)", Level.WARNING),
    ],
)
async def test_a_missing_right_is_named(
    settings: Callable[..., Settings], world: VkWorld, right: str, name: str, level: Level
) -> None:
    world.community.permissions.remove(right)
    found = of(await vk(settings()), "ключ")
    assert (found.level, found.text) == (level, f"у ключа сообщества не хватает прав: {name}")


async def test_without_its_number_the_community_is_found_by_the_key(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    found = await vk(settings(group_id=None))
    assert problems(found) == ["сообщество"]
    assert COMMUNITY in of(found, "сообщество").text
    assert f"group_id = {world.community.id}" in of(found, "сообщество").advice
    assert of(found, "Long Poll").level is Level.FINE


async def test_the_number_of_another_community_is_noticed(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.long_poll_on = False
    found = await vk(settings(group_id=777), mend=True)
    assert problems(found) == ["сообщество", "Long Poll"]
    assert "777" in of(found, "сообщество").text
    assert not world.settings.long_poll_on


async def test_a_renamed_community_is_shown_by_its_new_name(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.community.name, world.community.screen_name = "Центр занятости", "czn"
    text = of(await vk(settings()), "сообщество").text
    assert "Центр занятости" in text
    assert "vk.me/czn" in text


async def test_messages_switched_off_are_a_problem(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.community.messages_on = False
    found = await vk(settings())
    assert problems(found) == ["сообщения"]
    assert "Управление → Сообщения" in of(found, "сообщения").advice


async def test_buttons_are_left_to_the_administrator_for_a_doctor_writes_to_nobody(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.community.bot_features = False
    found = of(await vk(settings()), "кнопки")
    assert found.level is Level.FINE
    assert "Возможности ботов" in found.text
    assert not world.ledger.calls("messages.send")


async def test_a_long_poll_that_is_off_is_a_problem_with_an_offer(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.long_poll_on = False
    found = await vk(settings())
    assert problems(found) == ["Long Poll"]
    assert "otklik doctor --fix" in of(found, "Long Poll").advice


@pytest.mark.parametrize(
    ("event", "level"),
    [
        ("message_new", Level.PROBLEM),
        ("message_event", Level.PROBLEM),
        ("message_reply", Level.PROBLEM),
        ("message_edit", Level.WARNING),
        ("message_allow", Level.WARNING),
        ("message_deny", Level.WARNING),
        ("wall_post_new", Level.WARNING),
        ("wall_reply_delete", Level.WARNING),
        ("photo_comment_new", Level.WARNING),
        ("video_comment_edit", Level.WARNING),
        ("market_comment_new", Level.WARNING),
        ("board_post_restore", Level.WARNING),
    ],
)
async def test_a_missing_event_is_named_as_vk_names_it(
    settings: Callable[..., Settings], world: VkWorld, event: str, level: Level
) -> None:
    world.settings.events[event] = 0
    found = of(await vk(settings()), "Long Poll")
    assert found.level is level
    assert found.text.count("«") == 1
    assert "otklik doctor --fix" in found.advice


async def test_another_version_is_noticed(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.long_poll_version = "5.80"
    found = of(await vk(settings()), "Long Poll")
    assert found.level is Level.WARNING
    assert "5.80" in found.text


async def test_mending_switches_on_what_is_needed_and_says_what(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.long_poll_on = False
    world.settings.long_poll_version = "5.80"
    world.settings.events |= {"message_event": 0, "message_typing_state": 0}
    found = of(await vk(settings(), mend=True), "Long Poll")
    assert found.level is Level.FINE
    assert found.text == (
        "изменено сейчас: Long Poll API включён; версия была 5.80, стала 5.199; "
        "включены события: «Действие с сообщением»"
    )
    assert world.settings.long_poll_on
    assert all(world.settings.events[name] for name in EVENTS)
    assert world.settings.events["message_typing_state"] == 0
    assert set(levels(await vk(settings())).values()) == {Level.FINE}


async def test_where_all_is_well_mending_changes_nothing(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    await vk(settings(), mend=True)
    assert not [one for one in world.ledger.entries if one.method == "groups.setLongPollSettings"]


async def test_mending_without_the_right_says_how_to_do_it_by_hand(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.community.permissions.remove("manage")
    world.settings.long_poll_on = False
    found = of(await vk(settings(), mend=True), "Long Poll")
    assert found.is_problem
    assert "Управление сообществом" in found.advice
    assert not world.settings.long_poll_on


async def test_a_server_that_tells_less_is_borne(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.unknown_methods = ["groups.getTokenPermissions", "groups.getLongPollSettings"]
    found = await vk(settings(), mend=True)
    assert problems(found) == []
    assert "не сообщил" in of(found, "ключ").text
    assert of(found, "Long Poll").level is Level.WARNING


async def test_mending_switches_on_comments_of_every_kind(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.settings.events |= dict.fromkeys(COMMENT_EVENTS, 0)
    named = of(await vk(settings()), "Long Poll").text
    assert named.count("«") == 5
    await vk(settings(), mend=True)
    assert all(world.settings.events[name] for name in COMMENT_EVENTS)


async def test_each_key_says_what_works_with_it(settings: Callable[..., Settings]) -> None:
    service, user = (await vk(settings()))[-2:]
    assert (service.level, user.level) == (Level.FINE, Level.FINE)
    assert "упоминания" in service.text
    assert "удалять" in user.text


async def test_what_does_not_work_without_a_key_is_said(
    settings: Callable[..., Settings],
) -> None:
    found = await vk(settings(service_token=None, user_token=None))
    service, user = of(found, "сервисный ключ"), of(found, "ключ пользователя")
    assert (service.level, user.level) == (Level.WARNING, Level.FINE)
    assert "не ищутся" in service.text
    assert "OTKLIK_VK__SERVICE_TOKEN" in service.advice
    assert "только вручную" in user.text
    spared = of(await vk(settings(service_token=None)), "сервисный ключ")
    assert (spared.level, "вместо него" in spared.text) == (Level.FINE, True)


@pytest.mark.parametrize(
    ("place", "topic"),
    [("service_token", "сервисный ключ"), ("user_token", "ключ пользователя")],
)
async def test_a_wrong_key_beside_the_communitys_stops_nothing(
    settings: Callable[..., Settings], world: VkWorld, place: str, topic: str
) -> None:
    wrong = of(await vk(settings(**{place: "vk1.a.wrong"})), topic)
    assert (wrong.level, "не принимает" in wrong.text) == (Level.WARNING, True)
    mixed = of(await vk(settings(**{place: world.community.group_token})), topic)
    assert (mixed.level, "ключ сообщества" in mixed.text) == (Level.WARNING, True)


async def test_a_key_that_opens_nothing_and_one_that_gets_no_answer_are_told_apart(
    settings: Callable[..., Settings], world: VkWorld
) -> None:
    world.faults.plan(VkFault("wall.get", "error", code=15))
    world.faults.plan(VkFault("newsfeed.getMentions", "502"))
    found = await vk(settings())
    assert "не даёт" in of(found, "сервисный ключ").text
    assert "не ответил" in of(found, "ключ пользователя").text
    assert problems(found) == []


async def test_an_unreachable_server_is_said_once(settings: Callable[..., Settings]) -> None:
    (found,) = await vk(settings(api_url="http://127.0.0.1:1"))
    assert found.is_problem
    assert "нет связи" in found.text


async def test_a_captcha_is_for_a_person(settings: Callable[..., Settings], world: VkWorld) -> None:
    world.faults.plan(VkFault("groups.getTokenPermissions", "error", code=14))
    (found,) = await vk(settings())
    assert "подтвердить" in found.text


@pytest.mark.parametrize("kind", ["html", "502"])
async def test_what_is_no_answer_of_vks_is_said(
    settings: Callable[..., Settings], world: VkWorld, kind: str
) -> None:
    world.faults.plan(VkFault("groups.getLongPollSettings", kind))  # type: ignore[arg-type] # one of its kinds
    found = of(await vk(settings()), "Long Poll")
    assert found.is_problem
    assert "непонятное" in found.text
