"""Posts about waves: drafted once, published once on approval, failures told with a way on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.ports import Announcement, DraftState
from bot.house import House
from bot.limits import Limits
from bot.surveys.drafting import Places
from bot.surveys.posting import MOST_LATER, Posting
from bot.texts import Texts
from handlers.conversation import Later, Outcome, Refusal, Refused, Sent, Unknown
from storage.store import Store
from storage.tables import outbox
from surveys.reading import read
from surveys.wave import Wave
from tests.bot.program import DESK
from tests.bot.surveys.post_office import CONTROLLER, Gate
from tests.bot.surveys.station import Station
from tests.fakes import FakeChannel, ManualClock
from tests.surveys.waves import CLOSES, NOW, WAVE, a_wave

NEWS = "-1009"


@dataclass
class FakeWall:
    """VK's wall: what was posted under which mark, and outcomes to give instead."""

    ledger: list[tuple[str, str]] = field(default_factory=list)
    answers: list[Outcome] = field(default_factory=list)

    async def post(self, text: str, guid: str) -> Outcome:
        self.ledger.append((text, guid))
        return self.answers.pop(0) if self.answers else Sent(("https://vk.com/wall-1_7",))

    def close(self) -> None: ...


@dataclass
class Board:
    """Waves in a real box, posts in a real desk, a channel and a wall with ledgers."""

    polls: Station
    desk: Store
    folder: Path
    wall: FakeWall | None = field(default_factory=FakeWall)
    channels: tuple[str, ...] = (NEWS,)
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    telegram: FakeChannel = field(default_factory=FakeChannel)
    username: str = "otklik_bot"

    def __post_init__(self) -> None:
        self.posting = self.begins()

    def begins(self) -> Posting:
        """A new process over the same storages."""
        desk = replace(DESK, start_link=self._start_link)
        house = House(Texts(), {"telegram": self.telegram}, desk)
        url = "https://example.org/{wave}"
        places = Places(self.channels, 17, url, self.folder / "files", self.wall)
        limits = Limits(1000, 1000, 1000, group_per_minute=1000, clock=self.clock.monotonic)
        self.posting = Posting(
            self.polls.store, self.desk, house, limits, clock=self.clock, places=places
        )
        return self.posting

    def _start_link(self, payload: str) -> str:
        return f"https://t.me/{self.username}?start={payload}" if self.username else ""

    async def looks(self) -> None:
        """One tick of the program."""
        await self.posting.tick(await self.polls.box.waves())

    async def posts(self, about: str = "opening") -> list[Announcement]:
        async with self.desk.begin() as unit:
            return list(await unit.announcements.of(WAVE, about))

    async def post(self, channel: str = "telegram", about: str = "opening") -> Announcement:
        return next(one for one in await self.posts(about) if one.channel == channel)

    async def approves(self, post: Announcement) -> None:
        async with self.desk.begin() as unit:
            among = {DraftState.DRAFT, DraftState.FAILED, DraftState.UNKNOWN}
            done = await unit.announcements.decide(
                post, among, DraftState.APPROVED, "203", self.clock.now()
            )
        assert done

    async def told(self) -> list[str]:
        """What the moderators were told, oldest first."""
        async with self.desk.begin() as unit:
            rows = await unit.db.all(outbox.select().order_by(outbox.c.id))
        return [str(row.payload) for row in rows]

    async def closes(self, answered: int) -> None:
        """So many answer, the wave ends."""
        await self.polls.answered(answered)
        await self.polls.close()
        self.clock.wall = CLOSES + timedelta(hours=1)


@pytest.fixture
async def board(polls: Station, tmp_path: Path) -> AsyncIterator[Board]:
    store = Store.open(f"sqlite+aiosqlite:///{tmp_path / 'desk.db'}")
    await store.migrate()
    yield Board(polls, store, tmp_path)
    await store.close()


def of_staff() -> Wave:
    text = a_wave().definition.replace('"clients"', '"staff"')
    asked = read(text).questionnaire
    assert asked
    return replace(a_wave(), definition=text, hash=asked.hash)


async def test_an_opening_is_drafted_once_and_published_only_when_approved(board: Board) -> None:
    await board.polls.open()
    for _ in range(2):
        await board.looks()
        board.begins()
    assert [(one.channel, one.chat) for one in await board.posts()] == [
        ("telegram", NEWS),
        ("vk", "17"),
    ]
    assert len(await board.told()) == 2
    assert (board.telegram.ledger, board.wall and board.wall.ledger) == ([], [])
    await board.approves(await board.post())
    for _ in range(3):
        await board.looks()
        board.begins()
    (call,) = board.telegram.calls("send")
    assert call.at.chat == NEWS
    assert "https://t.me/otklik_bot?start=survey_some" in call.text
    assert "размещена" in (await board.told())[-1]
    assert (await board.post()).state is DraftState.PUBLISHED


