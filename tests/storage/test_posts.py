"""The authority's own posts, below which people comment."""

from dataclasses import replace
from datetime import timedelta

from appeals.model import Address, Post
from storage.store import Unit
from tests.storage.given import NOW

COMMENTS = Address("telegram", "-1002")
POST = Post(COMMENTS, "15", "-1001", "https://t.me/mintrud/4", "Приём граждан перенесён", NOW)


async def test_a_post_is_found_by_where_its_comments_are(unit: Unit) -> None:
    await unit.posts.add(POST)
    assert await unit.posts.at(COMMENTS, "15") == POST
    assert await unit.posts.at(COMMENTS, "16") is None


async def test_the_same_post_again_refreshes_what_is_known_of_it(unit: Unit) -> None:
    await unit.posts.add(POST)
    changed = replace(POST, excerpt="Приём граждан отменён")
    await unit.posts.add(changed)
    assert await unit.posts.at(COMMENTS, "15") == changed
    assert await unit.posts.latest("-1001", 5) == [changed]


async def test_the_latest_posts_of_a_channel_come_first(unit: Unit) -> None:
    later = replace(POST, root="20", published_at=NOW + timedelta(hours=1))
    for post in (POST, later, replace(POST, root="30", source="-1009")):
        await unit.posts.add(post)
    assert await unit.posts.latest("-1001", 5) == [later, POST]
    assert await unit.posts.latest("-1001", 1) == [later]
