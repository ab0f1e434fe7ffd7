"""Clients are met once, keep their code, and may change their name."""

import asyncio
import re
import secrets

import pytest

from storage import clients
from storage.store import Store, Unit


async def test_a_client_is_stored_at_the_first_meeting_only(unit: Unit) -> None:
    first = await unit.clients.met("telegram", "501", "Анна", "anna")
    again = await unit.clients.met("telegram", "501", "Анна Петрова", "")
    assert (again.id, again.code) == (first.id, first.code)
    assert (again.name, again.username) == ("Анна Петрова", "")
    assert await unit.clients.get(first.id) == again
    assert await unit.clients.known("telegram", "501") == again


async def test_the_same_id_on_another_platform_is_another_client(unit: Unit) -> None:
    telegram = await unit.clients.met("telegram", "501", "Анна", "")
    vk = await unit.clients.met("vk", "501", "Анна", "")
    assert telegram.id != vk.id
    assert telegram.code != vk.code


async def test_looking_for_a_client_stores_nobody(unit: Unit) -> None:
    assert await unit.clients.known("telegram", "501") is None
    assert await unit.clients.get(1) is None
    assert await unit.clients.get(10**30) is None


async def test_a_client_met_twice_at_once_is_one_client(store: Store) -> None:
    async def meet() -> int:
        async with store.begin() as unit:
            return (await unit.clients.met("telegram", "501", "Анна", "")).id

    assert len(set(await asyncio.gather(*(meet() for _ in range(6))))) == 1


async def test_bans_and_reachability_are_remembered(unit: Unit) -> None:
    client = await unit.clients.met("telegram", "501", "Анна", "")
    assert (client.banned, client.reachable) == (False, True)
    await unit.clients.set_banned(client.id, True)
    await unit.clients.set_reachable(client.id, False)
    changed = await unit.clients.met("telegram", "501", "Анна", "")
    assert (changed.banned, changed.reachable) == (True, False)


def test_a_code_is_short_and_has_no_sign_that_looks_like_another() -> None:
    codes = [clients.new_code() for _ in range(200)]
    assert all(re.fullmatch("К-[23456789DFJNRVWY]{4}", code) for code in codes)
    assert len(set(codes)) > 190


async def test_a_taken_code_is_drawn_again_and_grows(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "choice", lambda signs: signs[0])
    met = [await unit.clients.met("telegram", str(number), "Анна", "") for number in range(3)]
    assert [client.code for client in met] == ["К-2222", "К-22222", "К-222222"]
