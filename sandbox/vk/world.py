"""The seeded VK: a community with a wall, three of its clients, two employees, a neighbour."""

from sandbox.core import Core
from sandbox.files import FileStore
from sandbox.vk.state import User
from sandbox.vk.wall_state import NEIGHBOUR, PERSONS_WALL, Elsewhere
from sandbox.vk.walls import VkWalls

WALLS: dict[int | None, str] = {
    None: "Квота для приёма на работу: как подать отчёт за месяц. Вопросы – в комментариях.",
    PERSONS_WALL: "Переехала в другой район, разбираю коробки. Всем хорошего дня.",
    -NEIGHBOUR: "Ярмарка вакансий пройдёт в субботу в Доме культуры.",
}


class VkWorld(VkWalls):
    """All that the sandbox's VK is; empty until seeded or loaded."""


def seeded(world: Core, files: FileStore | None = None) -> VkWorld:
    """Return a VK with its first people, living by the clocks of ``world``."""
    vk = VkWorld(world, files)
    for one in _users():
        vk.add_user(one)
    furnish(vk)
    return vk


def furnish(vk: VkWorld) -> None:
    """Put up the walls: a post of the community's, and two walls that belong to others."""
    vk.elsewhere[NEIGHBOUR] = Elsewhere(NEIGHBOUR, "Новости района", "raion_news")
    for owner, text in WALLS.items():
        vk.put_up(vk.own_wall if owner is None else owner, text)


def _users() -> list[User]:
    return [
        User(301, "Мария", "Кузнецова", "maria_k", sex=1),
        User(302, "Алексей", "Орлов", "orlov_a", sex=2),
        User(303, "Татьяна", "Белова", "t_belova", sex=1),
        User(401, "Ирина", "Лебедева", "i_lebedeva", sex=1, role="staff"),
        User(402, "Дмитрий", "Соколов", "d_sokolov", sex=2, role="staff"),
    ]
