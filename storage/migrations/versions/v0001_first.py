"""The first tables."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    _people()
    _appeals()
    _messages()
    _places()
    _inbox()
    _outbox()


def _people() -> None:
    """Those who ask and those who answer."""
    op.create_table(
        "clients",
        _own_id(),
        _text("channel"),
        _text("external_id"),
        _text("code"),
        _text("name"),
        _text("username"),
        _flag("banned"),
        _flag("reachable"),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
        sa.UniqueConstraint("channel", "external_id", name="uq_clients_channel_external_id"),
        sa.UniqueConstraint("code", name="uq_clients_code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "staff",
        _text("id"),
        _text("name"),
        _text("position"),
        _text("roles"),
        _text("department"),
        sa.Column("left_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
    )


def _appeals() -> None:
    """Appeals, their numbers and their history."""
    op.create_table(
        "counters",
        _text("name"),
        _count("value"),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.create_table(
        "appeals",
        _own_id(),
        _text("number"),
        _text("kind"),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _row("client_id"),
        _text("state"),
        _text("status"),
        _text("subject"),
        _text("search"),
        _moment("published_at"),
        _moment("registered_at"),
        _moment("due_at"),
        _text("question_channel"),
        _text("question_chat"),
        _text("question_thread"),
        _text("question_id"),
        _text("executor"),
        sa.Column("reason", sa.Text(), nullable=True),
        _count("seen"),
        _count("spoken"),
        _text("speakers"),
        sa.Column("follows", ROW_ID, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        _count("version"),
        _refers("appeals", "client_id", "clients"),
        _refers("appeals", "follows", "appeals"),
        sa.PrimaryKeyConstraint("id", name="pk_appeals"),
        sa.UniqueConstraint("number", name="uq_appeals_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_appeals_client", "appeals", ["client_id", "id"])
    _partial("ix_appeals_deadline", "appeals", ["due_at", "id"], "status = 'open'")
    op.create_table(
        "events",
        _row("appeal_id"),
        _count("seq"),
        _text("what"),
        _moment("at"),
        _text("actor_kind"),
        _text("actor_id"),
        _text("data"),
        _refers("events", "appeal_id", "appeals"),
        sa.PrimaryKeyConstraint("appeal_id", "seq", name="pk_events"),
    )


def _messages() -> None:
    """Everything written, with later versions and delivered copies."""
    op.create_table(
        "messages",
        _own_id(),
        sa.Column("appeal_id", ROW_ID, nullable=True),
        _text("side"),
        _text("author"),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("external_id"),
        _text("content"),
        _text("search"),
        _moment("at"),
        _text("fate"),
        _text("album"),
        _text("reply_to"),
        _refers("messages", "appeal_id", "appeals"),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint(
            "channel", "chat", "external_id", name="uq_messages_channel_chat_external_id"
        ),
        sqlite_autoincrement=True,
    )
    _partial("ix_messages_album", "messages", ["channel", "chat", "album"], "album != ''")
    op.create_index("ix_messages_appeal", "messages", ["appeal_id", "id"])
    op.create_table(
        "versions",
        _row("message_id"),
        _count("number"),
        _text("content"),
        _moment("at"),
        _refers("versions", "message_id", "messages"),
        sa.PrimaryKeyConstraint("message_id", "number", name="pk_versions"),
    )
    op.create_table(
        "copies",
        _own_id(),
        _row("message_id"),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("external_id"),
        _refers("copies", "message_id", "messages"),
        sa.PrimaryKeyConstraint("id", name="pk_copies"),
        sa.UniqueConstraint(
            "channel", "chat", "external_id", name="uq_copies_channel_chat_external_id"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_copies_message", "copies", ["message_id", "id"])


def _places() -> None:
    """Topics, dialogs, and chats that have moved."""
    op.create_table(
        "topics",
        _row("appeal_id", autoincrement=False),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("card"),
        _text("name"),
        _text("drawn"),
        _refers("topics", "appeal_id", "appeals"),
        sa.PrimaryKeyConstraint("appeal_id", name="pk_topics"),
        sa.UniqueConstraint("channel", "chat", "thread", name="uq_topics_channel_chat_thread"),
    )
    op.create_table(
        "dialogs",
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("person"),
        _text("name"),
        _text("data"),
        _moment("expires"),
        sa.PrimaryKeyConstraint("channel", "chat", "thread", "person", name="pk_dialogs"),
    )
    op.create_table(
        "chat_moves",
        _text("channel"),
        _text("old"),
        _text("new"),
        sa.PrimaryKeyConstraint("channel", "old", name="pk_chat_moves"),
    )


def _inbox() -> None:
    """What came in, and how far each channel was read."""
    op.create_table(
        "inbox",
        _own_id(),
        _text("channel"),
        _text("event_id"),
        _text("conversation"),
        _text("raw"),
        _moment("received_at"),
        _text("state"),
        _count("attempts"),
        _moment("due_at"),
        _text("error"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "event_id", name="uq_inbox_channel_event_id"),
        sqlite_autoincrement=True,
    )
    _partial("ix_inbox_dead", "inbox", ["id"], "state = 'dead'")
    _partial("ix_inbox_heads", "inbox", ["conversation", "id"], "state = 'new'")
    _partial("ix_inbox_waiting", "inbox", ["id"], "state = 'new'")
    op.create_table(
        "cursors",
        _text("channel"),
        _text("value"),
        sa.PrimaryKeyConstraint("channel", name="pk_cursors"),
    )


def _outbox() -> None:
    """What is to be sent."""
    op.create_table(
        "outbox",
        _own_id(),
        _text("lane"),
        _text("channel"),
        _text("job"),
        _text("payload"),
        _count("priority"),
        _moment("not_before"),
        _text("place"),
        _text("chat"),
        _text("thread"),
        sa.Column("appeal_id", ROW_ID, nullable=True),
        sa.Column("message_id", ROW_ID, nullable=True),
        _text("key"),
        _text("state"),
        _count("attempts"),
        _count("unknowns"),
        _text("why"),
        _text("external_ids"),
        _moment("created_at"),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sqlite_autoincrement=True,
    )
    _partial("ix_outbox_failed", "outbox", ["message_id"], "state = 'failed'")
    _partial("ix_outbox_key", "outbox", ["key"], "state = 'pending'")
    unfinished = "state IN ('pending', 'sending', 'unknown')"
    _partial("ix_outbox_lanes", "outbox", ["lane", "id"], unfinished)
    _partial("ix_outbox_urgent", "outbox", ["priority", "id"], unfinished)


def _own_id() -> sa.Column[int]:
    return sa.Column("id", ROW_ID, autoincrement=True, nullable=False)


def _row(name: str, autoincrement: bool | Literal["auto"] = "auto") -> sa.Column[int]:
    return sa.Column(name, ROW_ID, nullable=False, autoincrement=autoincrement)


def _refers(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{parent}"
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, MOMENT, nullable=False)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    """An index over the few rows that matter."""
    rows = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
