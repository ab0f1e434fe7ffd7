"""Threads for a library that blocks: each has a tool of its own, none keeps the program alive.

Not the pool of the standard library, because the interpreter waits for its threads at the end, and
one that hangs in a long poll would hold up every restart.
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

Tool = TypeVar("Tool")
Result = TypeVar("Result")
Job = tuple["Future[Any]", Callable[[Tool], Any]]


class Threads(Generic[Tool]):
    """At most `count` pieces of work at once; `make` makes a thread's tool, in that thread.

    A coroutine that is cancelled leaves its thread to end by itself.
    """

    def __init__(self, name: str, count: int, make: Callable[[], Tool]) -> None:
        self._name, self._count, self._make = name, count, make
        self._jobs: queue.SimpleQueue[Job[Tool] | None] = queue.SimpleQueue()
        self._started = 0

    async def run(self, work: Callable[[Tool], Result]) -> Result:
        """The result of the work, done in the next free thread; raises what it raises."""
        if self._started < self._count:
            self._started += 1
            name = f"{self._name}-{self._started}"
            threading.Thread(target=self._serve, name=name, daemon=True).start()
        future: Future[Result] = Future()
        self._jobs.put((future, work))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let the threads go once they have ended what they do; work not begun is still done."""
        for _ in range(self._started):
            self._jobs.put(None)

    def _serve(self) -> None:
        tool = self._make()
        while (job := self._jobs.get()) is not None:
            future, work = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = work(tool)
            except BaseException as error:  # whatever it is, it belongs to whoever asked
                future.set_exception(error)
            else:
                future.set_result(result)
            del job, future, work
