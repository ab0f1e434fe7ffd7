"""A message on its way into the inbox without what it quotes of an invitation or a reminder.

A reminder quoted in a stored event would tell that its reader had not answered by then.
"""

import json
from collections.abc import Iterable
from typing import Any

_QUOTES = ("reply_to_message", "reply_message", "external_reply", "quote", "fwd_messages")


def unquoted(raw: str, beginnings: Iterable[str]) -> str:
    """The same event; untouched where nothing of it begins so."""
    heads = tuple(head for head in beginnings if head in raw or _escaped(head) in raw)
    if not heads:
        return raw
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    _strip(event, heads)
    return json.dumps(event, sort_keys=True)


def _escaped(head: str) -> str:
    return json.dumps(head)[1:-1]


def _strip(thing: Any, heads: tuple[str, ...]) -> None:  # noqa: ANN401 - JSON is anything
    if isinstance(thing, list):
        for one in thing:
            _strip(one, heads)
    if not isinstance(thing, dict):
        return
    for name in _QUOTES:
        if name in thing and _begins(thing[name], heads):
            del thing[name]
    for one in thing.values():
        _strip(one, heads)


def _begins(quoted: Any, heads: tuple[str, ...]) -> bool:  # noqa: ANN401 - JSON is anything
    if isinstance(quoted, list):
        return any(_begins(one, heads) for one in quoted)
    text = quoted.get("text") if isinstance(quoted, dict) else None
    return isinstance(text, str) and text.startswith(heads)
