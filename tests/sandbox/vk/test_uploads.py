"""Files: uploaded by the library's own helper, sent, fetched back, and refused."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
import requests
from vk_api.upload import VkUpload

from sandbox.files import FileStore, Upload
from sandbox.vk import uploading
from sandbox.vk.sniffing import is_photo, is_voice, photo_size
from sandbox.vk.storing import kind_of
from sandbox.vk.world import VkWorld, seeded
from sandbox.world import World
from tests.sandbox.vk.calling import CLIENT, OTHER, Caller, png


class Named(io.BytesIO):
    """Bytes with a name, as the library wants them."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


@pytest.fixture
def upload(client: Any, vk: VkWorld) -> VkUpload:
    vk.writes(CLIENT, "вопрос")
    helper = VkUpload(client)
    helper.http.trust_env = False
    return helper


async def test_a_photo_is_uploaded_sent_and_fetched(
    upload: VkUpload, call: Caller, vk: VkWorld
) -> None:
    (saved,) = await asyncio.to_thread(upload.photo_messages, Named("1.png", png(1920, 1080)))
    await call.says("", attachment=f"photo{saved['owner_id']}_{saved['id']}")
    (shown,) = vk.events.kept[-1]["object"]["attachments"]
    largest = max(shown["photo"]["sizes"], key=lambda one: one["width"])
    assert (shown["type"], largest["width"], largest["height"]) == ("photo", 1920, 1080)
    fetched = await call.get(largest["url"])
    assert (fetched.content, fetched.headers["content-type"]) == (png(1920, 1080), "image/png")


async def test_a_document_keeps_its_title(upload: VkUpload, call: Caller) -> None:
    saved = await asyncio.to_thread(
        upload.document_message, Named("1.pdf", b"%PDF"), "Приказ № 5", None, CLIENT
    )
    doc = saved["doc"]
    assert (saved["type"], doc["title"], doc["ext"], doc["size"]) == (
        "doc",
        "Приказ № 5",
        "pdf",
        4,
    )
    await call.says("ответ", attachment=f"doc{doc['owner_id']}_{doc['id']}_{doc['access_key']}")
    assert (await call.get(doc["url"])).content == b"%PDF"


@pytest.mark.parametrize("name", ["doc", "audio_message"])
async def test_a_voice_message_may_be_named_a_document(
    upload: VkUpload, call: Caller, vk: VkWorld, name: str
) -> None:
    saved = await asyncio.to_thread(upload.audio_message, Named("1.ogg", b"OggS voice"), CLIENT)
    voice = saved["audio_message"]
    await call.says("", attachment=f"{name}{voice['owner_id']}_{voice['id']}")
    (shown,) = vk.events.kept[-1]["object"]["attachments"]
    assert (shown["type"], shown["audio_message"]["duration"]) == ("audio_message", 1)


async def test_no_photo_is_made_of_what_is_none(upload: VkUpload) -> None:
    with pytest.raises(Exception, match="photos_list is invalid"):
        await asyncio.to_thread(upload.photo_messages, Named("1.jpg", b"text"))


@pytest.mark.parametrize(("name", "content"), [("1.exe", b"MZ"), ("1.mp3", b"ID3"), ("1.txt", b"")])
async def test_what_vk_takes_as_no_document(upload: VkUpload, name: str, content: bytes) -> None:
    with pytest.raises(Exception, match="file is undefined"):
        await asyncio.to_thread(upload.document_message, Named(name, content), None, None, CLIENT)


async def posted(url: str, **files: Any) -> Any:
    def post() -> Any:
        with requests.Session() as session:
            session.trust_env = False
            return session.post(url, files=files, timeout=10).json()

    return await asyncio.to_thread(post)


@pytest.mark.usefixtures("upload")
async def test_a_document_without_its_field_or_of_a_wrong_kind(call: Caller, vk: VkWorld) -> None:
    where = await call("docs.getMessagesUploadServer", peer_id=CLIENT, type="audio_message")
    assert (await posted(where["upload_url"], doc=b"x"))["error"] == "no_file"
    assert (await posted(where["upload_url"], file=("1.ogg", b"x")))["error"] == "wrong_format"
    assert vk.uploaded == {}


