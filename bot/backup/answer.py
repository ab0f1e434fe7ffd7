"""What the administrator is told of a backup or of putting one back."""

from dataclasses import dataclass

from bot.admin_words import say
from storage.errors import StorageError
from storage.postgres_dump import NoTool, OldTool


@dataclass(frozen=True, slots=True)
class Answer:
    """`done`: what was asked for has happened."""

    text: str
    done: bool = True


class Hindered(Exception):
    """It can't be done; `str` says why, in Russian, and what to do. Nothing has changed."""

    def __init__(self, key: str, **args: str) -> None:
        super().__init__(say(key, **args))


def trouble(error: Exception) -> str:
    """The same in Russian, with nobody's data. Raises what nobody foresaw."""
    match error:
        case Hindered():
            return str(error)
        case NoTool():
            return say("backup-no-tool", tool=error.tool)
        case OldTool():
            known = "yes" if error.server else "no"
            facts = {"tool": error.tool, "server": error.server, "own": error.own}
            return say("backup-old-tool", known=known, **facts)
        case StorageError():
            return say("backup-storage", why=str(error))
        case OSError():
            return say("backup-disk", why=error.strerror or type(error).__name__)
        case _:
            raise error


def megabytes(size: int) -> str:
    """Bytes for people: whole mebibytes, at least one."""
    return str(max(1, round(size / (1 << 20))))
