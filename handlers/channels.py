"""Where an appeal came from, as texts choose by it; what no messenger can reach is «offline»."""

from collections.abc import Collection

from appeals.model import Address, Appeal, Scene

OFFLINE = "offline"
"""The channel of what staff registered by hand: nothing can be sent there."""


def is_offline(at: Address) -> bool:
    """Whoever asked there did not write in a messenger."""
    return at.channel == OFFLINE


def is_off(at: Address, on: Collection[str] | None) -> bool:
    """Nothing is sent there as long as the messenger is switched off; None: all are on."""
    return on is not None and not is_offline(at) and at.channel not in on


def source_of(at: Address) -> str:
    """The channel's name; of what was registered by hand the way it came («phone», «pos»)."""
    return at.chat.partition(":")[0] if is_offline(at) else at.channel


def asked_in(appeal: Appeal) -> str:
    """Where it was asked, as texts choose by it: a private talk, a group, comments, a mention."""
    return place_of(source_of(appeal.place), appeal.spot.scene.value)


def place_of(source: str, scene: str) -> str:
    """The same by the words on record."""
    return source if scene == Scene.PRIVATE.value else f"{source}_{scene}"


def is_public(at: Address, home: Address) -> bool:
    """Strangers read what is said there; `home` is the moderator chat, where staff are alone.

    A talk with one person has that person's number for its name; what many read has a sign or a
    word in it: a group «-100…», a wall's post «wall-1_2».
    """
    is_home = (at.channel, at.chat) == (home.channel, home.chat)
    return not (is_home or is_offline(at) or at.chat.isdecimal())


def takes_words(appeal: Appeal) -> bool:
    """A program can say something to its author where it was asked."""
    return not (is_offline(appeal.place) or appeal.spot.by_hand)
