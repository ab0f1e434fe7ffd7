"""A banned person's words: kept with the appeal the ban came from, heard when the ban ends."""

from appeals import desk
from appeals.model import Appeal, Client, Reason, Side, What
from handlers import clock
from handlers.conversation import Reply
from handlers.office import Office
from handlers.people import LOOKED_THROUGH
from handlers.registering import copy_for_staff


async def banned_in(client: Client, office: Office) -> Appeal | None:
    """The newest appeal that was closed by banning its author."""
    appeals = await office.appeals.of_client(client.id, LOOKED_THROUGH)
    return next((appeal for appeal in appeals if appeal.reason is Reason.BANNED), None)


async def lift(appeal: Appeal, office: Office) -> tuple[Appeal, list[Reply]]:
    """The client may write again; what was written meanwhile joins the appeal, open by now."""
    await office.clients.set_banned(appeal.client_id, False)
    client = await office.clients.get(appeal.client_id)
    events = await office.appeals.history(appeal.id)
    heard = {event.data.get("message") for event in events if event.what is What.CLIENT_WROTE}
    replies: list[Reply] = []
    for message in await office.messages.of_appeal(appeal.id):
        known = message.id in heard or message.ref == appeal.question
        if known or client is None or message.side is not Side.CLIENT:
            continue
        if await office.messages.copies(message.id):
            continue
        change = desk.join(appeal, client, message.id, office.now, counts=True)
        appeal = await office.appeals.save(await clock.timed(change, office))
        replies += copy_for_staff(appeal, message, office.desk)
    return appeal, replies
