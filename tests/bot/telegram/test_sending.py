"""Sending through the real client over HTTP to the sandbox."""

import json
from pathlib import Path

import pytest
from aiogram import Bot

from appeals.model import Address, MessageRef
from appeals.words import Attachment, Content, Mark, MediaKind, Style
from bot.telegram.client import make_bot
from bot.telegram.outgoing import UPLOAD_LIMIT
from bot.telegram.sending import Telegram
from handlers.conversation import (
    Channel,
    Feeling,
    Later,
    Outcome,
    Refusal,
    Refused,
    Relocated,
    Rendered,
    Sent,
    Unknown,
)
from sandbox.faults import Fault, FaultKind
from sandbox.files import Upload
from sandbox.state import BotRights, Message
from tests.bot.telegram.scripted import scripted
from tests.sandbox_server import RunningSandbox, running_sandbox

OLGA = Address("telegram", "101")
FORUM = Address("telegram", "-1001000000001")


@pytest.fixture
def telegram(client: Bot, sandbox: RunningSandbox, tmp_path: Path) -> Telegram:
    sandbox.world.starts(101)
    (tmp_path / "form.pdf").write_bytes(b"%PDF form")
    (tmp_path / "two.pdf").write_bytes(b"%PDF two")
    (tmp_path / "note.ogg").write_bytes(b"OggS voice")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8 photo")
    return Telegram(client, tmp_path, moderators=FORUM.chat)


def text(words: str, *marks: Mark) -> Rendered:
    return Rendered(Content(words, marks))


def with_file(*attachments: Attachment, words: str = "") -> Rendered:
    return Rendered(Content(words, (), attachments))


def one(outcome: Outcome) -> str:
    assert isinstance(outcome, Sent), outcome
    (number,) = outcome.ids
    return number


def shown(sandbox: RunningSandbox, chat: str, number: str) -> Message:
    return sandbox.world.message(int(chat), int(number))


def test_telegram_is_a_channel(telegram: Telegram) -> None:
    channel: Channel = telegram
    assert channel.name == "telegram"
    assert channel.length("👍") == 2


