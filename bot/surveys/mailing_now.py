"""What may be sent of a mailing, and to whom, as of this moment."""

from collections.abc import Sequence

from appeals.model import Address
from bot.clock import Clock
from bot.house import House
from bot.surveys.mouth import Mouth
from handlers import mailings, stopping
from storage.store import Store
from storage.surveys.store import SurveyUnit
from surveys.definition import questionnaire_of
from surveys.drafts import Person
from surveys.ports import SurveyBox
from surveys.questionnaire import Audience
from surveys.wave import Wave


class MailingNow:
    """`store` is the front desk's: it knows who agreed. `open` are the waves that take answers.

    Before `box` is given, and where another process owns the surveys, nothing is sent.
    """

    def __init__(self, store: Store, house: House, mouth: Mouth, clock: Clock) -> None:
        self._store, self._house, self._mouth, self._clock = store, house, mouth, clock
        self.box: SurveyBox | None = None
        self.open: Sequence[Wave] = ()

    def __repr__(self) -> str:
        """Nothing: an error that shows this object must show nobody's name."""
        return "MailingNow()"

    def holds(self) -> bool:
        """Nobody is written to now: not ours, an emergency stop, quiet hours."""
        quiet, now = self._house.desk.quiet, self._clock.now()
        return self.box is None or self._mouth.stopped or bool(quiet and quiet.over(now) > now)

    async def may(self, who: Person, wave: Wave) -> bool | None:
        """Has this person agreed, as of this moment? None: nobody is written to now."""
        async with self._store.begin() as unit:
            if await unit.switches.get(stopping.STOPPED):
                return None
            client = await unit.clients.known(who.platform, who.id)
            if client is None or client.banned or not client.reachable:
                return False
            given = await unit.consents.given(client.id, mailings.SURVEYS)
            if audience_of(wave) is Audience.CLIENTS:
                return given is True
            return given is not False and await unit.staff.get(who.id) is not None

    async def runs(self, unit: SurveyUnit, wave: Wave) -> bool:
        """As it is now: somebody may have closed it meanwhile."""
        found = await unit.waves.get(wave.id)
        return found is not None and found.takes_answers(self._clock.now())


def address_of(who: Person) -> Address:
    """The person's private chat."""
    return Address(who.platform, who.id)


def audience_of(wave: Wave) -> Audience:
    """Who is asked in this wave."""
    return questionnaire_of(wave).audience
