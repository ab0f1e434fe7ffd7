"""A button speaks of the appeal in whose topic it stands: pressed in another one it is forged."""

from appeals.model import Reason
from handlers.conversation import Pressed
from handlers.office import Office


async def is_elsewhere(press: Pressed, appeal_id: int | None, office: Office) -> bool:
    """It was pressed in the topic of another appeal, where no such button was ever shown.

    What was merged left its buttons behind: in its topic they speak of the appeal it went to.
    """
    topic = await office.topics.at(press.at) if appeal_id and press.at.thread else None
    if topic is None or topic.appeal_id == appeal_id:
        return False
    here = await office.appeals.get(topic.appeal_id)
    return here is None or here.reason is not Reason.MERGED
