"""The bot is put out of the moderator chat and let in again: nobody's question is lost."""

import pytest

from sandbox.state import BotRights
from tests.endtoend.desk import ANNA, PETR, FrontDesk
from tests.endtoend.patience import as_time_passes, until_unwell, until_well


def cards(desk: FrontDesk) -> str:
    """All cards of the moderator chat."""
    topics = [topic for topic in desk.world.topics(desk.chat) if desk.in_topic(topic)]
    return "\n".join(desk.card(topic).text or "" for topic in topics)


@pytest.mark.parametrize(
    "without", [BotRights("kicked"), BotRights("left"), BotRights(can_manage_topics=False)]
)
async def test_appeals_registered_meanwhile_appear_once_the_bot_is_let_in_again(
    desk: FrontDesk, without: BotRights
) -> None:
    await desk.registered("Первый вопрос про квоту")
    desk.world.sets_bot_rights(desk.chat, without)
    for who, text in ((PETR, "Вопрос Петра про места"), (ANNA, "Вопрос Анны про отчёт")):
        desk.asks(text, who)
    await desk.until(lambda: desk.answers(PETR) and desk.answers(ANNA))
    assert "№ 2026-" in str(desk.answers(PETR) + desk.answers(ANNA))
    await until_unwell(desk, "troubles", "moderator_chat")
    assert len(desk.world.topics(desk.chat)) == 1

    desk.world.sets_bot_rights(desk.chat, BotRights())
    asked = ("Вопрос Петра про места", "Вопрос Анны про отчёт")
    await as_time_passes(desk, lambda: all(text in cards(desk) for text in asked), seconds=30)
    assert len(desk.world.topics(desk.chat)) == 3
    assert len(desk.answers(PETR)) == len(desk.answers(ANNA)) == 1
    await until_well(desk)
