"""How people come to a survey: by a command or by a link (the menu's button is a press)."""

from bot.surveys.data import LINK
from handlers.conversation import Wrote

COMMAND = "/survey"
_STARTS = frozenset({"/start", "начать", "старт", "start"})


def led_to(message: Wrote) -> str | None:
    """The code of the survey that is asked for, "" for whichever is open; None: none is.

    A link's word that came with a question of the person's own leaves the question to staff.
    """
    word, rest = command_of(message)
    if word == COMMAND and not rest:
        return ""
    if word not in _STARTS:
        return None
    payload = message.led_by or rest
    return payload.removeprefix(LINK) if payload.startswith(LINK) else None


def command_of(message: Wrote) -> tuple[str, str]:
    """The first word without the bot's name, in small letters, and what follows."""
    if message.content.attachments:
        return "", ""
    word, _, rest = message.content.text.strip().partition(" ")
    return word.casefold().partition("@")[0], rest.strip()


def is_command(message: Wrote) -> bool:
    """`/survey`, alone or with what an analyst wants of it."""
    return command_of(message)[0] == COMMAND
