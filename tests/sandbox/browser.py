"""A real Chromium for tests of the page, worked by keyboard alone as a person would."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, Route, async_playwright

LAPTOP = (1280, 800)
PHONE = (390, 844)
NARROW = 700
PATIENCE = 30_000
"""Milliseconds for what is expected of a page: a busy machine gets time to answer."""
START = 60_000
"""And for a page to open or a key press to be taken."""
PRIVATE = "Личный чат с ботом"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
COLUMNS = {"client": "Alt+1", "staff": "Alt+2", "state": "Alt+3"}
"""«vk» is the client's column in VK, «vk-desk» the community's own interface among the staff."""
COLUMNS |= {"vk": COLUMNS["client"], "vk-desk": COLUMNS["staff"]}
"""«public» is the client's column where others read along in Telegram."""
COLUMNS |= {"public": COLUMNS["client"]}
"""«vk-wall» is the client's column on a wall of VK's."""
COLUMNS |= {"vk-wall": COLUMNS["client"]}
_FOCUSED_NAME = """() => {
    const node = document.activeElement;
    if (!node || node === document.body) return "";
    const label = node.labels?.length ? node.labels[0].innerText : "";
    return (node.getAttribute("aria-label") || label || node.innerText || "").trim();
}"""
_FOCUSED_MESSAGE = "document.activeElement.closest('[role=article]')?.dataset.id"
_FOCUSED_BUTTON = "document.activeElement.closest('[role=article] :is(button, a)')?.innerText"


def chromium_path() -> str:
    """Return the Chromium to use: OTKLIK_TEST_CHROMIUM, else the one on the PATH.

    The one without windows is preferred, which costs a third less. Without any the test is skipped
    on a person's machine and fails on CI.
    """
    on_path = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    path = os.environ.get("OTKLIK_TEST_CHROMIUM") or next(filter(None, on_path), None)
    if path:
        return path
    reason = "no Chromium: install it or name it in OTKLIK_TEST_CHROMIUM"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def launched_browser() -> AsyncIterator[Browser]:
    """A headless Chromium that asks nothing of the network by itself."""
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass(slots=True)
class Watch:
    """What a page must never do: complain in the console, ask for anything outside."""

    home: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        """Begin to write down errors, warnings and requests that leave ``home``."""
        page.on("pageerror", lambda error: self.complaints.append(str(error.stack or error)))
        page.on(
            "console",
            lambda line: (
                self.complaints.append(line.text)
                if line.type in {"error", "warning"} and not _bot_is_away(line)
                else None
            ),
        )
        page.on("request", lambda request: self._note(request.url))
        # Listening from the start: begun only at the key press, it may come too late for it.
        page.on("filechooser", lambda _chooser: None)

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "blob:", "data:")):
            self.outside.append(url)


def _bot_is_away(line: ConsoleMessage) -> bool:
    """Asked while the bot starts or goes down: the browser notes a 503, the page asks again."""
    return "503" in line.text and "/api/behind/" in line.location["url"]


@asynccontextmanager
async def opened_page(
    browser: Browser, url: str, size: tuple[int, int] = LAPTOP, *, dark: bool = False
) -> AsyncIterator[tuple[Page, Watch]]:
    """Open the page of the sandbox at ``url`` and wait until it is live."""
    width, height = size
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        locale="ru-RU",
    )
    context.set_default_timeout(START)
    page = await context.new_page()
    watch = Watch(url)
    watch.listen(page)
    try:
        await page.goto(url)
        await page.get_by_text("На связи").wait_for()
        # Before that nobody is chosen, and what is written would be nobody's.
        await page.locator("#client-who label").first.wait_for(state="attached")
        yield page, watch
    finally:
        await context.close()


class Held:
    """Requests of the page that a test keeps back until it lets each of them go."""

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Route] = asyncio.Queue()

    async def next(self) -> Route:
        """The next of them, to be continued or aborted."""
        return await asyncio.wait_for(self._waiting.get(), PATIENCE / 1000)

    @classmethod
    async def back(cls, page: Page, pattern: str) -> Self:
        """Keep back every request whose address fits ``pattern`` from now on."""
        held = cls()
        await page.route(pattern, held._waiting.put)
        return held


async def focused_name(page: Page) -> str:
    """Return how a screen reader would call what has the focus."""
    name: str = await page.evaluate(_FOCUSED_NAME)
    return name


async def tab_to(page: Page, name: str, *, back: bool = False, limit: int = 60) -> None:
    """Press Tab (or Shift+Tab) until something whose name contains ``name`` has the focus."""
    seen = []
    for _ in range(limit):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        seen.append(await focused_name(page))
        if name in seen[-1]:
            return
    pytest.fail(f"«{name}» is not reached by Tab; passed: {seen}")


async def tab_into(page: Page, selector: str, *, back: bool = False, limit: int = 60) -> None:
    """Press Tab (or Shift+Tab) until the focus is inside what ``selector`` names."""
    for _ in range(limit):
        await page.keyboard.press("Shift+Tab" if back else "Tab")
        if await page.evaluate("where => document.activeElement.closest(where) !== null", selector):
            return
    pytest.fail(f"{selector} is not reached by Tab")


async def arrow_to(page: Page, name: str, key: str = "ArrowDown", limit: int = 60) -> None:
    """Press an arrow until something whose name contains ``name`` has the focus."""
    seen = [await focused_name(page)]
    while name not in seen[-1]:
        if len(seen) > limit:
            pytest.fail(f"«{name}» is not reached by {key}; passed: {seen}")
        await page.keyboard.press(key)
        seen.append(await focused_name(page))


async def jump(page: Page, column: str) -> None:
    """Go to a column by its shortcut."""
    await page.keyboard.press(COLUMNS[column])


