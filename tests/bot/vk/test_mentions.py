"""Looking for what is said of the authority elsewhere, through the real client over HTTP."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest

from bot.vk.failures import Answered
from bot.vk.looked import read_looked
from bot.vk.mentions import FIRST_LOOK, OVERLAP, Listed, Mentions, Search, Source, queries_of
from bot.vk.profiles import Profiles
from handlers.conversation import Wrote
from sandbox.vk.faults import VkFault
from sandbox.vk.wall_state import NEIGHBOUR
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import client_of
from tests.bot.vk.receiving import Inbox
from tests.endtoend.desk import MovableClock
from tests.sandbox_server import RunningSandbox, running_sandbox

MARIA, TATIANA = 301, 303
NAME = "агентство занятости"


class Looking:
    """A search that can be repeated by a clock of its own."""

    def __init__(self, sandbox: RunningSandbox, clock: MovableClock) -> None:
        self.sandbox, self.clock, self.inbox = sandbox, clock, Inbox()
        community = sandbox.vk.world.community
        self.own = client_of(sandbox)
        self.service = client_of(sandbox, community.service_token)
        self.user = client_of(sandbox, community.user_token)
        self.mentions = self.anew()

    @property
    def vk(self) -> VkWorld:
        return self.sandbox.vk.world

    def anew(self, *sources: Source) -> Mentions:
        """As after a start of the program."""
        group = self.sandbox.vk.group_id
        found = sources or (Search(self.service, [NAME]), Listed(self.user, group))
        return Mentions(
            found,
            group,
            lambda text, urls: NAME in text.casefold() or bool(urls),
            self.inbox,
            Profiles(self.own),
            clock=self.now,
            cursor=self.inbox.cursor,
        )

    def now(self) -> datetime:
        return self.clock.now()

    @property
    def wrote(self) -> list[Wrote]:
        return [one for one in self.inbox.incoming if isinstance(one, Wrote)]

    @property
    def texts(self) -> list[str]:
        return [one.content.text for one in self.wrote]

    def close(self) -> None:
        for client in (self.own, self.service, self.user):
            client.close()


@pytest.fixture
async def looking() -> AsyncIterator[Looking]:
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        one = Looking(sandbox, clock)
        yield one
        one.close()


async def test_posts_and_comments_elsewhere_are_found_with_their_authors(looking: Looking) -> None:
    news = looking.vk.publishes("Агентство занятости молчит", owner=-NEIGHBOUR)
    looking.vk.comments(MARIA, news.id, "И мне агентство занятости не пишет", owner=-NEIGHBOUR)
    await looking.mentions.look()
    post, comment = looking.wrote
    assert (post.at.chat, post.id, post.who.name) == (f"wall{news.key}", "post", "Новости района")
    assert (comment.at.chat, comment.who.name) == (f"wall{news.key}", "Мария Кузнецова")
    assert comment.spot.link.startswith(f"https://vk.com/wall{news.key}?reply=")
    assert comment.spot.by_hand


async def test_the_own_wall_and_own_words_are_left_out(looking: Looking) -> None:
    vk = looking.vk
    own = vk.publishes("Агентство занятости сообщает")
    vk.comments(MARIA, own.id, "Агентство занятости, когда?")
    vk.publishes("Агентство занятости поздравляет", owner=TATIANA, sender=vk.own_wall)
    await looking.mentions.look()
    assert looking.texts == []


async def test_words_that_only_look_alike_are_left_out_and_vks_own_list_is_trusted(
    looking: Looking,
) -> None:
    looking.vk.publishes("Занятость у агентства полная", owner=TATIANA)
    looking.vk.publishes("Спросите @otklik_sandbox", owner=MARIA)
    await looking.mentions.look()
    assert looking.texts == ["Спросите @otklik_sandbox"]


async def test_what_is_found_twice_is_handed_over_once(looking: Looking) -> None:
    looking.vk.publishes("@otklik_sandbox, агентство занятости, ау", owner=MARIA)
    await looking.mentions.look()
    await looking.mentions.look()
    await looking.anew().look()
    assert len(looking.texts) == 1
    # After a start it is handed over again, and known by where it stands.
    assert looking.inbox.handed_over == 2


async def test_what_is_indexed_late_is_found_by_the_overlap(looking: Looking) -> None:
    looking.vk.settings.index_seconds = OVERLAP - 120.0
    looking.vk.publishes("Агентство занятости молчит", owner=MARIA)
    await looking.mentions.look()
    assert looking.texts == []
    looking.clock.move(timedelta(seconds=OVERLAP - 60))
    await looking.anew().look()
    assert looking.texts == ["Агентство занятости молчит"]


async def test_at_the_very_first_start_a_day_is_looked_back(looking: Looking) -> None:
    await looking.mentions.look()
    asked = looking.vk.ledger.calls("newsfeed.search")[0].params
    back = int(looking.now().timestamp()) - int(asked["start_time"])
    assert abs(back - FIRST_LOOK - OVERLAP) < 60


async def test_a_search_turns_all_pages(looking: Looking) -> None:
    for number in range(430):
        looking.vk.publishes(f"Агентство занятости {number}", owner=MARIA)
    await looking.anew(Search(looking.service, [NAME])).look()
    assert len(looking.texts) == 430


async def test_a_key_that_is_refused_keeps_the_other_way_going(looking: Looking) -> None:
    looking.vk.publishes("Агентство занятости молчит", owner=MARIA)
    looking.vk.faults.plan(VkFault("newsfeed.getMentions", "error", code=5))
    with pytest.raises(Answered):
        await looking.mentions.look()
    assert looking.texts == ["Агентство занятости молчит"]
    assert read_looked(looking.inbox.cursor).moments.keys() == {"search"}


async def test_a_query_that_vk_wont_have_keeps_no_other_back(looking: Looking) -> None:
    looking.vk.publishes("Агентство занятости молчит", owner=MARIA)
    looking.vk.faults.plan(VkFault("newsfeed.search", "error", code=100, match={"q": "x"}))
    await looking.anew(Search(looking.service, ["x", NAME])).look()
    assert looking.texts == ["Агентство занятости молчит"]


async def test_what_could_not_be_stored_is_found_again(looking: Looking) -> None:
    looking.vk.publishes("Агентство занятости молчит", owner=MARIA)
    looking.inbox.failures = 1
    with pytest.raises(OSError, match="disk"):
        await looking.mentions.look()
    await looking.mentions.look()
    assert looking.texts == ["Агентство занятости молчит"]


def test_every_name_is_searched_once() -> None:
    names: Sequence[str] = ["Минтруд НСО", "минтруд нсо ", "", "Министерство труда"]
    wanted = ["Минтруд НСО", "Министерство труда", "mintrud", "club5"]
    assert queries_of(names, "mintrud", 5) == wanted
    assert queries_of([], "", 5) == ["club5"]
