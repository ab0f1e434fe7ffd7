"""Closing the waves whose time is over, and telling of it, once."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.surveys.analyst import ended
from bot.surveys.results_handed import ResultsHanded
from bot.surveys.waves import Waves
from handlers.conversation import Words
from surveys.ports import KeysLost
from surveys.wave import Stage, Wave

Tell = Callable[[Words], Awaitable[None]]


class ClosingDue:
    """`tell` puts a line into the moderator chat."""

    def __init__(self, tell: Tell, results: ResultsHanded) -> None:
        self._tell, self._results = tell, results
        self._told: set[tuple[str, str]] = set()

    async def close(self, waves: Waves, now: datetime) -> None:
        """Give up what was asked to be given up, close what is due. `now` is aware UTC."""
        for wave in await waves.to_give_up():
            given_up = await waves.give_up(wave, now)
            if given_up.keys_lost:
                await self._tell_once(given_up, given_up.stage.value, ended(given_up))
        for wave in await waves.due(now):
            if (wave.id, wave.stage.value) in self._told and wave.with_analyst:
                continue
            await self._close(waves, wave, now)

    async def _close(self, waves: Waves, wave: Wave, now: datetime) -> None:
        try:
            closed = await waves.close(wave, now)
        except KeysLost:
            await self._tell_once(wave, "lost", Words("survey-keys-lost", {"wave": wave.id}))
            return
        await self._tell_once(closed, closed.stage.value, ended(closed))
        if closed.stage is Stage.CLOSED:
            await self._results.to_analysts(closed)

    async def _tell_once(self, wave: Wave, what: str, words: Words) -> None:
        if (wave.id, what) not in self._told:
            self._told.add((wave.id, what))
            await self._tell(words)
