"""VK: kills with sends in flight, catching up after downtime, and the pace of sending."""

from pathlib import Path

from bench import vk_catch_up, vk_kills, vk_pace
from bench.figures import Figure
from bench.sizes import Sizes
from bot import logs


async def vk(folder: Path, sizes: Sizes) -> list[Figure]:
    """All three, each in worlds of its own."""
    logs.configure("error")
    return [
        *await vk_pace.figures(folder, sizes),
        *await vk_catch_up.figures(folder, sizes),
        *await vk_kills.figures(folder, sizes),
    ]
