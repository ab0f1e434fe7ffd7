"""Buttons: what Telegram accepts as reply_markup."""

from typing import Any

from sandbox.params import Params
from sandbox.refusals import bad_request
from sandbox.state import Chat

DATA_LIMIT = 64
MOST_BUTTONS = 100
_ACTIONS = frozenset(
    {
        "url",
        "callback_data",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:", "ton://")


def markup_of(params: Params) -> dict[str, Any] | None:
    """Return the checked reply_markup, or None when there is none.

    Raises BUTTON_DATA_INVALID, BUTTON_URL_INVALID and Telegram's parse errors.
    """
    markup = params.object("reply_markup", "reply keyboard markup")
    if not markup:
        return None
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"])
        for button in (button for row in rows for button in row):
            _check_inline(button)
        return {"inline_keyboard": rows}
    if "keyboard" in markup:
        for button in (button for row in _rows(markup["keyboard"]) for button in row):
            if not (button if isinstance(button, str) else button.get("text")):
                raise bad_request("keyboard button text must be non-empty")
    return markup


def inline_only(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return what a message itself carries: inline buttons, if there are any."""
    rows = [row for row in (markup or {}).get("inline_keyboard", []) if row]
    return {"inline_keyboard": rows} if rows else None


def apply_keyboard(chat: Chat, markup: dict[str, Any] | None) -> None:
    """Show or remove the keyboard under the chat's input field."""
    if markup is not None and "keyboard" in markup:
        chat.keyboard = markup
    elif markup is not None and markup.get("remove_keyboard"):
        chat.keyboard = None


def _rows(raw: object) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request(
            "object expected as reply markup: Field must be of type Array of Arrays of buttons"
        )
    if sum(len(row) for row in raw) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return raw


def _check_inline(button: Any) -> None:  # noqa: ANN401 - whatever JSON the caller sent
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be Object")
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not _ACTIONS & button.keys():
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button:
        size = len(str(button["callback_data"]).encode())
        if not 0 < size <= DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(_SCHEMES):
        raise bad_request("BUTTON_URL_INVALID")
