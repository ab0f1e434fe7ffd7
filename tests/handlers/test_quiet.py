"""What needs no answer by the rule: one line for staff, one press to change that."""

from datetime import timedelta

import pytest

from handlers.conversation import ModeratorChat, Priority, React, Reply, Say
from handlers.office import ChannelRules
from tests.handlers.front_desk import MARIA, OLGA, FrontDesk
from tests.handlers.square import POST, changed, commented, in_public, posted, square

ANALYST = "205"


def lines(replies: list[Reply]) -> list[Say]:
    return [say for say in replies if isinstance(say, Say) and say.to == ModeratorChat()]


async def test_staff_see_one_line_with_the_link_and_the_button(desk: FrontDesk) -> None:
    await posted(square(desk))
    replies = await commented(desk, "Молодцы, так держать")
    (line,) = lines(replies)
    assert replies == [line]
    assert line.priority is Priority.HOUSEKEEPING
    assert line.append
    text = desk.texts.render(line.lead) if line.lead else None
    assert text
    assert "Молодцы" in text.text
    assert text.marks
    ((button,),) = line.buttons
    assert "Нужен ответ" in desk.text(button.caption)
    assert len(button.data.encode()) <= 64


async def test_one_press_makes_it_an_appeal_with_its_own_date(desk: FrontDesk) -> None:
    await posted(square(desk))
    (line,) = lines(await commented(desk, "Опять ничего не работает"))
    asked_at = desk.now
    desk.now += timedelta(hours=1)
    replies = await desk.presses(line.buttons[0][0].data)
    assert in_public(replies) == []
    assert desk.toast(replies) == "public-opened"
    appeal = await desk.appeal()
    assert appeal.due_at == asked_at + timedelta(hours=2)
    assert (appeal.kind, appeal.question.id) == ("comment", "11")
    async with desk.office() as (office, _):
        (first,) = await office.appeals.history(1)
        client = await office.clients.get(appeal.client_id)
    assert (first.by.id, first.data["about"]) == (MARIA.id, POST.excerpt)
    assert client
    assert client.external_id == OLGA.id


async def test_a_second_press_opens_no_second_appeal(desk: FrontDesk) -> None:
    await posted(square(desk))
    (line,) = lines(await commented(desk, "Опять ничего не работает"))
    await desk.presses(line.buttons[0][0].data)
    assert desk.toast(await desk.presses(line.buttons[0][0].data)) == "public-opened-already"


@pytest.mark.parametrize("data", ["q:open:999:0", "q:open:0:0", "q:burn:1:0", "q:open:x:0"])
async def test_forged_buttons_open_nothing(desk: FrontDesk, data: str) -> None:
    await posted(square(desk))
    await commented(desk, "Опять ничего не работает")
    assert desk.toast(await desk.presses(data)) in {"public-opened-already", "press-stale"}


async def test_a_private_message_can_not_be_opened_so(desk: FrontDesk) -> None:
    await square(desk).asks("Здравствуйте")
    assert desk.toast(await desk.presses("q:open:1:0")) == "public-opened-already"


async def test_who_is_no_moderator_opens_nothing(desk: FrontDesk) -> None:
    await posted(square(desk))
    (line,) = lines(await commented(desk, "Опять ничего не работает"))
    for who in (ANALYST, "299"):
        person = type(MARIA)(who, "Кто-то")
        assert desk.toast(await desk.presses(line.buttons[0][0].data, person)) == "staff-no-role"


async def test_personal_data_is_masked_in_the_line(desk: FrontDesk) -> None:
    masks = {"telegram": ChannelRules("consultation", personal_data=False)}
    await posted(square(desk, channels=masks))
    line, _ = lines(await commented(desk, "Мой телефон 8 913 123-45-67, жду"))
    assert "123-45" not in desk.text(line.lead)
    assert "123-45" not in desk.text(line.buttons[0][0].caption)


async def test_a_handful_is_gathered_in_one_message(desk: FrontDesk) -> None:
    await posted(square(desk))
    keys = set()
    for number in range(20):
        (line,) = lines(await commented(desk, f"Отлично {number}"))
        keys.add(line.key)
    assert len(keys) <= 4


async def test_what_an_edit_has_made_an_appeal_is_not_opened_again(desk: FrontDesk) -> None:
    await posted(square(desk))
    (line,) = lines(await commented(desk, "Опять ничего не работает"))
    await changed(desk, "Опять ничего не работает, почему?", "11", at=POST.at)
    assert (await desk.appeal()).is_open
    assert desk.toast(await desk.presses(line.buttons[0][0].data)) == "public-opened-already"


async def test_who_is_heard_after_all_gets_the_first_sign(desk: FrontDesk) -> None:
    await posted(square(desk))
    (line,) = lines(await commented(desk, "Опять ничего не работает"))
    replies = await desk.presses(line.buttons[0][0].data)
    assert [reply.ref.id for reply in replies if isinstance(reply, React)] == ["11"]
