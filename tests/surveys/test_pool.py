"""Sheets leave the pool in groups, and nothing of a group tells which tag gave which sheet."""

import secrets

from hypothesis import given
from hypothesis import strategies as st

from surveys.pool import Waiting, drawn, due, last, mixed


def waiting(count: int) -> list[Waiting]:
    return [Waiting(secrets.token_bytes(32), secrets.token_bytes(48)) for _ in range(count)]


@given(count=st.integers(0, 40), k=st.integers(1, 12))
def test_a_flush_takes_nobody_or_at_least_k_and_leaves_k_behind(count: int, k: int) -> None:
    people = waiting(count)
    taken = drawn(people, k)
    assert due(people, k) == bool(taken)
    if taken:
        assert len(taken) >= k
        assert count - len(taken) == k
        assert set(taken) <= set(people)


def test_who_stays_behind_is_drawn_by_lot() -> None:
    people = waiting(10)
    stayed = {one for _ in range(200) for one in set(people) - set(drawn(people, 5))}
    assert stayed == set(people)


def test_at_close_everybody_goes_unless_fewer_than_k_are_left() -> None:
    people = waiting(6)
    assert last(people, 5) == people
    assert last(people, 6) == people
    assert last(people, 7) == []


def test_what_is_flushed_depends_on_nothing_but_who_is_taken() -> None:
    people = waiting(8)
    flush = mixed(people)
    assert mixed(people[::-1]) == flush
    assert sorted(flush.tags) == sorted(one.tag for one in people)
    assert sorted(flush.sheets) == sorted(one.sheet for one in people)
    assert list(flush.tags) == sorted(flush.tags)
    assert list(flush.sheets) == sorted(flush.sheets)


def test_nothing_of_it_is_ever_shown() -> None:
    one = waiting(1)
    assert repr(one) == "[Waiting()]"
    assert repr(mixed(one)) == "Flush()"
