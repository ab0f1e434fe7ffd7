"""A survey is answered in one card, past everything that is stored (ANONYMITY 4, 9)."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.vk.faults import VkFault
from surveys.ballot import Ballot
from surveys.drafts import Person
from surveys.ports import SurveyBox
from tests.channels.in_vk import InVk
from tests.channels.surveyed import (
    CANARY,
    CHANNELS,
    answers,
    begins,
    data_of,
    files_with,
    led,
    press_unseen,
    settled,
    steps,
    stored,
    surveyed,
    talk_card,
    to_the_text,
)
from tests.channels.talk import Talk


@pytest.fixture(params=CHANNELS, ids=lambda channel: channel.channel)
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A client while a survey is open."""
    async with surveyed(tmp_path, request.param) as one:
        yield one


async def test_a_survey_is_answered_from_the_command_to_the_thanks(talk: Talk) -> None:
    await answers(talk)
    left = "\n".join(one.text for one in talk.read())
    assert "Спасибо за ответы." in left
    assert "Что улучшить?" not in left
    assert "Отправить ответы?" not in left


async def test_one_card_changes_in_place(talk: Talk) -> None:
    first = await begins(talk)
    card = await steps(talk, first, "Начать", "Вопрос 1 из 3")
    card = await steps(talk, card, "Да", "Вопрос 2 из 3")
    assert card.id == first.id
    assert (await steps(talk, card, "Назад", "Вопрос 1 из 3")).id == first.id
    assert "✓ Да" in talk_card(talk, first).buttons


