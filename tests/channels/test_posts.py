"""A wave is told of in a channel and on a wall, once somebody has approved it (D1, D6)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sandbox.channels import CHANNEL, add_channel
from sandbox.state import BotRights, Message
from sandbox.vk.wall import posts
from tests.channels.in_telegram import InTelegram
from tests.channels.in_vk import InVk
from tests.channels.surveyed import WAVE, answers, led, open_wave, surveyed
from tests.channels.talk import Talk
from tests.endtoend.desk import ELENA, MARIA, buttons


@asynccontextmanager
async def announced(
    folder: Path, channel: type[Talk] = InTelegram, **more: Any
) -> AsyncIterator[Talk]:
    """A wave is open, an authority has a channel."""
    rules = {"post_channels": [CHANNEL], "results_url": "https://example.org/oprosy"} | more
    async with surveyed(folder, channel, opened=False, **rules) as talk:
        add_channel(talk.desk.world)
        await open_wave(talk)
        await noticed(talk)
        yield talk


async def noticed(talk: Talk) -> None:
    """The program looks at its waves."""
    surveys = talk.desk.app.surveys
    assert surveys.waves
    await surveys.tick()
    await surveys.posting.tick(await surveys.waves.all())


async def general(talk: Talk, words: str) -> Message:
    """What the moderators were told."""
    await talk.general_says(words)
    said = [m for m in talk.desk.world.messages(talk.desk.chat) if words in (m.text or "")]
    return said[-1]


def in_channel(talk: Talk) -> list[Message]:
    return talk.desk.world.messages(CHANNEL)


async def test_a_post_is_published_once_somebody_with_the_role_says_so(tmp_path: Path) -> None:
    async with announced(tmp_path) as talk:
        draft = await general(talk, "открылся опрос")
        assert in_channel(talk) == []
        refused = talk.staff_press(draft, "Опубликовать", MARIA)
        answer = await refused.answered()
        assert answer
        assert "аналитик" in str(answer["text"])
        press = talk.desk.world.presses
        data = next(b["callback_data"] for b in buttons(draft) if b["text"] == "Опубликовать")
        for _ in range(2):
            press(ELENA, data, message=draft.id, chat=talk.desk.chat)
        await talk.desk.worked_off()
        await noticed(talk)
        await noticed(talk)
        (post,) = in_channel(talk)
        assert "start=survey_visits" in (post.text or "")
        await talk.general_says("размещена: канал Telegram")


async def test_where_the_bot_may_not_post_staff_are_told_and_try_again(tmp_path: Path) -> None:
    async with announced(tmp_path) as talk:
        talk.desk.world.chat(CHANNEL).bot = BotRights("member")
        talk.staff_press(await general(talk, "открылся опрос"), "Опубликовать", ELENA)
        await talk.desk.worked_off()
        await noticed(talk)
        failed = await general(talk, "нет права публиковать")
        assert in_channel(talk) == []
        talk.desk.world.chat(CHANNEL).bot = BotRights()
        talk.staff_press(failed, "Повторить", ELENA)
        await talk.desk.worked_off()
        await noticed(talk)
        assert len(in_channel(talk)) == 1


async def test_results_are_published_with_the_page_as_a_file(tmp_path: Path) -> None:
    async with announced(tmp_path) as talk:
        await answers(talk)
        talk.desk.pass_time(days=15)
        await noticed(talk)
        await talk.general_says("Страница итогов опроса")
        draft = await general(talk, "об итогах опроса")
        talk.staff_press(draft, "Опубликовать", ELENA)
        await talk.desk.worked_off()
        await noticed(talk)
        (post,) = in_channel(talk)
        assert "Анкет: 1" in (post.text or "")
        assert "https://example.org/oprosy" in (post.text or "")
        assert post.media
        file = talk.desk.world.files.get(post.media.file_id)
        assert file
        assert file.name == f"itogi-{WAVE}.html"


async def test_nothing_is_published_that_was_declined(tmp_path: Path) -> None:
    async with announced(tmp_path) as talk:
        talk.staff_press(await general(talk, "открылся опрос"), "Не публиковать", ELENA)
        await talk.general_says("Решение: не публиковать")
        await noticed(talk)
        assert in_channel(talk) == []


async def test_on_the_wall_employees_post_by_hand_without_a_token_of_their_own(
    tmp_path: Path,
) -> None:
    async with announced(tmp_path, InVk, post_channels=[]) as talk:
        vk = talk.desk.sandbox.vk
        draft = await general(talk, "Разместите текст сами")
        assert f"vk.me/club{vk.group_id}?ref=survey_visits" in (draft.text or "")
        talk.staff_press(draft, "Размещено", ELENA)
        await talk.general_says("размещена: стена сообщества")
        assert posts(vk.world) == []


async def test_with_such_a_token_the_wall_takes_the_post(tmp_path: Path) -> None:
    async with announced(tmp_path, InVk, post_channels=[], user_token=True) as talk:
        vk = talk.desk.sandbox.vk
        talk.staff_press(await general(talk, "открылся опрос"), "Опубликовать", ELENA)
        await talk.desk.worked_off()
        await noticed(talk)
        (post,) = posts(vk.world)
        assert f"vk.me/club{vk.group_id}?ref=survey_visits" in post.text
        await talk.general_says(f"vk.com/wall-{vk.group_id}_{post.id}")


async def test_a_link_leads_from_a_channel_or_a_wall_into_the_survey(tmp_path: Path) -> None:
    async with announced(tmp_path, InVk) as talk:
        led(talk, "survey_visits")
        await talk.hears("Несколько вопросов")
