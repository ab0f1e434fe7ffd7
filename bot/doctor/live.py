"""A test question, through to the moderator chat and back, by the program's own path.

An employee who has started the bot plays the client and then the moderator. Worker, handlers,
outbox and delivery are the real ones and speak to the real Telegram, but over a database of their
own that is thrown away: the installation's data, numbers and statistics stay untouched, and a
running program is not disturbed. Only receiving (getUpdates) is left out, for two receivers would
quarrel: what the employee "writes" is put into the inbox as Telegram would have sent it.
"""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from appeals.model import Address, Appeal, Employee, Fate, Role, Side
from appeals.words import Content
from bot.admin_words import say
from bot.app import App
from bot.doctor.finding import Finding, fine, problem, warning
from bot.settings import Settings
from bot.telegram.inspection import Inspection, Unanswered
from bot.telegram.raw import CHANNEL, raw_update
from handlers.conversation import Rendered, Sent

PATIENCE = 60.0
LOOK_AGAIN = 0.2
QUESTION, ANSWER = 1, 2

Goal = Callable[[App, Address], Awaitable[bool]]


class Stuck(Exception):
    """The question did not get on; `key` is the text that says where."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def question(
    settings: Settings,
    inspection: Inspection,
    employees: Sequence[Employee],
    *,
    trouble: bool,
    now: datetime,
) -> list[Finding]:
    """Send a test question and its answer. With `trouble` found before, nothing is sent.

    `now` (aware) is the date that the question bears.
    """
    if trouble:
        return [warning("live", "live-not-yet")]
    try:
        checker = await _checker(inspection, employees)
        if checker is None:
            return [warning("live", "live-nobody")]
        async with _apart(settings, checker) as app:
            return await _there_and_back(app, inspection, checker, now)
    except Stuck as stuck:
        return [problem("live", stuck.key)]
    except Unanswered:
        return [problem("live", "live-not-sent")]


async def _checker(inspection: Inspection, employees: Sequence[Employee]) -> Employee | None:
    """Whom the bot may write to: an administrator rather than anybody else."""
    for one in sorted(employees, key=lambda one: not one.may(Role.ADMIN)):
        if await inspection.reaches(one.id):
            return replace(one, roles=one.roles | {Role.MODERATOR})
    return None


@contextlib.asynccontextmanager
async def _apart(settings: Settings, checker: Employee) -> AsyncIterator[App]:
    """The program over a database of its own, not receiving."""
    with tempfile.TemporaryDirectory(prefix="otklik-doctor-") as folder:
        url = SecretStr(f"sqlite+aiosqlite:///{Path(folder) / 'question.db'}")
        storage = settings.storage.model_copy(update={"url": url})
        app = App(settings.model_copy(update={"storage": storage}))
        try:
            await app.store.migrate()
            async with app.store.begin() as unit:
                await unit.staff.seed([checker])
            yield app
        finally:
            await app.close()


async def _there_and_back(
    app: App, inspection: Inspection, checker: Employee, now: datetime
) -> list[Finding]:
    home = Address(CHANNEL, checker.id)
    await _written(app, home, checker, say("doctor-live-question"), now)
    await _until(_shown_to_staff, app, home)
    appeal, topic = await _appeal_and_topic(app, home)
    if topic is None:
        raise Stuck("live-no-topic" if appeal else "live-not-registered")
    try:
        await _written(app, topic, checker, say("doctor-live-answer"), now)
        await _until(_answered, app, home)
        if not await _answered(app, home):
            raise Stuck("live-no-answer")
    finally:
        removed = await _tidied(inspection, topic)
    key = "live-fine" if removed else "live-fine-closed"
    return [fine("live", key, name=checker.name)]


async def _written(app: App, at: Address, who: Employee, text: str, now: datetime) -> None:
    """The bot puts the words there, and the program hears them as if `who` had written them."""
    outcome = await app.telegram.send(at, Rendered(Content(text)))
    if not isinstance(outcome, Sent) or not outcome.ids:
        raise Stuck("live-not-sent")
    update = _update(at, who, outcome.ids[0], text, now)
    await app.worker.receive(CHANNEL, [raw_update(update)], None)


def _update(
    at: Address, who: Employee, message: str, text: str, now: datetime
) -> dict[str, object]:
    """What Telegram would have sent; numbered by place, for messages of two chats may share ids."""
    chat = {"id": int(at.chat), "type": "supergroup" if at.thread else "private"}
    chat |= {"title": "-", "is_forum": True} if at.thread else {"first_name": who.name}
    topic = {"message_thread_id": int(at.thread), "is_topic_message": True} if at.thread else {}
    return {
        "update_id": ANSWER if at.thread else QUESTION,
        "message": {
            "message_id": int(message),
            "date": int(now.timestamp()),
            "chat": chat,
            "from": {"id": int(who.id), "is_bot": False, "first_name": who.name},
            "text": text,
            **topic,
        },
    }


async def _until(goal: Goal, app: App, home: Address) -> None:
    """Handle and send until the goal is reached or can't be. Raises Stuck when it takes long."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not await goal(app, home):
                while await app.worker.step():
                    pass
                pause = await app.delivery.step()
                await app.delivery.settle()
                if await _is_at_rest(app):
                    return
                await asyncio.sleep(min(max(pause, 0), LOOK_AGAIN))
    except TimeoutError:
        raise Stuck("live-slow") from None


async def _is_at_rest(app: App) -> bool:
    """Nothing is left to be sent: what has not happened by now never will."""
    async with app.store.begin() as unit:
        counts = await unit.outbox.counts()
    return not any(amount for state, amount in counts.items() if state != "failed")


async def _appeal_and_topic(app: App, home: Address) -> tuple[Appeal | None, Address | None]:
    async with app.store.begin() as unit:
        client = await unit.clients.known(CHANNEL, home.chat)
        appeal = await unit.appeals.open_in(home, client.id) if client else None
        topic = await unit.topics.of(appeal.id) if appeal else None
    return appeal, topic.at if topic else None


async def _shown_to_staff(app: App, home: Address) -> bool:
    """The topic is there; whether the card is too shows when the answer is not held up."""
    appeal, topic = await _appeal_and_topic(app, home)
    return appeal is not None and topic is not None


async def _answered(app: App, home: Address) -> bool:
    appeal, _ = await _appeal_and_topic(app, home)
    if appeal is None:
        return False
    async with app.store.begin() as unit:
        messages = await unit.messages.of_appeal(appeal.id)
    answers = [message for message in messages if message.side is Side.STAFF]
    return bool(answers) and all(message.fate is Fate.DELIVERED for message in answers)


async def _tidied(inspection: Inspection, topic: Address) -> bool:
    """The test topic is removed; False when it could only be closed, or not even that."""
    try:
        return await inspection.remove_topic(topic.chat, topic.thread)
    except Unanswered:
        return False
