"""How somebody who asks in public learns that the question was received."""

import pytest

from handlers.conversation import Feeling, React
from handlers.office import FirstSign
from tests.handlers.front_desk import NADIA, FrontDesk
from tests.handlers.square import (
    BY_HAND,
    PHOTO,
    commented,
    every_comment,
    in_public,
    posted,
    said,
    square,
)


async def test_in_the_group_it_is_a_short_reply_without_buttons(desk: FrontDesk) -> None:
    (sign,) = in_public(await said(square(desk), "Когда приём?"))
    assert (sign.reply_to, sign.buttons, sign.or_react) == ("11", (), True)
    text = desk.text(sign.lead)
    assert text.splitlines() == [text]
    assert "№ 2026-000001" in text
    assert "24 ноября" in text


async def test_below_a_post_it_is_a_reaction(desk: FrontDesk) -> None:
    await posted(square(desk))
    replies = await commented(desk, "Когда приём?")
    assert in_public(replies) == []
    (sign,) = [reply for reply in replies if isinstance(reply, React)]
    assert (sign.ref.id, sign.feeling) == ("11", Feeling.WELCOME)


@pytest.mark.parametrize("sign", [FirstSign.NONE, FirstSign.REACTION])
async def test_the_settings_choose(desk: FrontDesk, sign: FirstSign) -> None:
    replies = await said(square(desk, public=every_comment(group_sign=sign)), "Когда приём?")
    assert in_public(replies) == []
    assert any(isinstance(reply, React) for reply in replies) is (sign is FirstSign.REACTION)


async def test_where_no_program_may_write_there_is_none(desk: FrontDesk) -> None:
    rules = every_comment(comment_sign=FirstSign.REPLY)
    replies = await said(square(desk, public=rules), "Где это?", NADIA, PHOTO, BY_HAND)
    assert in_public(replies) == []
    assert not [reply for reply in replies if isinstance(reply, React)]
    assert (await desk.appeal()).spot.by_hand
