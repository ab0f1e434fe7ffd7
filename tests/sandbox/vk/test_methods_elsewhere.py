"""Beyond messages there is nothing here: empty lists, and honest refusals."""

from tests.sandbox.vk.calling import Caller
from tests.sandbox.vk.client import client_of
from tests.sandbox_server import RunningSandbox


async def test_wall_and_newsfeed_are_empty(sandbox: RunningSandbox) -> None:
    token = sandbox.vk.world.community.user_token
    call = Caller(client_of(sandbox.vk.api_url, token))
    for name in ("wall.get", "wall.getComments", "newsfeed.search", "newsfeed.getMentions"):
        assert (await call(name))["items"] == []


async def test_what_is_not_played_says_so(call: Caller) -> None:
    await call.refused(33, "execute", code="return 1;")
    await call.refused(33, "wall.createComment", post_id=1)
    await call.refused(100, "wall.createComment")
