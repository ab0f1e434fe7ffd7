"""VK's methods as coroutines: vk_api in threads of its own.

An object of vk_api holds one lock for the whole of a call, so each thread has its own object, and
each kind of work its own threads: a hung call holds up nothing but itself.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from jconfig.memory import MemoryConfig
from vk_api import VkApiGroup, VkUpload

from bot.mending import loads
from bot.vk.failures import Answered, Garbled, told
from bot.vk.fetching import fetched
from bot.vk.pacing import Pacer, Urgency
from bot.vk.session import CONNECT, READ, VK, Session
from bot.vk.threads import Threads

VERSION = "5.199"
TOO_MANY = 6
TRIES = 3
UPLOAD_READ = 120.0
POLL_GRACE = 10.0

T = TypeVar("T")


class Lane(Enum):
    """Kinds of work: their threads, their urgency, and how long an answer may take (seconds)."""

    SENDING = ("vk-send", 12, Urgency.SEND, READ)
    TOASTS = ("vk-toast", 2, Urgency.SEND, READ)
    UPLOADS = ("vk-upload", 2, Urgency.SEND, UPLOAD_READ)
    DOWNLOADS = ("vk-download", 4, Urgency.ASIDE, READ)
    POLLING = ("vk-poll", 2, Urgency.RECEIVE, READ)
    ASIDE = ("vk-aside", 2, Urgency.ASIDE, READ)


class Group(VkApiGroup):  # type: ignore[misc] # the library says nothing of its types
    """vk_api without what blocks or repeats by itself.

    Its own pacing sleeps by the wall clock, for hours when that is set back; its handler of error 6
    calls itself without end; its handler of captchas fails where there is no picture.
    """

    RPS_DELAY = 0.0

    def __init__(self, token: str, session: Session) -> None:
        super().__init__(token=token, api_version=VERSION, config=MemoryConfig, session=session)
        self.error_handlers.clear()

    def method(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - JSON is anything
        """Call a method of VK."""
        self.last_request = 0.0
        return super().method(*args, **kwargs)


class Client:
    """Calls to VK. Methods raise `bot.vk.failures.CallFailed`, and nothing else.

    `api_url` is the base of `/method/<name>`; `connect` and `read` limit each call (seconds).
    """

    def __init__(
        self,
        token: str,
        api_url: str = VK,
        *,
        pacer: Pacer | None = None,
        connect: float = CONNECT,
        read: float | None = None,
    ) -> None:
        self._token, self._api_url = token, api_url or VK
        self.pacer = pacer or Pacer()
        self._connect, self._read = connect, read
        self._lanes = {lane: self._threads(lane) for lane in Lane}

    async def call(
        self, method: str, values: Mapping[str, object], lane: Lane = Lane.SENDING
    ) -> Any:  # noqa: ANN401 - JSON is anything
        """The `response` of a method. Values that are None are left out."""
        given = {name: value for name, value in values.items() if value is not None}
        return await self._lanes[lane].run(
            lambda group: self._told(lambda: group.method(method, given))
        )

    async def poll(self, url: str, values: Mapping[str, object], wait: float) -> dict[str, Any]:
        """One question to the long poll server, which may think for `wait` seconds."""
        limits = (self._connect, wait + POLL_GRACE)

        def ask(group: Group) -> dict[str, Any]:
            response = group.http.get(url, params=values, timeout=limits, allow_redirects=False)
            response.raise_for_status()
            answer = loads(response.content.decode(errors="replace"))
            if not isinstance(answer, dict):
                raise Garbled("no object")
            return answer

        return await self._lanes[Lane.POLLING].run(lambda group: self._told(lambda: ask(group)))

    async def upload(self, work: Callable[[VkUpload], T]) -> T:
        """Run `work` with the library's uploader; its own session would wait without end."""

        def with_uploader(group: Group) -> T:
            uploader = VkUpload(group)
            uploader.http = group.http
            return work(uploader)

        return await self._lanes[Lane.UPLOADS].run(
            lambda group: self._told(lambda: with_uploader(group))
        )

    async def download(self, url: str, into: Path, limit: int) -> int | None:
        """Write what stands at `url` to `into`; returns its size, None above `limit` bytes.

        Raises LedAway, too, for an address where no file of VK's is.
        """

        def save(group: Group) -> int | None:
            return fetched(group.http, url, into, limit, self._api_url)

        return await self._lanes[Lane.DOWNLOADS].run(lambda group: self._told(lambda: save(group)))

    def close(self) -> None:
        """Let the threads go; what hangs ends with its time limit or with the program."""
        for threads in self._lanes.values():
            threads.close()

    def _threads(self, lane: Lane) -> Threads[Group]:
        name, count, urgency, read = lane.value
        limit = self._read or read

        def make() -> Group:
            session = Session(self.pacer, urgency, self._api_url, connect=self._connect, read=limit)
            return Group(self._token, session)

        return Threads(name, count, make)

    def _told(self, work: Callable[[], T]) -> T:
        """Too many calls in a second were not carried out: they are tried again, a few times."""
        for _ in range(TRIES):
            try:
                return told(work, self._token)
            except Answered as answer:
                if answer.code != TOO_MANY:
                    raise
                self.pacer.too_many()
        raise Answered(TOO_MANY)
