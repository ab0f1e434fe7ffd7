"""A notice that had to wait says what holds when it is sent, not when it was written."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from appeals.model import Address, Change
from appeals.words import Content
from handlers import notices
from handlers.conversation import Person, Pressed, Wrote
from tests.bot.program import MARIA, OLGA, PETR, Program, with_maria

STEP = "executor:0s"


@pytest.fixture
async def program(tmp_path: Path) -> Program:
    """Maria has started the bot; a notice of two overdue appeals waits to be sent to her."""
    made = await with_maria(tmp_path)
    await made.receive(made.wrote("Какая квота?", OLGA), made.wrote("Когда отчёт?", PETR))
    await made.work()
    await made.deliver()
    made.clock.advance(25 * 3600)
    await gather(made, 1, 2)
    made.channel.ledger.clear()
    return made


async def gather(program: Program, *appeals: int) -> None:
    """The tick writes the notice; nothing is sent yet."""
    async with program.store.begin() as unit:
        for appeal in appeals:
            await unit.notices.add(MARIA.id, appeal, STEP, False, program.clock.now())
        said = await notices.flush(program.house.office(unit, program.clock.now()))
    await program.put(*said)


async def takes_back(program: Program, client: Address, appeal: int) -> None:
    """The client cancels the appeal."""
    who = Person(client.chat, "Ольга")
    press = Pressed(client, who, "1", f"c:cancel:{appeal}:0", "press", private=True)
    await program.receive(program.came(press, client))
    await program.work()


async def test_what_stands_as_it_was_is_sent_with_the_time_of_its_sending(
    program: Program,
) -> None:
    program.clock.advance(3600)
    await program.deliver()
    (text,) = program.channel.texts(MARIA.id)
    assert "Просрочено: 2" in text
    assert "просрочено на 2 ч" in text


async def test_what_ended_meanwhile_is_left_out(program: Program) -> None:
    await takes_back(program, OLGA, 1)
    await program.deliver()
    (text,) = program.channel.texts(MARIA.id)
    assert "Просрочено: 1" in text
    assert "Когда отчёт?" in text
    assert "Какая квота?" not in text


async def test_nothing_is_sent_when_nothing_is_left(program: Program) -> None:
    await takes_back(program, OLGA, 1)
    await takes_back(program, PETR, 2)
    await program.deliver()
    assert program.channel.texts(MARIA.id) == []
    assert await program.counts() == {}
    async with program.store.begin() as unit:
        assert not await unit.notices.gather(10)


async def test_a_breach_is_not_told_once_the_client_was_given_a_new_time(
    program: Program,
) -> None:
    async with program.store.begin() as unit:
        appeal = await unit.appeals.get(1)
        assert appeal is not None
        later = replace(appeal, due_at=program.clock.now() + timedelta(days=1))
        await unit.appeals.save(Change(later, ()))
    await program.deliver()
    (text,) = program.channel.texts(MARIA.id)
    assert "Просрочено: 1" in text
    assert "Какая квота?" not in text


@pytest.mark.parametrize("ended", [0, 1, 9])
async def test_a_notice_of_several_parts_is_written_anew_as_a_whole(
    program: Program, ended: int
) -> None:
    """The parts that are needed no more are withdrawn, and no appeal is told of twice."""
    clients = [Address("telegram", str(300 + number)) for number in range(9)]
    since = program.clock.now() - timedelta(hours=25)
    for client in clients:
        asked = Wrote(client, Person(client.chat, "Анна"), since, "1", Content("Вопрос"), True)
        await program.receive(program.came(asked, client))
    await program.work()
    await program.deliver()
    program.channel.ledger.clear()
    program.clock.advance(1)
    numbers = range(3, 12)
    await gather(program, *numbers)
    for number, client in zip(numbers[:ended], clients, strict=False):
        await takes_back(program, client, number)
    await program.deliver()
    texts = program.channel.texts(MARIA.id)
    told = re.findall(r"№ (\d{6})", "".join(texts))
    assert told == [f"{number:06}" for number in numbers[ended:]]
    assert (len(texts) > 1) == (ended < 9)
    assert await program.counts() == {}
