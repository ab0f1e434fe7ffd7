"""Links that open one message in Telegram's own clients (core.telegram.org/api/links)."""

from bot.names import clean_username

HOME = "https://t.me"
_SUPERGROUP = "-100"


def message_link(chat: int, username: str | None, message: int, thread: int | None = None) -> str:
    """A message of a group or channel; empty where Telegram has no links (basic groups).

    With `thread` it opens among the replies that it belongs to. Where the chat has no public name,
    only its members get there.
    """
    where = _chat(chat, username)
    if not where:
        return ""
    within = f"?thread={thread}" if thread and thread != message else ""
    return f"{HOME}/{where}/{message}{within}"


def comment_link(post: str, comment: int) -> str:
    """A comment below a channel's post, whose own link is `post`; empty when that is."""
    return f"{post}?comment={comment}" if post else ""


def _chat(chat: int, username: str | None) -> str:
    name, number = clean_username(username), str(chat)
    if name:
        return name
    return f"c/{number.removeprefix(_SUPERGROUP)}" if number.startswith(_SUPERGROUP) else ""
