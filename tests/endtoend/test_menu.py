"""The menu of purposes, answered from the preset's data through the real client."""

from sandbox.state import Message
from tests.endtoend.desk import OLGA, FrontDesk, buttons

FACTS = ("Серебренниковская", "13:00", "8-800-2500-201", "ervk.gov.ru", "15 рабочих дней")


async def greeted(desk: FrontDesk) -> Message:
    """/start; the message with the menu."""
    desk.world.starts(OLGA)
    await desk.until(lambda: any(buttons(m) for m in desk.answers()))
    return next(m for m in desk.answers() if buttons(m))


async def opened(desk: FrontDesk, shown: Message, data: str) -> str:
    """Press by data; the text of the page that replaces the menu."""
    press = desk.world.presses(OLGA, data, message=shown.id, chat=OLGA)
    before = shown.text
    await press.answered()
    await desk.until(lambda: shown.text != before)
    return shown.text or ""


async def test_start_says_who_answers_how_fast_and_what_to_do(desk: FrontDesk) -> None:
    await greeted(desk)
    said = " ".join(desk.texts(desk.answers()))
    assert "24 часа" in said
    assert "Напишите вопрос" in said


async def test_every_purpose_of_the_menu_answers_from_the_presets_data(desk: FrontDesk) -> None:
    menu = await greeted(desk)
    purposes = [b["callback_data"] for b in buttons(menu) if b.get("callback_data", "")[:2] == "m:"]
    assert len(purposes) == 7, "QUOTA 8 names seven"
    shown = set()
    for data in purposes:
        shown.add(await opened(desk, menu, data))
        await opened(desk, menu, "m:main:1")
    assert len(shown) == len(purposes)


async def test_the_facts_of_the_regulation_can_be_reached_from_the_menu(desk: FrontDesk) -> None:
    pages = " ".join(await every_page(desk))
    assert [fact for fact in FACTS if fact not in pages] == []


async def every_page(desk: FrontDesk) -> list[str]:
    """The texts and links of every page, by pressing every button there is."""
    menu = await greeted(desk)
    seen: dict[str, str] = {}
    waiting = ["m:main:1", *pages_under(menu)]
    while waiting:
        data = waiting.pop()
        if data in seen:
            continue
        if data != "m:main:1":
            await opened(desk, menu, data)
        seen[data] = (menu.text or "") + str(menu.markup) + str(menu.entities)
        waiting += pages_under(menu)
        if data != "m:main:1":
            await opened(desk, menu, "m:main:1")
    return list(seen.values())


def pages_under(menu: Message) -> list[str]:
    """Where the buttons of the shown page lead; files are no pages."""
    found = [b.get("callback_data", "") for b in buttons(menu)]
    return [data for data in found if data.startswith("m:") and not data.startswith("m:file:")]


async def test_formal_steps_lead_to_the_state_portal_with_a_reason(desk: FrontDesk) -> None:
    pages = await every_page(desk)
    formal = [page for page in pages if "gosuslugi.ru" in page]
    assert formal
    assert any("закон" in page.lower() for page in formal)


async def test_a_form_arrives_as_a_file(desk: FrontDesk) -> None:
    menu = await greeted(desk)
    for data in pages_under(menu):
        await opened(desk, menu, data)
        files = [b for b in buttons(menu) if b.get("callback_data", "").startswith("m:file:")]
        if files:
            break
        await opened(desk, menu, "m:main:1")
    desk.world.presses(OLGA, files[0]["callback_data"], message=menu.id, chat=OLGA)
    await desk.until(lambda: desk.answers()[-1].media)
    sent = desk.answers()[-1].media
    assert sent
    assert desk.world.files.known[sent.file_id].name.endswith(".docx")


async def test_a_forged_page_leads_back_to_the_menu(desk: FrontDesk) -> None:
    menu = await greeted(desk)
    press = desk.world.presses(OLGA, "m:nowhere:7", message=menu.id, chat=OLGA)
    answer = await press.answered()
    assert answer
    assert answer["text"]


async def test_a_question_written_while_the_menu_is_open_is_registered(desk: FrontDesk) -> None:
    await greeted(desk)
    desk.asks("Какая квота?")
    await desk.until(lambda: "№ 2026-000001" in (desk.answers()[-1].text or ""))
