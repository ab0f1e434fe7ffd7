"""A survey that is open while people talk, and how somebody answers it."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.app import App
from bot.surveys.mirror import mirror_of, runtime_folder
from storage.tables import inbox, outbox
from tests.channels.in_telegram import InTelegram
from tests.channels.in_vk import NADIA, InVk
from tests.channels.talk import Seen, Talk
from tests.endtoend.desk import OLGA, FrontDesk, MovableClock, buttons, community, settings
from tests.sandbox_server import running_sandbox
from tests.sqlite_tables import fresh_file

STAFF = [
    {"id": "201", "name": "Мария Иванова", "position": "ведущий специалист"},
    {"id": "202", "name": "Сергей Орлов", "roles": ["admin", "moderator"]},
    {"id": "203", "name": "Елена Павлова", "roles": ["analyst", "moderator"]},
]
CHANNELS = [InTelegram, InVk]
CANARY = "Канарейка поёт в кладовой"
WAVE = "visits-2026-q4"
SURVEY = """
code = "visits"
title = "Визиты"
audience = "clients"
intro = "Несколько вопросов о визитах."
thanks = "Спасибо за ответы."

[[question]]
code = "came"
type = "single"
text = "Визит был?"
options = [{ code = "yes", text = "Да" }, { code = "no", text = "Нет" }]

[[question]]
code = "what"
type = "multiple"
text = "Что понравилось?"
options = [{ code = "a", text = "Ясность" }, { code = "b", text = "Скорость" }]

[[question]]
code = "ideas"
type = "text"
text = "Что улучшить?"
longest = 300
"""


@asynccontextmanager
async def surveyed(
    folder: Path,
    channel: type[Talk],
    text: str = SURVEY,
    *,
    opened: bool = True,
    k: int = 1,
    user_token: bool = False,
    **more: Any,
) -> AsyncIterator[Talk]:
    """A client in this channel, and a wave of this questionnaire that takes answers.

    `k` is the smallest group: with 1 every second answer is in the box at once. `user_token`: an
    administrator of VK's community has given their own.
    """
    (folder / "surveys").mkdir(exist_ok=True)
    (folder / "surveys" / "visits.toml").write_text(text, encoding="utf-8")
    rules = {
        "folder": folder / "surveys",
        "key_file": folder / "keys" / "surveys.key",
        "k_clients": k,
        "k_staff": k,
    }
    await fresh_file(folder)
    clock = MovableClock()
    async with running_sandbox(now=clock.now) as sandbox:
        beside = {"vk": community(sandbox)} if channel is InVk else {}
        if user_token:
            beside["vk"]["user_token"] = sandbox.vk.world.community.user_token
        given = settings(sandbox, folder, surveys=rules | more, staff=STAFF, **beside)
        desk = FrontDesk(sandbox, App(given, clock), clock)
        await desk.app.start()
        try:
            talk = channel(desk)
            await talk.opens()
            if opened:
                await open_wave(talk)
            yield talk
        finally:
            await desk.app.stop()
            _leave_no_mirror(folder / "keys" / "surveys.key")


def _leave_no_mirror(key_file: Path) -> None:
    """The pool's copy in memory outlives the test's folder otherwise."""
    if mirror := mirror_of(key_file, runtime_folder(os.environ)):
        mirror.file.unlink(missing_ok=True)


async def restart(talk: Talk) -> None:
    """End the program and start it anew; the platforms go on."""
    old = talk.desk.app
    await old.stop()
    talk.desk.app = App(old.settings, talk.desk.clock)
    await talk.desk.app.start()


async def open_wave(talk: Talk) -> str:
    """Open a wave by hand; its id."""
    surveys = talk.desk.app.surveys
    assert surveys.waves
    wave = await surveys.waves.open("visits", talk.desk.clock.now())
    await surveys.refresh()
    return wave.id


async def begins(talk: Talk) -> Seen:
    """Ask for the survey; its first card."""
    talk.writes("/survey")
    return await talk.hears("Несколько вопросов")


async def steps(talk: Talk, seen: Seen, caption: str, words: str) -> Seen:
    """Press a button and wait until the card says these words."""
    await talk.presses(seen, caption)
    return await talk.hears(words)


async def to_the_text(talk: Talk) -> Seen:
    """Answer until words are awaited."""
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    card = await steps(talk, card, "Да", "Что понравилось?")
    await talk.presses(card, "Ясность")
    await talk.until(lambda: any("✓ Ясность" in one for one in talk_card(talk, card).buttons))
    return await steps(talk, talk_card(talk, card), "Дальше", "Что улучшить?")


def talk_card(talk: Talk, seen: Seen) -> Seen:
    """The same message as it is now."""
    return next(one for one in talk.read() if one.id == seen.id)


async def answers(talk: Talk, words: str = CANARY) -> Seen:
    """Go through the whole survey; what was said in the end."""
    await to_the_text(talk)
    talk.writes(words)
    ready = await talk.hears("Отправить ответы?")
    return await steps(talk, ready, "Отправить", "Спасибо за ответы")


def data_of(talk: Talk, seen: Seen, caption: str) -> str:
    """What the button with this caption carries."""
    if isinstance(talk, InVk):
        keyboard = talk.vk.message(NADIA, int(seen.id)).keyboard or {}
        made = [button["action"] for row in keyboard["buttons"] for button in row]
        found = next(one for one in made if caption in one.get("label", ""))
        payload = found["payload"]
        return str((json.loads(payload) if isinstance(payload, str) else payload)["d"])
    message = talk.desk.world.message(OLGA, int(seen.id))
    found = next(one for one in buttons(message) if caption in one["text"])
    return str(found["callback_data"])


def press_unseen(talk: Talk, data: str, seen: Seen) -> None:
    """Press a button without waiting for what it says."""
    if isinstance(talk, InVk):
        talk.vk.press(NADIA, json.dumps({"d": data}), int(seen.id))
    else:
        talk.desk.world.presses(OLGA, data, message=int(seen.id), chat=OLGA)


async def stored(talk: Talk) -> tuple[int, int]:
    """How many events and orders the front desk has ever stored."""
    app = talk.desk.app
    async with app.store.begin() as unit:
        events = await unit.db.value(select(func.count()).select_from(inbox))
        orders = await unit.db.value(select(func.count()).select_from(outbox))
    return int(events), int(orders)


def files_with(folder: Path, words: str) -> list[str]:
    """Which files anywhere below hold these words, however they are written."""
    wanted = [words.encode(), json.dumps(words).strip('"').encode(), words.encode("utf-16-le")]
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(one in file.read_bytes() for one in wanted)]


def led(talk: Talk, word: str) -> None:
    """Come by a link that carries this word."""
    if isinstance(talk, InVk):
        talk.vk.opens_link(NADIA, word)
        talk.vk.starts(NADIA)
    else:
        talk.desk.world.starts(OLGA, word)


async def settled(talk: Talk) -> None:
    """Everything that was asked of the survey is done."""
    await talk.desk.app.surveys.talk.settle()