async def test_on_vk_a_post_goes_by_the_token_of_somebodys_own(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    await board.approves(await board.post("vk"))
    await board.looks()
    assert board.wall
    ((text, guid),) = board.wall.ledger
    assert "https://vk.me/club17?ref=survey_some" in text
    assert guid == (await board.post("vk")).nonce
    assert (await board.post("vk")).published == "https://vk.com/wall-1_7"


async def test_without_such_a_token_employees_get_the_text(board: Board) -> None:
    board.wall = None
    board.begins()
    await board.polls.open()
    await board.looks()
    assert (await board.post("vk")).state is DraftState.BY_HAND
    assert any(
        "Разместите текст сами" in one and "vk.me/club17" in one for one in await board.told()
    )


async def test_until_the_bots_name_is_known_nothing_is_drafted(board: Board) -> None:
    board.username = ""
    await board.polls.open()
    await board.looks()
    assert await board.posts() == []
    board.username = "otklik_bot"
    await board.looks()
    assert len(await board.posts()) == 2


async def test_a_survey_of_staff_is_no_public_matter(board: Board) -> None:
    await board.polls.box.open(of_staff())
    await board.looks()
    assert await board.posts() == []


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Refused(Refusal.NO_RIGHTS, "need administrator rights"), "no_rights"),
        (Refused(Refusal.CHAT_GONE), "chat_gone"),
        (Refused(Refusal.OTHER, "Bad Request: strange"), "Bad Request: strange"),
    ],
)
async def test_a_refusal_is_told_in_words_and_can_be_tried_again(
    board: Board, refusal: Refused, why: str
) -> None:
    await board.polls.open()
    await board.looks()
    board.telegram.answers["send"] = [refusal]
    await board.approves(await board.post())
    for _ in range(3):
        await board.looks()
    failed = await board.post()
    assert (failed.state, failed.why, failed.tries) == (DraftState.FAILED, why, 1)
    assert len(board.telegram.calls("send")) == 1
    assert "не опубликована" in (await board.told())[-1]
    assert "Повторить" in (await board.told())[-1]
    await board.approves(failed)
    await board.looks()
    assert (await board.post()).state is DraftState.PUBLISHED


async def test_a_lost_answer_is_for_a_person_to_look_at(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    board.telegram.answers["send"] = [Unknown("timeout")]
    await board.approves(await board.post())
    for _ in range(3):
        await board.looks()
    assert (await board.post()).state is DraftState.UNKNOWN
    assert len(board.telegram.calls("send")) == 1
    assert "Посмотрите там" in (await board.told())[-1]


async def test_a_kill_in_the_midst_publishes_nothing_twice(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    await board.approves(await board.post())
    board.telegram.gate = gate = Gate()
    ticking = asyncio.create_task(board.looks())
    await gate.reached.wait()
    ticking.cancel()
    await asyncio.gather(ticking, return_exceptions=True)
    board.telegram.gate = None
    board.begins()
    await board.looks()
    assert len(board.telegram.calls("send")) == 1
    assert (await board.post()).state is DraftState.UNKNOWN


async def test_vk_is_asked_again_under_the_same_mark(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    assert board.wall
    board.wall.answers = [Unknown("timeout"), Later(2, "network")]
    await board.approves(await board.post("vk"))
    for _ in range(4):
        await board.looks()
    assert len({guid for _, guid in board.wall.ledger}) == 1
    assert len(board.wall.ledger) == 3
    assert (await board.post("vk")).state is DraftState.PUBLISHED


async def test_without_a_connection_somebody_is_told_in_the_end(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    board.telegram.answers["send"] = [Later(2, "network")] * 100
    await board.approves(await board.post())
    for _ in range(MOST_LATER + 5):
        await board.looks()
    assert len(board.telegram.calls("send")) == MOST_LATER
    assert "Связи нет" in (await board.told())[-1]


async def test_nothing_is_published_in_an_emergency_stop(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    await board.approves(await board.post())
    async with board.desk.begin() as unit:
        await unit.switches.set("outgoing-stopped", "yes", CONTROLLER, NOW)
    await board.looks()
    assert board.telegram.calls("send") == []
    async with board.desk.begin() as unit:
        await unit.switches.set("outgoing-stopped", "", CONTROLLER, NOW)
    await board.looks()
    assert len(board.telegram.calls("send")) == 1


async def test_what_was_approved_too_late_is_not_published(board: Board) -> None:
    await board.polls.open()
    await board.looks()
    await board.closes(6)
    await board.approves(await board.post())
    await board.looks()
    assert (await board.post()).state is DraftState.STALE
    assert board.telegram.calls("send") == []
    assert any("опрос уже закрыт" in one for one in await board.told())


async def test_results_come_with_the_page_and_only_figures_that_may_be_shown(
    board: Board,
) -> None:
    await board.polls.open()
    await board.closes(40)
    await board.looks()
    post = await board.post(about="results")
    assert "Анкет: 40" in post.text
    assert "Средняя оценка: 3,00" in post.text
    assert f"https://example.org/{WAVE}" in post.text
    assert len(post.text) <= 1000
    await board.approves(post)
    await board.looks()
    (call,) = board.telegram.calls("send")
    (file,) = call.message.content.attachments
    assert file.name == f"itogi-{WAVE}.html"
    html = (board.folder / "files" / file.path).read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert (await board.post("vk", "results")).file == ""


async def test_a_wave_without_results_leaves_nothing_to_publish(board: Board) -> None:
    await board.polls.open()
    await board.closes(3)
    await board.looks()
    assert await board.posts("results") == []


async def test_waves_of_long_ago_are_left_alone(board: Board) -> None:
    await board.polls.open()
    await board.closes(40)
    board.clock.wall += timedelta(days=9)
    await board.looks()
    assert await board.posts("results") == []


async def test_a_page_that_is_gone_is_told_of(board: Board) -> None:
    await board.polls.open()
    await board.closes(40)
    await board.looks()
    post = await board.post(about="results")
    (board.folder / "files" / post.file).unlink()
    await board.approves(post)
    await board.looks()
    assert "не записалась" in (await board.told())[-1]
