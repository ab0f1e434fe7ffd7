"""``python -m sandbox``: play Telegram and VK on this computer and start the bot against it."""

import argparse
import asyncio
import functools
import os
import shutil
import sys
from pathlib import Path

from sandbox.child import Child
from sandbox.environment import BOT_PORT, COMMAND, SECRETS, bot_environment
from sandbox.files import FileStore
from sandbox.keeping import STATE_FILE, Keeper, UnreadableError, load
from sandbox.server import create_app
from sandbox.serving import SandboxServer, listening_socket
from sandbox.square import first_post, open_square
from sandbox.vk.keeping import VK_FILE, VK_FOLDER, VkKeeper
from sandbox.vk.keeping import load as load_vk
from sandbox.vk.world import VkWorld
from sandbox.vk.world import seeded as seeded_vk
from sandbox.world import World, hire_analyst, seed

DATABASES = ("otklik.db", "otklik-surveys.db")
OWN_FILES = (
    STATE_FILE,
    VK_FILE,
    *(f"{name}{end}" for name in DATABASES for end in ("", "-wal", "-shm")),
)
OWN_FOLDERS = ("files", VK_FOLDER, "files-otklik", SECRETS)


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Песочница: Telegram и ВКонтакте на этом компьютере, к которым подключён бот.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="адрес страницы (%(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="порт страницы (%(default)s)")
    parser.add_argument("--no-bot", action="store_true", help="не запускать бота")
    parser.add_argument(
        "--data", type=Path, default=Path("data/sandbox"), help="папка с данными (%(default)s)"
    )
    parser.add_argument("--fresh", action="store_true", help="начать с пустых чатов и пустой базы")
    return parser.parse_args(arguments)


def wipe(data: Path) -> None:
    """Remove what the sandbox and its bot keep in ``data``, and nothing else."""
    for name in OWN_FILES:
        (data / name).unlink(missing_ok=True)
    for name in OWN_FOLDERS:
        shutil.rmtree(data / name, ignore_errors=True)


def prepared_world(data: Path) -> World:
    """Return the world kept in ``data``, or a newly seeded one with rate limits on."""
    world = World(files_folder=data / "files")
    if load(world, data):
        open_square(world)  # chats kept from before there was one
        hire_analyst(world)
    else:
        seed(world).settings.rate_limits = True
    first_post(world)
    return world


def prepared_secrets(data: Path) -> None:
    """Make the folder for the surveys' keys, closed to others; the bot makes the file itself."""
    folder = data / SECRETS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def bot_port() -> int:
    """Return the port for the bot's web pages: its usual one, or another when that is taken."""
    for port in (BOT_PORT, 0):
        try:
            with listening_socket("127.0.0.1", port) as probe:
                return int(probe.getsockname()[1])
        except OSError:
            continue
    return BOT_PORT


def prepared_vk(world: World, data: Path) -> VkWorld:
    """Return the VK kept in ``data``, or a newly seeded one, with rate limits on."""
    vk = seeded_vk(world, FileStore(data / VK_FOLDER))
    if not load_vk(vk, data):
        vk.settings.rate_limits = True
    return vk


async def run(options: argparse.Namespace) -> None:
    """Serve until SIGINT or SIGTERM; the bot is stopped first."""
    data: Path = options.data.resolve()
    world = prepared_world(data)
    vk = prepared_vk(world, data)
    prepared_secrets(data)
    with listening_socket(options.host, options.port) as bound:
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        vk.base = url
        port = bot_port()
        environment = functools.partial(
            bot_environment, world, url=url, data=data, inherited=os.environ, port=port, vk=vk
        )
        child = None
        if not options.no_bot:
            child = Child(COMMAND, environment, data, lambda: world.announce("bot"))
        app = create_app(
            world,
            child=child,
            keeper=Keeper(world, data),
            bot_url="" if options.no_bot else f"http://127.0.0.1:{port}",
            vk=vk,
            vk_keeper=VkKeeper(vk, data),
        )
        server = SandboxServer(app, own_signals=True)
        server.before_shutdown = child.stop if child else None
        serving = asyncio.create_task(server.serve([bound]))
        await server.ready.wait()
        sys.stdout.write(
            f"Песочница: {url}\n"
            f"Откройте этот адрес в браузере. Остановить: Ctrl+C. Данные: {data}\n"
        )
        sys.stdout.flush()
        if child is not None:
            await child.start()
        await serving


def main() -> int:
    """Start the sandbox; returns the exit code."""
    options = parsed()
    data: Path = options.data.resolve()
    if options.fresh:
        wipe(data)
    data.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(run(options))
    except KeyboardInterrupt:
        return 0
    except UnreadableError as error:
        sys.stderr.write(f"Файл {error} не читается. Начните заново: --fresh.\n")
        return 1
    except OSError as error:
        sys.stderr.write(
            f"Песочница не запустилась на {options.host}:{options.port}: {error.strerror}. "
            "Освободите порт или укажите другой: --port.\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
