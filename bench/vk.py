"""VK: kills with sends in flight, catching up after downtime in private and in public, pace."""

from pathlib import Path

from bench import vk_catch_up, vk_kills, vk_pace, vk_square
from bench.figures import Figure
from bench.sizes import Sizes
from bot import logs


async def vk(folder: Path, sizes: Sizes) -> list[Figure]:
    """All of them, each in worlds of its own."""
    logs.configure("error")
    return [
        *await vk_pace.figures(folder, sizes),
        *await vk_catch_up.figures(folder, sizes),
        *await vk_square.figures(folder, sizes),
        *await vk_kills.figures(folder, sizes),
    ]
