"""What rendering and sending need to know of the house, and a unit of work as handlers see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from appeals.model import Address
from bot.files import Files
from bot.papers import Papers
from bot.texts import Texts
from handlers.conversation import Channel
from handlers.office import Desk, Office
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class House:
    """Texts, channels that are switched on (by name), and the settings for the handlers."""

    texts: Texts
    channels: Mapping[str, Channel]
    desk: Desk
    papers: Papers | None = None
    files: Files | None = None

    @property
    def moderators(self) -> Address:
        """Where the moderators sit."""
        return self.desk.moderator_chat

    def channel(self, name: str) -> Channel:
        """The channel, or the moderators' one for its limits when this one is switched off."""
        return self.channels.get(name) or self.channels[self.moderators.channel]

    async def today(self, unit: Unit) -> "House":
        """The same house after chats of it have moved (a group became a supergroup)."""
        said, public = self.moderators, self.desk.public
        chat = await unit.chats.current(said.channel, said.chat)
        moved = [await unit.chats.current(said.channel, group) for group in sorted(public.groups)]
        groups = frozenset(moved)
        if chat == said.chat and groups == public.groups:
            return self
        desk = replace(
            self.desk,
            moderator_chat=replace(said, chat=chat),
            public=replace(public, groups=groups),
        )
        return replace(self, desk=desk)

    def office(self, unit: Unit, now: datetime) -> Office:
        """What a handler may use within this unit of work; `now` is aware UTC."""
        return Office(
            now=now,
            desk=self.desk,
            appeals=unit.appeals,
            clients=unit.clients,
            staff=unit.staff,
            messages=unit.messages,
            topics=unit.topics,
            dialogs=unit.dialogs,
            steps=unit.steps,
            notices=unit.notices,
            occurrences=unit.occurrences,
            marks=unit.marks,
            roster=unit.roster,
            switches=unit.switches,
            invitations=unit.invitations,
            register=unit.register,
            consents=unit.consents,
            announcements=unit.announcements,
            posts=unit.posts,
            incidents=unit.incidents,
        )
