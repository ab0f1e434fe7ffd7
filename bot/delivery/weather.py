"""When a platform fails at everything it is better left alone for a while."""

from dataclasses import dataclass

from handlers.conversation import Later, Outcome, Unknown

BAD_WEATHER = 3
STORM = 60.0


@dataclass(slots=True)
class Weather:
    """A platform's troubles in a row, whichever chat they meet: then everything waits a while.

    Times are monotonic seconds. Calls that were under way when a wait began don't lengthen it.
    After the wait a harmless call has to succeed before anything else is risked: each message that
    is sent into a storm may arrive twice later, and after some lost answers it is given up.
    """

    failures: int = 0
    waited_at: float = float("-inf")
    cleared: bool = False

    @property
    def stormy(self) -> bool:
        """Nothing but a harmless call is to be tried."""
        return self.failures >= BAD_WEATHER and not self.cleared

    def after(self, outcome: Outcome, began: float, now: float) -> float:
        """Seconds for which the whole platform is better left alone; 0 in fair weather."""
        if not isinstance(outcome, Later | Unknown):
            self.failures = 0
            return 0.0
        self.cleared = False
        unasked = isinstance(outcome, Later) and not outcome.seconds
        if unasked or began <= self.waited_at:
            return 0.0
        self.failures += 1
        storms = self.failures - BAD_WEATHER
        if storms < 0:
            return 0.0
        self.waited_at = now
        return float(min(2.0 ** min(storms, 10), STORM))
