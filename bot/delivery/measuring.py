"""What is counted of calls and files, and the log line about a refusal."""

from dataclasses import dataclass

import structlog

from bot.clock import QueueClock
from bot.delivery.ended import Brought, Finished
from bot.delivery.step import Kind
from bot.metrics import Metrics
from handlers.conversation import Priority, Refused, Sent

log = structlog.get_logger(__package__)


@dataclass(frozen=True, slots=True)
class Measuring:
    """`due` is the time by which rows became due."""

    metrics: Metrics
    due: QueueClock

    def call(self, done: Finished, spent: float) -> None:
        """A call has ended after so many seconds."""
        row, kind = done.row, done.step.kind
        self.metrics.outcomes.labels(row.channel, kind.value, _name(done.outcome)).inc()
        self.metrics.send_seconds.labels(row.channel).observe(max(spent, 0))
        if isinstance(done.outcome, Refused):
            reason = done.outcome.reason.value
            log.warning("send_refused", outbox=row.id, job=kind.value, reason=reason)
        if _acknowledged(done):
            waited = max((self.due.now() - row.not_before).total_seconds(), 0)
            self.metrics.acknowledged_seconds.labels(row.channel).observe(waited)

    def file(self, brought: Brought) -> None:
        """A file was fetched, or could not be."""
        self.metrics.outcomes.labels(brought.file.origin, "fetch", _name(brought.result)).inc()


def _name(outcome: object) -> str:
    return type(outcome).__name__.lower()


def _acknowledged(done: Finished) -> bool:
    """Somebody has been told that their words arrived."""
    row = done.row
    acknowledges = row.place == "address" and row.priority == Priority.ACKNOWLEDGEMENT
    return isinstance(done.outcome, Sent) and done.step.kind is Kind.SAY and acknowledges
