"""What tells the authority's own from others' in Telegram."""

import pytest

from bot.telegram.ours import Ours


@pytest.mark.parametrize(
    ("username", "mention", "is_ours"),
    [
        ("otklik_bot", "@otklik_bot", True),
        ("otklik_bot", "@OTKLIK_Bot", True),
        ("otklik_bot", "@otklik_bot2", False),
        ("otklik_bot", "@other_bot", False),
        ("otklik_bot", "", False),
        ("", "@other_bot", True),
        ("", "@Other_Bot", True),
        ("", "@olga_hr", False),
        ("", "", False),
    ],
)
def test_a_mention_is_the_bots_or_before_its_name_is_known_any_bots(
    username: str, mention: str, is_ours: bool
) -> None:
    assert Ours(7, username).is_named(mention) is is_ours
