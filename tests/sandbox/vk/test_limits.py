"""No more than twenty calls in any second; error 6 does nothing and counts for nothing."""

import pytest

from sandbox.vk.limits import VkLimits
from sandbox.vk.world import VkWorld
from tests.sandbox.clock import MovableClock
from tests.sandbox.vk.calling import CLIENT, Caller


@pytest.mark.parametrize(("kind", "most"), [("group", 20), ("user", 3), ("service", 5)])
def test_a_second_takes_so_many_calls(clock: MovableClock, kind: str, most: int) -> None:
    limits = VkLimits(clock.monotonic)
    assert [limits.spend_call(kind) for _ in range(most + 2)] == [True] * most + [False] * 2
    clock.pass_time(seconds=0.99)
    assert not limits.spend_call(kind)
    clock.pass_time(seconds=0.01)
    assert limits.spend_call(kind)


def test_the_second_slides(clock: MovableClock) -> None:
    limits = VkLimits(clock.monotonic)
    for _ in range(10):
        limits.spend_call("group")
    clock.pass_time(seconds=0.6)
    assert [limits.spend_call("group") for _ in range(11)].count(True) == 10
    clock.pass_time(seconds=0.4)
    assert [limits.spend_call("group") for _ in range(11)].count(True) == 10


async def test_the_twenty_first_call_is_refused(
    call: Caller, vk: VkWorld, clock: MovableClock
) -> None:
    vk.settings.rate_limits = True
    for _ in range(20):
        await call("users.get", user_ids=CLIENT)
    assert await call.refused(6, "users.get") == "Too many requests per second"
    clock.pass_time(seconds=1)
    await call("users.get", user_ids=CLIENT)
    assert len(vk.ledger.refused("users.get")) == 1
