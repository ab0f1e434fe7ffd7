"""Splitting: a platform's limits never cost a word, a file or a style."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.splitting import last_alone, messages_in, parts
from handlers.conversation import Rendered
from tests.fakes import SMALL

LIMITS = replace(SMALL, text_limit=40, caption_limit=12, album_limit=3, upload_limit=1)
MIXED = replace(LIMITS, mixed_albums=True)
TELEGRAM = replace(LIMITS, text_limit=4096, caption_limit=1024, album_limit=10)


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def files(*kinds: MediaKind) -> tuple[Attachment, ...]:
    """Files of these kinds, told apart by their ids."""
    return tuple(Attachment(kind, str(number)) for number, kind in enumerate(kinds))


words = st.text(alphabet="аб .\n!😀\u0301\u200d👨🏽🇷🇺", max_size=300)
kinds = st.lists(st.sampled_from(MediaKind), max_size=12)


@given(text=words, kinds=kinds, limit=st.integers(4, 60))
def test_nothing_is_lost_and_every_part_fits(text: str, kinds: list[MediaKind], limit: int) -> None:
    limits = replace(LIMITS, text_limit=limit)
    content = Content(text, attachments=files(*kinds))
    made = parts(content, limits, utf16)
    shown = "".join(part.text for part in made)
    assert "".join(shown.split()) == "".join(text.split())
    assert shown in text or "".join(shown.split())
    assert [file for part in made for file in part.attachments] == list(content.attachments)
    for part in made:
        room = limits.caption_limit if part.attachments else limit
        assert utf16(part.text) <= room or not part.text.strip()
        assert len(part.attachments) <= limits.album_limit
        assert not part.is_empty


@given(text=st.text(alphabet="аб .", min_size=1, max_size=300), data=st.data())
def test_styles_stay_on_their_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    size = data.draw(st.integers(1, len(text) - start))
    made = parts(Content(text, (Mark(Style.BOLD, start, size),)), LIMITS, utf16)
    bold = "".join(
        part.text[mark.offset : mark.offset + mark.length] for part in made for mark in part.marks
    )
    assert "".join(bold.split()) == "".join(text[start : start + size].split())


def test_an_ordinary_message_is_left_alone() -> None:
    content = Content("Здравствуйте", (Mark(Style.BOLD, 0, 3),))
    assert parts(content, LIMITS, utf16) == [content]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Первый абзац, первый.\n\nВторой абзац, второй.", "Первый абзац, первый.\n\n"),
        ("Первая строка, первая.\nВторая. Строка, вторая.", "Первая строка, первая.\n"),
        ("Первое предложение раз. Второе предложение два.", "Первое предложение раз. "),
        (
            "одно за другим идут слова без единой точки вовсе",
            "одно за другим идут слова без единой ",
        ),
        ("я" * 50, "я" * 40),
    ],
)
def test_a_long_text_breaks_where_it_hurts_least(text: str, first: str) -> None:
    assert parts(Content(text), LIMITS, utf16)[0].text == first


@pytest.mark.parametrize("symbol", ["👨‍👩‍👧‍👦", "👍🏽", "🇷🇺", "е\u0301"])
def test_a_joined_character_stays_whole(symbol: str) -> None:
    for part in parts(Content(symbol * 30), LIMITS, utf16):
        assert part.text == symbol * (len(part.text) // len(symbol))


def test_a_hundred_kilobytes_become_messages_of_telegrams_size() -> None:
    made = parts(Content("😀" * 25_000), TELEGRAM, utf16)
    assert [utf16(part.text) for part in made] == [4096] * 12 + [848]


def test_invisible_text_makes_no_message() -> None:
    assert parts(Content(" \n" * 100), LIMITS, utf16) == []


def test_a_short_text_is_the_caption_of_the_first_files() -> None:
    content = Content("Справка", attachments=files(*[MediaKind.PHOTO] * 4))
    first, second = parts(content, LIMITS, utf16)
    assert (first.text, len(first.attachments)) == ("Справка", 3)
    assert (second.text, len(second.attachments)) == ("", 1)


def test_a_text_too_long_for_a_caption_goes_before_the_file() -> None:
    content = Content("Справка о занятости", attachments=files(MediaKind.DOCUMENT))
    assert [(part.text, len(part.attachments)) for part in parts(content, LIMITS, utf16)] == [
        ("Справка о занятости", 0),
        ("", 1),
    ]


def test_a_sticker_takes_no_caption() -> None:
    content = Content("Вот", attachments=files(MediaKind.STICKER))
    assert [part.text for part in parts(content, LIMITS, utf16)] == ["Вот", ""]


def test_photos_and_videos_share_an_album_and_others_do_not() -> None:
    kinds = [
        MediaKind.PHOTO,
        MediaKind.VIDEO,
        MediaKind.DOCUMENT,
        MediaKind.DOCUMENT,
        MediaKind.AUDIO,
        MediaKind.VOICE,
        MediaKind.VOICE,
    ]
    made = parts(Content(attachments=files(*kinds)), LIMITS, utf16)
    assert [len(part.attachments) for part in made] == [2, 2, 1, 1, 1]


def test_buttons_find_a_message_that_can_carry_them() -> None:
    album = Content("Три", attachments=files(*[MediaKind.PHOTO] * 3))
    assert [len(part.attachments) for part in last_alone([album], LIMITS)] == [2, 1]
    assert last_alone([Content("Раз")], LIMITS) == [Content("Раз")]


def test_where_albums_are_mixed_one_message_carries_files_of_any_kind() -> None:
    kinds = [MediaKind.PHOTO, MediaKind.VOICE, MediaKind.STICKER, MediaKind.DOCUMENT]
    content = Content("Вот", attachments=files(*kinds))
    made = parts(content, MIXED, utf16)
    assert [(part.text, len(part.attachments)) for part in made] == [("Вот", 3), ("", 1)]
    assert last_alone(made[:1], MIXED) == made[:1]


def test_an_album_is_as_many_messages_as_the_platform_makes_of_it() -> None:
    album = Rendered(Content("Три", attachments=files(*[MediaKind.PHOTO] * 3)))
    assert messages_in(album, LIMITS) == 3
    assert messages_in(album, MIXED) == 1
    assert messages_in(Rendered(Content("Раз")), LIMITS) == 1
