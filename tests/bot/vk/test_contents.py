"""What people attach: files as files, everything else in a line of words."""

from typing import Any

import pytest

from appeals.words import Attachment, MediaKind
from bot.vk.contents import address_of, content_of, named_file
from tests.bot.vk.samples import MARIA, message

FILE = "https://files.example"
OWN: dict[str, Any] = {"id": 9, "owner_id": MARIA, "access_key": "k"}


def attached(kind: str, **body: object) -> dict[str, Any]:
    return {"type": kind, kind: body}


def only(*attachments: object, **changes: object) -> tuple[str, tuple[Attachment, ...]]:
    content = content_of(message(text="", attachments=list(attachments), **changes))
    return content.text, content.attachments


def test_a_photo_is_known_by_its_name_and_fetched_in_its_largest_size() -> None:
    sizes = [
        {"type": "m", "width": 130, "height": 90, "url": f"{FILE}/m"},
        {"type": "w", "width": 1300, "height": 900, "url": f"{FILE}/w"},
        {"type": "s", "width": "no", "height": 60, "url": f"{FILE}/s"},
    ]
    text, (photo,) = only(attached("photo", **OWN, sizes=sizes))
    assert (text, photo.kind, photo.origin) == ("", MediaKind.PHOTO, "vk")
    assert named_file(photo.file) == f"photo{MARIA}_9_k"
    assert address_of(photo.file) == f"{FILE}/w"


def test_a_document_keeps_its_name_its_ending_and_its_size() -> None:
    doc = attached("doc", **OWN, title="Справка", ext="pdf", size=77, url=f"{FILE}/d")
    _, (file,) = only(doc)
    assert (file.kind, file.name, file.size) == (MediaKind.DOCUMENT, "Справка.pdf", 77)


def test_a_voice_message_is_a_voice_message() -> None:
    _, (file,) = only(attached("audio_message", **OWN, link_ogg=f"{FILE}/v", link_mp3=f"{FILE}/m"))
    assert (file.kind, address_of(file.file)) == (MediaKind.VOICE, f"{FILE}/v")


def test_a_sticker_is_a_sticker_and_a_drawing_a_picture() -> None:
    images = [
        {"url": f"{FILE}/64", "width": 64, "height": 64},
        {"url": f"{FILE}/512", "width": 512, "height": 512},
    ]
    _, (sticker,) = only(attached("sticker", sticker_id=5, images=images))
    assert (sticker.kind, address_of(sticker.file)) == (MediaKind.STICKER, f"{FILE}/512")
    _, (drawing,) = only(attached("graffiti", **OWN, url=f"{FILE}/g"))
    assert drawing.kind is MediaKind.PHOTO


@pytest.mark.parametrize(
    ("attachment", "line"),
    [
        (
            attached("video", **OWN, title="Пожар"),
            f"Видео: Пожар https://vk.com/video{MARIA}_9",
        ),
        (attached("audio", artist="Хор", title="Гимн"), "Аудиозапись: Хор – Гимн"),
        (attached("link", title="Новости", url=f"{FILE}/n"), f"Ссылка: Новости {FILE}/n"),
        (
            attached("wall", id=3, from_id=-7, text="Объявление"),
            "Запись: Объявление https://vk.com/wall-7_3",
        ),
        (attached("wall_reply", text="Плохо"), "Комментарий: Плохо"),
        (
            attached("market", id=3, owner_id=-7, title="Стол"),
            "Товар: Стол https://vk.com/market-7_3",
        ),
        (
            attached("poll", question="Когда?", answers=[{"text": "Сегодня"}, {"text": "Завтра"}]),
            "Опрос: Когда?\n– Сегодня\n– Завтра",
        ),
        (attached("gift", id=1), "Подарок: открывается только во ВКонтакте"),
        (attached("hologram", id=1), "Вложение, которое открывается только во ВКонтакте"),
        (
            {"type": "photo", "photo": "сломано"},
            "Вложение, которое открывается только во ВКонтакте",
        ),
        ({"type": "poll", "poll": {"answers": "нет"}}, "Опрос"),
    ],
)
def test_what_is_no_file_is_named_in_words(attachment: dict[str, Any], line: str) -> None:
    assert only(attachment) == (line, ())


@pytest.mark.parametrize("attachments", ["нет", [5], [{"type": 7}], [None]])
def test_attachments_of_another_shape_spoil_nothing(attachments: object) -> None:
    assert content_of(message(attachments=attachments)).text == "Добрый день"


def test_a_place_is_told_with_its_point() -> None:
    geo = {"coordinates": {"latitude": 55.03, "longitude": 82.92}, "place": {"title": "Площадь"}}
    assert only(geo=geo) == ("Место на карте: Площадь (55.03, 82.92)", ())
    assert only(geo="где-то") == ("Место на карте", ())


def test_forwarded_words_and_files_come_along_however_deep() -> None:
    photo = attached("photo", **OWN, sizes=[{"url": f"{FILE}/p", "width": 1, "height": 1}])
    inner = {"text": "Отказано", "attachments": [photo], "fwd_messages": [{"text": "Почему"}]}
    content = content_of(message(text="Смотрите", fwd_messages=[inner]))
    assert content.text == (
        "Смотрите\nПересланное сообщение:\nОтказано\nПересланное сообщение:\nПочему"
    )
    assert [file.kind for file in content.attachments] == [MediaKind.PHOTO]


def test_a_message_that_vk_cut_says_so() -> None:
    assert content_of(message(is_cropped=True)).text.endswith("открывается только во ВКонтакте.")
