"""Posts about waves: drafted for the moderators, published once when one of them approves (D1, D6).

A draft is made once for each wave, matter and place. What is being published is noted first: after
a crash VK is asked again under the same mark, elsewhere an employee is asked to look.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from appeals.model import Address
from appeals.ports import Announcement, DraftState
from appeals.words import Content
from bot.clock import Clock
from bot.enqueue import enqueue
from bot.house import House
from bot.limits import Limits
from bot.surveys.drafting import FOLDER, OPENING, RESULTS, VK, Drafting, Places, document
from handlers import announcements, stopping
from handlers.conversation import (
    Later,
    ModeratorChat,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Reply,
    Say,
    Sent,
    Unknown,
    Words,
)
from storage.store import Store
from storage.surveys.store import SurveyStore
from surveys.wave import Wave

MOST_LATER = 20
NOT_CONNECTED, NO_PAGE = "no_connection", "no_page"
_REASONS = {
    Refusal.NO_RIGHTS: "no_rights",
    Refusal.BLOCKED: "no_rights",
    Refusal.CHAT_GONE: "chat_gone",
    Refusal.TOO_LARGE: "too_large",
}


class Posting:
    """`wake` is called after each commit that left something to send to the moderators."""

    def __init__(
        self,
        surveys: SurveyStore,
        store: Store,
        house: House,
        limits: Limits | None,
        *,
        clock: Clock,
        places: Places,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._drafting = Drafting(surveys, house, places)
        self._store, self._house, self._limits = store, house, limits
        self._clock, self._places, self._wake = clock, places, wake
        self._drafted: set[tuple[str, str]] = set()
        self._later: dict[int, int] = {}
        self._one_at_a_time = asyncio.Lock()

    async def tick(self, waves: Sequence[Wave]) -> None:
        """Publish what is approved, draft what has become news. Raises StorageError, OSError."""
        async with self._one_at_a_time:
            for post in await self._waiting():
                await self._publish(post, {wave.id: wave for wave in waves})
            for wave in waves:
                await self._draft(wave)

    # ---- drafts

    async def _draft(self, wave: Wave) -> None:
        about = self._drafting.news_of(wave, self._clock.now())
        if not about or (wave.id, about) in self._drafted:
            return
        async with self._store.begin() as unit:
            done = bool(await unit.announcements.of(wave.id, about))
        if not done:
            drafts = await self._drafting.drafts(wave, about)
            if drafts is None:
                return  # nobody knows the bot's name yet
            await self._put(drafts)
        self._drafted.add((wave.id, about))

    async def _put(self, drafts: Sequence[Announcement]) -> None:
        """The rows and what the moderators see of them, in one transaction."""
        async with self._store.begin() as unit:
            shown: list[Reply] = []
            for draft in drafts:
                number = await unit.announcements.add(draft)
                if number is not None:
                    shown.append(announcements.drafted(replace(draft, id=number)))
            if shown and any(draft.about == RESULTS for draft in drafts):
                shown.insert(0, _page_of(drafts[0]))
            await enqueue(shown, unit, await self._house.today(unit), self._clock.now())
        self._wake()

    # ---- publishing

    async def _waiting(self) -> Sequence[Announcement]:
        """Nothing in an emergency stop."""
        async with self._store.begin() as unit:
            if await unit.switches.get(stopping.STOPPED):
                return ()
            return await unit.announcements.waiting()

    async def _publish(self, post: Announcement, waves: dict[str, Wave]) -> None:
        wave = waves.get(post.wave)
        over = wave is None or not wave.takes_answers(self._clock.now())
        if post.about == OPENING and over and post.state is DraftState.APPROVED:
            await self._moved(post, DraftState.STALE)
        elif post.state is DraftState.PUBLISHING and post.channel != VK:
            await self._moved(post, DraftState.UNKNOWN)  # the program ended in the midst of it
        elif post.file and not (self._places.files / post.file).is_file():
            await self._moved(post, DraftState.FAILED, NO_PAGE)
        elif not self._must_wait(post) and await self._claimed(post):
            claimed = replace(post, state=DraftState.PUBLISHING)
            await self._came_of(await self._call(post), claimed)

    def _must_wait(self, post: Announcement) -> bool:
        """The channel's own limit; the next tick looks again."""
        if post.channel == VK or self._limits is None:
            return False
        if self._limits.ready_in(post.chat, group=True):
            return True
        self._limits.take(post.chat, group=True)
        return False

    async def _claimed(self, post: Announcement) -> bool:
        if post.state is DraftState.PUBLISHING:
            return True
        async with self._store.begin() as unit:
            return await unit.announcements.move(post, DraftState.PUBLISHING)

    async def _call(self, post: Announcement) -> Outcome:
        if post.channel == VK:
            wall = self._places.wall
            return Later(0, "no token") if wall is None else await wall.post(post.text, post.nonce)
        files = (document(post.wave, post.file),) if post.file else ()
        message = Rendered(Content(post.text, attachments=files), nonce=post.nonce)
        return await self._house.channels[post.channel].send(
            Address(post.channel, post.chat), message
        )

    async def _came_of(self, outcome: Outcome, post: Announcement) -> None:
        match outcome:
            case Sent(ids):
                self._later.pop(post.id, None)
                link = ids[0] if ids and post.channel == VK else ""
                await self._moved(post, DraftState.PUBLISHED, published=link)
            case Later():
                await self._again(post)
            case Unknown() if post.channel == VK:
                await self._again(post)
            case Unknown():
                await self._moved(post, DraftState.UNKNOWN)
            case Refused(reason, detail):
                await self._moved(post, DraftState.FAILED, _REASONS.get(reason, detail))
            case _:
                await self._moved(post, DraftState.FAILED, type(outcome).__name__)

    async def _again(self, post: Announcement) -> None:
        """By itself some times; then somebody decides."""
        tried = self._later.get(post.id, 0) + 1
        self._later[post.id] = tried
        if tried < MOST_LATER:
            async with self._store.begin() as unit:
                await unit.announcements.move(post, DraftState.APPROVED)
            return
        del self._later[post.id]
        await self._moved(post, DraftState.FAILED, NOT_CONNECTED)

    async def _moved(
        self, post: Announcement, to: DraftState, why: str = "", *, published: str = ""
    ) -> None:
        """Note it and tell the moderators, in one transaction."""
        is_failure = to is not DraftState.PUBLISHED
        async with self._store.begin() as unit:
            moved = await unit.announcements.move(
                post, to, why=why, published=published, tries=int(is_failure)
            )
            found = await unit.announcements.get(post.id)
            if moved and found is not None:
                news = announcements.failed(found) if is_failure else announcements.published(found)
                house = await self._house.today(unit)
                await enqueue([news], unit, house, self._clock.now())
        self._wake()


def _page_of(post: Announcement) -> Say:
    content = Content(attachments=(document(post.wave, f"{FOLDER}/{post.wave}.html"),))
    return Say(ModeratorChat(), Words("post-page", {"wave": post.wave}), content)
