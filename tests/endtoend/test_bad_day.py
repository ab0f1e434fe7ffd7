"""Several bad things at once, through the real client over HTTP."""

from pathlib import Path

from tests.endtoend.desk import ELENA, MARIA, OLGA, SERGEI, front_desk
from tests.endtoend.test_clock import SECTIONS, STAFF, notices, started

CONTROLLED = [*STAFF[:2], {**STAFF[2], "roles": ["head", "moderator", "controller", "admin"]}]


async def test_a_breach_during_an_emergency_stop_is_told_to_staff_in_private(
    tmp_path: Path,
) -> None:
    async with front_desk(tmp_path, SECTIONS | {"staff": CONTROLLED}) as desk:
        await started(desk, MARIA, ELENA, SERGEI)
        _, topic = await desk.registered()
        desk.presses(desk.card(topic), "Взять", MARIA)
        await desk.until(lambda: any("занимается" in text for text in desk.texts(desk.answers())))
        desk.world.writes(ELENA, "/stop", chat=desk.chat)
        await desk.until(
            lambda: any("остановлена" in (m.text or "") for m in desk.world.messages(desk.chat))
        )
        heard = len(desk.answers(OLGA))
        desk.pass_time(hours=26, minutes=1)
        await desk.until(lambda: notices(desk, MARIA) and notices(desk, ELENA))
        await desk.until(lambda: "Просрочено" in topic.name)
        assert len(desk.answers(OLGA)) == heard
