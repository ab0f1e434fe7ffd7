"""What happens when a client blocks the bot, or lets it in again."""

from appeals import desk
from appeals.model import Event, What
from handlers.conversation import Reachability, Reply, Say, TopicOf, Words
from handlers.office import Office


async def changed(news: Reachability, office: Office) -> list[Reply]:
    """Staff of an open appeal learn that an answer will not arrive, or that it will again."""
    client = await office.clients.known(news.at.channel, news.who.id)
    if client is None or client.reachable == news.reachable:
        return []
    await office.clients.set_reachable(client.id, news.reachable)
    appeal = await office.appeals.open_in(news.at, client.id)
    if appeal is None:
        return []
    if news.reachable:
        return [Say(TopicOf(appeal.id), Words("staff-reachable-again"))]
    blocked = Event(What.UNREACHABLE, office.now, desk.of_client(client))
    await office.appeals.record(appeal.id, blocked)
    return [Say(TopicOf(appeal.id), Words("staff-unreachable"))]
