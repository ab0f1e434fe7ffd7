"""``python -m sandbox`` as a person starts it."""

import asyncio
import signal
import stat
import sys
from pathlib import Path

import httpx
import pytest

from sandbox.__main__ import bot_port, parsed, prepared_secrets, prepared_world, wipe
from sandbox.keeping import STATE_FILE, snapshot, write
from sandbox.serving import listening_socket
from sandbox.world import ANALYST

ROOT = Path(__file__).parents[2]


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    options = parsed([])
    assert (options.host, options.port, options.no_bot) == ("127.0.0.1", 8080, False)


def test_a_new_folder_gets_the_seeded_world_with_limits_on(tmp_path: Path) -> None:
    world = prepared_world(tmp_path)
    assert len(world.people) == 9
    assert world.settings.rate_limits


def test_chats_kept_from_before_get_the_analyst(tmp_path: Path) -> None:
    before = prepared_world(tmp_path)
    del before.people[ANALYST], before.moderator_chat.members[ANALYST]
    write(tmp_path / STATE_FILE, snapshot(before))
    world = prepared_world(tmp_path)
    assert world.people[ANALYST].roles == ["analyst"]
    assert world.moderator_chat.members[ANALYST] == "member"


def test_the_folder_of_the_surveys_keys_is_closed_to_others(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir(mode=0o755)
    prepared_secrets(tmp_path)
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_fresh_removes_only_what_the_sandbox_made(tmp_path: Path) -> None:
    write(tmp_path / STATE_FILE, snapshot(prepared_world(tmp_path)))
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "1").write_bytes(b"1")
    (tmp_path / "otklik.db-wal").write_bytes(b"")
    (tmp_path / "otklik-surveys.db").write_bytes(b"")
    prepared_secrets(tmp_path)
    (tmp_path / "secrets" / "surveys.key").write_bytes(b"{}")
    (tmp_path / "letters.txt").write_text("чужое")
    wipe(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["letters.txt"]


def test_the_bots_pages_give_way_to_another_program_on_their_port() -> None:
    usual = bot_port()
    with listening_socket("127.0.0.1", usual) as taken:
        taken.listen()
        assert bot_port() != usual


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sandbox",
        "--no-bot",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_it_says_where_it_is_and_keeps_the_chats_when_stopped(tmp_path: Path) -> None:
    process = await start("--port", "0", "--data", str(tmp_path))
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = (await process.stdout.readline()).decode()
        url = line.removeprefix("Песочница: ").strip()
        async with httpx.AsyncClient(trust_env=False) as page:
            await page.post(f"{url}/api/people/101/messages", json={"text": "вопрос"})
        process.send_signal(signal.SIGTERM)
        await process.wait()
    assert prepared_world(tmp_path).messages(101)[0].text == "вопрос"


@pytest.mark.parametrize("trouble", ["a taken port", "a damaged file"])
async def test_it_says_in_words_why_it_did_not_start(tmp_path: Path, trouble: str) -> None:
    with listening_socket("127.0.0.1", 0) as taken:
        taken.listen()
        port = "0"
        if trouble == "a taken port":
            port = str(taken.getsockname()[1])
        else:
            (tmp_path / STATE_FILE).write_text("{")
        process = await start("--port", port, "--data", str(tmp_path))
        async with asyncio.timeout(30):
            _, errors = await process.communicate()
    assert process.returncode == 1
    assert ("--port" if trouble == "a taken port" else "--fresh") in errors.decode()
    assert "Traceback" not in errors.decode()
