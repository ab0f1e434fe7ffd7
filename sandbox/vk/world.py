"""The seeded VK: a community, three of its clients, two employees."""

from sandbox.core import Core
from sandbox.files import FileStore
from sandbox.vk.employees import VkEmployees
from sandbox.vk.state import User


class VkWorld(VkEmployees):
    """All that the sandbox's VK is; empty until seeded or loaded."""


def seeded(world: Core, files: FileStore | None = None) -> VkWorld:
    """Return a VK with its first people, living by the clocks of ``world``."""
    vk = VkWorld(world, files)
    for one in _users():
        vk.add_user(one)
    return vk


def _users() -> list[User]:
    return [
        User(301, "Мария", "Кузнецова", "maria_k", sex=1),
        User(302, "Алексей", "Орлов", "orlov_a", sex=2),
        User(303, "Татьяна", "Белова", "t_belova", sex=1),
        User(401, "Ирина", "Лебедева", "i_lebedeva", sex=1, role="staff"),
        User(402, "Дмитрий", "Соколов", "d_sokolov", sex=2, role="staff"),
    ]
