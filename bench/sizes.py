"""How much a run measures."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rounds and seconds of each part; `rate` is in updates a second, `starts` of each program.

    `sheets` are answered surveys of ten questions. `incident_people` are those in Telegram and VK.
    """

    storage_rounds: int
    storage_seconds: float
    worker_rounds: int
    worker_batches: int
    pipeline_rounds: int
    pipeline_questions: int
    starts: int
    idle_seconds: float
    lone_questions: int
    rate: float
    load_rounds: int
    load_updates: int
    appeals: int
    open_appeals: int
    tick_rounds: int
    tick_seconds: float
    due_at_once: int
    recomputed: int
    recompute_rate: float
    kills: int
    vk_kills: int
    vk_missed: int
    vk_queued: int
    vk_comments: int
    vk_mentions: int
    vk_rounds: int
    sheets: int
    export_rounds: int
    incident_people: tuple[int, int]
    incident_rounds: int


FULL = Sizes(
    storage_rounds=9,
    storage_seconds=1.5,
    worker_rounds=5,
    worker_batches=10,
    pipeline_rounds=5,
    pipeline_questions=300,
    starts=3,
    idle_seconds=2.0,
    lone_questions=40,
    rate=20.0,
    load_rounds=4,
    load_updates=200,
    appeals=1_000_000,
    open_appeals=50_000,
    tick_rounds=7,
    tick_seconds=0.5,
    due_at_once=10_000,
    recomputed=50_000,
    recompute_rate=10.0,
    kills=100,
    vk_kills=50,
    vk_missed=500,
    vk_queued=300,
    vk_comments=200,
    vk_mentions=50,
    vk_rounds=3,
    sheets=100_000,
    export_rounds=3,
    incident_people=(300, 200),
    incident_rounds=3,
)
TINY = Sizes(
    storage_rounds=1,
    storage_seconds=0.05,
    worker_rounds=1,
    worker_batches=1,
    pipeline_rounds=1,
    pipeline_questions=10,
    starts=1,
    idle_seconds=0.0,
    lone_questions=2,
    rate=20.0,
    load_rounds=1,
    load_updates=5,
    appeals=1_000,
    open_appeals=100,
    tick_rounds=1,
    tick_seconds=0.05,
    due_at_once=150,
    recomputed=100,
    recompute_rate=20.0,
    kills=1,
    vk_kills=1,
    vk_missed=20,
    vk_queued=60,
    vk_comments=8,
    vk_mentions=2,
    vk_rounds=1,
    sheets=200,
    export_rounds=1,
    incident_people=(60, 40),
    incident_rounds=1,
)
