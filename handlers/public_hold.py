"""Staff's words for a public place wait when they hold what not everybody should read (F5)."""

from appeals.model import Appeal, Message
from appeals.public_safety import Unsafe, unsafe_in
from appeals.words import Content
from handlers import published
from handlers.conversation import Button, Buttons, Words
from handlers.office import Office
from handlers.press_data import PressData
from handlers.published import contacts

CONFIRMED = "openly"


async def unsafe(content: Content, appeal: Appeal, office: Office) -> tuple[Unsafe, ...]:
    """Why these words must be confirmed; nothing for a private talk."""
    if not appeal.spot.is_public:
        return ()
    client = await office.clients.get(appeal.client_id)
    name = client.name if client else ""
    hidden = " ".join(mark.url for mark in content.marks)
    guide = office.desk.guide
    return unsafe_in(f"{content.text} {hidden}", contacts(guide), name, published.words(guide))


def explained(found: tuple[Unsafe, ...], key: str = "public-held") -> Words:
    """What was found, a line each, and what to do; never the words themselves."""
    return Words(key, below=tuple(Words("public-found", {"kind": kind.value}) for kind in found))


async def buttons(stored: Message, office: Office) -> Buttons:
    """To send it all the same, or not; for the words as they are now, edits included."""
    seen = await versions(stored, office)
    choices = (
        (f"button-held-{CONFIRMED}", PressData("h", CONFIRMED, stored.id, seen)),
        ("button-held-drop", PressData("h", "drop", stored.id)),
    )
    return (tuple(Button(Words(caption), str(data)) for caption, data in choices),)


async def versions(stored: Message, office: Office) -> int:
    """How much has been written so far, in all parts of an album."""
    return sum(
        [len(await office.messages.versions(part.id)) for part in await parts(stored, office)]
    )


async def whole(stored: Message, office: Office) -> Content:
    """All that would be sent, in its latest version."""
    latest = [(await office.messages.versions(part.id))[-1] for part in await parts(stored, office)]
    marks = tuple(mark for content in latest for mark in content.marks)
    return Content("\n".join(content.text for content in latest), marks)


async def parts(stored: Message, office: Office) -> list[Message]:
    """The message, or the whole album that it belongs to."""
    if not stored.album:
        return [stored]
    return list(await office.messages.of_album(stored.ref.at, stored.album))
