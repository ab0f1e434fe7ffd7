"""Drafts are forgotten in time, and nobody's draft is ever shown."""

from datetime import UTC, datetime, timedelta

from surveys.drafts import Drafts, Person

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANNA, BORIS = Person("telegram", "501"), Person("vk", "501")


def test_a_draft_is_its_persons_own() -> None:
    drafts: Drafts[str] = Drafts()
    drafts.put(ANNA, "a", NOW)
    assert drafts.get(ANNA, NOW) == "a"
    assert drafts.get(BORIS, NOW) is None


def test_a_draft_lives_an_hour_after_the_last_press() -> None:
    drafts: Drafts[str] = Drafts()
    drafts.put(ANNA, "a", NOW)
    drafts.put(ANNA, "b", NOW + HOUR / 2)
    assert drafts.get(ANNA, NOW + HOUR) == "b"
    assert drafts.get(ANNA, NOW + 1.5 * HOUR) is None


def test_expired_drafts_are_taken_out_at_once_and_told_of_once() -> None:
    drafts: Drafts[str] = Drafts()
    drafts.put(ANNA, "a", NOW)
    drafts.put(BORIS, "b", NOW + HOUR)
    assert drafts.expired(NOW + HOUR) == [(ANNA, "a")]
    assert drafts.expired(NOW + HOUR) == []
    assert len(drafts) == 1


def test_a_dropped_draft_is_gone() -> None:
    drafts: Drafts[str] = Drafts()
    drafts.put(ANNA, "a", NOW)
    drafts.drop(ANNA)
    drafts.drop(ANNA)
    assert len(drafts) == 0


def test_neither_people_nor_answers_are_shown() -> None:
    drafts: Drafts[str] = Drafts()
    drafts.put(ANNA, "canary", NOW)
    assert repr(drafts) == "Drafts(1)"
    assert "501" not in repr(ANNA)
