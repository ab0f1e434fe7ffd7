"""Who of those who write is an employee."""

from appeals.model import Address, Employee
from bot.house import House
from storage.store import Store
from surveys.drafts import Person


class Employees:
    """`store` is the front desk's. They are known by their ids in the moderators' channel only."""

    def __init__(self, store: Store, house: House) -> None:
        self._store, self._channel = store, house.moderators.channel

    async def at(self, place: Address, person: str) -> Employee | None:
        """The employee of this id who writes there."""
        return await self._known(place.channel, person)

    async def include(self, who: Person) -> bool:
        """This person may take part in surveys of employees."""
        return await self._known(who.platform, who.id) is not None

    async def _known(self, channel: str, person: str) -> Employee | None:
        if channel != self._channel:
            return None
        async with self._store.begin() as unit:
            return await unit.staff.get(person)
