"""The program ends within ten seconds when it is told to, whatever hangs, and loses nothing."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.environment import bot_environment
from sandbox.faults import Fault
from sandbox.state import Person
from sandbox.vk.faults import VkFault
from sandbox.vk.state import User
from tests.endtoend.desk import free_port
from tests.endtoend.forked import forked
from tests.endtoend.with_child import UNHURRIED
from tests.measured import measured
from tests.sandbox_server import RunningSandbox, running_sandbox

ENDLESS = 10**6
IN_TIME, MOMENT, PATIENCE = 10.0, 0.5, 60.0
IN_TELEGRAM = range(700_001, 700_011)
IN_VK = range(800_001, 800_011)
BY_SIGNAL = 128


def environment(sandbox: RunningSandbox, folder: Path) -> dict[str, str]:
    """Both platforms, no limits that would hold it back."""
    given = bot_environment(
        sandbox.world,
        url=sandbox.url,
        data=folder,
        inherited=os.environ,
        port=free_port(),
        vk=sandbox.vk.world,
    )
    return given | UNHURRIED


def hang(sandbox: RunningSandbox) -> None:
    """From now on no platform answers any call."""
    sandbox.world.faults.plan(Fault("*", "hang", times=ENDLESS))
    sandbox.vk.world.faults.plan(VkFault("*", "hang", times=ENDLESS))
    sandbox.vk.world.faults.plan(VkFault("a_check", "hang", times=ENDLESS))


def everybody_writes(sandbox: RunningSandbox) -> None:
    """Ten people on each platform ask for the first time."""
    for who in IN_TELEGRAM:
        sandbox.world.add_person(Person(who, f"Работодатель {who}"))
        sandbox.world.writes(who, f"Вопрос {who} про квоту")
    for who in IN_VK:
        sandbox.vk.world.add_user(User(who, "Работодатель", str(who)))
        sandbox.vk.world.writes(who, f"Вопрос {who} про квоту")


def acknowledgements(sandbox: RunningSandbox) -> Iterator[int]:
    """How often each of them was told a number."""
    for who in IN_TELEGRAM:
        yield sum("№ 2026-" in (one.text or "") for one in sandbox.world.messages(who))
    for who in IN_VK:
        yield sum(one.peer == who and "№ 2026-" in one.text for one in sandbox.vk.world.sends)


async def until_calls_hang(sandbox: RunningSandbox) -> None:
    """Some send on each platform is under way and is not answered."""
    async with asyncio.timeout(PATIENCE):
        while not (sandbox.vk.world.ledger.refused("messages.send") and _hanging(sandbox)):  # noqa: ASYNC110 - what hangs tells nobody
            await asyncio.sleep(0.02)


def _hanging(sandbox: RunningSandbox) -> bool:
    return any(entry.fault == "hang" for entry in sandbox.world.ledger.entries)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
async def test_with_work_in_flight_and_hung_platforms_it_stops_in_time_and_loses_nothing(
    tmp_path: Path, sign: signal.Signals
) -> None:
    async with running_sandbox() as sandbox:
        async with forked(environment(sandbox, tmp_path), tmp_path) as process:
            await sandbox.world.until(lambda: sandbox.vk.world.pollers, PATIENCE)
            everybody_writes(sandbox)
            await sandbox.world.until(lambda: any(acknowledgements(sandbox)), PATIENCE)
            hang(sandbox)
            await until_calls_hang(sandbox)
            assert process.pid is not None
            began = time.monotonic()
            os.kill(process.pid, sign)
            await asyncio.to_thread(process.join, IN_TIME)
            measured(f"{sign.name}: {time.monotonic() - began:.1f} s")
            assert process.exitcode == 0
        sandbox.world.faults.clear()
        sandbox.vk.world.faults.clear()
        async with forked(environment(sandbox, tmp_path), tmp_path):
            await sandbox.world.until(lambda: all(acknowledgements(sandbox)), PATIENCE)
    assert set(list(acknowledgements(sandbox))[len(IN_TELEGRAM) :]) == {1}


async def test_told_twice_it_ends_at_once_and_loses_nothing_either(tmp_path: Path) -> None:
    async with running_sandbox() as sandbox:
        async with forked(environment(sandbox, tmp_path), tmp_path) as process:
            await sandbox.world.until(lambda: sandbox.vk.world.pollers, PATIENCE)
            hang(sandbox)
            everybody_writes(sandbox)
            await until_calls_hang(sandbox)
            assert process.pid is not None
            async with asyncio.timeout(PATIENCE):
                while process.is_alive():  # two signals in one moment are one
                    os.kill(process.pid, signal.SIGTERM)
                    await asyncio.to_thread(process.join, MOMENT)
            assert process.exitcode == BY_SIGNAL + signal.SIGTERM
        sandbox.world.faults.clear()
        sandbox.vk.world.faults.clear()
        async with forked(environment(sandbox, tmp_path), tmp_path):
            await sandbox.world.until(lambda: all(acknowledgements(sandbox)), PATIENCE)
