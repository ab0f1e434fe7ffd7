"""The client learns honestly of a new time and why; nothing is closed by it (APPEALS 24, 30)."""

from datetime import timedelta

import pytest

from appeals.model import Address
from appeals.register import Question, Verdict
from appeals.register import verdict as judged
from handlers import card
from handlers.conversation import Pressed, Redraw, Refresh, Reply, Say
from tests.handlers.front_desk import MARIA, OLGA, SERGEI, FrontDesk, to_client
from tests.handlers.staffed import ELENA, staffed, texts


@pytest.fixture
async def house(desk: FrontDesk) -> FrontDesk:
    """Maria has taken Olga's question; it is due on the 24th at 14:30."""
    await staffed(desk)
    await desk.asks("Какая квота?", OLGA)
    await desk.writes("/take", MARIA)
    return desk


def client_reads(house: FrontDesk, replies: list[Reply]) -> str:
    (say,) = to_client(replies)
    assert say.to == Address("telegram", OLGA.id)
    return house.text(say.lead)


async def mine(house: FrontDesk) -> str:
    """«Мои обращения»: the page of the appeal."""
    at = Address("telegram", OLGA.id)
    replies = await house.handle(Pressed(at, OLGA, "1", "my:a:1", "press", private=True))
    (page,) = [reply for reply in replies if isinstance(reply, Redraw)]
    return house.text(page.lead)


async def test_the_client_is_told_the_new_time_and_the_reason(house: FrontDesk) -> None:
    replies = await house.writes("/interim 25.11 18:00 ждём ответ налоговой", MARIA)
    text = client_reads(house, replies)
    assert "18:00, среда, 25 ноября (UTC+7)" in text
    assert "Причина: ждём ответ налоговой" in text
    assert to_client(replies)[0].reply_to == "11"
    assert Refresh(1) in replies


async def test_an_interim_answer_closes_nothing_and_starts_a_new_clock(house: FrontDesk) -> None:
    before = await house.appeal()
    await house.writes("/interim завтра 18:00 ждём ответ налоговой", MARIA)
    after = await house.appeal()
    assert after.is_open
    assert after.cycle == before.cycle + 1
    assert after.due_at == before.due_at + timedelta(hours=3, minutes=30)
    assert (await house.history())[-1] == "interim"
    await house.writes("/answered", MARIA)
    assert (await house.appeal()).is_open


@pytest.mark.parametrize(
    ("hours", "verdict"),
    [(23, Verdict.RUNNING), (24, Verdict.RUNNING), (25, Verdict.PUT_OFF)],
    ids=["in time", "at the deadline itself", "too late"],
)
async def test_a_new_time_given_after_the_deadline_leaves_it_missed_on_record(
    house: FrontDesk, hours: int, verdict: Verdict
) -> None:
    """Whether or not a tick has come by in between."""
    house.now += timedelta(hours=hours)
    await house.writes("/interim 27.11 18:00 ждём ответ налоговой", MARIA)
    async with house.store.begin() as unit:
        (entry,) = await unit.register.page(Question(house.now), 0, 9)
    assert judged(entry, house.now) is verdict


async def test_my_appeals_and_the_card_show_the_new_time_and_the_reason(house: FrontDesk) -> None:
    await house.writes("/interim 25.11 18:00 ждём ответ налоговой", MARIA)
    page = await mine(house)
    assert "Мы назвали новый срок: 18:00, среда, 25 ноября (UTC+7)" in page
    assert "Причина: ждём ответ налоговой" in page
    async with house.office() as (office, _):
        drawn = await card.draw(1, office)
    assert drawn
    assert "Клиенту назван новый срок" in house.text(drawn.lead)
    history = texts(house, await house.writes("/appeal", MARIA))
    assert "клиенту сообщён новый срок → 18:00 ср 25.11 «ждём ответ налоговой»" in history


async def test_without_words_the_next_message_is_taken_and_not_sent_as_it_is(
    house: FrontDesk,
) -> None:
    assert house.said(await house.writes("/interim", MARIA)) == ["people-write-interim"]
    asked_again = await house.writes("скоро ответим", MARIA)
    assert house.said(asked_again) == ["people-when-unknown"]
    assert to_client(asked_again) == [r for r in asked_again if isinstance(r, Say)]
    replies = await house.writes("завтра 18:00 ждём ответ налоговой", MARIA)
    assert "ждём ответ налоговой" in texts(house, replies)
    assert (await house.appeal()).cycle == 2
    sent = await house.writes("А это уже ответ", MARIA)
    assert sent[0].content.text == "А это уже ответ"  # type: ignore[union-attr]  # the first reply is the answer


async def test_a_change_of_mind_sends_nothing(house: FrontDesk) -> None:
    await house.writes("/interim", MARIA)
    assert house.said(await house.writes("Отмена", MARIA)) == ["people-promise-cancelled"]
    assert (await house.appeal()).cycle == 1


@pytest.mark.parametrize(
    ("command", "who", "key"),
    [
        ("/interim 20.11 причина", MARIA, "people-when-past"),
        ("/interim 31.02 причина", MARIA, "people-when-no-such"),
        ("/interim 25.11.2029 причина", MARIA, "people-when-far"),
        ("/interim скоро", MARIA, "people-when-unknown"),
        ("/interim 25.11", MARIA, "staff-refused-no-reason"),
        ("/interim через 2 часа причина", MARIA, "staff-refused-not-later"),
        ("/interim 25.11 причина", SERGEI, "staff-refused-taken"),
        ("/extend 25.11 причина", MARIA, "staff-refused-head-only"),
        ("/extend 25.11", ELENA, "staff-refused-no-reason"),
    ],
)
async def test_what_cannot_be_promised_is_refused_in_words(
    house: FrontDesk, command: str, who: object, key: str
) -> None:
    before = await house.appeal()
    assert house.said(await house.writes(command, who)) == [key]  # type: ignore[arg-type]  # a Person of the tests
    assert await house.appeal() == before


async def test_outside_a_topic_and_after_the_end_nothing_is_promised(house: FrontDesk) -> None:
    replies = await house.writes("/interim завтра 18:00 причина", MARIA, appeal=0)
    assert house.said(replies) == ["staff-only-in-topic"]
    await house.writes("/close", MARIA)
    replies = await house.writes("/interim 25.11 18:00 причина", MARIA)
    assert house.said(replies) == ["staff-refused-ended"]


async def test_the_head_extends_and_the_client_is_told_why(house: FrontDesk) -> None:
    replies = await house.writes("/extend 26.11 запросили архив", ELENA)
    text = client_reads(house, replies)
    assert "продлён" in text
    assert "18:00, четверг, 26 ноября" in text
    assert "запросили архив" in text
    assert "Срок продлён" in await mine(house)
    assert (await house.history())[-1] == "extended"


async def test_after_the_deadline_it_is_too_late_to_extend_but_not_to_be_honest(
    house: FrontDesk,
) -> None:
    house.now += timedelta(hours=25)
    replies = await house.writes("/extend 26.11 запросили архив", ELENA)
    assert house.said(replies) == ["staff-refused-too-late-to-extend"]
    replies = await house.writes("/interim 26.11 запросили архив", MARIA)
    assert "client-interim" in house.said(replies)
