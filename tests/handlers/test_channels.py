"""Where an appeal came from, in a word."""

import pytest

from appeals.model import Address
from handlers.channels import is_offline, source_of


@pytest.mark.parametrize(
    ("place", "source", "offline"),
    [
        (Address("telegram", "101"), "telegram", False),
        (Address("vk", "501"), "vk", False),
        (Address("offline", "phone:-1001.17"), "phone", True),
        (Address("offline", "pos:-1001.18"), "pos", True),
    ],
)
def test_a_place_tells_by_which_way_somebody_came(
    place: Address, source: str, offline: bool
) -> None:
    assert source_of(place) == source
    assert is_offline(place) is offline
