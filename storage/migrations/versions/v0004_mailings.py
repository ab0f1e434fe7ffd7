"""Who agreed to be written to first, and posts that wait for somebody's approval."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    _consents()
    _announcements()


def _consents() -> None:
    """Every yes and every no is a row; the last one of a client and a topic holds."""
    op.create_table(
        "consents",
        _own_id(),
        sa.Column("client_id", ROW_ID, nullable=False),
        _text("topic"),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        sa.ForeignKeyConstraint(
            ["client_id"], ["clients.id"], name="fk_consents_client_id_clients"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_consents_topic", "consents", ["topic", "client_id", "id"])


def _announcements() -> None:
    """One row for each post and each place; a second one of the same can't be."""
    op.create_table(
        "announcements",
        _own_id(),
        _text("wave"),
        _text("about"),
        _text("channel"),
        _text("chat"),
        _text("text"),
        _text("file"),
        _text("nonce"),
        _text("state"),
        _text("why"),
        _text("decided_by"),
        sa.Column("decided_at", MOMENT, nullable=True),
        _text("published"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
        sa.UniqueConstraint(
            "wave", "about", "channel", "chat", name="uq_announcements_wave_about_channel_chat"
        ),
        sqlite_autoincrement=True,
    )


def _own_id() -> sa.Column[int]:
    return sa.Column("id", ROW_ID, autoincrement=True, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
