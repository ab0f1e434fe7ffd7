"""What stands on the platform is remembered, so that replies find their appeal."""

from datetime import timedelta

import pytest

from appeals.model import Fate, MessageRef, Side, What
from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Feeling, Outcome, Refusal, Refused, Remove, Say, Sent
from tests.bot.delivery.given import CROWD, answer, fate, happened
from tests.bot.program import HOME, OLGA, Program, in_topic


async def test_a_delivered_answer_is_on_record_and_carries_a_reaction(asked: Program) -> None:
    number = await answer(asked)
    await asked.deliver()
    (reaction,) = asked.channel.calls("react")
    assert (reaction.id, reaction.text) == ("77", Feeling.DELIVERED)
    assert await fate(asked, number) is Fate.DELIVERED
    assert What.DELIVERED in await happened(asked)
    async with asked.store.begin() as unit:
        (copy,) = await unit.messages.copies(number)
        found = await unit.messages.original(copy)
    assert found is not None
    assert found.id == number


async def test_a_long_answer_counts_as_delivered_with_its_last_part(asked: Program) -> None:
    number = await answer(asked, "Слово. " * 150)
    await asked.deliver()
    assert len(asked.channel.texts("101")) == 3
    assert len(asked.channel.calls("react")) == 1
    assert (await happened(asked)).count(What.DELIVERED) == 1
    async with asked.store.begin() as unit:
        assert len(await unit.messages.copies(number)) == 3


async def test_an_album_is_one_call_and_each_part_finds_its_copy(asked: Program) -> None:
    photos = [Content(attachments=(Attachment(MediaKind.PHOTO, str(n)),)) for n in range(3)]
    async with asked.store.begin() as unit:
        stored = [
            await unit.messages.add(
                appeal_id=1,
                side=Side.STAFF,
                author="201",
                ref=MessageRef(in_topic("102"), str(70 + n)),
                content=photo,
                at=asked.clock.now(),
                fate=Fate.QUEUED,
                album="a",
            )
            for n, photo in enumerate(photos)
        ]
    for message in stored:
        await asked.put(
            Say(
                OLGA,
                content=message.content,
                message_id=message.id,
                wait=timedelta(seconds=1.5),
                key="album:a",
                append=True,
            )
        )
    await asked.deliver()
    assert asked.channel.ledger == []
    asked.clock.advance(1.5)
    await asked.deliver()
    (sent,) = asked.channel.calls("send")
    assert [file.file for file in sent.message.content.attachments] == ["0", "1", "2"]
    async with asked.store.begin() as unit:
        copies = [await unit.messages.copies(message.id) for message in stored]
    assert [len(of_one) for of_one in copies] == [1, 1, 1]
    assert [await fate(asked, message.id) for message in stored] == [Fate.DELIVERED] * 3


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Sent(), "удалена"),
        (Refused(Refusal.MESSAGE_GONE), "удалена"),
        (Refused(Refusal.NO_RIGHTS), "нет на это прав"),
        (Refused(Refusal.OTHER), "мессенджер отказал"),
    ],
)
async def test_staff_learn_what_came_of_taking_a_message_away(
    asked: Program, outcome: Outcome, told: str
) -> None:
    asked.channel.answers["remove"] = [outcome]
    remove = Remove(MessageRef(CROWD, "5"), appeal_id=1)
    await asked.put(remove, remove)
    await asked.deliver()
    assert [(call.at, call.id) for call in asked.channel.calls("remove")] == [(CROWD, "5")]
    (words,) = asked.channel.texts(HOME.chat)
    assert told in words


async def test_without_an_appeal_it_is_told_in_the_moderator_chat(program: Program) -> None:
    await program.put(Remove(MessageRef(CROWD, "5")))
    await program.deliver()
    assert len(program.channel.texts(HOME.chat)) == 1
