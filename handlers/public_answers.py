"""Staff answer in the place itself, past the moderator chat: that counts once it is marked.

What staff say there that answers nobody's question is their own talk, and opens nothing.
"""

from dataclasses import replace

from appeals.model import Appeal, Employee, Role
from handlers import answered_elsewhere, public_joining
from handlers.conversation import AnsweredElsewhere, Reply, Wrote
from handlers.office import Office


async def heard(message: Wrote, employee: Employee | None, office: Office) -> list[Reply]:
    """An employee's or a nameless reply to a question there, or to an answer of ours."""
    if employee is not None and not employee.may(Role.MODERATOR):
        return []
    appeal = await answered_appeal(message, office)
    if appeal is None or message.content.is_empty:
        return []
    who = message.who if employee is None else replace(message.who, name=employee.name)
    news = AnsweredElsewhere(
        message.at, who, message.when, message.id, message.content, message.reply_to
    )
    return await answered_elsewhere.given(news, appeal, office)


async def answered_appeal(message: Wrote, office: Office) -> Appeal | None:
    """The appeal of the message that is answered."""
    quoted = await public_joining.quoted_in(message, office)
    if quoted is None or quoted.appeal_id is None:
        return None
    return await office.appeals.get(quoted.appeal_id)
