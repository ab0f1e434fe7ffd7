"""An employee comes by a one-time invitation; nobody else does."""

from datetime import timedelta

import pytest

from appeals.model import Address, Role
from handlers.conversation import ModeratorChat
from tests.handlers.front_desk import GUEST, MARIA, OLGA, FrontDesk
from tests.handlers.staffed import ELENA, IGOR, VERA, leads, says, staffed, starts, texts

LINK = "https://t.me/otklik_bot?start="


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    return await staffed(desk)


async def invited(house: FrontDesk, words: str = "", by: object = VERA) -> str:
    """The payload of a fresh link."""
    replies = await house.writes(f"/invite {words}".strip(), by, appeal=0)  # type: ignore[arg-type]  # a Person of the tests
    links = [str(words_.args["link"]) for words_ in leads(replies) if "link" in words_.args]
    return links[0].removeprefix(LINK)


async def test_who_opens_the_link_joins_with_the_role_given(house: FrontDesk) -> None:
    replies = await starts(house, GUEST, await invited(house, "модератор quota"))
    assert "Вы приняты" in texts(house, replies)
    (news,) = says(replies, "people-newcomer")
    assert news.to == ModeratorChat()
    async with house.store.begin() as unit:
        guest = await unit.staff.get(GUEST.id)
        (line,) = await unit.roster.history(GUEST.id, 5)
    assert guest
    assert (guest.roles, guest.department) == (frozenset({Role.MODERATOR}), "quota")
    assert (line.what.value, line.by) == ("joined", VERA.id)


async def test_the_newcomer_answers_clients_at_once(house: FrontDesk) -> None:
    await house.asks("Какая квота?")
    await starts(house, GUEST, await invited(house))
    replies = await house.writes("Квота 2 %", GUEST)
    assert "staff-not-employee" not in house.said(replies)


@pytest.mark.parametrize("again", [GUEST, OLGA])
async def test_a_link_works_once(house: FrontDesk, again: object) -> None:
    payload = await invited(house)
    await starts(house, GUEST, payload)
    replies = await starts(house, again, payload)  # type: ignore[arg-type]  # a Person of the tests
    assert house.said(replies) == ["people-join-used"]


async def test_a_link_works_in_time_only(house: FrontDesk) -> None:
    payload = await invited(house)
    house.now += timedelta(days=3)
    assert house.said(await starts(house, GUEST, payload)) == ["people-join-expired"]


@pytest.mark.parametrize("payload", ["join_", "join_forged", "join_" + "A" * 32, "join_'--"])
async def test_a_forged_link_is_refused_politely(house: FrontDesk, payload: str) -> None:
    await invited(house)
    assert house.said(await starts(house, GUEST, payload)) == ["people-join-forged"]
    async with house.store.begin() as unit:
        assert await unit.staff.get(GUEST.id) is None


async def test_an_invitation_of_one_who_left_is_worth_nothing(house: FrontDesk) -> None:
    payload = await invited(house, by=ELENA)
    await house.writes("/dismiss 203", VERA, appeal=0)
    assert house.said(await starts(house, GUEST, payload)) == ["people-join-expired"]


async def test_who_left_comes_back_by_an_invitation(house: FrontDesk) -> None:
    await house.writes("/leave", MARIA, appeal=0)
    await starts(house, MARIA, await invited(house))
    async with house.store.begin() as unit:
        assert await unit.staff.get(MARIA.id)


async def test_a_present_employee_gets_a_further_role(house: FrontDesk) -> None:
    await starts(house, VERA)
    await starts(house, MARIA, await invited(house, "контролёр"))
    async with house.store.begin() as unit:
        maria = await unit.staff.get(MARIA.id)
    assert maria
    assert maria.roles == {Role.MODERATOR, Role.CONTROLLER}
    assert maria.position == "ведущий специалист"


async def test_a_head_invites_moderators_to_the_own_department(house: FrontDesk) -> None:
    await starts(house, GUEST, await invited(house, by=ELENA))
    async with house.store.begin() as unit:
        guest = await unit.staff.get(GUEST.id)
    assert guest
    assert guest.department == "quota"
    replies = await house.writes("/invite администратор", ELENA, appeal=0)
    assert house.said(replies) == ["people-invite-admin"]


async def test_a_link_to_a_higher_role_is_sent_in_private_only(house: FrontDesk) -> None:
    replies = await house.writes("/invite контролёр", VERA, appeal=0)
    assert house.said(replies) == ["people-invite-start"]
    await starts(house, VERA)
    replies = await house.writes("/invite контролёр", VERA, appeal=0)
    assert house.said(replies) == ["people-invitation", "people-invitation-private"]
    assert [say.to for say in says(replies, "people-invitation")] == [Address("telegram", VERA.id)]


@pytest.mark.parametrize("who", [MARIA, IGOR])
async def test_only_heads_and_administrators_invite(house: FrontDesk, who: object) -> None:
    replies = await house.writes("/invite", who, appeal=0)  # type: ignore[arg-type]  # a Person of the tests
    assert house.said(replies) == ["people-no-role"]


@pytest.mark.parametrize("words", ["директор", "модератор нигде"])
async def test_an_unknown_role_or_department_is_explained(house: FrontDesk, words: str) -> None:
    replies = await house.writes(f"/invite {words}", VERA, appeal=0)
    assert house.said(replies) == ["people-invite-how"]


async def test_before_the_bots_name_is_known_the_code_itself_is_given(desk: FrontDesk) -> None:
    house = await staffed(desk)
    house.desk = desk.desk.__class__(
        **{name: getattr(house.desk, name) for name in house.desk.__slots__}
        | {"start_link": lambda _: ""}
    )
    replies = await house.writes("/invite", VERA, appeal=0)
    (words,) = leads(replies)
    assert words.key == "people-invitation-code"
    code = str(words.args["link"]).removeprefix("/start ")
    assert "people-joined" in house.said(await starts(house, GUEST, code))
