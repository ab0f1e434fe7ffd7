"""The disk is full for a while: nothing unstored is acknowledged, and all goes on later."""

import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from bench.kept import kept
from tests.chaos.clean import assert_nothing_lost_and_nothing_doubled
from tests.chaos.town import Town
from tests.sandbox_server import running_sandbox

SIZE_MIB = 24
PATIENCE = 120.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of some megabytes, where this machine lets one be made."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("a small disk can be mounted by root on Linux only")
    made = subprocess.run(  # noqa: S603 - nothing in it comes from outside
        [mount, "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(  # noqa: S603 - nothing in it comes from outside
            [shutil.which("umount") or "umount", "-l", str(place)], check=False
        )


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Nothing more fits while the block runs."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                continue
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()


@pytest.mark.chaos
async def test_a_full_disk_loses_nothing_and_is_told_of(small_disk: Path) -> None:
    async with running_sandbox() as sandbox:
        town = Town(sandbox, random.Random(5))  # noqa: S311 - repeatable, not secret
        town.newcomers(2)
        async with town.bot(small_disk) as process:
            await town.world.until(lambda: town.served() and town.vk.pollers, PATIENCE)
            with full(small_disk):
                for _ in range(40):
                    town.newcomers(1)
                await unwell(town)
                taken = town.world.updates.confirmed
                town.look()
                assert len(town.unacknowledged) > 0
                assert process.is_alive()
            await town.world.until(town.served, PATIENCE)
            assert town.world.updates.confirmed > taken
            process.terminate()
        town.look()
        assert_nothing_lost_and_nothing_doubled(town, await kept(small_disk))


async def unwell(town: Town) -> None:
    """Wait until the health page says that the storage is in trouble."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:

        async def asked() -> bool:
            answer = await client.get(f"http://127.0.0.1:{town.port}/healthz")
            troubles = answer.json()["reasons"].get("troubles", "")
            return answer.status_code == httpx.codes.SERVICE_UNAVAILABLE and "Storage" in troubles

        for _ in range(int(PATIENCE)):
            if await asked():
                return
            await town.put_forward(1)
    raise AssertionError("a full disk is not told of")
