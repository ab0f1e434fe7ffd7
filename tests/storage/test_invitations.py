"""An invitation lets one person in, once, in time; who reads the database can't use it."""

from datetime import timedelta

from sqlalchemy import select

from appeals.model import Role
from storage.store import Unit
from storage.tables import invitations
from tests.storage.given import NOW

DAY = timedelta(days=1)
ROLES = frozenset({Role.MODERATOR, Role.HEAD})


async def issued(unit: Unit) -> str:
    return await unit.invitations.issue(ROLES, "quota", "7", NOW + DAY, NOW)


async def test_an_invitation_is_found_by_its_token_only(unit: Unit) -> None:
    token = await issued(unit)
    found = await unit.invitations.find(token)
    assert found
    assert (found.roles, found.department, found.by) == (ROLES, "quota", "7")
    for forged in ("", token[:-1], token.swapcase(), "я" * 32, "\ud800"):
        assert await unit.invitations.find(forged) is None


async def test_the_token_itself_is_nowhere_in_the_database(unit: Unit) -> None:
    token = await issued(unit)
    row = await unit.db.first(select(invitations))
    assert row
    assert token not in str(tuple(row))


async def test_it_is_used_once(unit: Unit) -> None:
    found = await unit.invitations.find(token := await issued(unit))
    assert found
    assert await unit.invitations.use(found.id, "9", NOW)
    assert not await unit.invitations.use(found.id, "10", NOW)
    again = await unit.invitations.find(token)
    assert again
    assert again.used_at == NOW


async def test_it_is_used_in_time_or_not_at_all(unit: Unit) -> None:
    found = await unit.invitations.find(await issued(unit))
    assert found
    assert not await unit.invitations.use(found.id, "9", NOW + DAY)