@pytest.mark.usefixtures("upload")
async def test_too_large_files_are_refused(vk: VkWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "PHOTO_LIMIT", 30)
    photos = [Upload("1.png", png()), Upload("2.png", png() + b"x" * 30)]
    taken = uploading.take_photos(vk, photos)
    assert taken["photo"].count('"photo"') == 1
    claimed = Upload("big.zip", b"", size=uploading.DOC_LIMIT + 1)
    assert uploading.take_doc(vk, claimed, "doc")["error"] == "file_too_large"


@pytest.mark.usefixtures("upload")
async def test_forged_tickets_save_nothing(call: Caller) -> None:
    where = await call("photos.getMessagesUploadServer")
    ticket = await posted(where["upload_url"], photo=("1.png", png()))
    save = "photos.saveMessagesPhoto"
    await call.refused(118, save, **(ticket | {"server": 1}))
    await call.refused(121, save, **(ticket | {"hash": "x"}))
    for forged in ("x", '[{"photo": "x"}]', "[1]"):
        genuine = uploading.upload_hash(forged)
        await call.refused(129, save, **(ticket | {"photo": forged, "hash": genuine}))
    assert len(await call(save, **ticket)) == 1
    await call.refused(105, "docs.save", file="x")


@pytest.mark.usefixtures("upload")
async def test_uploads_are_for_those_who_may_be_written_to(call: Caller, vk: VkWorld) -> None:
    for name in ("photos", "docs"):
        await call.refused(901, f"{name}.getMessagesUploadServer", peer_id=OTHER)
    await call.refused(100, "docs.getMessagesUploadServer")
    await call.refused(100, "docs.getMessagesUploadServer", peer_id=CLIENT, type="film")
    vk.community.permissions = ["messages"]
    for name in ("photos", "docs"):
        await call.refused(15, f"{name}.getMessagesUploadServer", peer_id=CLIENT)
    await call.refused(15, "docs.save", file="x")


async def test_a_file_opens_only_with_its_key(call: Caller, vk: VkWorld) -> None:
    (message,) = vk.writes(CLIENT, files=[Upload("письмо.txt", b"text", "text/plain")])
    file = vk.attachments[message.attachments[0]]
    (shown,) = vk.events.kept[-1]["object"]["message"]["attachments"]
    assert (await call.get(shown["doc"]["url"])).content == b"text"
    guessed = shown["doc"]["url"].replace(file.access_key, "0" * 18)
    assert (await call.get(guessed)).status_code == 404
    assert (await call.get(f"{vk.base}/vk/files/doc1_1/x/y")).status_code == 404


def test_files_are_kept_on_disk(tmp_path: Path) -> None:
    vk = seeded(World(), FileStore(tmp_path))
    vk.writes(CLIENT, files=[Upload("1.txt", b"text")])
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"text"]


def test_what_a_file_is_shows_in_its_first_bytes() -> None:
    photos = [b"\xff\xd8\xff\xe0", png(), b"GIF89a", b"RIFF....WEBPVP8"]
    assert [is_photo(one) for one in (*photos, b"", b"%PDF", b"RIFF....WAVE")] == [True] * 4 + [
        False
    ] * 3
    assert [is_voice(one) for one in (b"OggS", b"ID3", b"text")] == [True, True, False]
    assert (photo_size(png(7, 9)), photo_size(b"\xff\xd8\xff")) == ((7, 9), (800, 600))


def test_how_a_users_file_is_sent() -> None:
    jpeg = Upload("1.jpg", b"1", "image/jpeg")
    as_file = Upload("1.jpg", b"1", "image/jpeg", kind="document")
    voice = Upload("1.ogg", b"1", "audio/ogg", kind="voice")
    kinds = [kind_of(one) for one in (jpeg, as_file, voice, Upload("1.gif", b"1", "image/gif"))]
    assert kinds == ["photo", "doc", "audio_message", "doc"]
