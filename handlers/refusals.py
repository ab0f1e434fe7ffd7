"""Why an action may not be done now, in the employee's words."""

from appeals.desk import NotAllowed
from appeals.model import Appeal
from handlers.conversation import Words
from handlers.office import Office
from handlers.people import employee_label


async def refused(refusal: NotAllowed, appeal: Appeal, office: Office) -> Words:
    """The reason, naming the executor where that is it."""
    executor = await office.staff.get(appeal.executor) if appeal.executor else None
    who = {"executor": employee_label(executor, appeal.executor)}
    return Words(f"staff-refused-{refusal.why.value}", who)
