"""How receiving stands, for the health page and for alerts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Trouble(StrEnum):
    """What keeps updates from coming in."""

    STARTING = "starting"
    NETWORK = "network"
    SERVER = "server"
    TOO_FAST = "too_fast"
    CONFLICT = "conflict"
    TOKEN = "token"  # noqa: S105 - the name of a trouble, no secret
    CAPTCHA = "captcha"
    STORAGE = "storage"
    MALFORMED = "malformed"
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(slots=True)
class Status:
    """`trouble` is None while all is well; `since` when this began; `polled_at` the last success.

    CONFLICT: another program polls with the same token, or a webhook is set. TOKEN: the token is
    wrong or withdrawn; it is tried again now and then. CAPTCHA: the platform wants a person to
    prove that it is one. STORAGE: what came could not be stored.
    """

    clock: Callable[[], datetime]
    trouble: Trouble | None = Trouble.STARTING
    since: datetime = field(init=False)
    polled_at: datetime | None = None

    def __post_init__(self) -> None:
        self.since = self.clock()

    @property
    def ok(self) -> bool:
        """Updates are coming in."""
        return self.trouble is None

    def well(self) -> bool:
        """A poll succeeded and was stored; True when this ends a trouble."""
        self.polled_at = self.clock()
        return self._become(None)

    def ill(self, trouble: Trouble) -> bool:
        """A poll failed; True when this is news."""
        return self._become(trouble)

    def _become(self, trouble: Trouble | None) -> bool:
        if trouble is self.trouble:
            return False
        self.trouble, self.since = trouble, self.clock()
        return True
