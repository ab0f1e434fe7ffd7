"""Which surveys somebody may answer now, and what to say where there is none."""

from collections.abc import Awaitable, Callable, Sequence

from bot.clock import Clock
from bot.surveys.data import going
from bot.surveys.mouth import Rows
from bot.surveys.sitting import Running
from handlers.conversation import Words
from handlers.office import Offer
from surveys.drafts import Person
from surveys.ports import SurveyBox
from surveys.questionnaire import Audience

IsStaff = Callable[[Person], Awaitable[bool]]


class OnOffer:
    """`open` are the waves; `is_staff` tells who may take part in surveys of employees.

    Before `box` is given, and in a process that doesn't own the surveys, everybody is asked to come
    later; `off`: this installation has no surveys.
    """

    def __init__(self, clock: Clock, is_staff: IsStaff) -> None:
        self._clock, self._is_staff = clock, is_staff
        self.box: SurveyBox | None = None
        self.off = False
        self.open: Sequence[Running] = ()

    def to_clients(self) -> tuple[Offer, ...]:
        """What the menu shows: surveys of employees are no matter of clients."""
        now = self._clock.now()
        return tuple(
            Offer(one.questionnaire.title, going(one.id))
            for one in self.open
            if one.questionnaire.audience is Audience.CLIENTS
            and one.closes is not None
            and now < one.closes
        )

    async def found(self, who: Person, code: str) -> Running | tuple[Words, Rows]:
        """The wave to answer, or what to say instead.

        `code` is a survey's code or a wave's id; "" for whichever is open.
        """
        box = self.box
        if box is None:
            return Words("survey-none" if self.off else "survey-unavailable"), ()
        named = {code, code.replace("_", "-")}
        offered = await self._offered(who)
        meant = [w for w in offered if not code or named & {w.id, w.questionnaire.code}]
        if not meant:
            return Words("survey-not-open" if code else "survey-none"), ()
        if len(meant) > 1:
            rows = tuple(((wave.questionnaire.title, going(wave.id)),) for wave in meant)
            return Words("survey-choose"), rows
        if await box.has_answered(meant[0].id, who):
            return Words("survey-already"), ()
        return meant[0]

    async def is_surely_lost(self, who: Person) -> bool:
        """Their answers were not kept. A program that ended may have kept them and said nothing."""
        box = self.box
        if box is None:
            return False
        return not any([await box.has_answered(one.id, who) for one in await self._offered(who)])

    async def _offered(self, who: Person) -> list[Running]:
        return [wave for wave in self.open if await self._may(who, wave)]

    async def _may(self, who: Person, wave: Running) -> bool:
        """A survey of employees is for those who are; the wave may have ended meanwhile."""
        if wave.is_over(self._clock.now()):
            return False
        clients = wave.questionnaire.audience is Audience.CLIENTS
        return clients or await self._is_staff(who)
