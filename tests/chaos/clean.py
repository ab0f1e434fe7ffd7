"""A clean ledger: what the town saw and what the program kept agree, and nothing is left over."""

from bench.kept import Judged, Kept
from tests.chaos.town import Town


def assert_nothing_lost_and_nothing_doubled(town: Town, found: Kept) -> None:
    """Each event became exactly one message of exactly one appeal, in order; all was delivered."""
    assert found.against(town.authors) == Judged(lost=0, doubled=0, disordered=0, spare=0)
    assert set(found.appeals.values()) == {1}
    assert not town.disordered()
    assert (found.waiting, found.dead, found.unsaid) == (0, 0, 0)
    assert not town.unacknowledged
    assert not town.unanswered
    assert not town.twice("vk")
