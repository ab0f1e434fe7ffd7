"""Statements are compiled once for a whole run of tests, not once for each database of a test.

What a statement compiles to depends on its structure and its dialect alone. SQLAlchemy keeps that
per engine, and every test has an engine of its own.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event

Key = tuple[Any, ...]


class Compiled(dict[Key, Any]):
    """A cache as SQLAlchemy asks for, in which all engines of one driver are alike."""

    def get(self, key: Key, default: Any = None) -> Any:
        """What was compiled for this statement."""
        return super().get(_alike(key), default)

    def __setitem__(self, key: Key, value: Any) -> None:
        super().__setitem__(_alike(key), value)


def _alike(key: Key) -> Key:
    dialect, *rest = key
    return (dialect.name, dialect.driver, *rest)


COMPILED = Compiled()


def share_what_is_compiled() -> None:
    """For all engines made from now on."""

    @event.listens_for(Engine, "engine_connect")
    def _share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=COMPILED)
