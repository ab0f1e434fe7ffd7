"""Words are folded when stored and when sought."""

from storage.search import folded, sought


def test_folding_knows_cyrillic_and_takes_yo_as_ye() -> None:
    assert folded("ЁЛКА Straße") == "елка strasse"


def test_a_request_is_taken_apart_into_a_few_words_without_punctuation() -> None:
    assert sought("№ 2026-000001, «Квота»! квота") == ["2026-000001", "квота"]
    assert len(sought(" ".join(str(number) for number in range(99)))) == 8
    assert sought("х" * 1000) == ["х" * 100]
