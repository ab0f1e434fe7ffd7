"""One matter, many people: incidents, their members and prepared answers."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    # Answers to many have got a place of their own between acknowledgements and copies.
    op.execute("UPDATE outbox SET priority = priority + 1 WHERE priority >= 2")
    _table(
        "incidents",
        _text("number"),
        _text("title"),
        _text("executor"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("number", name="uq_incidents_number"),
    )
    _table(
        "incident_answers",
        _row("incident_id", "incidents", "incident_answers"),
        _text("content"),
        _text("prepared_by"),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("reply_to"),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
    )
    op.create_index("ix_incident_answers_incident", "incident_answers", ["incident_id", "id"])
    _table(
        "incident_members",
        _row("incident_id", "incidents", "incident_members"),
        _row("appeal_id", "appeals", "incident_members"),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("answer_id", ROW_ID, nullable=True),
        _text("outcome"),
        sa.Column("message_id", ROW_ID, nullable=True),
        sa.UniqueConstraint("appeal_id", name="uq_incident_members_appeal_id"),
    )
    op.create_index("ix_incident_members_incident", "incident_members", ["incident_id", "id"])
    waiting = sa.text("outcome = 'waiting'")
    op.create_index(
        "ix_incident_members_waiting",
        "incident_members",
        ["id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    _table(
        "incident_hints",
        _row("appeal_id", "appeals", "incident_hints"),
        _row("like_id", "appeals", "incident_hints"),
        sa.UniqueConstraint("appeal_id", name="uq_incident_hints_appeal_id"),
    )


def _table(name: str, *parts: Any) -> None:  # noqa: ANN401 - columns and constraints alike
    key = sa.Column("id", ROW_ID, autoincrement=True, nullable=False)
    primary = sa.PrimaryKeyConstraint("id", name=f"pk_{name}")
    op.create_table(name, key, *parts, primary, sqlite_autoincrement=True)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _row(name: str, table: str, own: str) -> sa.Column[Any]:
    key = sa.ForeignKey(f"{table}.id", name=f"fk_{own}_{name}_{table}")
    return sa.Column(name, ROW_ID, key, nullable=False)
