"""Recording what has ended, each with its consequences; a fault in those loses no outcome."""

from collections.abc import Mapping

import structlog

from appeals.ports import Conflict
from bot.clock import Clock, QueueClock
from bot.delivery.ended import Brought, Finished
from bot.delivery.lost_files import LostFiles
from bot.delivery.notes import Notes, Rest
from bot.delivery.outcomes import Recorder
from bot.delivery.refusals import Refusals
from bot.delivery.resting import Resting
from bot.delivery.traces import Traces
from bot.enqueue import enqueue
from bot.faults import described
from bot.health import Health
from bot.house import House
from bot.limits import Limits
from handlers.conversation import Later
from storage.errors import StorageError
from storage.store import Unit

CONFLICTS = 5

log = structlog.get_logger(__package__)


class Recording:
    """`due` is the queues' time. Whatever asks to be left alone for a while is."""

    def __init__(
        self,
        limits: Mapping[str, Limits],
        clock: Clock,
        due: QueueClock,
        resting: Resting,
        health: Health,
    ) -> None:
        self._limits, self._clock, self._due = limits, clock, due
        self._resting, self._health = resting, health
        self.remade: set[int] = set()
        """Ids of rows whose deleted topic was made again once already, as far as it is stored."""

    async def call(self, done: Finished, unit: Unit, house: House) -> Rest:
        """One call, within the cycle's transaction; obeyed before anything else is begun."""
        rest = await self._recorded(done, unit, house)
        if rest.chat:
            self._limits[done.row.channel].pause(done.step.at.chat, rest.chat)
        if rest.row:
            self._resting.leave(done.row.id, rest.row)
        if rest.home:
            self._health.ill("moderator_chat", rest.home)
        elif rest.home is not None:
            self._health.well("moderator_chat")
        return rest

    async def file(self, file: Brought, unit: Unit, house: House) -> None:
        """A file was fetched for a row, or never will be."""
        if isinstance(file.result, Later):
            self._resting.leave(file.row_id, file.result.seconds)
            return
        try:
            async with unit.savepoint():
                lost = LostFiles(unit, house, house.office(unit, self._clock.now()))
                await enqueue(await lost.put_in(file), unit, house, self._due.now())
        except StorageError:
            raise
        except Exception as error:  # the row's own lane waits, the others go on
            log.error("file_not_put_in", outbox=file.row_id, error=described(error))
            self._resting.leave(file.row_id)

    async def _recorded(self, done: Finished, unit: Unit, house: House) -> Rest:
        notes = Notes(unit, house, house.office(unit, self._clock.now()), self._due.now())
        traces = Traces(notes)
        recorder = Recorder(notes, traces, Refusals(notes, traces, self.remade))
        for _ in range(CONFLICTS):
            try:
                async with unit.savepoint():
                    return await recorder.record(done)
            except StorageError:
                raise
            except Conflict:
                continue
            except Exception as error:  # a fault in the consequences must not lose the outcome
                log.error("outcome_half_recorded", outbox=done.row.id, error=described(error))
                break
        async with unit.savepoint():
            return await recorder.bare(done)
