"""The page of the sandbox in a real Chromium, worked by keyboard alone; the test plays the bot."""

import re
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from tests.sandbox.browser import (
    LAPTOP,
    PHONE,
    Held,
    Watch,
    arrow_to,
    attach,
    choose_person,
    focused_name,
    is_narrow,
    jump,
    log,
    open_private,
    open_topic,
    opened_page,
    press_begin,
    press_button,
    scrolls_sideways,
    tab_into,
    tab_to,
    topic_row,
    write,
)
from tests.sandbox.played_bot import PlayedBot, played_bot
from tests.sandbox_server import RunningSandbox, running_sandbox

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
OLGA, PETR, ANNA, MARIA, ELENA = 101, 102, 103, 201, 203
HTML = "<b>жирно</b> <img src=x onerror=alert(1)>"
CARD_BUTTONS = {
    "inline_keyboard": [
        [
            {"text": "Взять", "callback_data": "take:1"},
            {"text": "Ответ дан", "callback_data": "answered:1"},
        ],
        [{"text": "Закон", "url": "https://example.org/law"}],
    ]
}

at_laptop = pytest.mark.parametrize("scene", [LAPTOP], ids=["1280x800"], indirect=True)


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a test of the page works with."""

    page: Page
    watch: Watch
    sandbox: RunningSandbox
    bot: PlayedBot

    async def client_writes(self, text: str) -> None:
        """Write from the client's field and let the bot have the update."""
        await jump(self.page, "client")
        await write(self.page, text)
        await self.bot.next_update("message")

    async def new_topic(self, name: str) -> int:
        """Let the bot make a topic with a card in the moderator chat."""
        chat = self.sandbox.moderator_chat
        topic = await self.bot.call("createForumTopic", chat_id=chat, name=name)
        thread: int = topic["message_thread_id"]
        await self.bot.call(
            "sendMessage",
            chat_id=chat,
            message_thread_id=thread,
            text=f"Карточка: {name}",
            reply_markup=CARD_BUTTONS,
        )
        return thread


@pytest_asyncio.fixture(params=[LAPTOP, PHONE], ids=["1280x800", "390x844"], loop_scope="session")
async def scene(request: pytest.FixtureRequest, browser: Browser) -> AsyncIterator[Scene]:
    """The page at both sizes; afterwards it must have kept quiet, to itself and in its width."""
    async with (
        running_sandbox() as sandbox,
        played_bot(sandbox.url, sandbox.token) as bot,
        opened_page(browser, sandbox.url, request.param) as (page, watch),
    ):
        yield Scene(page, watch, sandbox, bot)
        assert not await scrolls_sideways(page)
        assert watch.complaints == []
        assert watch.outside == []


@pytest.fixture
def scans(tmp_path: Path) -> list[Path]:
    """Three small pictures."""
    paths = [tmp_path / f"скан {number}.png" for number in (1, 2, 3)]
    for path in paths:
        path.write_bytes(picture(64, 48))
    return paths


