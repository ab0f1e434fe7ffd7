"""What this VK knows of and does not play is refused honestly."""

from tests.sandbox.vk.calling import Caller


async def test_what_is_not_played_says_so(call: Caller) -> None:
    await call.refused(33, "execute", code="return 1;")
