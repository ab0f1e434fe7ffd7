"""Sixty employers ask at once, in all their untidiness; every one of them is answered."""

import tomllib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from appeals.small_talk import small_talk
from appeals.words import Content
from sandbox.state import Message, Person, Topic
from tests.endtoend.desk import MARIA, PDF, PHOTO, SERGEI, VOICE, FrontDesk

MEDIA = {"[photo]": PHOTO, "[file]": PDF, "[voice]": VOICE}
STICKER = "[sticker]"
FIRST_PERSON = 100_000


@dataclass(frozen=True, slots=True)
class Question:
    """What one employer sends, in order, and what staff must not see of it."""

    says: tuple[str, ...]
    hides: tuple[str, ...] = ()
    small_talk: bool = False


def questions() -> list[Question]:
    """All sixty."""
    with (Path(__file__).parent / "questions.toml").open("rb") as file:
        rows = tomllib.load(file)["question"]
    return [
        Question(tuple(r["says"]), tuple(r.get("hides", ())), r.get("shape") == "small-talk")
        for r in rows
    ]


async def test_sixty_employers_ask_and_each_gets_one_number_and_the_right_answer(
    desk: FrontDesk,
) -> None:
    people = dict(enumerate(questions(), FIRST_PERSON))
    assert len(people) == 60
    for who in people:
        desk.world.add_person(Person(who, f"Работодатель {who}"))
    for step in range(max(len(question.says) for question in people.values())):
        for who, question in people.items():
            if step < len(question.says):
                send(desk, who, question.says[step])
    asking = [who for who, question in people.items() if not question.small_talk]
    await desk.until(lambda: len(desk.world.topics(desk.chat)) == len(asking))
    await desk.until(lambda: all(acknowledged(desk, who) for who in asking))
    topics = {who: await topic_of(desk, acknowledged(desk, who)[0]) for who in asking}
    assert len({topic.id for topic in topics.values()}) == len(asking)
    for who, topic in topics.items():
        await desk.until(partial(everything_arrived, desk, topic, people[who]))
        employee = MARIA if who % 2 else SERGEI
        desk.presses(desk.card(topic), "Взять", employee)
        desk.writes(topic, f"Ответ для № {topic.id}", employee)
    for who, topic in topics.items():
        await desk.until(partial(answered_as_reply, desk, who, f"Ответ для № {topic.id}"))
        assert len(acknowledged(desk, who)) == 1
    everything = " ".join(m.text or "" for m in desk.world.messages(desk.chat))
    for question in people.values():
        assert not [secret for secret in question.hides if secret in everything]
    async with desk.app.store.begin() as unit:
        assert await unit.appeals.count_open() == len(asking)
        assert not await unit.inbox.dead(10)


def send(desk: FrontDesk, who: int, part: str) -> None:
    """One message of one employer."""
    if part == STICKER:
        desk.world.writes(who, sticker="🙃")
    elif part in MEDIA:
        desk.world.writes(who, files=[MEDIA[part]])
    else:
        desk.world.writes(who, part)


def acknowledged(desk: FrontDesk, who: int) -> list[Message]:
    """Acknowledgements: a number and a due time."""
    return [m for m in desk.answers(who) if "получено: № 2026-" in (m.text or "")]


async def topic_of(desk: FrontDesk, ack: Message) -> Topic:
    """The topic whose card carries the number of this acknowledgement."""
    number = (ack.text or "").split("№ 2026-")[1][:6]
    found = [topic for topic in desk.world.topics(desk.chat) if f" {number} " in topic.name]
    assert len(found) == 1
    await desk.until(lambda: desk.in_topic(found[0]))
    return found[0]


def everything_arrived(desk: FrontDesk, topic: Topic, question: Question) -> bool:
    """Staff see every part that was sent, in order, media included; a greeting opens nothing."""
    seen = desk.in_topic(topic)
    media = [part for part in question.says if part in MEDIA]
    words = [] if question.hides else [part for part in question.says if part not in MEDIA]
    while words and small_talk(Content(words[0])):
        del words[0]
    text = "\n".join(m.text or "" for m in seen)
    places = [text.find(part) for part in words]
    return (
        len([m for m in seen if m.media]) == len(media)
        and -1 not in places
        and places == sorted(places)
    )


def answered_as_reply(desk: FrontDesk, who: int, words: str) -> bool:
    """The answer stands under the employer's own question."""
    own = [m for m in desk.world.messages(who) if m.sender == who]
    first = next(m for m in own if m.media or not small_talk(Content(m.text or "")))
    return any(m.text == words and m.reply_to == first.id for m in desk.answers(who))