def picture(width: int, height: int) -> bytes:
    """Return a PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x90\xb4\xdc" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


async def test_a_question_is_asked_and_its_answer_appears_with_buttons(scene: Scene) -> None:
    await jump(scene.page, "client")
    await write(scene.page, "Нужно ли подавать отчёт о квоте?")
    question = await scene.bot.next_update("message")
    assert question["text"] == "Нужно ли подавать отчёт о квоте?"
    await scene.bot.call(
        "sendMessage",
        chat_id=OLGA,
        text="Принято: <b>№ 2026-000001</b>",
        parse_mode="HTML",
        reply_parameters={"message_id": question["message_id"]},
        reply_markup={"inline_keyboard": [[{"text": "Отменить", "callback_data": "cancel"}]]},
    )
    answer = log(scene.page, "client").get_by_role("article").last
    await expect(answer).to_contain_text("Принято: № 2026-000001")
    await expect(answer.locator("strong")).to_have_text("№ 2026-000001")
    await expect(answer.locator(".quote")).to_contain_text("Нужно ли подавать")
    await expect(answer.get_by_role("button", name="Отменить")).to_be_visible()


async def test_a_button_is_pressed_by_keyboard_and_the_toast_is_shown(scene: Scene) -> None:
    await scene.client_writes("вопрос")
    await scene.new_topic("№ 000001 · отчёт")
    await open_topic(scene.page, "№ 000001")
    await press_button(scene.page, "staff", "Взять")
    pressed = await scene.bot.next_update("callback_query")
    assert (pressed["data"], pressed["from"]["id"]) == ("take:1", MARIA)
    await scene.bot.call(
        "answerCallbackQuery", callback_query_id=pressed["id"], text="Обращение за вами."
    )
    await expect(scene.page.locator("#toasts")).to_contain_text("Обращение за вами.")


@at_laptop
async def test_an_alert_waits_until_it_is_closed_and_gives_the_focus_back(scene: Scene) -> None:
    await scene.new_topic("№ 000002 · квота")
    await open_topic(scene.page, "№ 000002")
    await press_button(scene.page, "staff", "Ответ дан")
    pressed = await scene.bot.next_update("callback_query")
    await scene.bot.call(
        "answerCallbackQuery",
        callback_query_id=pressed["id"],
        text="Клиент дописал вопрос.",
        show_alert=True,
    )
    alert = scene.page.get_by_role("dialog", name="Ответ бота")
    await expect(alert).to_contain_text("Клиент дописал вопрос.")
    await scene.page.keyboard.press("Enter")
    await expect(alert).to_be_hidden()
    assert await focused_name(scene.page) == "Ответ дан"


@at_laptop
async def test_focus_stays_on_the_card_when_its_buttons_change(scene: Scene) -> None:
    thread = await scene.new_topic("№ 000003 · вакансии")
    await open_topic(scene.page, "№ 000003")
    await press_button(scene.page, "staff", "Взять")
    pressed = await scene.bot.next_update("callback_query")
    await scene.bot.call("answerCallbackQuery", callback_query_id=pressed["id"])
    await scene.bot.call(
        "editMessageText",
        chat_id=scene.sandbox.moderator_chat,
        message_id=pressed["message"]["message_id"],
        text="Карточка: взяла Мария",
    )
    card = log(scene.page, "staff").get_by_role("article", name="Отклик").last
    await expect(card).to_contain_text("взяла Мария")
    await expect(card).to_be_focused()
    assert thread in scene.sandbox.world.moderator_chat.topics


@at_laptop
async def test_focus_stays_on_the_button_when_all_times_are_drawn_anew(scene: Scene) -> None:
    """The program may tell its zone when somebody is at the card already."""

    async def elsewhere(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, json=await answer.json() | {"zone": "Asia/Tokyo"})

    await scene.new_topic("№ 000011 · часы")
    await open_topic(scene.page, "№ 000011")
    card = log(scene.page, "staff").get_by_role("article", name="Отклик").last
    before = await card.text_content()
    await tab_into(scene.page, "#staff-chat [role=article]", back=True)
    await tab_to(scene.page, "Взять", back=True)
    await scene.page.route("**/clock", elsewhere)
    scene.sandbox.world.writes(OLGA, "Сколько у вас времени?")
    await expect(card).not_to_have_text(before or "")
    assert await focused_name(scene.page) == "Взять"


async def test_a_moderator_writes_in_a_topic_and_in_it_only(scene: Scene) -> None:
    thread = await scene.new_topic("№ 000004 · иностранцы")
    await open_topic(scene.page, "№ 000004")
    await write(scene.page, "Отчёт не нужен.")
    written = await scene.bot.next_update("message")
    while "text" not in written:
        written = await scene.bot.next_update("message")
    assert (written["text"], written["message_thread_id"]) == ("Отчёт не нужен.", thread)
    await expect(log(scene.page, "staff")).to_contain_text("Отчёт не нужен.")


@at_laptop
async def test_another_employee_writes_anonymously(scene: Scene) -> None:
    await choose_person(scene.page, "staff", "Сергей")
    await tab_to(scene.page, "Писать анонимно", back=True)
    await scene.page.keyboard.press("Space")
    await jump(scene.page, "staff")
    await write(scene.page, "без подписи")
    written = await scene.bot.next_update("message")
    assert written["sender_chat"]["id"] == scene.sandbox.moderator_chat
    await expect(log(scene.page, "staff").get_by_role("article").last).to_contain_text("анонимно")


async def test_three_pictures_go_as_one_album_with_the_words_as_caption(
    scene: Scene, scans: list[Path]
) -> None:
    await jump(scene.page, "client")
    await attach(scene.page, scans)
    await expect(scene.page.locator("#client-chat .attached li")).to_have_count(3)
    await write(scene.page, "Сканы приказа")
    parts = [await scene.bot.next_update("message") for _ in scans]
    assert len({part["media_group_id"] for part in parts}) == 1
    assert parts[0]["caption"] == "Сканы приказа"
    album = log(scene.page, "client").get_by_role("article")
    await expect(album).to_have_count(1)
    await expect(album.get_by_role("img")).to_have_count(3)
    await expect(scene.page.locator("#client-chat .attached")).to_be_hidden()


@at_laptop
async def test_a_file_can_be_taken_back_before_it_is_sent(scene: Scene, scans: list[Path]) -> None:
    await jump(scene.page, "client")
    await attach(scene.page, scans)
    await tab_to(scene.page, "Убрать скан 3.png", back=True)
    await scene.page.keyboard.press("Enter")
    await expect(scene.page.locator("#client-chat .attached li")).to_have_count(2)
    assert await focused_name(scene.page) == "Убрать скан 2.png"


async def test_markup_in_names_and_words_is_shown_as_it_was_written(scene: Scene) -> None:
    await choose_person(scene.page, "client", "Анна")
    await jump(scene.page, "client")
    assert "Анна <Лебедева> & Ко" in await focused_name(scene.page)
    await write(scene.page, HTML)
    await expect(log(scene.page, "client").get_by_role("article")).to_contain_text(HTML)
    await scene.new_topic(f"№ 000005 {HTML}")
    await open_topic(scene.page, "№ 000005")
    await write(scene.page, HTML)
    await expect(log(scene.page, "staff")).to_contain_text(HTML)
    await expect(scene.page.locator("#topic-title")).to_have_text(f"№ 000005 {HTML}")
    assert await scene.page.locator("img[src=x], .text b").count() == 0


@at_laptop
async def test_a_reply_and_an_edit_are_made_by_keys(scene: Scene) -> None:
    await scene.client_writes("Первый вопрос")
    await scene.bot.call("sendMessage", chat_id=OLGA, text="Уточните, пожалуйста")
    await expect(log(scene.page, "client")).to_contain_text("Уточните")
    await tab_into(scene.page, "#client-chat [role=article]", back=True)
    await scene.page.keyboard.press("Home")
    await scene.page.keyboard.press("End")
    await scene.page.keyboard.press("r")
    await write(scene.page, "Уточняю")
    reply = await scene.bot.next_update("message")
    assert reply["reply_to_message"]["text"] == "Уточните, пожалуйста"
    await expect(log(scene.page, "client").get_by_role("article")).to_have_count(3)
    await scene.page.keyboard.press("ArrowUp")
    await write(scene.page, " ещё раз")
    edited = await scene.bot.next_update("edited_message")
    assert edited["text"] == "Уточняю ещё раз"
    last = log(scene.page, "client").get_by_role("article").last
    await expect(last).to_contain_text("изменено")


async def test_the_menu_of_the_bot_is_pressed_by_keyboard(scene: Scene) -> None:
    await scene.client_writes("/start")
    await scene.bot.call(
        "sendMessage",
        chat_id=OLGA,
        text="Здравствуйте",
        reply_markup={"keyboard": [[{"text": "Квотирование"}], [{"text": "Мои обращения"}]]},
    )
    await expect(scene.page.get_by_role("button", name="Мои обращения")).to_be_visible()
    await tab_to(scene.page, "Мои обращения")
    await scene.page.keyboard.press("Enter")
    assert (await scene.bot.next_update("message"))["text"] == "Мои обращения"


async def test_a_reaction_is_said_in_words(scene: Scene) -> None:
    await jump(scene.page, "client")
    await write(scene.page, "Спасибо")
    thanks = await scene.bot.next_update("message")
    await scene.bot.call(
        "setMessageReaction",
        chat_id=OLGA,
        message_id=thanks["message_id"],
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )
    reactions = log(scene.page, "client").get_by_role("list", name="Реакции")
    await expect(reactions).to_contain_text("нравится")


@at_laptop
async def test_links_open_apart_and_scripts_never_become_links(scene: Scene) -> None:
    await scene.client_writes("см. https://example.org/a?b=1.")
    link = log(scene.page, "client").get_by_role("link", name="https://example.org/a?b=1")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await scene.bot.call(
        "sendMessage",
        chat_id=OLGA,
        text='<a href="tg://user?id=1">один</a> <a href="https://example.org/">два</a>',
        parse_mode="HTML",
    )
    await expect(log(scene.page, "client").get_by_role("link", name="два")).to_be_visible()
    assert await scene.page.locator("a[href^='javascript:']").count() == 0


async def test_unread_messages_are_counted_at_topics_and_people(scene: Scene) -> None:
    await scene.client_writes("от Ольги")
    await choose_person(scene.page, "client", "Пётр")
    await jump(scene.page, "client")
    scene.sandbox.world.writes(OLGA, "её же слова приходят, когда выбран уже другой")
    await scene.bot.call("sendMessage", chat_id=OLGA, text="Ответ Ольге")
    olga = scene.page.locator(f"#client-who [data-person='{OLGA}'] .badge")
    await expect(olga).to_contain_text("1 непрочитанное")
    thread = await scene.new_topic("№ 000006 · ещё")
    await scene.bot.call(
        "sendMessage",
        chat_id=scene.sandbox.moderator_chat,
        message_thread_id=thread,
        text="ещё строка",
    )
    scene.sandbox.world.writes(MARIA, "моё же", chat=scene.sandbox.moderator_chat, thread=thread)
    badge = topic_row(scene.page, "№ 000006").locator(".badge")
    # The topic's beginning, its card and the line; not what Мария has written herself.
    await expect(badge).to_contain_text("3 непрочитанных")
    await open_topic(scene.page, "№ 000006")
    await expect(badge).to_be_hidden()


@at_laptop
async def test_below_the_name_of_a_topic_nothing_of_another_is_seen(scene: Scene) -> None:
    await scene.new_topic("№ 000010 · первая")
    second = await scene.new_topic("№ 000011 · вторая")
    await open_topic(scene.page, "№ 000010")
    messages = log(scene.page, "staff").get_by_role("article")
    await expect(messages.last).to_contain_text("№ 000010")
    held = await Held.back(scene.page, f"**/messages?*thread={second}*")
    await open_topic(scene.page, "№ 000011")
    reading = await held.next()
    await expect(scene.page.locator("#topic-title")).to_contain_text("№ 000011")
    await expect(messages).to_have_count(0)
    await reading.continue_()
    await scene.page.unroute(f"**/messages?*thread={second}*")
    await expect(messages.last).to_contain_text("№ 000011")


@at_laptop
async def test_a_deleted_topic_leaves_the_list(scene: Scene) -> None:
    await scene.new_topic("№ 000007 · лишняя")
    await open_topic(scene.page, "№ 000007")
    await tab_to(scene.page, "Ещё: действия с темой", back=True)
    await scene.page.keyboard.press("Enter")
    await tab_to(scene.page, "Удалить тему")
    await scene.page.keyboard.press("Enter")
    await expect(scene.page.get_by_role("dialog", name="Удалить тему?")).to_be_visible()
    await scene.page.keyboard.press("Enter")
    await expect(topic_row(scene.page, "№ 000007")).to_have_count(0)


@at_laptop
async def test_a_client_who_blocked_the_bot_sees_that_and_can_take_it_back(scene: Scene) -> None:
    await scene.client_writes("вопрос")
    await tab_to(scene.page, "Ещё: действия клиента", back=True)
    await scene.page.keyboard.press("Enter")
    await tab_to(scene.page, "Заблокировать бота")
    await scene.page.keyboard.press("Enter")
    await expect(scene.page.locator("#client-blocked")).to_be_visible()
    with pytest.raises(ValueError, match="bot was blocked by the user"):
        await scene.bot.call("sendMessage", chat_id=OLGA, text="ответ")
    await jump(scene.page, "state")
    await expect(scene.page.locator("#events")).to_contain_text("Бот не смог написать")
    assert scene.sandbox.world.people[OLGA].blocked


@at_laptop
async def test_a_refusal_of_the_sandbox_is_told_and_the_words_stay(scene: Scene) -> None:
    await choose_person(scene.page, "staff", "Посторонний")
    await tab_to(scene.page, "Писать анонимно", back=True)
    await scene.page.keyboard.press("Space")
    await jump(scene.page, "staff")
    await write(scene.page, "а я гость")
    toast = scene.page.locator("#toasts")
    await expect(toast).to_contain_text("анонимно пишут только администраторы")
    field = scene.page.get_by_role("textbox", name="Посторонний Гость")
    await expect(field).to_have_value("а я гость")
    assert [line for line in scene.watch.complaints if "409 (Conflict)" not in line] == []
    scene.watch.complaints.clear()


@at_laptop
async def test_the_next_words_are_written_while_the_first_are_on_their_way(
    scene: Scene, scans: list[Path]
) -> None:
    held = await Held.back(scene.page, f"**/people/{OLGA}/messages")
    await jump(scene.page, "client")
    await write(scene.page, "первое")
    first = await held.next()
    await attach(scene.page, scans[:1])
    await write(scene.page, "второе, с файлом")
    await scene.page.keyboard.type("третье ещё пишется")
    await first.continue_()
    assert (await scene.bot.next_update("message"))["text"] == "первое"
    await (await held.next()).continue_()
    second = await scene.bot.next_update("message")
    assert second["caption"] == "второе, с файлом"
    assert second["photo"]
    await expect(log(scene.page, "client").get_by_role("article")).to_have_count(2)
    field = scene.page.get_by_role("textbox", name="Ольга Смирнова")
    await expect(field).to_have_value("третье ещё пишется")


@at_laptop
async def test_words_that_could_not_be_sent_come_back_before_those_begun_since(
    scene: Scene, scans: list[Path]
) -> None:
    held = await Held.back(scene.page, f"**/people/{OLGA}/messages")
    await jump(scene.page, "client")
    await attach(scene.page, scans[:1])
    await write(scene.page, "не дошло")
    lost = await held.next()
    await scene.page.keyboard.type("начато потом")
    await lost.abort()
    field = scene.page.get_by_role("textbox", name="Ольга Смирнова")
    await expect(field).to_have_value("не дошло\nначато потом")
    await expect(scene.page.locator("#client-chat .attached li")).to_have_count(1)
    await expect(scene.page.locator("#toasts")).to_contain_text("Не получилось")
    assert [line for line in scene.watch.complaints if "ERR_FAILED" not in line] == []
    scene.watch.complaints.clear()


async def test_the_tour_is_closed_for_good_and_can_be_opened_again(scene: Scene) -> None:
    page = scene.page
    tour = page.get_by_role("region", name="Знакомство за четыре шага")
    await expect(tour).to_contain_text("Шаг 1 из 4")
    await tab_to(page, "Закрыть знакомство")
    await page.keyboard.press("Enter")
    await expect(tour).to_be_hidden()
    assert await focused_name(page) == "Знакомство"
    await expect(page.locator(".tour-here")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_text("На связи")).to_be_visible()
    await expect(tour).to_be_hidden()
    await tab_to(page, "Знакомство")
    await page.keyboard.press("Enter")
    await expect(tour).to_be_visible()
    assert await focused_name(page) == "Показать где"


async def test_the_tour_leads_to_where_its_step_is_done(scene: Scene) -> None:
    page = scene.page
    if is_narrow(page):
        await jump(page, "staff")
    await tab_to(page, "Показать где", back=True)
    await page.keyboard.press("Enter")
    assert "Сообщение боту от имени: Ольга" in await focused_name(page)
    await expect(page.locator("#client-chat .composer-row")).to_have_class(re.compile("tour-here"))


async def test_an_employee_has_a_private_chat_with_the_bot(scene: Scene) -> None:
    page, bot = scene.page, scene.bot
    await choose_person(page, "staff", "Елена")
    await open_private(page)
    await press_begin(page, "staff")
    start = await bot.next_update("message")
    assert (start["text"], start["chat"]["id"]) == ("/start", ELENA)
    await bot.call("sendMessage", chat_id=ELENA, text="Скоро срок")
    await expect(log(page, "staff")).to_contain_text("Скоро срок")
    await choose_person(page, "staff", "Мария")
    await bot.call("sendMessage", chat_id=ELENA, text="Срок вышел")
    badge = page.locator(f"#staff-who [data-person='{ELENA}'] .badge")
    await expect(badge).to_contain_text("1 непрочитанное")
    await expect(log(page, "staff").get_by_role("article")).to_have_count(0)


async def test_everything_is_reached_by_tab_and_arrows_alone(scene: Scene) -> None:
    await scene.new_topic("№ 000008 · без мыши")
    page = scene.page
    narrow = is_narrow(page)
    await expect(topic_row(page, "№ 000008")).to_have_count(1)
    await tab_to(page, "К чату клиента")
    await tab_to(page, "Знакомство")
    await tab_to(page, "Подсказка")
    await tab_to(page, "Показать где")
    await tab_to(page, "Закрыть знакомство")
    if narrow:
        await tab_to(page, "Клиент")
    for stop in ("Ещё: действия клиента", "Ольга", "Начать", "Прикрепить файлы", "Сообщение боту"):
        await tab_to(page, stop)
    if narrow:
        await tab_to(page, "Клиент", back=True)
        await arrow_to(page, "Модераторы", "ArrowRight")
    await tab_to(page, "Писать анонимно")
    await tab_to(page, "Мария")
    await tab_to(page, "Личный чат с ботом")
    await tab_to(page, "Общее")
    await arrow_to(page, "№ 000008")
    await page.keyboard.press("Enter")
    assert "Сообщение в тему «№ 000008" in await focused_name(page)
    await tab_to(page, "Взять", back=True)
    if narrow:
        await tab_to(page, "Модераторы", back=True)
        await arrow_to(page, "Сроки", "ArrowRight")
    for stop in ("+10 минут", "+1 час", "К ближайшему сроку"):
        await tab_to(page, stop)
    await tab_to(page, "Остановить бота")
    await tab_to(page, "Запустить бота")


async def test_what_comes_behind_a_tab_is_counted_on_it(scene: Scene) -> None:
    await jump(scene.page, "client")
    await scene.new_topic("№ 000009 · за вкладкой")
    badge = scene.page.locator("#tab-staff .badge")
    if is_narrow(scene.page):
        await expect(badge).to_be_visible()
        await expect(badge).to_contain_text("непрочитанн")
        await jump(scene.page, "staff")
    await expect(badge).to_be_hidden()


async def test_after_a_break_the_page_comes_back_with_what_it_missed(browser: Browser) -> None:
    async with running_sandbox() as first:
        world, port = first.world, int(first.url.rpartition(":")[2])
        opening = opened_page(browser, first.url)
        page, _watch = await opening.__aenter__()
    try:
        await expect(page.locator("#link-state")).to_contain_text("Связь потеряна")
        world.writes(OLGA, "написано без связи")
        async with running_sandbox(world=world, port=port):
            await expect(page.locator("#link-state")).to_have_text("На связи")
            await expect(log(page, "client")).to_contain_text("написано без связи")
            await page.close()
    finally:
        await opening.__aexit__(None, None, None)
