"""Answering, removing and reacting where others read along."""

import pytest
from aiogram import Bot

from appeals.model import Address, MessageRef
from appeals.words import Content
from bot.telegram.client import make_bot
from bot.telegram.sending import Telegram
from handlers.conversation import (
    Feeling,
    Outcome,
    Refusal,
    Refused,
    Relocated,
    Rendered,
    Sent,
)
from sandbox.square import CHANNEL, CONSULTATION, DISCUSSION
from sandbox.state import BotRights, Message
from sandbox.world import World, seed
from tests.sandbox_server import RunningSandbox, running_sandbox

OLGA, HEAD = 101, 203
GROUP = Address("telegram", str(CONSULTATION))
BELOW = Address("telegram", str(DISCUSSION))


@pytest.fixture
def telegram(client: Bot, sandbox: RunningSandbox) -> Telegram:
    return Telegram(client, moderators=str(sandbox.moderator_chat))


@pytest.fixture
def world(sandbox: RunningSandbox) -> World:
    return sandbox.world


def comment(world: World) -> Message:
    post = world.writes(HEAD, "Новый порядок", chat=CHANNEL)[0]
    return world.comments(OLGA, post, "Кто не успел?")


def answer(to: Message) -> Rendered:
    return Rendered(Content("Продлили до 5 декабря."), reply_to=str(to.id))


def ref(message: Message) -> MessageRef:
    return MessageRef(Address("telegram", str(message.chat)), str(message.id))


def reason(outcome: Outcome) -> Refusal:
    assert isinstance(outcome, Refused), outcome
    return outcome.reason


async def test_an_answer_below_a_post_is_a_reply_in_its_thread(
    telegram: Telegram, world: World
) -> None:
    asked = comment(world)
    sent = await telegram.send(BELOW, answer(asked))
    assert isinstance(sent, Sent)
    stands = world.message(DISCUSSION, int(sent.ids[0]))
    assert (stands.reply_to, stands.branch) == (asked.id, asked.branch)
    (call,) = world.ledger.calls("sendMessage")
    assert "message_thread_id" not in call.params


@pytest.mark.parametrize("place", [GROUP, BELOW])
async def test_an_answer_to_a_deleted_question_is_not_left_loose_in_public(
    telegram: Telegram, world: World, place: Address
) -> None:
    asked = world.writes(OLGA, "Вопрос", chat=int(place.chat))[0]
    world.deletes(OLGA, asked.id, chat=asked.chat)
    assert reason(await telegram.send(place, answer(asked))) is Refusal.MESSAGE_GONE
    assert world.messages(asked.chat) == []


async def test_among_the_moderators_a_reply_is_sent_even_when_its_question_is_gone(
    telegram: Telegram, world: World
) -> None:
    chat = world.moderator_chat.id
    asked = world.writes(201, "/mine", chat=chat)[0]
    world.deletes(201, asked.id, chat=chat)
    assert isinstance(await telegram.send(Address("telegram", str(chat)), answer(asked)), Sent)


async def test_a_clients_message_is_taken_away_with_the_right_to(
    telegram: Telegram, world: World
) -> None:
    asked = world.writes(OLGA, "Мой телефон…", chat=CONSULTATION)[0]
    assert await telegram.remove(ref(asked)) == Sent()
    assert world.messages(CONSULTATION) == []
    assert reason(await telegram.remove(ref(asked))) is Refusal.MESSAGE_GONE


@pytest.mark.parametrize("rights", [BotRights("member"), BotRights(can_delete_messages=False)])
async def test_without_the_right_the_reason_is_told(
    telegram: Telegram, world: World, rights: BotRights
) -> None:
    asked = world.writes(OLGA, "Мой телефон…", chat=CONSULTATION)[0]
    world.sets_bot_rights(CONSULTATION, rights)
    assert reason(await telegram.remove(ref(asked))) is Refusal.NO_RIGHTS
    world.sets_bot_rights(CONSULTATION, BotRights("kicked"))
    assert reason(await telegram.remove(ref(asked))) is Refusal.CHAT_GONE


async def test_a_reaction_that_the_group_forbids_harms_nothing(
    telegram: Telegram, world: World
) -> None:
    asked = world.writes(OLGA, "Вопрос", chat=CONSULTATION)[0]
    assert await telegram.react(ref(asked), Feeling.WELCOME) == Sent()
    assert asked.reactions == ["🤝"]
    world.chats[CONSULTATION].reactions = False
    assert reason(await telegram.react(ref(asked), Feeling.DELIVERED)) is Refusal.OTHER
    assert asked.reactions == ["🤝"]


async def test_an_upgraded_consultation_group_tells_where_it_is_now() -> None:
    async with running_sandbox(world=seed(World(), consultation="group")) as sandbox:
        (old,) = sandbox.world.consultation_chats
        new = sandbox.world.upgrades(old.id)
        telegram = Telegram(make_bot(sandbox.token, sandbox.url, timeout=5))
        sent = await telegram.send(Address("telegram", str(old.id)), Rendered(Content("Ответ")))
        await telegram.close()
    assert sent == Relocated(str(new.id))
