"""VK's rules for keyboards: a wrong one is error 911, one without bot features 912."""

import json
from typing import Any
from urllib.parse import urlsplit

from sandbox.vk.refusals import RefusalError

Json = dict[str, Any]
LABEL = 40
PAYLOAD = 255
IN_ROW = 5
ROWS = {False: 10, True: 6}
BUTTONS = {False: 40, True: 10}
COLORS = frozenset({"primary", "secondary", "negative", "positive", "default"})
LABELLED = frozenset({"text", "callback", "open_link", "open_app"})
COLORED = frozenset({"text", "callback"})
ALONE_IN_ROW = frozenset({"location", "vkpay", "open_app"})
SCHEMES = frozenset({"http", "https"})
KINDS = LABELLED | ALONE_IN_ROW


def keyboard_of(text: str) -> Json:
    """Return a call's keyboard; raises RefusalError 911 saying what is wrong with it."""
    try:
        raw = json.loads(text)
    except ValueError:
        raise _invalid("not valid json") from None
    rows = raw.get("buttons") if isinstance(raw, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise _invalid("buttons is not an array of arrays")
    inline = bool(raw.get("inline"))
    if inline and raw.get("one_time"):
        raise _invalid("inline keyboard can't be one_time")
    _check_sizes(rows, inline=inline)
    for row in rows:
        for button in row:
            _check_button(button, alone=len(row) == 1)
    return {"one_time": bool(raw.get("one_time")), "inline": inline, "buttons": rows}


def _check_sizes(rows: list[list[Any]], *, inline: bool) -> None:
    if len(rows) > ROWS[inline]:
        raise _invalid(f"there should be at most {ROWS[inline]} rows")
    if any(not row for row in rows):
        raise _invalid("a row is empty")
    if any(len(row) > IN_ROW for row in rows):
        raise _invalid(f"there should be at most {IN_ROW} buttons in a row")
    if sum(map(len, rows)) > BUTTONS[inline]:
        raise _invalid(f"there should be at most {BUTTONS[inline]} buttons")


def _check_button(button: object, *, alone: bool) -> None:
    action = button.get("action") if isinstance(button, dict) else None
    if not isinstance(button, dict) or not isinstance(action, dict):
        raise _invalid("a button has no action")
    kind = action.get("type")
    if kind not in KINDS:
        raise _invalid("unknown button type")
    if kind in LABELLED:
        _check_label(action.get("label"))
    color = button.get("color")
    if color is not None and (kind not in COLORED or color not in COLORS):
        raise _invalid("wrong button color")
    if kind == "open_link" and urlsplit(str(action.get("link", ""))).scheme not in {
        "http",
        "https",
    }:
        raise _invalid("button link is invalid")
    if kind in ALONE_IN_ROW and not alone:
        raise _invalid(f"{kind} button should take a whole row")
    _check_payload(action.get("payload"))


def _check_label(label: object) -> None:
    if not isinstance(label, str) or not label.strip():
        raise _invalid("button label is empty")
    if len(label) > LABEL:
        raise _invalid(f"button label should be at most {LABEL} symbols")


def _check_payload(payload: object) -> None:
    if payload is None or payload == "":
        return
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    if len(text) > PAYLOAD:
        raise _invalid(f"button payload should be at most {PAYLOAD} symbols")
    try:
        json.loads(text)
    except ValueError:
        raise _invalid("button payload is not valid json") from None


def payload_text(action: Json) -> str | None:
    """Return a button's payload as the JSON text a message carries."""
    payload = action.get("payload")
    if payload is None or payload == "":
        return None
    if isinstance(payload, str):
        return payload
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"))


def _invalid(detail: str) -> RefusalError:
    return RefusalError(911, detail)
