"""Files between VK and the Telegram moderator chat, both ways, over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.files import Upload
from sandbox.state import Message
from sandbox.vk.state import Message as VkMessage
from tests.endtoend.desk import PDF, FrontDesk, front_desk
from tests.endtoend.patience import until_well

JPEG = Upload("yama.jpg", b"\xff\xd8\xff\xe0 jpeg", "image/jpeg")
FORM = Upload("zayavlenie.pdf", b"%PDF-1.4 form", "application/pdf")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[FrontDesk]:
    async with front_desk(tmp_path, vk={}) as running:
        await until_well(running)
        yield running


def ivan(desk: FrontDesk) -> int:
    """Somebody in VK."""
    return next(iter(desk.sandbox.vk.world.users))


def said(desk: FrontDesk) -> list[VkMessage]:
    """What the community said to Ivan."""
    messages = desk.sandbox.vk.world.dialog(ivan(desk)).messages
    return [one for one in messages.values() if one.sender < 0]


def contents(desk: FrontDesk, messages: list[Message]) -> list[bytes]:
    """The bytes of the files in a topic."""
    files = desk.world.files
    known = [files.get(one.media.file_id) for one in messages if one.media]
    return [files.content(one) for one in known if one]


async def test_files_cross_both_ways_and_are_fetched_once(desk: FrontDesk, tmp_path: Path) -> None:
    vk = desk.sandbox.vk.world
    vk.writes(ivan(desk), "Яма у дома 5, вот фото и расчёт", files=[JPEG, PDF])
    await desk.until(lambda: len(contents(desk, topic(desk))) == 2)
    assert contents(desk, topic(desk)) == [JPEG.content, PDF.content]
    (place,) = desk.world.topics(desk.chat)
    desk.writes(place, "Заполните форму", files=[FORM])
    await desk.until(lambda: any(one.attachments for one in said(desk)))
    (answer,) = [one for one in said(desk) if one.attachments]
    assert answer.text == "Заполните форму"
    (key,) = answer.attachments
    stored = vk.files.get(vk.attachments[key].file_id)
    assert stored
    assert vk.files.content(stored) == FORM.content
    assert vk.attachments[key].title == "zayavlenie.pdf"
    kept = [file for file in (tmp_path / "files" / "fetched").rglob("*") if file.is_file()]
    assert len([file for file in kept if "known" not in file.parts]) == 3


async def test_a_file_telegram_does_not_give_away_is_named_to_both_sides(desk: FrontDesk) -> None:
    desk.sandbox.vk.world.writes(ivan(desk), "Куда подать заявление?")
    await desk.until(lambda: topic(desk) and said(desk))
    (place,) = desk.world.topics(desk.chat)
    film = Upload("film.mp4", b"film", "video/mp4", size=21 * 1024 * 1024)
    desk.writes(place, "Посмотрите ролик", files=[film])
    await desk.until(lambda: any("Посмотрите ролик" in one.text for one in said(desk)))
    (answer,) = [one for one in said(desk) if "Посмотрите ролик" in one.text]
    assert "film.mp4" in answer.text
    assert "слишком большой" in answer.text
    await desk.until(lambda: [text for text in texts(desk) if "film.mp4" in text])


def topic(desk: FrontDesk) -> list[Message]:
    """What the bot said in the only topic."""
    return [one for place in desk.world.topics(desk.chat) for one in desk.in_topic(place)]


def texts(desk: FrontDesk) -> list[str]:
    return desk.texts(topic(desk))
