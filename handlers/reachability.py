"""What happens when a client blocks the bot, or lets it in again."""

from appeals import desk
from appeals.model import Event, What
from handlers.conversation import Reachability, Reply, Say, TopicOf, Words
from handlers.office import Office
from handlers.people import open_here


async def changed(news: Reachability, office: Office) -> list[Reply]:
    """Staff of the open appeals learn that an answer will not arrive, or that it will again."""
    client = await office.clients.known(news.at.channel, news.who.id)
    if client is None or client.reachable == news.reachable:
        return []
    await office.clients.set_reachable(client.id, news.reachable)
    told = Words("staff-reachable-again" if news.reachable else "staff-unreachable")
    appeals = await open_here(news.at, client, office)
    if not news.reachable:
        blocked = Event(What.UNREACHABLE, office.now, desk.of_client(client))
        for appeal in appeals:
            await office.appeals.record(appeal.id, blocked)
    return [Say(TopicOf(appeal.id), told) for appeal in appeals]
