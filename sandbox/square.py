"""Where people write in front of others: a group, the authority's channel, a foreign group."""

from sandbox.broadcasts import Broadcasts
from sandbox.state import BotRights, Chat, ChatType

CONSULTATION = -1001000000101
CONSULTATION_GROUP = -1000000101
CONSULTATION_TITLE = "Вопросы трудоустройства инвалидов НСО"
CHANNEL = -1001000000102
DISCUSSION = -1001000000103
FOREIGN = -1001000000104
BLOG = -1001000000105
_STAFF = {203: "creator", 201: "administrator", 202: "administrator"}
POST = (
    "С 1 декабря заявление о подборе работников на квотируемые места подаётся только через "
    "«Работу России». Вопросы пишите в комментариях, ответим в течение двух часов."
)


def open_square(world: Broadcasts, consultation: ChatType = "supergroup") -> None:
    """Add the public places, unless they are there; nothing is written in them yet."""
    if any(chat.is_open for chat in world.chats.values()):
        return
    number = CONSULTATION if consultation == "supergroup" else CONSULTATION_GROUP
    places = [
        Chat(number, consultation, CONSULTATION_TITLE, members=dict(_STAFF), is_open=True),
        Chat(
            CHANNEL,
            "channel",
            "Занятость в Новосибирской области",
            members={203: "creator", 201: "administrator"},
            username="zanyatost_nso",
            linked=DISCUSSION,
            is_open=True,
        ),
        Chat(
            DISCUSSION,
            "supergroup",
            "Занятость в Новосибирской области: обсуждение",
            members=dict(_STAFF),
            linked=CHANNEL,
            is_open=True,
        ),
        Chat(
            FOREIGN,
            "supergroup",
            "Работа в Новосибирске",
            members={204: "creator"},
            bot=BotRights("member", can_manage_topics=False, can_delete_messages=False),
            username="rabota_v_nsk",
            is_open=True,
        ),
        Chat(
            BLOG,
            "channel",
            "Кадровик и квота",
            members={103: "creator"},
            bot=BotRights("left", can_manage_topics=False, can_delete_messages=False),
            username="kadrovik_i_kvota",
        ),
    ]
    world.chats |= {place.id: place for place in places}


def first_post(world: Broadcasts) -> None:
    """Let the channel's owner publish something to comment on, unless something was."""
    for channel in world.own_channels:
        if not channel.messages:
            world.writes(next(iter(channel.members)), POST, chat=channel.id)
