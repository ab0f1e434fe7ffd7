from dataclasses import replace
from datetime import timedelta

import pytest

from appeals.words import Attachment, Content, MediaKind
from handlers.conversation import Redraw
from handlers.my_appeals import is_asked_for
from handlers.office import ChannelRules
from tests.handlers.front_desk import OLGA, FrontDesk, to_client

PHOTO = (Attachment(MediaKind.PHOTO, "f1"),)


@pytest.fixture
async def asked(desk: FrontDesk) -> FrontDesk:
    """Olga has asked."""
    await desk.asks("Какая квота?")
    return desk


async def page(desk: FrontDesk, data: str) -> Redraw:
    """What a press shows instead."""
    (shown,) = [r for r in await desk.presses(data, OLGA) if isinstance(r, Redraw)]
    return shown


@pytest.mark.parametrize("text", ["Мои обращения", " мои вопросы. ", "МОИ ЗАЯВКИ?"])
def test_the_list_is_known_by_its_caption_and_like_words(text: str) -> None:
    assert is_asked_for(text)
    assert not is_asked_for("Мои обращения не отвечены")


async def test_a_file_with_the_buttons_words_under_it_is_no_press(asked: FrontDesk) -> None:
    for caption in ("Мои обращения", "Меню"):
        replies = await asked.asks(content=Content(caption, attachments=PHOTO))
        assert "staff-client-wrote" in asked.said(replies)
    assert len(await asked.messages()) == 3


async def test_older_appeals_are_turned_to_page_by_page(desk: FrontDesk) -> None:
    for _ in range(18):
        await desk.asks("Какая квота?")
        await desk.presses(f"a:spam:{(await newest(desk))}:1")
    (first,) = to_client(await desk.asks("/my"))
    assert "Всего 18 обращений" in desk.text(first.lead)
    seen = [row[0].data for row in first.buttons if row[0].data.startswith("my:a:")]
    for number in ("my:2", "my:3", "my:4"):
        shown = await page(desk, number)
        seen += [row[0].data for row in shown.buttons if row[0].data.startswith("my:a:")]
    assert seen == [f"my:a:{number}" for number in range(18, 0, -1)]
    assert desk.toast(await desk.presses("my:5", OLGA)) == "press-stale"
    assert desk.toast(await desk.presses("my:0", OLGA)) == "press-stale"


async def test_the_latest_words_stay_in_sight_however_many_files_came(asked: FrontDesk) -> None:
    for _ in range(300):
        await asked.asks(content=Content(attachments=PHOTO))
    await asked.writes("Квота 2 %")
    shown = await page(asked, "my:a:1")
    assert len(asked.text(shown.lead)) < 4096
    assert asked.text(shown.lead).endswith("Ответ: Квота 2 %")
    assert shown.lead
    assert shown.lead.below[0].key == "my-earlier"


async def test_a_page_of_emoji_alone_still_fits_one_message(asked: FrontDesk) -> None:
    """Platforms count an emoji as two; what does not fit would be cut from the latest words."""
    for _ in range(9):
        await asked.asks("😀" * 600)
    await asked.writes("😀" * 1100 + " Квота 2 %")
    text = asked.text((await page(asked, "my:a:1")).lead)
    assert len(text.encode("utf-16-le")) // 2 <= 4096
    assert text.endswith("Квота 2 %")


async def test_a_long_answer_is_visibly_cut(asked: FrontDesk) -> None:
    await asked.writes("Разъясняем порядок. " * 150)
    shown = await page(asked, "my:a:1")
    assert asked.text(shown.lead).endswith("…")


async def test_where_personal_data_is_off_the_clients_own_are_masked_here_too(
    asked: FrontDesk,
) -> None:
    telegram = {"telegram": ChannelRules("consultation", personal_data=False)}
    asked.desk = replace(asked.desk, channels=telegram)
    await asked.asks("а" * 1190 + " 89131234567")
    assert "8913" not in asked.text((await page(asked, "my:a:1")).lead)


async def test_notes_and_unsent_words_are_not_shown(asked: FrontDesk) -> None:
    await asked.presses("a:take:1:1")
    await asked.writes("// завод")
    text = asked.text((await page(asked, "my:a:1")).lead)
    assert "завод" not in text


async def test_the_state_and_the_deadline_are_said_in_words(asked: FrontDesk) -> None:
    assert "принято, ждёт сотрудника" in asked.text((await page(asked, "my:a:1")).lead)
    assert "Ответим до: 14:30, вторник, 24 ноября" in asked.text((await page(asked, "my:a:1")).lead)
    await asked.presses("c:cancel:1:0", OLGA)
    asked.now += timedelta(days=3)
    assert "отменено вами" in asked.text((await page(asked, "my:a:1")).lead)


async def newest(desk: FrontDesk) -> int:
    """The id of the appeal registered last."""
    async with desk.store.begin() as unit:
        client = await unit.clients.known("telegram", OLGA.id)
        assert client
        return (await unit.appeals.of_client(client.id, 1))[0].id
