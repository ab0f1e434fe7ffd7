"""A whole wave, played over HTTP by people on both platforms at once, with a restart between."""

import json
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sandbox.state import Person
from sandbox.vk.state import User
from sandbox.vk.world import VkWorld
from sandbox.world import World
from storage.surveys.store import SurveyStore
from surveys.definition import questionnaire_of
from surveys.emptying import ballots
from surveys.wave import Stage
from tests.channels.in_vk import InVk
from tests.channels.surveyed import WAVE, files_with, restart, settled, surveyed
from tests.channels.talk import Talk

PEOPLE = 12
LEVEL = 2
FIRST = 900_000
SEED = 20261122

Answers = tuple[str, str, str]
"""Captions of the first two questions' options, and the words of the third."""


class Someone:
    """A person who answers with presses and words, on one of the platforms."""

    def __init__(self, talk: Talk, number: int, answers: Answers) -> None:
        self.talk, self.id, self.answers = talk, FIRST + number, answers
        self.in_vk = bool(number % 2)
        name = f"Работодатель {number}"
        if self.in_vk:
            self.vk.add_user(User(self.id, name, ""))
        else:
            self.world.add_person(Person(self.id, name))
        came, what, words = answers
        self.steps: list[Callable[[], Awaitable[None]]] = [
            self.comes,
            lambda: self.presses("Начать", "Визит был?"),
            lambda: self.presses(came, "Что понравилось?"),
            lambda: self.presses(what, f"✓ {what}"),
            lambda: self.presses("Дальше", "Что улучшить?"),
            lambda: self.writes(words),
            lambda: self.presses("Отправить", "Спасибо за ответы"),
        ]

    @property
    def world(self) -> World:
        """Telegram."""
        return self.talk.desk.world

    @property
    def vk(self) -> VkWorld:
        """VK."""
        return self.talk.desk.sandbox.vk.world

    async def comes(self) -> None:
        """Ask for the survey."""
        self.says("/survey")
        await self.sees("Несколько вопросов")

    async def writes(self, words: str) -> None:
        """Type an answer."""
        self.says(words)
        await self.sees("Отправить ответы?")

    def says(self, words: str) -> None:
        """Write a message."""
        if self.in_vk:
            self.vk.writes(self.id, words)
        else:
            self.world.writes(self.id, words)

    async def presses(self, caption: str, seen: str) -> None:
        """Press a button of the card and wait for what comes of it."""
        for message, buttons in self.cards():
            if data := next((data for label, data in buttons if caption in label), None):
                if self.in_vk:
                    self.vk.press(self.id, json.dumps({"d": data}), message)
                else:
                    self.world.presses(self.id, data, message=message, chat=self.id)
                break
        await self.sees(seen)

    def cards(self) -> list[tuple[int, list[tuple[str, str]]]]:
        """Messages with buttons, the newest first: (id, [(caption, data)])."""
        if self.in_vk:
            said = [m for m in self.vk.dialog(self.id).messages.values() if m.keyboard]
            rows = [(m.cmid, (m.keyboard or {}).get("buttons", [])) for m in said]
            found = [
                (at, [(b["action"]["label"], _data(b["action"])) for row in one for b in row])
                for at, one in rows
            ]
        else:
            shown = [m for m in self.world.messages(self.id) if m.markup]
            found = [
                (m.id, [(b["text"], b["callback_data"]) for row in _rows(m.markup) for b in row])
                for m in shown
            ]
        return found[::-1]

    async def sees(self, words: str) -> None:
        """Wait until these words stand in the chat, in a message or on a button."""
        await self.talk.until(lambda: words in self.chat())

    def chat(self) -> str:
        """Everything that stands in the chat."""
        if self.in_vk:
            texts = [m.text for m in self.vk.dialog(self.id).messages.values()]
        else:
            texts = [m.text or "" for m in self.world.messages(self.id)]
        captions = [label for _, buttons in self.cards() for label, _ in buttons]
        return "\n".join([*texts, *captions])


def _rows(markup: dict[str, Any] | None) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = (markup or {}).get("inline_keyboard", [])
    return rows


def _data(action: dict[str, object]) -> str:
    payload = action["payload"]
    made = json.loads(payload) if isinstance(payload, str) else payload
    assert isinstance(made, dict)
    return str(made.get("d", ""))


def drawn(dice: random.Random, number: int) -> Answers:
    """Somebody's answers; the words are theirs alone."""
    return dice.choice(["Да", "Нет"]), dice.choice(["Ясность", "Скорость"]), f"Мысль {number}"


async def test_a_wave_of_both_platforms_ends_in_exactly_the_answers_given(tmp_path: Path) -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same answers in every run
    async with surveyed(tmp_path, InVk, k=LEVEL) as talk:
        people = [Someone(talk, number, drawn(dice, number)) for number in range(PEOPLE)]
        for half in (people[: PEOPLE // 2], people[PEOPLE // 2 :]):
            await interleaved(half, dice)
            await restart(talk)
            await talk.opens()
        await settled(talk)
        assert files_with(tmp_path, "Мысль") == []
        talk.desk.pass_time(days=15)
        await talk.desk.app.surveys.tick()
        url = talk.desk.app.settings.storage.url.get_secret_value()
    store = SurveyStore.open(url)
    async with store.begin() as unit:
        wave, sheets = await unit.waves.get(WAVE), await unit.results.get(WAVE)
    await store.close()
    assert wave
    assert (wave.stage, wave.counted.sheets) == (Stage.CLOSED, PEOPLE)
    codes = {"Да": "yes", "Нет": "no", "Ясность": "a", "Скорость": "b"}
    given = Counter((codes[came], codes[what]) for came, what, _ in (p.answers for p in people))
    found = Counter((b["came"], b["what"]) for _, b in ballots(sheets, questionnaire_of(wave)))
    assert found == {((came,), (what,)): count for (came, what), count in given.items()}
    assert [text for _, text in sheets.texts] == sorted(p.answers[2] for p in people)


async def interleaved(people: list[Someone], dice: random.Random) -> None:
    """Everybody's steps in their own order, the people in none."""
    left = [list(one.steps) for one in people]
    while any(left):
        await dice.choice([steps for steps in left if steps]).pop(0)()
