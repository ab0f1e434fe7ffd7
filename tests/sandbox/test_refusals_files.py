"""Files, albums and copies Telegram does not take."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramEntityTooLarge,
)
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
)

from sandbox.files import Upload
from sandbox.world import World
from tests.sandbox.refusing import CLIENT, STAFF, Call, refused

PHOTO = InputMediaPhoto(media=BufferedInputFile(b"jpeg", "1.jpg"))
DOCUMENT = InputMediaDocument(media=BufferedInputFile(b"pdf", "1.pdf"))


async def test_a_wrong_file_is_refused(bot: Bot, world: World) -> None:
    sent = world.writes(CLIENT, files=[Upload("a.pdf", b"pdf", "application/pdf")])[0]
    assert sent.media is not None
    known = sent.media.file_id
    await refused(bot.send_document(CLIENT, "nonsense"), "wrong file identifier/HTTP URL specified")
    await refused(bot.send_photo(CLIENT, known), "can't use file of type Document as Photo")
    await refused(bot.send_document(CLIENT, "http://127.0.0.1/x"), "failed to get HTTP URL content")
    await refused(
        bot.send_document(CLIENT, BufferedInputFile(b"", "e.txt")), "file must be non-empty"
    )
    await refused(
        bot.send_document(CLIENT, "attach://lost"), "file attach://lost not found in the request"
    )
    await refused(bot.get_file("nonsense"), "wrong file_id or the file is temporarily unavailable")


async def test_files_over_the_limits_are_refused(bot: Bot, world: World) -> None:
    huge = Upload("v.mp4", b"", "video/mp4", size=20 * 1024 * 1024 + 1)
    sent = world.writes(CLIENT, files=[huge])[0]
    assert sent.media is not None
    await refused(bot.get_file(sent.media.file_id), "file is too big")
    photo = BufferedInputFile(b"x" * (10 * 1024 * 1024 + 1), "x.jpg")
    await refused(
        bot.send_photo(CLIENT, photo), "file of size 10485761 bytes is too big", exactly=False
    )
    with pytest.raises(TelegramEntityTooLarge, match="Request Entity Too Large"):
        await bot.send_document(CLIENT, BufferedInputFile(b"x" * (50 * 1024 * 1024 + 1), "x.zip"))


ALBUMS: dict[str, tuple[Call, str]] = {
    "no file": (lambda bot: bot.send_media_group(CLIENT, []), "there are no messages to send"),
    "one file": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO]),
        "too few messages to send as an album",
    ),
    "eleven files": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO] * 11),
        "too many messages to send as an album",
    ),
    "a photo and a document": (
        lambda bot: bot.send_media_group(CLIENT, [PHOTO, DOCUMENT]),
        "document can't be mixed with other media types",
    ),
}


@pytest.mark.parametrize("case", ALBUMS)
async def test_a_wrong_album_is_refused_whole(bot: Bot, world: World, case: str) -> None:
    world.starts(CLIENT)
    call, text = ALBUMS[case]
    await refused(call(bot), text)
    assert len(world.messages(CLIENT)) == 1


async def test_what_cannot_be_copied_is_refused(bot: Bot, world: World) -> None:
    world.starts(CLIENT)
    topic = await bot.create_forum_topic(STAFF, "Тема")
    await refused(bot.copy_message(CLIENT, STAFF, 999), "message to copy not found")
    await refused(
        bot.copy_message(CLIENT, STAFF, topic.message_thread_id), "message can't be copied"
    )
