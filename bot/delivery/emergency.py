"""Where messages still go when the controller has stopped what goes out."""

from collections.abc import Iterable

from appeals.model import Address
from bot.house import House
from handlers import stopping
from storage.store import Unit

Only = dict[str, frozenset[str] | None]
"""By channel: the private chats that messages go to; None: to all."""


async def only(unit: Unit, house: House, told: Address, channels: Iterable[str]) -> Only:
    """In an emergency stop the chats of staff, on the platform where staff are; else all.

    `told` is where the moderators sit by the settings: what was addressed so counts too.
    """
    if not await unit.switches.get(stopping.STOPPED):
        return dict.fromkeys(channels)
    staff = frozenset(one.id for one in await unit.staff.all())
    home = staff | {house.moderators.chat, told.chat}
    return {name: home if name == house.moderators.channel else frozenset() for name in channels}
