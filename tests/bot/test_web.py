"""The pages for machines."""

import httpx
import pytest
from fastapi import FastAPI

from bot.metrics import Metrics
from bot.web import Check, make_web, storage_check
from handlers.conversation import Say, Words
from storage.errors import StorageFull
from storage.store import Store
from tests.bot.program import OLGA, Program


async def get(web: FastAPI, path: str) -> httpx.Response:
    """The page as a watcher sees it."""
    transport = httpx.ASGITransport(app=web)
    async with httpx.AsyncClient(transport=transport, base_url="http://otklik") as client:
        return await client.get(path)


async def well() -> str | None:
    return None


async def refused() -> str | None:
    return "no_rights"


async def failing() -> str | None:
    raise StorageFull("тайна")


async def test_ready_when_every_part_is_well(store: Store) -> None:
    answer = await get(
        make_web({"telegram": well, "storage": storage_check(store)}, Metrics(), store), "/healthz"
    )
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "reasons": {}})


@pytest.mark.parametrize(("check", "reason"), [(refused, "no_rights"), (failing, "StorageFull")])
async def test_not_ready_says_which_part_and_why(store: Store, check: Check, reason: str) -> None:
    answer = await get(make_web({"storage": well, "part": check}, Metrics(), store), "/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": {"part": reason}}


async def test_a_storage_out_of_reach_is_not_ready() -> None:
    store = Store.open("postgresql+asyncpg://nobody@127.0.0.1:9/nothing")
    answer = await get(make_web({"storage": storage_check(store)}, Metrics(), store), "/healthz")
    assert answer.status_code == 503
    assert (await get(make_web({}, Metrics(), store), "/metrics")).status_code == 200
    await store.close()


async def test_figures_are_there_and_name_nobody(program: Program) -> None:
    await program.receive(program.wrote("Положена ли квота?"))
    await program.work()
    await program.deliver()
    await program.put(Say(OLGA, Words("client-unreadable")))
    page = (await get(make_web({}, program.metrics, program.store), "/metrics")).text
    for figure in (
        'otklik_events_received_total{channel="telegram"} 1.0',
        'otklik_events_processed_total{channel="telegram"} 1.0',
        'otklik_sends_total{channel="telegram",job="say",outcome="sent"} 1.0',
        'otklik_sends_total{channel="telegram",job="open",outcome="sent"} 1.0',
        'otklik_acknowledgement_seconds_count{channel="telegram"} 1.0',
        'otklik_outbox{state="pending"} 1.0',
        "otklik_inbox_waiting 0.0",
        "otklik_appeals_open 1.0",
    ):
        assert figure in page
    names = [line.rpartition(" ")[0] for line in page.splitlines()]
    for personal in ("Ольга", "101", "-1001", "квота"):
        assert not [name for name in names if personal in name]


async def test_other_pages_do_not_exist(store: Store) -> None:
    web = make_web({}, Metrics(), store)
    for path in ("/", "/docs", "/openapi.json"):
        assert (await get(web, path)).status_code == 404
