"""Where no program may answer, an employee does so by hand and says so."""

import pytest

from appeals.model import Fate, State
from handlers import card
from tests.handlers.front_desk import NADIA, FrontDesk, to_topic
from tests.handlers.square import BY_HAND, PHOTO, in_public, said, square


@pytest.fixture
async def photo(desk: FrontDesk) -> FrontDesk:
    """Nadia has asked below a photo."""
    await said(square(desk), "Где это?", NADIA, PHOTO, BY_HAND)
    return desk


async def test_the_card_says_so_and_leads_there(photo: FrontDesk) -> None:
    async with photo.office() as (office, _):
        drawn = await card.draw(1, office)
    assert drawn
    shown = photo.texts.render(drawn.lead)
    assert "только вручную" in shown.text
    assert BY_HAND.link in {mark.url for mark in shown.marks}
    captions = [photo.text(button.caption) for row in drawn.buttons for button in row]
    assert "Ответ размещён" in captions
    assert "Ответ дан" not in captions


async def test_words_in_the_topic_are_put_on_record_and_sent_nowhere(photo: FrontDesk) -> None:
    replies = await photo.writes("На улице Кирова, 3")
    assert in_public(replies) == []
    told = next(say for say in to_topic(replies) if say.lead and say.lead.key == "public-by-hand")
    assert BY_HAND.link in str(photo.texts.render(told.lead).marks) if told.lead else False
    assert (await photo.messages())[-1].fate is Fate.KEPT
    assert photo.toast(await photo.presses(told.buttons[0][0].data)) == "toast-placed"
    assert (await photo.appeal()).state is State.ANSWERED


async def test_without_words_on_record_nothing_is_answered(photo: FrontDesk) -> None:
    assert photo.toast(await photo.presses("a:placed:1:1")) == "staff-refused-nothing-sent"
    assert (await photo.appeal()).state is State.NEW


async def test_what_the_client_has_added_is_read_first(photo: FrontDesk) -> None:
    await photo.writes("На улице Кирова, 3")
    await said(photo, "А какой вход?", NADIA, PHOTO, BY_HAND)
    assert photo.toast(await photo.presses("a:placed:1:1")) == "staff-refused-client-added"


async def test_a_clarifying_question_and_a_new_date_are_placed_by_hand_too(
    photo: FrontDesk,
) -> None:
    await photo.presses("a:clarify:1:1")
    assert in_public(await photo.writes("Какой дом?")) == []
    assert (await photo.appeal()).state is State.CLARIFYING
    replies = await photo.writes("/interim 24.11 18:00 ждём ответ")
    assert in_public(replies) == []
    assert "сообщите сами" in photo.text(to_topic(replies)[0].lead)


async def test_a_changed_record_changes_no_copy(photo: FrontDesk) -> None:
    await photo.writes("На улице Кирова, 3")
    assert await photo.corrects("На улице Кирова, 5", photo.next_id) == []


async def test_elsewhere_the_button_is_as_the_usual_one(desk: FrontDesk) -> None:
    await desk.asks("Когда приём?")
    await desk.writes("В среду")
    async with desk.office() as (office, _):
        await office.messages.set_fate(2, Fate.FAILED)
    assert desk.toast(await desk.presses("a:placed:1:1")) == "staff-refused-not-delivered"
