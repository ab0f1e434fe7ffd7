"""What was said in public and needs no answer by the rule: kept, one line for staff, one press.

«Нужен ответ» makes it an appeal whose clock runs from the words' own date.
"""

from dataclasses import dataclass
from datetime import timedelta

from appeals.model import Address, Client, Message, Scene, Spot
from handlers import opening
from handlers.conversation import (
    Button,
    ModeratorChat,
    Person,
    Priority,
    Reply,
    Say,
    Words,
    Wrote,
)
from handlers.office import Office
from handlers.people import for_staff
from handlers.press_data import PUBLIC_GROUP, PressData, is_count

_NAME = "quiet"
_REMEMBERED = timedelta(days=60)
_GATHERED_FOR = timedelta(seconds=30)
_AT_ONCE = 8
_LINE, _CAPTION = 120, 24


@dataclass(frozen=True, slots=True)
class Quiet:
    """What is remembered of such words: who said them, as what, and the message as it came."""

    client_id: int
    kind: str
    message: Wrote


async def kept(message: Wrote, client: Client, kind: str, office: Office) -> list[Reply]:
    """Kept with all that an appeal of it would need; staff see a line, several gathered in one."""
    stored = await opening.keep(message, None, office)
    data = {
        "client": str(client.id),
        "kind": kind,
        "scene": message.spot.scene.value,
        "link": message.spot.link,
        "by_hand": "yes" if message.spot.by_hand else "",
        "root": message.root,
        "about": message.about,
    }
    expires = office.now + _REMEMBERED
    await office.dialogs.save(message.at, _person(stored.id), _NAME, data, expires)
    return [_line(message, stored, office)]


async def remembered(message_id: int, office: Office) -> Quiet | None:
    """The words as they came; None for what was never kept so, is an appeal, or is long past."""
    stored = await office.messages.get(message_id)
    if stored is None or stored.appeal_id is not None:
        return None
    person = _person(stored.id)
    name, data = await office.dialogs.load(stored.ref.at, person, office.now)
    if name != _NAME or not is_count(data.get("client", "")):
        return None
    return Quiet(int(data["client"]), data["kind"], await _as_it_came(stored, data, office))


async def forget(at: Address, message_id: int, office: Office) -> None:
    """It is an appeal now, or gone."""
    await office.dialogs.clear(at, _person(message_id))


async def _as_it_came(stored: Message, data: dict[str, str], office: Office) -> Wrote:
    """In its latest version; the clock still runs from the first one's date."""
    client = await office.clients.get(int(data["client"]))
    versions = await office.messages.versions(stored.id)
    return Wrote(
        stored.ref.at,
        Person(client.external_id if client else "", client.name if client else ""),
        stored.at,
        stored.ref.id,
        versions[-1] if versions else stored.content,
        private=False,
        reply_to=stored.reply_to,
        album=stored.album,
        spot=Spot(Scene(data["scene"]), data["link"], bool(data["by_hand"])),
        root=data["root"],
        about=data["about"],
    )


def _line(message: Wrote, stored: Message, office: Office) -> Say:
    """Where it stands, its first words, and the button that makes it an appeal."""
    words = " ".join(for_staff(message.content, office.desk).text.split())
    facts = {
        "scene": message.spot.scene.value,
        "channel": message.at.channel,
        "words": _short(words, _LINE),
        "files": len(message.content.attachments),
    }
    caption = Words("button-needs-answer", {"words": _short(words, _CAPTION) or "…"})
    opens = Button(caption, str(PressData(PUBLIC_GROUP, "open", stored.id)))
    return Say(
        ModeratorChat(),
        Words("public-quiet", facts, link=message.spot.link),
        buttons=((opens,),),
        priority=Priority.HOUSEKEEPING,
        wait=_GATHERED_FOR,
        key=f"quiet:{stored.id // _AT_ONCE}",
        append=True,
    )


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rstrip()}…"


def _person(message_id: int) -> str:
    """No platform names a person so."""
    return f"comment:{message_id}"
