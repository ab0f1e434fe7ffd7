import pytest

from appeals.spelling import by_sound, folded_word, words_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ёлка", "елка"),
        ("Mинтpyд", "минтруд"),
        ("HCO", "нсо"),
        ("mintrud", "mintrud"),
        ("ТРУД", "труд"),
    ],
)
def test_words_compare_however_they_were_typed(written: str, read: str) -> None:
    assert folded_word(written) == read


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("mintrud", "минтруд"), ("shchuka", "щука"), ("novosibirsk", "новосибирск")],
)
def test_latin_letters_are_read_by_their_sound(latin: str, cyrillic: str) -> None:
    assert by_sound(latin) == cyrillic


def test_links_and_short_names_are_no_words() -> None:
    text = "Пишу @mintrud сюда https://vk.com/mintrud или [club1|минтруд] mintrud.gov.ru"
    assert [word.text for word in words_of(text)] == ["пишу", "сюда", "или"]


def test_it_is_known_where_a_pause_is_and_where_a_sentence_ends() -> None:
    words = words_of("соц. развития, труда. Новое — и всё")
    assert [word.text for word in words if word.pause] == ["развития", "труда", "новое"]
    assert [word.text for word in words if word.ends] == ["труда"]


@pytest.mark.parametrize("text", ["", "...", "\u200b"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert words_of(text) == []