async def test_nothing_of_it_is_stored_or_logged(
    talk: Talk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = await stored(talk)
    await answers(talk)
    await settled(talk)
    assert await stored(talk) == before
    assert files_with(tmp_path, CANARY) == []
    said = capfd.readouterr()
    assert "Канарейка" not in said.out + said.err


async def test_a_canary_in_the_desk_would_be_found(talk: Talk, tmp_path: Path) -> None:
    await talk.registered(CANARY)
    assert files_with(tmp_path, CANARY)


async def test_an_answer_corrected_in_the_chat_is_not_stored_either(
    talk: Talk, tmp_path: Path
) -> None:
    await to_the_text(talk)
    typed = talk.writes("Сначала так")
    await talk.hears("Отправить ответы?")
    talk.edits(typed, CANARY)
    await talk.hears("нажмите «Назад»")
    assert files_with(tmp_path, CANARY) == []


async def test_each_person_answers_once(talk: Talk) -> None:
    await answers(talk)
    talk.writes("/survey")
    await talk.hears("Вы уже ответили")


async def test_a_tap_too_many_on_send_does_not_say_that_answers_were_lost(talk: Talk) -> None:
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    submit = data_of(talk, ready, "Отправить")
    press_unseen(talk, submit, ready)
    await talk.hears("Спасибо за ответы")
    await settled(talk)
    said = [one.text for one in talk.read()]
    assert "Вы уже ответили" in await talk.forges(submit, ready)
    await settled(talk)
    assert [one.text for one in talk.read()] == said


async def test_who_asks_again_while_the_answer_is_being_sent_is_answered_again(
    tmp_path: Path,
) -> None:
    """The message is there, VK's answer to the program is not."""
    async with surveyed(tmp_path, InVk, opened=False) as talk:
        assert isinstance(talk, InVk)
        talk.vk.faults.plan(VkFault("messages.send", "hang_after"))
        for times in (1, 2):
            talk.writes("/survey")
            await talk.until(lambda: len(talk.read()) == times)  # noqa: B023 - awaited here
        assert all("Сейчас опросов нет" in one.text for one in talk.read())


async def test_who_asks_twice_at_once_gets_one_card(talk: Talk) -> None:
    talk.writes("/survey")
    await begins(talk)
    await settled(talk)
    assert len([one for one in talk.read() if "Несколько вопросов" in one.text]) == 1


async def test_a_double_tap_is_harmless(talk: Talk) -> None:
    card = await begins(talk)
    begin = data_of(talk, card, "Начать")
    assert [await talk.forges(begin, card), await talk.forges(begin, card)] == ["", ""]
    assert "Вопрос 1 из 3" in (await talk.hears("Визит был?")).text


async def test_a_stale_button_is_refused_politely(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    yes = data_of(talk, card, "Да")
    card = await steps(talk, card, "Да", "Что понравилось?")
    card = await steps(talk, card, "Назад", "Визит был?")
    assert "Эта кнопка устарела" in await talk.forges(yes, card)


@pytest.mark.parametrize(
    "forged", ["s:", "s:x", "s:{name}.1.c.99", "s:{name}.1.y.0", "s:{name}.1.c.0.0", "s:я"]
)
async def test_forged_data_changes_nothing(talk: Talk, forged: str) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    name = data_of(talk, card, "Да").removeprefix("s:").partition(".")[0]
    before = await stored(talk)
    assert await talk.forges(forged.format(name=name), card)
    assert await stored(talk) == before
    assert "Визит был?" in talk_card(talk, card).text


async def test_stopping_deletes_everything(talk: Talk) -> None:
    card = await to_the_text(talk)
    await steps(talk, card, "Прекратить", "Ваши ответы удалены")
    await settled(talk)
    assert not any("Что улучшить" in one.text for one in talk.read())
    await begins(talk)


async def test_what_is_pressed_right_after_stopping_comes_too_late(talk: Talk) -> None:
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    stop, submit = (data_of(talk, ready, one) for one in ("Прекратить", "Отправить"))
    press_unseen(talk, stop, ready)
    press_unseen(talk, submit, ready)
    await talk.hears("Ваши ответы удалены")
    await settled(talk)
    assert not any("Спасибо за ответы" in one.text for one in talk.read())
    await begins(talk)


async def test_a_draft_is_forgotten_after_an_hour(talk: Talk) -> None:
    await to_the_text(talk)
    talk.desk.pass_time(minutes=61)
    await talk.desk.app.surveys.tick()
    await talk.hears("Час прошёл без ответов")


async def test_ten_thousand_characters_are_no_answer(talk: Talk) -> None:
    await to_the_text(talk)
    before = await stored(talk)
    talk.writes("Длинно. " * 1250 + CANARY)
    await talk.hears("не помещается в одно сообщение")
    await settled(talk)
    talk.desk.pass_time(seconds=10)
    talk.writes("Коротко")
    await talk.hears("Отправить ответы?")
    assert sum("не помещается" in one.text for one in talk.read()) <= 1
    assert await stored(talk) == before


async def test_too_long_an_answer_says_how_much_is_possible(talk: Talk) -> None:
    await to_the_text(talk)
    talk.writes("я" * 301)
    await talk.hears("а можно не больше 300")


async def test_a_question_to_staff_is_still_registered(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    talk.writes("Когда у вас приём?")
    await talk.until(lambda: talk.topics)
    await steps(talk, card, "Да", "Что понравилось?")


async def test_a_command_leaves_an_awaited_answer_alone(talk: Talk) -> None:
    await to_the_text(talk)
    talk.writes("/help")
    await talk.hears("/privacy")
    talk.writes("Больше тепла")
    await talk.hears("Отправить ответы?")


async def test_a_wave_that_has_closed_takes_no_answers(talk: Talk) -> None:
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    talk.desk.app.surveys.talk.offer.open[0].closes = talk.desk.clock.now()
    await talk.presses(ready, "Отправить")
    await talk.hears("Опрос закончился")


async def test_who_blocks_the_bot_troubles_nobody(talk: Talk) -> None:
    card = await steps(talk, await begins(talk), "Начать", "Визит был?")
    yes = data_of(talk, card, "Да")
    talk.blocks()
    press_unseen(talk, yes, card)
    await talk.desk.app.surveys.tick()
    await settled(talk)
    assert "surveys" not in talk.desk.app.health.troubles


async def test_the_menu_leads_to_the_survey(talk: Talk) -> None:
    talk.writes("/menu")
    await talk.until(lambda: any("Опрос: Визиты" in one.buttons for one in talk.read()))
    menu = next(one for one in talk.read() if "Опрос: Визиты" in one.buttons)
    await talk.presses(menu, "Опрос: Визиты")
    await talk.hears("Несколько вопросов")


async def test_a_link_leads_to_the_survey(talk: Talk) -> None:
    led(talk, "survey_visits")
    await talk.hears("Несколько вопросов")


async def test_privacy_is_explained_with_its_limits(talk: Talk) -> None:
    talk.writes("/privacy")
    assert "Чего защитить нельзя" in (await talk.hears("Анонимные опросы")).text


async def test_a_failing_box_keeps_the_draft_and_tells_nobody_what_was_in_it(
    talk: Talk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    surveys = talk.desk.app.surveys.talk.offer
    box, surveys.box = surveys.box, Broken(surveys.box)
    await to_the_text(talk)
    talk.writes(CANARY)
    ready = await talk.hears("Отправить ответы?")
    await talk.presses(ready, "Отправить")
    await talk.hears("не удалось сохранить")
    assert talk.desk.app.health.troubles["surveys"] == "RuntimeError"
    surveys.box = box
    await settled(talk)
    await steps(talk, await talk.hears("Отправить ответы?"), "Отправить", "Спасибо за ответы")
    said = capfd.readouterr()
    assert "Канарейка" not in said.out + said.err
    assert files_with(tmp_path, CANARY) == []


class Broken:
    """A box that can't be written to, and says in its error what it was given."""

    def __init__(self, box: SurveyBox | None) -> None:
        assert box
        self._box = box
        self.running, self.has_answered = box.running, box.has_answered
        self.participation = box.participation

    async def submit(self, wave: str, who: Person, ballot: Ballot, now: datetime) -> None:
        raise RuntimeError(f"{wave} {who.id} {ballot} {now}")
