"""The seeded world: three clients, five employees, a guest, the moderator chat."""

from typing import Any

from sandbox.broadcasts import Broadcasts
from sandbox.square import open_square
from sandbox.state import BotRights, Chat, ChatType, Person

MODERATOR_CHAT = -1001000000001
MODERATOR_GROUP = -1000000001
MODERATOR_CHAT_TITLE = "Отклик: модераторы"
ANALYST = 206


class World(Broadcasts):
    """All that the sandbox is; empty until seeded or loaded."""

    def inject(self, update: dict[str, Any]) -> int:
        """Queue a raw update as it is, however malformed; returns its update_id."""
        return self.updates.inject(update)

    def add_person(self, person: Person) -> Person:
        """Give somebody an account and an empty private chat with the bot."""
        self.people[person.id] = person
        self.chats.setdefault(person.id, Chat(person.id, "private"))
        return person

    @property
    def moderator_chat(self) -> Chat:
        """The chat of the staff, wherever it has migrated."""
        chat = next(chat for chat in self.chats.values() if chat.type != "private")
        while chat.migrated_to is not None:
            chat = self.chats[chat.migrated_to]
        return chat


def seed(
    world: World,
    *,
    moderator_chat: ChatType = "supergroup",
    is_forum: bool = True,
    rights: BotRights | None = None,
    consultation: ChatType = "supergroup",
) -> World:
    """Fill an empty world; returns it. ``consultation`` is what kind of group people ask in."""
    for person in _people():
        world.add_person(person)
    number = MODERATOR_CHAT if moderator_chat == "supergroup" else MODERATOR_GROUP
    world.chats[number] = Chat(
        number,
        moderator_chat,
        MODERATOR_CHAT_TITLE,
        is_forum=is_forum and moderator_chat == "supergroup",
        members={
            203: "creator",
            201: "administrator",
            202: "administrator",
            205: "administrator",
            204: "member",
            ANALYST: "member",
        },
        bot=rights or BotRights(),
        last_message=1,
    )
    open_square(world, consultation)
    return world


def _people() -> list[Person]:
    return [
        Person(101, "Ольга Смирнова", "olga_hr"),
        Person(102, "Пётр Ким"),
        Person(103, "Анна <Лебедева> & Ко", "anna_co"),
        Person(
            201,
            "Мария Иванова",
            "m_ivanova",
            role="staff",
            position="ведущий специалист",
            roles=["moderator"],
        ),
        Person(
            202,
            "Сергей Орлов",
            "s_orlov",
            role="staff",
            position="главный специалист",
            roles=["moderator"],
        ),
        Person(
            203,
            "Елена Павлова",
            "e_pavlova",
            role="staff",
            position="начальник отдела",
            roles=["head", "moderator"],
        ),
        Person(
            205,
            "Нина Волкова",
            "n_volkova",
            role="staff",
            position="контролёр",
            roles=["controller"],
        ),
        _analyst(),
        Person(204, "Посторонний Гость", "guest", role="guest"),
    ]


def _analyst() -> Person:
    return Person(
        ANALYST,
        "Тимур Ахметов",
        "t_akhmetov",
        role="staff",
        position="аналитик",
        roles=["analyst"],
    )


def hire_analyst(world: World) -> None:
    """Add who leads surveys to a world kept from before there was one; harmless otherwise."""
    if ANALYST not in world.people:
        world.add_person(_analyst())
        world.moderator_chat.members[ANALYST] = "member"
