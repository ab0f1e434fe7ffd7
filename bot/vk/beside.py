"""What is read with other keys than the community's: mentions elsewhere, comments that were lost.

Runs beside receiving and sending, and none of its troubles is theirs.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import structlog

from appeals.mentions import Names
from bot.platform import Inlet, Wait
from bot.status import Trouble
from bot.vk.alarms import BESIDE, Alarms
from bot.vk.client import Client
from bot.vk.inspection import Inspection, Unanswered
from bot.vk.keys import Keys
from bot.vk.lost_comments import LostComments
from bot.vk.mentions import Listed, Mentions, Search, Source, queries_of
from bot.vk.polling import Poller, WallGap
from bot.vk.profiles import Profiles
from bot.vk.rounds import Rounds
from handlers.conversation import Words
from handlers.dates import short_moment

PART = "mentions"
GAP_LOOKED_FOR = 3600.0
"""Seconds after which a gap is looked for without being told of one; each is told."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Looking:
    """What to look for: the authority's `names` in words, and how often (seconds)."""

    names: tuple[str, ...]
    every: float
    zone: tzinfo


class Beside:
    """The rounds of one community. `client` has the community's own key."""

    def __init__(
        self,
        client: Client,
        keys: Keys,
        group_id: int,
        looking: Looking,
        *,
        clock: Callable[[], datetime],
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._client, self._keys, self._group_id = client, keys, group_id
        self._looking, self._clock, self._wait = looking, clock, wait
        self._profiles = Profiles(client)
        self._alarms = Alarms(BESIDE)
        self._screen_names: list[str] = []
        self._mentions: Mentions | None = None

    @property
    def trouble(self) -> Trouble | None:
        """What only a person can end; receiving and sending go on."""
        return self._alarms.trouble

    async def run(
        self, poller: Poller, inlet: Inlet, tell: Callable[[Words], None], stop: asyncio.Event
    ) -> None:
        """Until `stop` is set. Raises nothing."""
        self._alarms.tell = tell
        rounds = [self._round_of_lost_comments(poller, inlet, tell)]
        if self._keys.reader is None:
            log.info("vk_mentions_off", why="neither vk.service_token nor vk.user_token is set")
        elif inlet.part is not None:
            rounds.append(self._round_of_mentions(await inlet.part(PART)))
        await asyncio.gather(*(one.run(stop) for one in rounds))

    def _round_of_mentions(self, inlet: Inlet) -> Rounds:
        async def look() -> None:
            if self._mentions is None:
                self._mentions = await self._prepared(inlet)
            await self._mentions.look()

        every = max(self._looking.every, 1.0)
        return self._rounds("mentions", look, every)

    async def _prepared(self, inlet: Inlet) -> Mentions:
        """Once it is known how the community calls itself in links."""
        try:
            own = await Inspection(self._client, self._group_id).community()
            self._screen_names = [own.screen_name] if own.screen_name else []
        except Unanswered as no:
            log.warning("vk_screen_name_unknown", error=str(no))
        names = self._looking.names
        known = Names(names, tuple(self._screen_names), self._group_id)
        sources: list[Source] = []
        if self._keys.reader is not None:
            screen = next(iter(self._screen_names), "")
            queries = queries_of(names, screen, self._group_id)
            sources.append(Search(self._keys.reader, queries))
        if self._keys.user is not None:
            sources.append(Listed(self._keys.user, self._group_id))
        return Mentions(
            sources,
            self._group_id,
            known.names_authority,
            inlet.receive,
            self._profiles,
            clock=self._clock,
            cursor=inlet.cursor,
        )

    def _round_of_lost_comments(
        self, poller: Poller, inlet: Inlet, tell: Callable[[Words], None]
    ) -> Rounds:
        reader, clock = self._keys.reader, self._clock

        async def look() -> None:
            gap = poller.wall_gap
            if gap is None:
                return
            if reader is None:
                self._tell_of_loss(gap, tell)
            else:
                found = LostComments(reader, self._group_id, inlet.receive, self._profiles, clock)
                await found.look(gap.since, waiting=gap.first)
                log.info("vk_wall_looked_through")
            poller.wall_mended(gap)

        return self._rounds("lost comments", look, GAP_LOOKED_FOR, poller.wall_broken)

    def _tell_of_loss(self, gap: WallGap, tell: Callable[[Words], None]) -> None:
        """At the very first start nothing is lost: nobody has listened yet."""
        if gap.first:
            log.info("vk_wall_not_looked_at", why="no key that may read it")
            return
        zone = self._looking.zone
        since = short_moment(datetime.fromtimestamp(gap.since, UTC), zone)
        until = short_moment(self._clock(), zone)
        tell(Words("vk-comments-lost", {"since": since, "until": until}))

    def _rounds(
        self,
        name: str,
        look: Callable[[], Awaitable[None]],
        every: float,
        soon: asyncio.Event | None = None,
    ) -> Rounds:
        alarm = self._alarms.of(name)
        return Rounds(name, look, every, wait=self._wait, alarm=alarm, soon=soon)
