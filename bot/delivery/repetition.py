"""What a channel that recognises repetitions is told of a message."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.conversation import Rendered
from storage.outbox import Row

LONG_WAITING = timedelta(minutes=50)
"""VK itself recognises a repetition for an hour."""


def tried(row: Row, message: Rendered, now: datetime) -> Rendered:
    """For a channel that recognises what it was given before.

    What has waited for long may have been sent by the program whose backup this database is.
    """
    again = row.unknowns > 0 or now - row.created_at > LONG_WAITING
    return replace(message, nonce=row.nonce, again=again)
