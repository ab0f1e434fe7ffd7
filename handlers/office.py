"""Everything a handler may use: the ports of one unit of work and the authority's settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from appeals.model import Address
from appeals.ports import Appeals, Clients, Dialogs, Messages, Staff, Topics
from handlers.guide import Guide


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """What the settings say of a channel.

    `personal_data`: may names, phones and e-mails be shown or asked there (F4, 41-ФЗ)?
    """

    private_kind: str
    personal_data: bool


def no_link(at: Address) -> str:
    """A channel whose topics can't be linked to."""
    del at
    return ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The authority and the house rules of its moderator chat; the same for every event.

    `bot_name` is what «/command@name» calls this bot; empty when it is not known.
    """

    name: str
    short_name: str
    zone: tzinfo
    zone_label: str
    moderator_chat: Address
    channels: Mapping[str, ChannelRules]
    answer_within: Mapping[str, timedelta]
    guide: Guide
    note_prefix: str = "//"
    undo: timedelta = timedelta(seconds=10)
    album_wait: timedelta = timedelta(seconds=1.5)
    show_executor: bool = True
    bot_name: str = ""
    topic_link: Callable[[Address], str] = no_link

    def staff_see_personal_data(self) -> bool:
        """Personal data is a property of the destination: here the moderator chat's channel."""
        return self.channels[self.moderator_chat.channel].personal_data


@dataclass(frozen=True, slots=True)
class Office:
    """One unit of work as a handler sees it. `now` is aware UTC."""

    now: datetime
    desk: Desk
    appeals: Appeals
    clients: Clients
    staff: Staff
    messages: Messages
    topics: Topics
    dialogs: Dialogs
