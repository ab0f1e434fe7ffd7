"""A PostgreSQL database as one file, by PostgreSQL's own tools `pg_dump` and `pg_restore`.

They have to be of the server's version or newer, and are looked for on the PATH.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from storage.errors import StorageError

DUMP, RESTORE = "pg_dump", "pg_restore"
_MISMATCH = re.compile(r"server version: (\d+).*?pg_\w+ version: (\d+)")
_NEWER_FILE = re.compile(r"unsupported version \(.*\) in file header")


class NoTool(StorageError):
    """PostgreSQL's own tool is not installed here; `tool` names it."""

    def __init__(self, tool: str) -> None:
        super().__init__(f"{tool} is not installed")
        self.tool = tool


class OldTool(StorageError):
    """PostgreSQL's own tool is older than the server, or than the tool that made the file.

    `server` and `own` are the versions' first numbers, empty where the tool did not say.
    """

    def __init__(self, tool: str, server: str = "", own: str = "") -> None:
        super().__init__(f"{tool} is too old")
        self.tool, self.server, self.own = tool, server, own


def dump(url: str, target: Path) -> None:
    """Write the whole database as it is at this moment. Raises NoTool, OldTool, StorageError."""
    _run(url, DUMP, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def load(url: str, source: Path) -> None:
    """Fill an empty database: all of it or nothing. Raises NoTool, OldTool, StorageError."""
    database = make_url(url).database or ""
    _run(
        url, RESTORE, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--dbname={database}", str(source),
    )  # fmt: skip


def check(source: Path) -> None:
    """Can the tools read this file? Raises NoTool, OldTool, StorageError."""
    _run("postgresql://", RESTORE, "--list", str(source))


def environment_of(url: URL, inherited: Mapping[str, str]) -> dict[str, str]:
    """How the tools find the server. Not by their arguments, which everybody here could read."""
    query = {name: value for name, value in url.query.items() if isinstance(value, str)}
    given = {
        "PGHOST": url.host or query.get("host"),
        "PGPORT": str(url.port) if url.port else query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": None if url.password is None else str(url.password),
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("ssl") or query.get("sslmode"),
    }
    # their words are read here, so they must not be translated
    plain = {"LC_ALL": "C", "LANGUAGE": ""}
    return {**inherited, **plain, **{name: value for name, value in given.items() if value}}


def _run(url: str, tool: str, *words: str) -> None:
    """Only the kind of trouble is told: the tools' own words may quote a row."""
    program = shutil.which(tool)
    if program is None:
        raise NoTool(tool)
    ended = subprocess.run(  # noqa: S603 - our own list of words, no shell
        [program, *words],
        env=environment_of(make_url(url), os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode == 0:
        return
    if found := _MISMATCH.search(ended.stderr):
        raise OldTool(tool, found[1], found[2])
    if _NEWER_FILE.search(ended.stderr):
        raise OldTool(tool)
    raise StorageError(f"{tool}: {_trouble(ended.stderr)}")


def _trouble(said: str) -> str:
    """The first error's own line, without what follows it."""
    errors = [line for line in said.splitlines() if "error:" in line]
    return (errors or ["?"])[0].partition("error:")[2].strip()[:200] or "?"
