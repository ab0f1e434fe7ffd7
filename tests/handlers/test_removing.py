"""What comes of taking a message away, in words."""

import pytest

from appeals.model import MessageRef
from handlers import removing
from handlers.conversation import ModeratorChat, Refusal, Refused, Say, TopicOf
from tests.handlers.front_desk import FrontDesk
from tests.handlers.square import COMMENTS, GROUP, LINK, WALL, commented, posted, said, square


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (None, "она удалена"),
        (Refused(Refusal.MESSAGE_GONE), "она удалена"),
        (Refused(Refusal.NO_RIGHTS), "администратором группы"),
        (Refused(Refusal.UNKNOWN), "не ответил"),
    ],
)
async def test_the_outcome_is_told_in_the_topic(
    desk: FrontDesk, refused: Refused | None, told: str
) -> None:
    await said(square(desk), "Когда приём?")
    async with desk.office() as (office, _):
        (say,) = await removing.removed(MessageRef(GROUP, "11"), 1, refused, office)
    assert isinstance(say, Say)
    assert say.to == TopicOf(1)
    assert told in desk.text(say.lead)
    if "удалена" not in told:
        assert say.lead
        assert LINK in str(desk.texts.render(say.lead).marks)


async def test_without_an_appeal_it_is_told_in_the_chat(desk: FrontDesk) -> None:
    async with desk.office() as (office, _):
        (say,) = await removing.removed(
            MessageRef(WALL, "1"), None, Refused(Refusal.NO_RIGHTS), office
        )
    assert isinstance(say, Say)
    assert say.to == ModeratorChat()
    assert "руководитель сообщества" in desk.text(say.lead)


async def test_of_what_needed_no_answer_the_way_there_is_known_too(desk: FrontDesk) -> None:
    await posted(square(desk))
    await commented(desk, "Мой телефон 8 913 123-45-67")
    async with desk.office() as (office, _):
        refused = Refused(Refusal.NO_RIGHTS)
        (say,) = await removing.removed(MessageRef(COMMENTS, "11"), None, refused, office)
    assert isinstance(say, Say)
    assert say.lead
    assert say.lead.link == LINK
