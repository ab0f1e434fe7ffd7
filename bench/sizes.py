"""How much a run measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rounds and seconds of each part; `rate` is in updates a second, `starts` of each program.

    `sheets` are answered surveys of ten questions.
    """

    storage_rounds: int
    storage_seconds: float
    worker_rounds: int
    worker_batches: int
    starts: int
    idle_seconds: float
    lone_questions: int
    rate: float
    load_rounds: int
    load_updates: int
    sheets: int
    export_rounds: int


FULL = Sizes(
    storage_rounds=9,
    storage_seconds=1.5,
    worker_rounds=5,
    worker_batches=10,
    starts=3,
    idle_seconds=2.0,
    lone_questions=40,
    rate=20.0,
    load_rounds=4,
    load_updates=200,
    sheets=100_000,
    export_rounds=3,
)
TINY = Sizes(
    storage_rounds=1,
    storage_seconds=0.05,
    worker_rounds=1,
    worker_batches=1,
    starts=1,
    idle_seconds=0.0,
    lone_questions=2,
    rate=20.0,
    load_rounds=1,
    load_updates=5,
    sheets=200,
    export_rounds=1,
)