async def test_words_arrive_literally_with_their_styles(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    message = text("👍 <b>да</b> & нет", Mark(Style.BOLD, 5, 2))
    sent = shown(sandbox, "101", one(await telegram.send(OLGA, message)))
    assert sent.text == "👍 <b>да</b> & нет"
    assert sent.entities == [{"type": "bold", "offset": 6, "length": 2}]
    (call,) = sandbox.world.ledger.calls("sendMessage")
    assert "parse_mode" not in call.params
    assert call.ignored == []


async def test_half_a_character_does_not_keep_a_message_back(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    sent = shown(sandbox, "101", one(await telegram.send(OLGA, text("да\ud83d"))))
    assert sent.text == "да�"


async def test_a_reply_is_sent_even_when_its_question_is_gone(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    question = sandbox.world.writes(101, "Вопрос")[0]
    answer = Rendered(Content("Ответ"), reply_to=str(question.id))
    assert shown(sandbox, "101", one(await telegram.send(OLGA, answer))).reply_to == question.id
    sandbox.world.deletes(101, question.id)
    assert shown(sandbox, "101", one(await telegram.send(OLGA, answer))).reply_to is None


async def test_buttons_and_the_lasting_menu_are_sent(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    buttons = ((("Взять", "take:7:1", ""), ("Сайт", "", "https://a.example/")),)
    sent = shown(
        sandbox, "101", one(await telegram.send(OLGA, Rendered(Content("Карточка"), buttons)))
    )
    assert sent.markup == {
        "inline_keyboard": [
            [
                {"text": "Взять", "callback_data": "take:7:1"},
                {"text": "Сайт", "url": "https://a.example/"},
            ]
        ]
    }
    menu = Rendered(Content("Меню"), (((("Мои обращения"), "", ""),),), menu=True)
    one(await telegram.send(OLGA, menu))
    keyboard = sandbox.world.chat(101).keyboard
    assert keyboard is not None
    assert keyboard["keyboard"] == [[{"text": "Мои обращения"}]]
    assert (keyboard["resize_keyboard"], keyboard["is_persistent"]) == (True, True)


KINDS = [
    (MediaKind.DOCUMENT, "form.pdf", "sendDocument"),
    (MediaKind.PHOTO, "photo.jpg", "sendPhoto"),
    (MediaKind.VIDEO, "two.pdf", "sendVideo"),
    (MediaKind.ANIMATION, "two.pdf", "sendAnimation"),
    (MediaKind.AUDIO, "note.ogg", "sendAudio"),
    (MediaKind.VOICE, "note.ogg", "sendVoice"),
]


@pytest.mark.parametrize(("kind", "path", "method"), KINDS)
async def test_a_file_from_the_folder_is_sent_and_then_by_its_id(
    telegram: Telegram, sandbox: RunningSandbox, kind: MediaKind, path: str, method: str
) -> None:
    first = shown(
        sandbox,
        "101",
        one(
            await telegram.send(
                OLGA, with_file(Attachment(kind, name='бланк "1".bin', path=path), words="Вот")
            )
        ),
    )
    assert first.media is not None
    assert first.text == "Вот"
    again = with_file(Attachment(kind, first.media.file_id))
    second = shown(sandbox, "101", one(await telegram.send(OLGA, again)))
    assert second.media is not None
    assert second.media.file_id == first.media.file_id
    assert len(sandbox.world.ledger.calls(method)) == 2


async def test_a_sticker_of_another_platform_is_a_picture(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    file = Attachment(MediaKind.STICKER, path="photo.jpg")
    sent = shown(sandbox, "101", one(await telegram.send(OLGA, with_file(file))))
    assert sent.media
    assert sent.media.kind == "photo"
    (own,) = sandbox.world.writes(101, sticker="🙂")
    assert own.media
    again = with_file(Attachment(MediaKind.STICKER, own.media.file_id))
    one(await telegram.send(OLGA, again))
    assert len(sandbox.world.ledger.calls("sendSticker")) == 1


async def test_words_under_what_carries_none_are_not_lost_silently(telegram: Telegram) -> None:
    file = Attachment(MediaKind.VIDEO_NOTE, path="photo.jpg")
    assert isinstance(await telegram.send(OLGA, with_file(file, words="Слова")), Refused)
    one(await telegram.send(OLGA, with_file(file)))


async def test_an_album_has_one_id_for_each_file_and_its_words_once(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    files = [Attachment(MediaKind.DOCUMENT, path=path) for path in ("form.pdf", "two.pdf")]
    outcome = await telegram.send(OLGA, with_file(*files, words="Бланки"))
    assert isinstance(outcome, Sent)
    parts = [shown(sandbox, "101", number) for number in outcome.ids]
    assert [part.text for part in parts] == ["Бланки", None]
    assert len({part.album for part in parts}) == 1


async def test_an_album_with_a_voice_or_with_buttons_is_refused_before_anything_is_sent(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    photo = Attachment(MediaKind.PHOTO, path="photo.jpg")
    voice = Attachment(MediaKind.VOICE, path="note.ogg")
    assert isinstance(await telegram.send(OLGA, with_file(photo, voice)), Refused)
    buttons = ((("Взять", "take", ""),),)
    album = Rendered(Content(attachments=(photo, photo)), buttons)
    assert isinstance(await telegram.send(OLGA, album), Refused)
    assert not sandbox.world.ledger.calls("sendMediaGroup")


async def test_a_missing_or_too_large_file_is_refused_by_name_of_the_reason(
    telegram: Telegram, tmp_path: Path
) -> None:
    gone = await telegram.send(OLGA, with_file(Attachment(MediaKind.DOCUMENT, path="gone.pdf")))
    assert gone == Refused(Refusal.OTHER, "the file is not there")
    with (tmp_path / "big.bin").open("wb") as big:
        big.truncate(UPLOAD_LIMIT + 1)
    big_one = await telegram.send(OLGA, with_file(Attachment(MediaKind.DOCUMENT, path="big.bin")))
    assert isinstance(big_one, Refused)
    assert big_one.reason is Refusal.TOO_LARGE


async def test_a_message_can_be_changed_and_the_same_again_is_success(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    number = one(await telegram.send(OLGA, Rendered(Content("Было"), ((("Да", "yes", ""),),))))
    ref = MessageRef(OLGA, number)
    for _ in range(2):
        assert await telegram.edit(ref, text("Стало"), has_files=False) in (Sent((number,)), Sent())
    changed = shown(sandbox, "101", number)
    assert (changed.text, changed.markup) == ("Стало", None)


async def test_a_caption_can_be_changed(telegram: Telegram, sandbox: RunningSandbox) -> None:
    file = with_file(Attachment(MediaKind.DOCUMENT, path="form.pdf"), words="Было")
    ref = MessageRef(OLGA, one(await telegram.send(OLGA, file)))
    assert isinstance(await telegram.edit(ref, text("Стало"), has_files=True), Sent)
    assert shown(sandbox, "101", ref.id).text == "Стало"


async def test_a_deleted_message_can_no_longer_be_changed(telegram: Telegram) -> None:
    outcome = await telegram.edit(MessageRef(OLGA, "999"), text("Стало"), has_files=False)
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.MESSAGE_GONE


@pytest.mark.parametrize("feeling", list(Feeling))
async def test_every_feeling_is_a_reaction_telegram_allows(
    telegram: Telegram, sandbox: RunningSandbox, feeling: Feeling
) -> None:
    question = sandbox.world.writes(101, "Спасибо")[0]
    assert await telegram.react(MessageRef(OLGA, str(question.id)), feeling) == Sent()
    assert question.reactions


async def test_a_topic_is_made_renamed_and_written_to(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    thread = one(await telegram.open_topic(FORUM.chat, "№ 1 · " + "Ж" * 300))
    at = Address("telegram", FORUM.chat, thread)
    (topic,) = sandbox.world.topics(int(FORUM.chat))
    assert len(topic.name) == 128
    for _ in range(2):
        assert await telegram.rename_topic(at, "№ 1 · 16:40") == Sent()
    assert topic.name == "№ 1 · 16:40"
    number = one(await telegram.send(at, text("Карточка")))
    assert shown(sandbox, FORUM.chat, number).thread == int(thread)


async def test_a_deleted_topic_is_told(telegram: Telegram, sandbox: RunningSandbox) -> None:
    thread = one(await telegram.open_topic(FORUM.chat, "№ 1"))
    sandbox.world.deletes_topic(int(FORUM.chat), int(thread))
    outcome = await telegram.send(Address("telegram", FORUM.chat, thread), text("Копия"))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.TOPIC_GONE


async def test_a_topic_closed_to_the_bot_is_a_matter_of_rights(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    topic = sandbox.world.creates_topic(203, int(FORUM.chat), "Чужая тема")
    sandbox.world.closes_topic(203, int(FORUM.chat), topic.id)
    sandbox.world.sets_bot_rights(int(FORUM.chat), BotRights(can_manage_topics=False))
    outcome = await telegram.send(Address("telegram", FORUM.chat, str(topic.id)), text("Копия"))
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.NO_RIGHTS


CLOSED = (400, b'{"ok": false, "error_code": 400, "description": "Bad Request: TOPIC_CLOSED"}')
DONE = (200, b'{"ok": true, "result": true}')
BROKEN = (502, b"<html></html>")


async def test_a_topic_closed_by_hand_is_opened_and_the_message_tried_again() -> None:
    at = Address("telegram", FORUM.chat, "7")
    async with scripted(CLOSED, BROKEN, CLOSED, DONE) as (bot, asked):
        telegram = Telegram(bot)
        broken, opened = [await telegram.send(at, text("Копия")) for _ in range(2)]
    assert broken == Later(2.0, "unreadable answer")
    assert opened == Later(0, "topic was closed")
    assert asked == ["sendMessage", "reopenForumTopic"] * 2


async def test_a_message_answered_in_a_shape_of_the_future_is_not_sent_twice() -> None:
    answer = b'{"ok": true, "result": {"message_id": 7, "date": {"calendar": "new"}}}'
    async with scripted((200, answer)) as (bot, _):
        assert await Telegram(bot).send(OLGA, text("Ответ")) == Sent(("7",))


async def test_an_answer_with_broken_characters_is_an_answer() -> None:
    answer = b'{"ok": false, "error_code": 400, "description": "Bad Request: \xed\xa0\x80"}'
    async with scripted((400, answer)) as (bot, _):
        assert isinstance(await Telegram(bot).send(OLGA, text("Ответ")), Refused)


async def test_without_rights_no_topic_is_made(telegram: Telegram, sandbox: RunningSandbox) -> None:
    rights = BotRights(can_manage_topics=False)
    sandbox.world.sets_bot_rights(int(FORUM.chat), rights)
    outcome = await telegram.open_topic(FORUM.chat, "№ 1")
    assert isinstance(outcome, Refused)
    assert outcome.reason is Refusal.NO_RIGHTS


async def test_a_client_who_blocked_the_bot_is_told_from_a_stranger(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    sandbox.world.blocks(101)
    for chat, reason in (("101", Refusal.BLOCKED), ("102", Refusal.CHAT_GONE)):
        outcome = await telegram.send(Address("telegram", chat), text("Ответ"))
        assert isinstance(outcome, Refused)
        assert outcome.reason is reason


async def test_a_group_that_became_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with running_sandbox(moderator_chat="group") as sandbox:
        bot = make_bot(sandbox.token, sandbox.url)
        old = sandbox.moderator_chat
        new = sandbox.world.upgrades(old)
        telegram = Telegram(bot, tmp_path)
        assert await telegram.send(Address("telegram", str(old)), text("Копия")) == Relocated(
            str(new.id)
        )
        await telegram.close()


FAULTS: list[tuple[FaultKind, type[Outcome], int]] = [
    ("429", Later, 0),
    ("500", Unknown, 0),
    ("502", Unknown, 0),
    ("html", Unknown, 0),
    ("drop_before", Unknown, 0),
    ("drop_after", Unknown, 1),
]


@pytest.mark.parametrize(("kind", "expected", "stands"), FAULTS)
async def test_a_failing_server_never_raises(
    telegram: Telegram,
    sandbox: RunningSandbox,
    kind: FaultKind,
    expected: type[Outcome],
    stands: int,
) -> None:
    sandbox.world.faults.plan(Fault("sendMessage", kind, retry_after=9))
    outcome = await telegram.send(OLGA, text("Ответ"))
    assert isinstance(outcome, expected)
    assert outcome == Later(9.0, "rate limit") or not isinstance(outcome, Later)
    assert len(sandbox.world.ledger.calls("sendMessage")) == stands


async def test_a_server_that_never_answers_leaves_the_sending_unknown(
    sandbox: RunningSandbox,
) -> None:
    sandbox.world.faults.plan(Fault("sendMessage", "hang"))
    telegram = Telegram(make_bot(sandbox.token, sandbox.url, timeout=0.2))
    assert isinstance(await telegram.send(OLGA, text("Ответ")), Unknown)
    await telegram.close()


@pytest.mark.parametrize("proxy", ["", "socks5://127.0.0.1:9"])
async def test_nobody_listening_means_nothing_was_sent(proxy: str) -> None:
    telegram = Telegram(make_bot("7000000001:sandbox", "http://127.0.0.1:9", proxy))
    assert isinstance(await telegram.send(OLGA, text("Ответ")), Later)
    await telegram.close()


@pytest.mark.parametrize("chat", ["", "olga", "101; drop"])
async def test_an_address_that_is_none_is_refused(telegram: Telegram, chat: str) -> None:
    assert isinstance(await telegram.send(Address("telegram", chat), text("Ответ")), Refused)
    ref = MessageRef(Address("telegram", chat), "x")
    assert isinstance(await telegram.edit(ref, text("Ответ"), has_files=False), Refused)
    assert isinstance(await telegram.react(ref, Feeling.WELCOME), Refused)
    assert isinstance(await telegram.rename_topic(ref.at, "№ 1"), Refused)


async def test_a_clients_photo_goes_on_to_the_staff_by_its_id(
    telegram: Telegram, sandbox: RunningSandbox
) -> None:
    photo = Upload("photo.jpg", b"\xff\xd8 photo", "image/jpeg")
    asked = sandbox.world.writes(101, "Что это?", files=[photo])[0]
    assert asked.media is not None
    copy = with_file(Attachment(MediaKind.PHOTO, asked.media.file_id), words="Что это?")
    sent = shown(sandbox, FORUM.chat, one(await telegram.send(FORUM, copy)))
    assert sent.media is not None
    assert sent.media.file_id == asked.media.file_id


def test_a_link_to_the_bot_needs_its_name(telegram: Telegram) -> None:
    assert telegram.start_link("join_x") == ""
    telegram.introduced("otklik_bot")
    assert telegram.start_link("join_x") == "https://t.me/otklik_bot?start=join_x"


async def test_a_message_is_taken_away(telegram: Telegram, sandbox: RunningSandbox) -> None:
    number = one(await telegram.send(OLGA, text("Вопрос")))
    assert await telegram.remove(MessageRef(OLGA, number)) == Sent()
    assert int(number) not in [m.id for m in sandbox.world.messages(101)]
    assert isinstance(await telegram.remove(MessageRef(OLGA, number)), Refused)


async def test_a_message_may_ask_for_a_reply(telegram: Telegram, sandbox: RunningSandbox) -> None:
    one(await telegram.send(OLGA, Rendered(Content("Ваш ответ"), asks_reply=True)))
    (call,) = sandbox.world.ledger.calls("sendMessage")
    assert json.loads(call.params["reply_markup"])["force_reply"] is True
