"""What Telegram shows as a box of its own, put into a line of plain words.

Staff and clients read these lines; they name what was sent and say its content.
"""

from collections.abc import Iterator

from aiogram.enums import ContentType
from aiogram.types import Checklist, Contact, Dice, Location, Message, Poll, Venue

NAMELESS = "Без имени"
ELSEWHERE = "Сообщение, которое открывается только в Telegram"

_ONLY_THERE = {
    ContentType.STORY: "История, которая открывается только в Telegram",
    ContentType.PAID_MEDIA: "Платные фото или видео, которые открываются только в Telegram",
    ContentType.GAME: "Игра, которая открывается только в Telegram",
    ContentType.INVOICE: "Счёт на оплату, который открывается только в Telegram",
    ContentType.GIVEAWAY: "Розыгрыш, который открывается только в Telegram",
    ContentType.GIVEAWAY_WINNERS: "Итоги розыгрыша, которые открываются только в Telegram",
}
BOXES = frozenset(_ONLY_THERE) | {
    ContentType.CONTACT,
    ContentType.VENUE,
    ContentType.LOCATION,
    ContentType.POLL,
    ContentType.DICE,
    ContentType.CHECKLIST,
    ContentType.RICH_MESSAGE,
}


def described(message: Message) -> str:
    """The line for a message without text and files; a general one for what nobody knows yet."""
    lines = (
        message.contact and _contact(message.contact),
        message.venue and _venue(message.venue),
        message.location and f"Место на карте: {_point(message.location)}",
        message.poll and _poll(message.poll),
        message.dice and _dice(message.dice),
        message.checklist and _checklist(message.checklist),
        message.rich_message and "\n".join(_texts(message.rich_message.model_dump())),
    )
    known = next((line for line in lines if line), "")
    return known or _ONLY_THERE.get(ContentType(message.content_type), ELSEWHERE)


def _contact(contact: Contact) -> str:
    name = " ".join(filter(None, (contact.first_name, contact.last_name)))
    return "Контакт: " + ", ".join(filter(None, (name, contact.phone_number)))


def _venue(venue: Venue) -> str:
    place = ", ".join(filter(None, (venue.title, venue.address)))
    return f"Место на карте: {place} ({_point(venue.location)})"


def _point(location: Location) -> str:
    return f"{location.latitude:.6g}, {location.longitude:.6g}"


def _poll(poll: Poll) -> str:
    return "\n".join([f"Опрос: {poll.question}", *(f"– {option.text}" for option in poll.options)])


def _dice(dice: Dice) -> str:
    return f"Бросок {dice.emoji}: {dice.value}"


def _checklist(checklist: Checklist) -> str:
    return "\n".join(
        [f"Список: {checklist.title}", *(f"– {task.text}" for task in checklist.tasks)]
    )


def _texts(value: object) -> Iterator[str]:
    """All strings called «text» in a rich message, in order, however deep they stand."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if isinstance(item, str):
                if key == "text":
                    yield item
            else:
                yield from _texts(item)
