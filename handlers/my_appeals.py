"""«Мои обращения»: where each appeal stands, and what was answered (QUOTA 8; A2)."""

from appeals.masking import masked
from appeals.model import Address, Appeal, Client, Fate, Message, MessageRef, Side
from handlers import clock, press_data, promising
from handlers.conversation import Button, Buttons, Pressed, Redraw, Reply, Say, Toast, Words
from handlers.dates import moment
from handlers.office import Office
from handlers.people import employee_label, state_of

SHOWN = 5
"""With the row of turning pages six rows of buttons, which every platform takes."""

_EXCERPT = 1800
_LONGEST = 1200
_LINE = 40
_ASKED = frozenset({"мои обращения", "мои вопросы", "мои заявки"})


def is_asked_for(text: str) -> bool:
    """The caption of the lasting button, or the same words typed."""
    return text.strip().strip(".!?").lower() in _ASKED


async def listed(at: Address, client: Client, office: Office) -> list[Reply]:
    """The list as a message of its own."""
    lead, buttons = await _page(client, 1, office)
    return [Say(at, lead, buttons=buttons)]


async def pressed(press: Pressed, office: Office) -> list[Reply]:
    """`my:<page>` shows the list, `my:a:<id>` one appeal; somebody else's appeal shows nothing."""
    client = await office.clients.known(press.at.channel, press.who.id)
    shown = await _answer_to(press, client, office) if client else None
    if shown is None:
        return [Toast(press.press_id, Words("press-stale"))]
    lead, buttons = shown
    ref = MessageRef(press.at, press.id)
    return [Toast(press.press_id, Words("empty")), Redraw(ref, lead, buttons=buttons)]


async def _answer_to(
    press: Pressed, client: Client, office: Office
) -> tuple[Words, Buttons] | None:
    match press.data.split(":"):
        case ["my", number] if press_data.is_count(number):
            shown = await _page(client, int(number), office)
            return shown if shown[1] or number == "1" else None
        case ["my", "a", number] if press_data.is_count(number):
            appeal = await office.appeals.get(int(number))
            return await _one(appeal, office) if _is_theirs(appeal, client) and appeal else None
    return None


def _is_theirs(appeal: Appeal | None, client: Client) -> bool:
    return appeal is not None and appeal.client_id == client.id


async def _page(client: Client, page: int, office: Office) -> tuple[Words, Buttons]:
    count = await office.appeals.count_of_client(client.id)
    pages = -(-count // SHOWN)
    if not 1 <= page <= pages:
        return Words("my-none"), ()
    appeals = (await office.appeals.of_client(client.id, page * SHOWN))[(page - 1) * SHOWN :]
    buttons = tuple(
        (Button(Words("button-my-appeal", _line(appeal)), f"my:a:{appeal.id}"),)
        for appeal in appeals
    )
    which = (Words("my-list-page", {"page": page, "pages": pages}),) if pages > 1 else ()
    return Words("my-list", {"count": count}, below=which), buttons + _pager(page, pages)


def _pager(page: int, pages: int) -> Buttons:
    near = [("menu-earlier", page - 1), ("menu-later", page + 1)]
    row = tuple(Button(Words(key), f"my:{to}") for key, to in near if 1 <= to <= pages)
    return (row,) if row else ()


def _line(appeal: Appeal) -> dict[str, str | int]:
    return {"number": appeal.number.removeprefix("№ "), "state": state_of(appeal)}


async def _one(appeal: Appeal, office: Office) -> tuple[Words, Buttons]:
    executor = await office.staff.get(appeal.executor) if appeal.executor else None
    named = executor is not None and office.desk.show_executor
    who = (Words("my-executor", {"who": employee_label(executor)}),) if named else ()
    promise = await promising.promise_line("my-promise", appeal, office)
    unsure = await clock.provisional(appeal, office) is not None
    provisional = (Words("client-provisional"),) if unsure else ()
    zone = office.desk.zone
    lead = Words(
        "my-appeal",
        {
            "number": appeal.number,
            "state": state_of(appeal),
            "asked": moment(appeal.published_at, zone),
            "due": moment(appeal.due_at, zone),
            "zone": office.desk.zone_label,
            "open": "yes" if appeal.is_open else "no",
        },
        below=(*provisional, *promise, *who, *await _talk(appeal, office)),
    )
    return lead, ((Button(Words("button-my-list"), "my:1"),),)


async def _talk(appeal: Appeal, office: Office) -> tuple[Words, ...]:
    """What was asked and what was answered, the latest version of each, as far as it fits."""
    lines: list[Words] = []
    room = _EXCERPT
    for message in reversed(await office.messages.of_appeal(appeal.id)):
        if message.side is Side.NOTE or message.fate in {Fate.HELD, Fate.DROPPED}:
            continue
        text = await _latest_words(message, appeal, office)
        if len(text) > room:
            lines.append(Words("my-earlier"))
            break
        room -= len(text) + _LINE
        files = len(message.content.attachments)
        lines.append(Words(f"my-{message.side.value}", {"text": text, "files": files}))
    return tuple(reversed(lines))


async def _latest_words(message: Message, appeal: Appeal, office: Office) -> str:
    versions = await office.messages.versions(message.id)
    text = (versions[-1] if versions else message.content).text
    if not office.desk.channels[appeal.place.channel].personal_data and message.side is Side.CLIENT:
        text = masked(text).text
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
