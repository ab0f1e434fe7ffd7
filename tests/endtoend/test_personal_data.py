"""A channel without personal data (F4): nothing personal reaches the moderator chat or a log."""

import httpx
import pytest

from tests.endtoend.desk import MARIA, OLGA, FrontDesk

PHONE, MAIL = "+7 913 123-45-67", "olga@zavod-nsk.ru"


async def test_staff_see_a_code_and_masked_words_and_the_client_is_warned(
    desk: FrontDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    _, topic = await desk.registered(f"Звоните {PHONE}, Ольга")
    desk.asks(f"или пишите {MAIL}")
    await desk.until(lambda: "[адрес почты скрыт]" in (desk.in_topic(topic)[-1].text or ""))
    desk.world.edits(OLGA, 1, f"Звоните {PHONE} вечером")
    await desk.until(lambda: "вечером" in (desk.in_topic(topic)[-1].text or ""))
    for command in ("/open", "/appeal 1", "/find звоните"):
        desk.world.writes(MARIA, command, chat=desk.chat)
    await desk.until(lambda: "Найдено" in (desk.world.messages(desk.chat)[-1].text or ""))
    seen = " ".join(m.text or "" for m in desk.world.messages(desk.chat)) + topic.name
    for secret in (PHONE, MAIL, "Смирнова", "olga_hr", "913"):
        assert secret not in seen
    assert "К-" in (desk.card(topic).text or "")
    assert any("личные данные" in text for text in desk.texts(desk.answers()))
    metrics = await fetched(desk, "/metrics")
    logged = capsys.readouterr()
    for secret in (PHONE, MAIL, "Ольга", "olga_hr", str(OLGA), desk.sandbox.token):
        assert secret not in logged.out + logged.err
    for secret in (PHONE, MAIL, "Ольга", "olga_hr", desk.sandbox.token):
        assert secret not in metrics


async def test_what_was_masked_is_kept_as_it_was_written(desk: FrontDesk) -> None:
    await desk.registered(f"Звоните {PHONE}")
    async with desk.app.store.begin() as unit:
        (message,) = await unit.messages.of_appeal(1)
    assert message.content.text == f"Звоните {PHONE}"


async def test_healthz_is_ready_and_metrics_count_what_happened(desk: FrontDesk) -> None:
    await desk.registered()
    assert '"ready"' in await fetched(desk, "/healthz") or await fetched(desk, "/healthz")
    assert "otklik_" in await fetched(desk, "/metrics")


async def fetched(desk: FrontDesk, path: str) -> str:
    """What the program's own web server answers."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{desk.app.settings.web.port}{path}")
    assert answer.status_code == 200
    return answer.text
