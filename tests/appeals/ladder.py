"""The ladder of a consultation, as the houses of the tests climb it."""

from datetime import timedelta

from appeals.sla import Policy, Step, To
from appeals.windows import Window

HOUR = timedelta(hours=1)
LADDER = Policy(
    "consultation",
    Window(24 * HOUR),
    warn_before=(Window(4 * HOUR), Window(HOUR)),
    escalate=(
        Step(Window(), To.EXECUTOR),
        Step(Window(2 * HOUR), To.HEAD),
        Step(Window(4 * HOUR), To.CONTROLLER),
    ),
)
