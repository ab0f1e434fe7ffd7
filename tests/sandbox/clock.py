"""A clock a test moves by hand."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Stands still until told to go on."""

    def __init__(self) -> None:
        self._start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.passed = timedelta()

    def now(self) -> datetime:
        return self._start + self.passed

    def monotonic(self) -> float:
        return self.passed.total_seconds()

    def pass_time(self, **duration: float) -> None:
        self.passed += timedelta(**duration)
