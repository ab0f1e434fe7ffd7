"""A raw event as a channel's receiving loop hands it over, and what is said of one that is none."""

from dataclasses import dataclass

from bot.mending import loads, mended_json


class Unreadable(Exception):
    """An event that breaks its platform's own rules: no second try will help.

    The text names places and rules, no values: what people write gets into no log.
    """


@dataclass(frozen=True, slots=True)
class Received:
    """`event_id` is unique within the channel; events of one `conversation` are worked on in order.

    `raw` is word for word what came. `press` is what a toast answers to when a button was pressed,
    `data` what that button carries, `quoted` the text of the bot's message that is replied to,
    where the platform tells it. `own`: the platform tells what this very program has said.
    """

    event_id: str
    conversation: str
    raw: str
    press: str = ""
    data: str = ""
    quoted: str = ""
    own: bool = False


def json_of(raw: str) -> object:
    """The event's JSON, mended. Raises Unreadable."""
    try:
        return mended_json(loads(raw))
    except (ValueError, RecursionError) as error:
        why = type(error).__name__
    raise Unreadable(why)  # outside the handler, for what it handles quotes what people wrote
