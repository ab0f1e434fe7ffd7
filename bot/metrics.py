"""Figures for Prometheus: counts and durations, nobody's names, chats or words."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.store import Store

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)


class Metrics:
    """The figures of one running program, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        by_channel = ["channel"]
        self.received = Counter(
            "otklik_events_received", "Events stored in the inbox", by_channel, registry=own
        )
        self.processed = Counter(
            "otklik_events_processed", "Events worked on to the end", by_channel, registry=own
        )
        self.failed = Counter(
            "otklik_events_failed", "Attempts at an event that failed", by_channel, registry=own
        )
        self.dead = Counter(
            "otklik_events_dead", "Events set aside for good", by_channel, registry=own
        )
        self.event_seconds = Histogram(
            "otklik_event_seconds",
            "From receipt of an event to the commit of what follows from it",
            by_channel,
            buckets=_SECONDS,
            registry=own,
        )
        self.outcomes = Counter(
            "otklik_sends",
            "Calls to a platform by outcome",
            ["channel", "job", "outcome"],
            registry=own,
        )
        self.send_seconds = Histogram(
            "otklik_send_seconds", "Duration of a call", by_channel, buckets=_SECONDS, registry=own
        )
        self.acknowledged_seconds = Histogram(
            "otklik_acknowledgement_seconds",
            "From the commit of an acknowledgement to its arrival on the platform",
            by_channel,
            buckets=_SECONDS,
            registry=own,
        )
        self.inbox = Gauge("otklik_inbox_waiting", "Events not worked on yet", registry=own)
        self.outbox = Gauge("otklik_outbox", "Outbox rows by state", ["state"], registry=own)
        self.open_appeals = Gauge(
            "otklik_appeals_open", "Appeals waiting for an answer", registry=own
        )

    async def page(self, store: Store) -> bytes:
        """All figures in Prometheus' text format, those of the storage read now."""
        async with store.begin() as unit:
            self.inbox.set(await unit.inbox.waiting())
            self.open_appeals.set(await unit.appeals.count_open())
            for state, rows in (await unit.outbox.counts()).items():
                self.outbox.labels(state).set(rows)
        return generate_latest(self.registry)

    def without_storage(self) -> bytes:
        """The figures as they were when the storage last answered."""
        return generate_latest(self.registry)
