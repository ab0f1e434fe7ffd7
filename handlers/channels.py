"""Where an appeal came from, as texts choose by it; what no messenger can reach is «offline»."""

from appeals.model import Address

OFFLINE = "offline"
"""The channel of what staff registered by hand: nothing can be sent there."""


def is_offline(at: Address) -> bool:
    """Whoever asked there did not write in a messenger."""
    return at.channel == OFFLINE


def source_of(at: Address) -> str:
    """The channel's name; of what was registered by hand the way it came («phone», «pos»)."""
    return at.chat.partition(":")[0] if is_offline(at) else at.channel
