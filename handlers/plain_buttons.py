"""A button pressed where buttons only write: what would change its message is said anew."""

from collections.abc import Iterator, Sequence

from handlers.conversation import Pressed, Redraw, Reply, Say, Toast

_SILENT = "empty"


def said(press: Pressed, replies: Sequence[Reply]) -> list[Reply]:
    """The same replies; for a press that names no message, as messages of their own."""
    return list(replies) if press.id else list(_anew(press, replies))


def _anew(press: Pressed, replies: Sequence[Reply]) -> Iterator[Reply]:
    for reply in replies:
        match reply:
            case Redraw(ref, lead, content, buttons) if not ref.id:
                yield Say(ref.at, lead, content, buttons)
            case Toast(_, words) if not press.press_id:
                if words.key != _SILENT:
                    yield Say(press.at, words)
            case _:
                yield reply
