"""Files, photos, voice and albums travel both ways (A11)."""

import pytest

from sandbox.files import Upload
from tests.channels.talk import Talk
from tests.endtoend.desk import PDF, PHOTO, VOICE

THREE = [Upload(f"photo{n}.jpg", PHOTO.content + bytes([n]), "image/jpeg") for n in range(3)]


@pytest.mark.parametrize(("file", "kind"), [(PHOTO, "photo"), (PDF, "document"), (VOICE, "voice")])
async def test_a_clients_file_reaches_staff(talk: Talk, file: Upload, kind: str) -> None:
    _, topic = await talk.registered()
    talk.writes("вот", files=[file])
    await talk.until(lambda: talk.files_in(topic) == [kind])
    assert len(talk.topics) == 1


@pytest.mark.parametrize(("file", "kind"), [(PHOTO, "photo"), (PDF, "document"), (VOICE, "voice")])
async def test_staffs_file_reaches_the_client(talk: Talk, file: Upload, kind: str) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "", files=[file])
    assert talk.last.files == (kind,)


async def test_a_document_keeps_its_name(talk: Talk) -> None:
    _, topic = await talk.registered()
    await talk.answered(topic, "образец", files=[PDF])
    assert talk.last.names == (PDF.name,)


async def test_several_files_at_once_are_one_appeal_with_one_acknowledgement(talk: Talk) -> None:
    talk.writes("Наши рабочие места", files=THREE)
    await talk.until(lambda: talk.topics)
    topic = talk.topics[0]
    talk.desk.pass_time(seconds=3)
    await talk.until(lambda: talk.files_in(topic) == ["photo"] * 3)
    assert len({m.album for m in talk.desk.in_topic(topic) if m.media}) == 1
    assert len(talk.topics) == 1
    assert len([one for one in talk.read() if "№" in one.text]) == 1


async def test_staffs_album_arrives_together_and_quotes_the_question(talk: Talk) -> None:
    _, topic = await talk.registered()
    talk.staff_write(topic, "образцы", files=THREE)
    talk.desk.pass_time(seconds=3)
    await talk.until(lambda: sum(len(one.files) for one in talk.read()) == 3)
    first = next(one for one in talk.read() if one.files)
    assert first.text == "образцы"
    assert first.quotes


async def test_a_photo_alone_is_a_question(talk: Talk) -> None:
    talk.writes(files=[PHOTO])
    await talk.hears("№ 2026-000001")
    await talk.until(lambda: talk.topics and talk.files_in(talk.topics[0]) == ["photo"])
