"""What a client's first words in a social network bring about."""

from datetime import timedelta

import pytest

from tests.handlers.front_desk import FrontDesk, to_client


async def test_an_official_message_is_answered_within_two_hours(desk: FrontDesk) -> None:
    """SVERD 6.3.1–6.3.2."""
    await desk.reports("Когда приём?")
    appeal = await desk.appeal()
    assert appeal.kind == "message"
    assert appeal.due_at - appeal.published_at == timedelta(hours=2)


async def test_the_first_acknowledgement_there_says_that_this_is_no_formal_appeal(
    desk: FrontDesk,
) -> None:
    """547-ФЗ: and where a formal one is filed; said once."""
    first = desk.text(to_client(await desk.reports("Когда приём?"))[0].lead)
    assert "не официальное обращение по закону № 59-ФЗ" in first
    assert "gosuslugi.ru" in first
    await desk.reports("Яма во дворе", led_by="report_housing")
    second = await desk.reports("Мусор", led_by="report_roads")
    assert "59-ФЗ" not in desk.text(to_client(second)[0].lead)


async def test_in_telegram_a_consultation_is_acknowledged_as_before(desk: FrontDesk) -> None:
    assert "59-ФЗ" not in desk.text(to_client(await desk.asks("Какая квота?"))[0].lead)


@pytest.mark.parametrize(("kind", "hours"), [("offline", 24), ("problem", 2), ("unheard-of", 24)])
def test_what_has_no_window_of_its_own_is_answered_as_a_consultation(
    desk: FrontDesk, kind: str, hours: int
) -> None:
    assert desk.desk.window(kind) == timedelta(hours=hours)
