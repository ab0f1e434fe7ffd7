"""Which appeal a person's words in public belong to, where many talk at once."""

from dataclasses import replace

from appeals.model import Appeal, Client, Message, Side, State
from handlers.conversation import Wrote
from handlers.office import Office
from handlers.people import open_here


async def meant(message: Wrote, client: Client, office: Office) -> Appeal | None:
    """The person's own open appeal in the same discussion to which the words add, if any.

    Words that answer something of another person's, or an appeal that has ended, begin anew.
    """
    quoted = await quoted_in(message, office)
    if quoted is not None and quoted.appeal_id is not None:
        appeal = await office.appeals.get(quoted.appeal_id)
        own = appeal is not None and appeal.is_open and appeal.client_id == client.id
        return appeal if own else None
    if quoted is not None:
        return None
    # What nobody here has written before may be the bot's own line: its reader goes on.
    answers = bool(answered(message))
    for appeal in await open_here(message.at, client, office):
        if await root_of(appeal, office) != message.root:
            continue
        asked = appeal.state is State.CLARIFYING
        if answers or asked or await _wrote_lately(appeal, message, office):
            return appeal
    return None


async def quoted_in(message: Wrote, office: Office) -> Message | None:
    """The stored message that these words answer, its own or as the bot's copy of it."""
    number = answered(message)
    if not number:
        return None
    ref = replace(message.ref, id=number)
    return await office.messages.at(ref) or await office.messages.original(ref)


def answered(message: Wrote) -> str:
    """What is answered beside the post itself; empty for a comment on the post."""
    return message.reply_to if message.reply_to != message.root else ""


async def root_of(appeal: Appeal, office: Office) -> str:
    """The message that began the discussion in which the appeal was asked."""
    first = next(iter(await office.appeals.history(appeal.id)), None)
    return str(first.data.get("root", "")) if first else ""


async def about_of(appeal: Appeal, office: Office) -> str:
    """The beginning of what the appeal is about: a post's, say."""
    first = next(iter(await office.appeals.history(appeal.id)), None)
    return str(first.data.get("about", "")) if first else ""


async def _wrote_lately(appeal: Appeal, message: Wrote, office: Office) -> bool:
    written = await office.messages.of_appeal(appeal.id)
    times = [stored.at for stored in written if stored.side is Side.CLIENT]
    within = office.desk.public.joined_within
    return any(abs(message.when - at) <= within for at in times)
