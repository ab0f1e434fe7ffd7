import pytest

from appeals import morphology


@pytest.mark.parametrize("place", ["новосибирска", "омске", "россии", "рф"])
def test_places_are_known_in_any_case(place: str) -> None:
    assert morphology.is_place(place)


@pytest.mark.parametrize("word", ["труда", "министерство", "вакансия"])
def test_other_words_are_no_places(word: str) -> None:
    assert not morphology.is_place(word)


def test_a_word_is_declined() -> None:
    assert morphology.singular_forms("центр") >= {"центр", "центра", "центру", "центром", "центре"}
    assert morphology.singular_forms("нсо") == {"нсо"}


def test_kinds_of_words_are_told_apart() -> None:
    assert morphology.is_noun("труда")
    assert morphology.is_adjective("социального")
    assert morphology.is_genitive_adjective("социальной")
    assert not morphology.is_genitive_adjective("социальный")
    assert morphology.is_known("минтруд")
    assert not morphology.is_known("минтрут")
    assert morphology.lemma("развития") == "развитие"
