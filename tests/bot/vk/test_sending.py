"""Sending through the real client over HTTP to the sandbox."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.status import Trouble
from bot.vk.client import Client
from bot.vk.raw import message_event
from bot.vk.sending import Vk
from bot.vk.uploads import UPLOAD_LIMIT
from handlers.conversation import (
    Channel,
    Feeling,
    Fetched,
    Later,
    Outcome,
    Refusal,
    Refused,
    Rendered,
    Sent,
    Unknown,
    Wrote,
)
from sandbox.files import Upload
from sandbox.vk.faults import VkFault, VkFaultKind
from sandbox.vk.state import Message
from sandbox.vk.world import VkWorld
from tests.bot.vk.conftest import PATIENCE, client_of
from tests.bot.vk.samples import GROUP, stored
from tests.endtoend.desk import MovableClock
from tests.sandbox_server import RunningSandbox, running_sandbox

MARIA = 301
DIALOG = Address("vk", str(MARIA))
JPEG, PDF, OGG = b"\xff\xd8\xff\xe0 jpeg", b"%PDF form", b"OggS voice"


class Alarms:
    """A ledger of what only a person can end."""

    def __init__(self) -> None:
        self.heard: list[Trouble | None] = []

    def __call__(self, trouble: Trouble | None) -> None:
        self.heard.append(trouble)


@pytest.fixture
def alarms() -> Alarms:
    return Alarms()


@pytest.fixture(autouse=True)
def world(sandbox: RunningSandbox) -> VkWorld:
    sandbox.vk.world.writes(MARIA, "Вопрос")
    return sandbox.vk.world


@pytest.fixture
async def vk(client: Client, tmp_path: Path, alarms: Alarms) -> AsyncIterator[Vk]:
    for name, content in (("photo.jpg", JPEG), ("form.pdf", PDF), ("note.ogg", OGG)):
        (tmp_path / name).write_bytes(content)
    channel = Vk(client, tmp_path, alarm=alarms)
    yield channel
    await channel.close()


def text(words: str, nonce: str = "outbox:1", *, again: bool = False) -> Rendered:
    return Rendered(Content(words), nonce=nonce, again=again)


def with_files(*files: Attachment, words: str = "") -> Rendered:
    return Rendered(Content(words, (), files), nonce="outbox:files")


def own(kind: MediaKind, path: str, name: str = "") -> Attachment:
    return Attachment(kind, path=path, name=name)


def one(outcome: Outcome) -> str:
    assert isinstance(outcome, Sent), outcome
    (number,) = outcome.ids
    return number


def shown(world: VkWorld, number: str) -> Message:
    return world.message(MARIA, int(number))


def answers(world: VkWorld) -> list[str]:
    return [one.text for one in world.dialog(MARIA).messages.values() if one.sender < 0]


def test_vk_is_a_channel(vk: Vk) -> None:
    channel: Channel = vk
    assert channel.name == "vk"
    assert channel.length("👍") == 1
    assert channel.capabilities.mixed_albums


async def test_words_arrive_literally_and_without_styles(vk: Vk, world: VkWorld) -> None:
    marks = (Mark(Style.BOLD, 5, 2), Mark(Style.LINK, 2, 9, "https://a.example/"))
    message = Rendered(Content("👍 <b>да</b> & нет", marks), nonce="n")
    sent = shown(world, one(await vk.send(DIALOG, message)))
    assert sent.text == "👍 <b>да</b> (https://a.example/) & нет"


async def test_half_a_character_does_not_keep_a_message_back(vk: Vk, world: VkWorld) -> None:
    assert shown(world, one(await vk.send(DIALOG, text("да\ud83d")))).text == "да\ufffd"


async def test_an_answer_quotes_its_question_and_goes_without_it_when_it_is_gone(
    vk: Vk, world: VkWorld
) -> None:
    answer = Rendered(Content("Ответ"), reply_to="1", nonce="a")
    assert shown(world, one(await vk.send(DIALOG, answer))).reply_to == 1
    world.deletes(MARIA, 1)
    plain = Rendered(Content("Ответ"), reply_to="1", nonce="b")
    assert shown(world, one(await vk.send(DIALOG, plain))).reply_to is None


async def test_where_buttons_are_forbidden_the_words_go_without_them(
    vk: Vk, world: VkWorld
) -> None:
    world.community.bot_features = False
    world.deletes(MARIA, 1)
    buttons = ((("Да", "yes:1", ""),),)
    asked = Rendered(Content("Вопрос?"), buttons, reply_to="1", nonce="a")
    sent = shown(world, one(await vk.send(DIALOG, asked)))
    assert (sent.text, sent.keyboard, sent.reply_to) == ("Вопрос?", None, None)


async def test_buttons_stand_under_the_message_and_the_menu_below_the_input_field(
    vk: Vk, world: VkWorld
) -> None:
    buttons = ((("Да", "yes:1", ""), ("Сайт", "", "https://a.example/")),)
    number = one(await vk.send(DIALOG, Rendered(Content("Вопрос?"), buttons, nonce="a")))
    assert (shown(world, number).keyboard or {})["inline"] is True
    press = world.presses(MARIA, "Да", cmid=int(number)).press
    assert press is not None
    menu = Rendered(Content("Меню"), ((("Мои обращения", "", ""),),), menu=True, nonce="b")
    one(await vk.send(DIALOG, menu))
    (written,) = world.presses(MARIA, "Мои обращения").messages
    assert written.text == "Мои обращения"


async def test_files_of_every_kind_stand_in_one_message(vk: Vk, world: VkWorld) -> None:
    files = (
        own(MediaKind.PHOTO, "photo.jpg"),
        own(MediaKind.DOCUMENT, "form.pdf", "Заявление.pdf"),
        own(MediaKind.VOICE, "note.ogg"),
    )
    sent = shown(world, one(await vk.send(DIALOG, with_files(*files, words="Файлы"))))
    found = [world.attachments[key] for key in sent.attachments]
    assert [file.kind for file in found] == ["photo", "doc", "audio_message"]
    assert found[1].title == "Заявление.pdf"
    kept = world.files.get(found[1].file_id)
    assert kept is not None
    assert world.files.content(kept) == PDF
    assert sent.text == "Файлы"


async def test_while_files_are_brought_the_client_sees_that_somebody_writes(
    vk: Vk, world: VkWorld
) -> None:
    one(await vk.send(DIALOG, with_files(own(MediaKind.DOCUMENT, "form.pdf"))))
    await world.world.until(lambda: world.ledger.calls("messages.setActivity"), 60)


async def test_a_file_of_the_clients_is_sent_back_by_its_name(vk: Vk, world: VkWorld) -> None:
    (theirs,) = world.writes(MARIA, files=[Upload("a.pdf", PDF, "application/pdf")])
    event = json.loads(stored(message_event(world_message(world, theirs), GROUP)))
    wrote = vk.parse(json.dumps(event))
    assert isinstance(wrote, Wrote)
    sent = shown(world, one(await vk.send(DIALOG, with_files(*wrote.content.attachments))))
    assert sent.attachments == theirs.attachments
    assert world.ledger.calls("docs.save") == []


def world_message(world: VkWorld, message: Message) -> dict[str, Any]:
    """As the history shows it."""
    from sandbox.vk import wire  # noqa: PLC0415 - only this helper looks at the wire

    return wire.message(world, message)


async def test_a_picture_that_vk_does_not_take_goes_as_a_document(
    vk: Vk, world: VkWorld, tmp_path: Path
) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    sent = shown(world, one(await vk.send(DIALOG, with_files(own(MediaKind.PHOTO, "broken.jpg")))))
    assert [world.attachments[key].kind for key in sent.attachments] == ["doc"]


async def test_a_file_that_vk_refuses_is_refused_with_vks_words(
    vk: Vk, world: VkWorld, tmp_path: Path
) -> None:
    (tmp_path / "song.mp3").write_bytes(b"ID3 song")
    outcome = await vk.send(DIALOG, with_files(own(MediaKind.AUDIO, "song.mp3"), words="Гимн"))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.OTHER
    assert outcome.detail
    assert answers(world) == []


async def test_a_file_that_is_not_there_or_too_large_is_refused_before_anything_is_sent(
    vk: Vk, world: VkWorld, tmp_path: Path
) -> None:
    missing = with_files(own(MediaKind.DOCUMENT, "nowhere.pdf"))
    assert await vk.send(DIALOG, missing) == Refused(Refusal.OTHER, "the file is not there")
    with (tmp_path / "huge.bin").open("wb") as huge:
        huge.truncate(UPLOAD_LIMIT + 1)
    outcome = await vk.send(DIALOG, with_files(own(MediaKind.DOCUMENT, "huge.bin")))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.TOO_LARGE
    assert not list(world.ledger.entries)


@pytest.mark.parametrize("kind", ["html", "drop_before", "502"])
async def test_an_upload_that_fails_on_the_way_is_tried_again(
    vk: Vk, world: VkWorld, kind: VkFaultKind
) -> None:
    world.faults.plan(VkFault("upload", kind))
    message = with_files(own(MediaKind.DOCUMENT, "form.pdf"))
    assert isinstance(await vk.send(DIALOG, message), Later)
    assert one(await vk.send(DIALOG, message))


async def test_a_file_that_cannot_be_brought_for_long_is_given_up(
    client: Client, world: VkWorld, tmp_path: Path
) -> None:
    now = [0.0]
    (tmp_path / "form.pdf").write_bytes(PDF)
    vk = Vk(client, tmp_path, monotonic=lambda: now[0])
    world.faults.plan(VkFault("upload", "html", times=2))
    message = with_files(own(MediaKind.DOCUMENT, "form.pdf"))
    assert isinstance(await vk.send(DIALOG, message), Later)
    now[0] = 1000.0
    assert isinstance(await vk.send(DIALOG, message), Refused)
    assert one(await vk.send(DIALOG, message))


# ---- exactly once ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["html_after", "drop_after", "hang_after"])
async def test_a_message_whose_answer_was_lost_is_not_sent_twice(
    vk: Vk, world: VkWorld, kind: VkFaultKind
) -> None:
    world.faults.plan(VkFault("messages.send", kind))
    lost = asyncio.create_task(vk.send(DIALOG, text("Ответ")))
    await world.world.until(lambda: answers(world), PATIENCE)
    if kind == "hang_after":
        world.world.close()
    assert isinstance(await lost, Unknown)
    assert one(await vk.send(DIALOG, text("Ответ", again=True))) == "2"
    assert answers(world) == ["Ответ"]
    assert len(world.ledger.calls("messages.send")) == 1


async def test_the_same_message_again_within_the_hour_is_known_by_its_number(
    vk: Vk, world: VkWorld
) -> None:
    first = one(await vk.send(DIALOG, text("Ответ")))
    assert one(await vk.send(DIALOG, text("Ответ"))) == first
    assert answers(world) == ["Ответ"]
    one(await vk.send(DIALOG, text("Ответ", "outbox:2")))
    assert answers(world) == ["Ответ", "Ответ"]


async def test_after_the_hour_the_dialog_itself_tells(tmp_path: Path) -> None:
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        sandbox.vk.world.writes(MARIA, "Вопрос")
        vk = Vk(client_of(sandbox), tmp_path)
        sandbox.vk.world.faults.plan(VkFault("messages.send", "drop_after"))
        assert isinstance(await vk.send(DIALOG, text("Ответ")), Unknown)
        clock.move(timedelta(hours=5))
        sandbox.vk.world.writes(MARIA, "Где ответ?")
        assert one(await vk.send(DIALOG, text("Ответ", again=True))) == "2"
        assert answers(sandbox.vk.world) == ["Ответ"]
        await vk.close()


async def test_a_lost_answer_is_found_behind_whatever_was_written_since(tmp_path: Path) -> None:
    """The program was down for a day, and the client did not wait in silence."""
    clock = MovableClock()
    async with running_sandbox(now=clock.now, monotonic=clock.monotonic) as sandbox:
        sandbox.vk.world.writes(MARIA, "Вопрос")
        vk = Vk(client_of(sandbox), tmp_path)
        sandbox.vk.world.faults.plan(VkFault("messages.send", "drop_after"))
        assert isinstance(await vk.send(DIALOG, text("Ответ")), Unknown)
        clock.move(timedelta(hours=25))
        for number in range(450):
            sandbox.vk.world.writes(MARIA, f"Где ответ? {number}")
        assert one(await vk.send(DIALOG, text("Ответ", again=True))) == "2"
        assert answers(sandbox.vk.world) == ["Ответ"]
        await vk.close()


async def test_what_did_not_get_through_is_sent_then(vk: Vk, world: VkWorld) -> None:
    world.faults.plan(VkFault("messages.send", "drop_before"))
    assert isinstance(await vk.send(DIALOG, text("Ответ")), Unknown)
    one(await vk.send(DIALOG, text("Ответ", again=True)))
    assert answers(world) == ["Ответ"]


async def test_a_dialog_that_cannot_be_looked_through_leaves_no_new_doubt(
    vk: Vk, world: VkWorld
) -> None:
    world.faults.plan(VkFault("messages.getHistory", "html"))
    assert isinstance(await vk.send(DIALOG, text("Ответ", again=True)), Later)
    assert answers(world) == []


# ---- refusals and troubles ------------------------------------------------------------------


async def test_people_who_do_not_want_messages_are_left_alone(vk: Vk, world: VkWorld) -> None:
    world.denies(MARIA)
    assert await vk.send(DIALOG, text("Ответ")) == Refused(
        Refusal.BLOCKED, "901 Can't send messages for users without permission"
    )
    world.user(MARIA).allowed, world.user(MARIA).closed = True, True
    refused = await vk.send(DIALOG, text("Ответ"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail[:3]) == (Refusal.BLOCKED, "902")
    world.user(MARIA).closed = False
    world.bans(MARIA)
    refused = await vk.send(DIALOG, text("Ответ"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail[:3]) == (Refusal.BLOCKED, "900")


@pytest.mark.parametrize("image", [True, False])
async def test_a_captcha_parks_the_message_and_calls_a_person(
    vk: Vk, world: VkWorld, alarms: Alarms, image: bool
) -> None:
    world.faults.plan(VkFault("messages.send", "error", code=14, image=image))
    outcome = await vk.send(DIALOG, text("Ответ"))
    assert isinstance(outcome, Later)
    assert outcome.seconds >= 300
    assert one(await vk.send(DIALOG, text("Ответ")))
    assert alarms.heard == [Trouble.CAPTCHA, None]


@pytest.mark.parametrize("code", [5, 27, 28, 1116])
async def test_a_refused_token_loses_nothing_and_calls_a_person(
    vk: Vk, world: VkWorld, alarms: Alarms, code: int
) -> None:
    world.faults.plan(VkFault("messages.send", "error", code=code))
    assert isinstance(await vk.send(DIALOG, text("Ответ")), Later)
    assert alarms.heard == [Trouble.TOKEN]


async def test_a_service_token_cannot_send(sandbox: RunningSandbox, tmp_path: Path) -> None:
    vk = Vk(client_of(sandbox, sandbox.vk.world.community.service_token), tmp_path)
    assert isinstance(await vk.send(DIALOG, text("Ответ")), Later)
    await vk.close()


async def test_a_hung_send_holds_up_no_other(vk: Vk, world: VkWorld) -> None:
    world.writes(302, "Вопрос")
    world.faults.plan(VkFault("messages.send", "hang", match={"peer_ids": 301}))
    hung = asyncio.create_task(vk.send(DIALOG, text("Ответ")))
    await world.world.until(lambda: world.ledger.refused("messages.send"), PATIENCE)
    one(await vk.send(Address("vk", "302"), text("Ответ")))
    assert not hung.done()
    world.world.close()
    assert isinstance(await hung, Unknown)


@pytest.mark.parametrize("code", [100, 911, 914])
async def test_our_own_mistakes_are_refused_with_their_code(
    vk: Vk, world: VkWorld, code: int
) -> None:
    world.faults.plan(VkFault("messages.send", "error", code=code))
    refused = await vk.send(DIALOG, text("Ответ"))
    assert isinstance(refused, Refused)
    assert (refused.reason, refused.detail[:3]) == (Refusal.OTHER, str(code))


async def test_a_message_vk_could_not_carry_is_refused_here(vk: Vk, world: VkWorld) -> None:
    chat = Address("vk", "2000000001")
    assert await vk.send(chat, text("Ответ")) == Refused(Refusal.OTHER, "no dialog with a person")
    assert isinstance(await vk.send(DIALOG, text(" ")), Refused)
    assert not list(world.ledger.entries)


# ---- edits, toasts, files -------------------------------------------------------------------


async def test_an_edit_keeps_files_and_the_quotation(vk: Vk, world: VkWorld) -> None:
    before = Rendered(
        Content("Ответ", (), (own(MediaKind.DOCUMENT, "form.pdf"),)), reply_to="1", nonce="a"
    )
    number = one(await vk.send(DIALOG, before))
    ref, files = MessageRef(DIALOG, number), shown(world, number).attachments
    assert await vk.edit(ref, text("Исправлено"), has_files=True) == Sent((number,))
    after = shown(world, number)
    assert (after.text, after.attachments, after.reply_to) == ("Исправлено", files, 1)


async def test_an_edit_changes_words_and_buttons(vk: Vk, world: VkWorld) -> None:
    buttons = ((("Да", "yes:1", ""),),)
    number = one(await vk.send(DIALOG, Rendered(Content("Вопрос?"), buttons, nonce="a")))
    ref = MessageRef(DIALOG, number)
    assert isinstance(await vk.edit(ref, text("Решено"), has_files=False), Sent)
    assert shown(world, number).keyboard is None
    assert isinstance(await vk.edit(ref, text("Решено"), has_files=False), Sent)


async def test_a_deleted_message_cannot_be_changed(vk: Vk, world: VkWorld) -> None:
    number = one(await vk.send(DIALOG, text("Ответ")))
    world.remove(MARIA, int(number))
    refused = await vk.edit(MessageRef(DIALOG, number), text("Исправлено"), has_files=False)
    assert isinstance(refused, Refused)
    assert refused.reason is Refusal.MESSAGE_GONE
    refused = await vk.edit(MessageRef(DIALOG, number), text("Исправлено"), has_files=True)
    assert isinstance(refused, Refused)


async def test_a_press_is_answered_with_a_short_line_or_with_nothing(
    vk: Vk, world: VkWorld
) -> None:
    press = world.press(MARIA, '{"d":"x"}')
    await vk.toast(f"{MARIA}:{MARIA}:{press.id}", "я" * 100, alert=True)
    assert press.answer == {"type": "show_snackbar", "text": "я" * 89 + "…"}
    empty = world.press(MARIA, '{"d":"x"}')
    await vk.toast(f"{MARIA}:{MARIA}:{empty.id}", "", alert=False)
    assert empty.answer == {}


async def test_a_press_that_nobody_answers_is_answered_empty_in_time(
    client: Client, world: VkWorld
) -> None:
    over = asyncio.Event()

    async def patience(seconds: float) -> None:
        assert seconds == 2
        await over.wait()

    vk, press = Vk(client, wait=patience), world.press(MARIA, '{"d":"x"}')
    vk.press_received(f"{MARIA}:{MARIA}:{press.id}")
    over.set()
    assert await press.answered() == {}


@pytest.mark.parametrize("press_id", ["", "x", "1:2:unknown"])
async def test_a_forged_press_is_not_worth_a_word(vk: Vk, press_id: str) -> None:
    await vk.toast(press_id, "Готово", alert=False)


async def test_what_vk_does_not_have_is_said_openly(vk: Vk) -> None:
    ref = MessageRef(DIALOG, "1")
    assert await vk.react(ref, Feeling.DELIVERED) == Sent()
    assert isinstance(await vk.open_topic("1", "Тема"), Refused)
    assert isinstance(await vk.rename_topic(DIALOG, "Тема"), Refused)


async def test_a_clients_file_is_fetched(vk: Vk, world: VkWorld, tmp_path: Path) -> None:
    (theirs,) = world.writes(MARIA, files=[Upload("a.pdf", PDF, "application/pdf")])
    wrote = vk.parse(stored(message_event(world_message(world, theirs), GROUP)))
    assert isinstance(wrote, Wrote)
    (file,) = wrote.content.attachments
    into = tmp_path / "fetched"
    assert await vk.fetch(file, into, 1000) == Fetched(into, len(PDF))
    assert into.read_bytes() == PDF
    assert await vk.fetch(file, into, 3) == Refused(Refusal.TOO_LARGE)


async def test_a_file_that_is_gone_or_hard_to_reach_is_told_apart(
    vk: Vk, sandbox: RunningSandbox, tmp_path: Path
) -> None:
    into = tmp_path / "fetched"

    def at(url: str) -> Attachment:
        return Attachment(MediaKind.DOCUMENT, f"doc1_1 {url}", origin="vk")

    gone = await vk.fetch(at(f"{sandbox.url}/nowhere"), into, 1000)
    assert gone == Refused(Refusal.MESSAGE_GONE, "status 404")
    assert isinstance(await vk.fetch(at("https://files.invalid/x"), into, 1000), Later)
    assert isinstance(await vk.fetch(at("http://127.0.0.1:1/x"), into, 1000), Refused)
    assert isinstance(await vk.fetch(at(""), into, 1000), Refused)
    assert isinstance(await vk.fetch(at("file:///etc/passwd"), into, 1000), Refused)


async def test_a_message_is_taken_away_for_everybody(vk: Vk, world: VkWorld) -> None:
    sent = await vk.send(DIALOG, Rendered(Content("Вопрос")))
    assert isinstance(sent, Sent)
    ref = MessageRef(DIALOG, sent.ids[0])
    assert isinstance(await vk.remove(ref), Sent)
    assert int(sent.ids[0]) not in world.dialog(MARIA).messages
    assert isinstance(await vk.remove(ref), Refused)
