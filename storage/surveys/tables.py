"""The tables of surveys. None but `waves` knows any time, and it only the announced ones."""

import hashlib
from functools import lru_cache

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from storage.column_types import AnyText, UtcTime

SCHEMA = "surveys"
VERSION = 2

metadata = MetaData()

version = Table("version", metadata, Column("number", Integer, primary_key=True))

waves = Table(
    "waves",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("survey", AnyText, nullable=False),
    Column("definition", AnyText, nullable=False),
    Column("hash", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("length", Integer, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("opens", UtcTime, nullable=False),
    Column("closes", UtcTime, nullable=False),
    Column("with_analyst", Boolean, nullable=False),
    Column("invited", Integer),
    Column("stage", Text, nullable=False),
    Column("remainder", Boolean, nullable=False),
    Column("keys_lost", Boolean, nullable=False),
    Column("sheets", Integer),
    Column("spoiled", Integer, nullable=False),
    Column("closed", Date),
)

results = Table(
    "results",
    metadata,
    Column("wave", AnyText, nullable=False),
    Column("number", Integer, nullable=False),
    Column("ballot", Text, nullable=False),
    PrimaryKeyConstraint("wave", "number"),
    sqlite_with_rowid=False,
)

texts = Table(
    "texts",
    metadata,
    Column("wave", AnyText, nullable=False),
    Column("question", AnyText, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", AnyText, nullable=False),
    PrimaryKeyConstraint("wave", "question", "number"),
    sqlite_with_rowid=False,
)

withheld = Table(
    "withheld",
    metadata,
    Column("wave", AnyText, nullable=False),
    Column("question", AnyText, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("wave", "question", "number"),
    sqlite_with_rowid=False,
)
"""The typed answers of `texts` that an analyst keeps out of what is released."""

unsaid = Table(
    "unsaid",
    metadata,
    Column("wave", AnyText, nullable=False),
    Column("question", AnyText, nullable=False),
    Column("reason", Text, nullable=False),
    Column("people", Integer, nullable=False),
    PrimaryKeyConstraint("wave", "question", "reason"),
    sqlite_with_rowid=False,
)


@lru_cache
def box_of(wave: str) -> Table:
    """The sealed sheets of a wave: a table of its own, dropped whole when they are counted.

    A sheet is kept under its own first bytes, which are random: so a row has no number, and on
    SQLite lies in no order but theirs.
    """
    return Table(
        f"box_{_name(wave)}",
        MetaData(),
        Column("start", LargeBinary, primary_key=True),
        Column("rest", LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


@lru_cache
def tags_of(wave: str) -> Table:
    """Who has answered in a wave: tags and nothing else; dropped when it begins to close."""
    return Table(
        f"tags_{_name(wave)}",
        MetaData(),
        Column("tag", LargeBinary, primary_key=True),
        sqlite_with_rowid=False,
    )


@lru_cache
def mail_of(wave: str) -> Table:
    """Who is invited to a wave; dropped when it begins to close.

    `reminders` is the same for everybody of a lot: it tells of rounds held, not of sendings.
    """
    return Table(
        f"mail_{_name(wave)}",
        MetaData(),
        Column("seat", LargeBinary, primary_key=True),
        Column("channel", AnyText, nullable=False),
        Column("person", AnyText, nullable=False),
        Column("lot", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("reminders", Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def _name(wave: str) -> str:
    """Part of a table's name that any database takes, whatever the wave is called."""
    return hashlib.sha256(wave.encode()).hexdigest()[:16]
