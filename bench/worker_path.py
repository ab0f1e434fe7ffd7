"""How many questions a second the program works off without sending anything.

Batches of 20 updates, each a question of another person: stored, read, routed, an appeal opened,
its card, its topic and the acknowledgement put into the outbox. Two commits a batch, on SQLite.
"""

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.question import QUESTION
from bench.side_by_side import BATCH
from bench.sizes import Sizes
from bot import logs
from bot.app import App
from bot.settings import Settings
from bot.telegram.raw import raw_update

CHANNEL = "telegram"
DATE = 1_795_339_800


async def worker(folder: Path, sizes: Sizes) -> list[Figure]:
    """The program's parts joined as they are in real life, without the loops that talk."""
    logs.configure("error")
    app = App(settings_in(folder, "worker"))
    await app.store.migrate()
    numbers = count(1)
    await _rate(app, numbers, 1)
    rates = [await _rate(app, numbers, sizes.worker_batches) for _ in range(sizes.worker_rounds)]
    await app.close()
    return [Figure("worker, SQLite: question to appeal", tuple(rates), "events/s")]


async def _rate(app: App, numbers: Iterator[int], batches: int) -> float:
    began = time.perf_counter()
    for _ in range(batches):
        batch = [raw_update(_update(next(numbers))) for _ in range(BATCH)]
        await app.worker.receive(CHANNEL, batch, batch[-1].event_id)
        worked = await app.worker.step()
        if worked != BATCH:
            raise RuntimeError(f"the worker claimed {worked} events of {BATCH}")
    return batches * BATCH / (time.perf_counter() - began)


def _update(number: int) -> dict[str, Any]:
    person = {"id": 200_000 + number, "first_name": "Работодатель"}
    message = {
        "message_id": number,
        "date": DATE,
        "from": person | {"is_bot": False},
        "chat": person | {"type": "private"},
        "text": QUESTION,
    }
    return {"update_id": number, "message": message}


def settings_in(folder: Path, name: str) -> Settings:
    """An installation in this folder, with a database of this name."""
    given = {
        "authority": {"name": "Министерство труда", "timezone": "Asia/Novosibirsk"},
        "preset": "nso-quota",
        "telegram": {"token": "1:bench", "moderator_chat": -1001000000001},
        "storage": {
            "url": f"sqlite+aiosqlite:///{folder / name}.db",
            "files": str(folder / "files"),
        },
        "staff": [{"id": "201", "name": "Мария Иванова", "position": "специалист"}],
    }
    return Settings.model_validate(given)
