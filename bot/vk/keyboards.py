"""Buttons under VK's rules: few and short. Pure: nothing is sent here."""

import json

from vk_api.keyboard import VkKeyboard

from bot.vk.rows import Row, fitted
from handlers.conversation import Rendered

LABEL = 40
IN_A_ROW = 5
INLINE_BUTTONS, INLINE_ROWS = 10, 6
BUTTONS, ROWS = 40, 10
PAYLOAD = 255
DATA, WORDS = "d", "text"


class CannotSend(Exception):
    """The message breaks a rule of the platform or its file is missing; `str` says which."""


def keyboard_of(message: Rendered) -> str | None:
    """The keyboard as VK takes it, None without buttons.

    A menu is the lasting keyboard. Buttons of a message stand under it; where there are too many
    for that, they stand in a keyboard that goes after a press. Raises CannotSend for more than VK
    shows at all.
    """
    rows = _rows(message)
    if not rows:
        return None
    if not message.menu and sum(map(len, rows)) <= INLINE_BUTTONS:
        rows = fitted(rows, INLINE_ROWS, IN_A_ROW)
    if message.menu:
        keyboard = VkKeyboard()
    elif len(rows) <= INLINE_ROWS and sum(map(len, rows)) <= INLINE_BUTTONS:
        keyboard = VkKeyboard(inline=True)
    else:
        keyboard = VkKeyboard(one_time=True)
    if len(rows) > ROWS or sum(map(len, rows)) > BUTTONS:
        raise CannotSend("too many buttons")
    for number, row in enumerate(rows):
        if number:
            keyboard.add_line()
        for button in row:
            _add(keyboard, button, menu=message.menu)
    return str(keyboard.get_keyboard())


def shortened(label: str) -> str:
    """The label as it is shown: at most forty characters."""
    return label if len(label) <= LABEL else f"{label[: LABEL - 1]}…"


def _rows(message: Rendered) -> list[Row]:
    return [
        list(row[start : start + IN_A_ROW])
        for row in message.buttons
        for start in range(0, len(row), IN_A_ROW)
    ]


def _add(keyboard: VkKeyboard, button: tuple[str, str, str], *, menu: bool) -> None:
    caption, data, url = button
    label = shortened(caption)
    if url:
        keyboard.add_openlink_button(label, url)
    elif menu:
        # A cut caption would come back cut, and nobody would know it.
        keyboard.add_button(label, payload=_payload(WORDS, caption) if label != caption else None)
    else:
        keyboard.add_callback_button(label, payload=_payload(DATA, data))


def _payload(name: str, value: str) -> str:
    payload = json.dumps({name: value}, ensure_ascii=False, separators=(",", ":"))
    if len(payload) > PAYLOAD:
        raise CannotSend("a button carries too much")
    return payload
