"""Links that open one message in Telegram's own clients."""

import pytest

from bot.telegram.links import comment_link, message_link


@pytest.mark.parametrize(
    ("chat", "username", "thread", "link"),
    [
        (-1001234567890, None, None, "https://t.me/c/1234567890/9"),
        (-1001234567890, "nso_work", None, "https://t.me/nso_work/9"),
        (-1001234567890, None, 7, "https://t.me/c/1234567890/9?thread=7"),
        (-1001234567890, None, 9, "https://t.me/c/1234567890/9"),
        (-1001234567890, "javascript:alert(1)", None, "https://t.me/c/1234567890/9"),
        (-44, None, None, ""),
        (101, None, None, ""),
    ],
)
def test_a_message_is_opened_by_its_chats_name_or_number(
    chat: int, username: str | None, thread: int | None, link: str
) -> None:
    assert message_link(chat, username, 9, thread) == link


def test_a_comment_is_opened_below_its_post() -> None:
    assert comment_link("https://t.me/nso_news/31", 41) == "https://t.me/nso_news/31?comment=41"
    assert comment_link("", 41) == ""