async def write(page: Page, text: str) -> None:
    """Type into the field that has the focus and send."""
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")


async def choose_person(page: Page, column: str, name: str) -> None:
    """Write as somebody else: the radio buttons of a column, by arrows."""
    await jump(page, column)
    await tab_into(page, f"#{column}-who", back=True)
    for _ in range(10):
        if name in await focused_name(page):
            return
        await page.keyboard.press("ArrowRight")
    pytest.fail(f"{name} is not among the people of {column}")


async def open_topic(page: Page, name: str) -> None:
    """Open the topic whose name contains ``name``; the focus is then in its field."""
    await topic_row(page, name).wait_for(state="attached")
    await jump(page, "staff")
    if await page.locator("#topic-back").is_visible():
        await tab_to(page, "Темы", back=True)
        await page.keyboard.press("Enter")
        if await focused_name(page) == PRIVATE:
            await tab_into(page, "#topic-list")
    else:
        await tab_into(page, "#topic-list", back=True)
    await page.keyboard.press("Home")
    await arrow_to(page, name)
    await page.keyboard.press("Enter")


async def open_private(page: Page) -> None:
    """Open the private chat of the chosen employee with the bot."""
    await jump(page, "staff")
    if await page.locator("#topic-back").is_visible():
        await tab_to(page, "Темы", back=True)
        await page.keyboard.press("Enter")
    if await focused_name(page) != PRIVATE:
        await tab_to(page, PRIVATE, back=True)
    await page.keyboard.press("Enter")


async def press_begin(page: Page, column: str) -> None:
    """Press «Начать» in the empty chat of a column, from its field."""
    await page.locator(f"#{column}-chat").get_by_role("button", name="Начать").wait_for()
    await tab_to(page, "Начать", back=True)
    await page.keyboard.press("Enter")


async def press_button(page: Page, column: str, button: str) -> None:
    """Press an inline button of the latest message that has one, from the field of ``column``.

    Up through the messages by arrows, then Tab to the button, then Enter.
    """
    message = page.locator(f"#{column}-chat [role=article]").filter(
        has=page.get_by_role("button", name=button)
    )
    await message.last.wait_for()
    wanted = await message.last.get_attribute("data-id")
    await jump(page, column)
    await tab_into(page, f"#{column}-chat [role=article]", back=True)
    for _ in range(60):
        if await page.evaluate(_FOCUSED_MESSAGE) == wanted:
            break
        await page.keyboard.press("ArrowUp")
    await _tab_to_button(page, wanted, button)
    await page.keyboard.press("Enter")


async def _tab_to_button(page: Page, message: str | None, name: str) -> None:
    """Within the message where the focus is: forward from itself, back from what comes last in it.

    Never beyond: "5" is a mark in a survey, but stands in many a time of day too.
    """
    back = await page.evaluate(_FOCUSED_BUTTON) is not None
    seen = []
    while await page.evaluate(_FOCUSED_MESSAGE) == message:
        seen.append(await page.evaluate(_FOCUSED_BUTTON) or "")
        if name in seen[-1]:
            return
        await page.keyboard.press("Shift+Tab" if back else "Tab")
    pytest.fail(f"«{name}» is no button of that message; passed: {seen}")


async def choose_platform(page: Page, name: str) -> None:
    """Let the client be in «Telegram» or in «ВКонтакте»; the focus is then in the field there."""
    await jump(page, "client")
    await tab_into(page, "#client-platform", back=True)
    await arrow_to(page, name, "ArrowRight")
    await jump(page, "client")


async def choose_place(page: Page, name: str) -> None:
    """Let people in Telegram write in «Группа», «Канал»; the focus is then where one goes on."""
    await jump(page, "client")
    await tab_into(page, "#client-place", back=True)
    await arrow_to(page, name, "ArrowRight")
    await jump(page, "client")


async def choose_vk_place(page: Page, name: str) -> None:
    """Let people in VK write in «Стена сообщества»; the focus is then where one goes on."""
    await jump(page, "client")
    await tab_into(page, "#vk-place", back=True)
    await arrow_to(page, name, "ArrowRight")
    await jump(page, "client")


async def open_vk_desk(page: Page) -> None:
    """Open the community's messages in VK's own interface; the focus is then in the field there."""
    await jump(page, "staff")
    if await page.locator("#topic-back").is_visible():
        await tab_to(page, "Темы", back=True)
        await page.keyboard.press("Enter")
    await tab_into(page, "#vk-open", back=True)
    await page.keyboard.press("Enter")


async def choose_from_menu(page: Page, menu: str, name: str) -> None:
    """Open the menu ``menu`` with Tab from the field and press its item ``name``."""
    await tab_into(page, f"{menu} summary", back=True)
    await page.keyboard.press("Enter")
    await tab_to(page, name)
    await page.keyboard.press("Enter")


async def attach(page: Page, files: list[Path]) -> None:
    """Choose files from the field that has the focus; the focus is then in the field again."""
    await tab_to(page, "Прикрепить файлы", back=True)
    async with page.expect_file_chooser() as chooser:
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(files)


def log(page: Page, column: str) -> Locator:
    """The messages of a column."""
    return page.locator(f"#{column}-chat").get_by_role("log")


def topic_row(page: Page, name: str) -> Locator:
    """The row of a topic in the list."""
    return page.locator(".topic-row").filter(has_text=name)


def is_narrow(page: Page) -> bool:
    """Whether the page shows tabs instead of columns."""
    size = page.viewport_size
    return size is not None and size["width"] <= NARROW


async def scrolls_sideways(page: Page) -> bool:
    """Whether anything makes the page wider than its window."""
    wider: bool = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wider
