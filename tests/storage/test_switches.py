"""Every switching stays on record; the last one holds."""

from datetime import timedelta

from appeals.model import Actor, ActorKind
from storage.store import Unit
from tests.storage.given import NOW

CONTROLLER = Actor(ActorKind.STAFF, "7")


async def test_a_switch_nobody_touched_is_empty(unit: Unit) -> None:
    assert await unit.switches.get("outgoing-stopped") == ""
    assert await unit.switches.history(10) == []


async def test_the_last_value_of_each_switch_holds(unit: Unit) -> None:
    await unit.switches.set("outgoing-stopped", "yes", CONTROLLER, NOW)
    await unit.switches.set("outage-notice", "Ремонт", CONTROLLER, NOW)
    await unit.switches.set("outgoing-stopped", "", CONTROLLER, NOW + timedelta(hours=1))
    assert await unit.switches.get("outgoing-stopped") == ""
    assert await unit.switches.get("outage-notice") == "Ремонт"


async def test_the_history_says_who_switched_what_when(unit: Unit) -> None:
    await unit.switches.set("outgoing-stopped", "yes", CONTROLLER, NOW)
    await unit.switches.set("outgoing-stopped", "", CONTROLLER, NOW)
    lines = await unit.switches.history(10)
    assert [(line.name, line.value, line.by, line.at) for line in lines] == [
        ("outgoing-stopped", "", "7", NOW),
        ("outgoing-stopped", "yes", "7", NOW),
    ]
