"""Invented people who answer surveys: what they press, and when they give up."""

import random
from functools import partial
from pathlib import Path

import pytest

import sandbox
from bot.settings.model import Surveys
from bot.surveys.check_command import judged
from sandbox.crowd import FIRST, Crowd, pressed
from sandbox.environment import QUESTIONNAIRES
from sandbox.state import Message
from sandbox.world import World, seed

DICE = random.Random(20261201)  # noqa: S311 - the same choices in every run


@pytest.mark.parametrize(
    ("captions", "expected"),
    [
        (["Начать", "Не сейчас"], {"Начать"}),
        (["Да", "Нет", "Пропустить", "Прекратить и удалить"], {"Да", "Нет"}),
        (["1", "2", "Затрудняюсь ответить", "Назад", "Прекратить и удалить"], {"1", "2"}),
        (["✓ Быстро", "Вежливо", "Дальше", "Назад"], {"Дальше"}),
        (["Быстро", "Ещё: 7–12", "Дальше"], {"Быстро"}),
        (["Дальше", "Прекратить и удалить"], {"Дальше"}),
        (["Назад", "Пропустить", "Прекратить и удалить"], {"Пропустить"}),
        (["Назад", "Отправить ответы", "Прекратить и удалить"], {"Отправить ответы"}),
        (["Другое"], {"Другое"}),
    ],
)
def test_everybody_gets_on_and_nobody_stops(captions: list[str], expected: set[str]) -> None:
    assert {pressed(captions, DICE) for _ in range(50)} == expected


def test_marks_are_rather_good_than_bad() -> None:
    given = [int(pressed(["1", "2", "3", "4", "5"], DICE)) for _ in range(400)]
    assert sum(given) / len(given) > 3.5
    assert set(given) == {1, 2, 3, 4, 5}


def say(world: World, person: int, text: str, *captions: str) -> Message:
    """As the bot."""
    row = [{"text": one, "callback_data": one} for one in captions]
    markup = {"inline_keyboard": [row]} if row else None
    message = world.post(world.chat(person), world.bot.id, text=text, markup=markup)
    world.publish(message)
    return message


async def test_they_go_through_all_cards_and_are_counted_when_they_send() -> None:
    world = seed(World())
    crowd = Crowd(world, dice=DICE, patience=10)
    crowd.come(2)
    for person in (FIRST, FIRST + 1):
        await world.until(partial(world.messages, person))
        assert [one.text for one in world.messages(person)] == ["/survey"]
        card = say(world, person, "Вопрос", "Да", "Назад")
        await world.until(lambda: world.open_presses)
        (press,) = world.open_presses.values()
        assert (press.person, press.data) == (person, "Да")
        world.press_to_answer(press.id)
        card.markup = {"inline_keyboard": [[{"text": "Отправить ответы", "callback_data": "s"}]]}
        world.changed(card)
        await world.until(lambda: world.open_presses)
        world.press_to_answer(next(iter(world.open_presses)))
        world.delete(card)
        say(world, person, "Спасибо за ответы.")
    await world.until(lambda: not crowd.state()["answering"])
    assert crowd.state() == {"came": 2, "answered": 2, "answering": 0}


async def test_who_gets_no_card_goes_home() -> None:
    world = seed(World())
    crowd = Crowd(world, patience=0.01)
    crowd.come(1)
    await world.until(lambda: not crowd.state()["answering"])
    assert crowd.state() == {"came": 1, "answered": 0, "answering": 0}


@pytest.mark.parametrize("file", sorted(QUESTIONNAIRES.glob("*.toml")), ids=lambda one: one.stem)
def test_the_sandboxs_questionnaires_need_no_advice(file: Path) -> None:
    found = judged(file.read_text(encoding="utf-8"), Surveys(), expected=30)
    assert (found.usable, found.findings) == (True, [])


def test_the_page_knows_whose_messages_are_nobodys_news() -> None:
    page = (Path(sandbox.__file__).parent / "page" / "crowd.js").read_text(encoding="utf-8")
    assert f"const FIRST = {FIRST:_};" in page
