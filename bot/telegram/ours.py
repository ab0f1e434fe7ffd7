"""What tells the authority's own from others' in Telegram: the bot, its chats, its channels."""

from dataclasses import dataclass

BOTS_NAMES_END = "bot"


@dataclass(frozen=True, slots=True)
class Ours:
    """The bot and the authority's own places, as far as they are known.

    `username` is the bot's name, empty before Telegram has said it; `moderators` the chat of staff;
    `chats` ids of groups and channels in whose name staff alone write.
    """

    bot: int
    username: str = ""
    moderators: str = ""
    chats: frozenset[str] = frozenset()

    def is_named(self, mention: str) -> bool:
        """Whether "@name" is the bot's.

        Before its name is known, any bot's counts: one question too many is closed by a press, but
        a mention passed over would never be answered.
        """
        name = mention.removeprefix("@").lower()
        return name == self.username.lower() if self.username else name.endswith(BOTS_NAMES_END)
