"""The staff's own affairs: departments, absences, invitations, switches and their history."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    _roster()
    _invitations()
    _switches()
    _history()


def _roster() -> None:
    """Departments with heads and duty; who is away and who stands in."""
    op.create_table(
        "departments",
        _text("id"),
        _text("name"),
        _text("head"),
        _text("duty"),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_departments"),
    )
    op.create_table(
        "absences",
        _own_id(),
        _text("employee"),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        _text("substitute"),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_absences_employee", "absences", ["employee", "id"])


def _invitations() -> None:
    """Only a hash of each token: who reads the database can't join by it."""
    op.create_table(
        "invitations",
        _own_id(),
        _text("token_hash"),
        _text("roles"),
        _text("department"),
        _text("created_by"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires", MOMENT, nullable=False),
        _text("used_by"),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
        sqlite_autoincrement=True,
    )


def _switches() -> None:
    """Every switching is a row; the last one of a name holds."""
    op.create_table(
        "switches",
        _own_id(),
        _text("name"),
        _text("value"),
        _text("switched_by"),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_switches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_switches_name", "switches", ["name", "id"])


def _history() -> None:
    """What happened to the staff, and by whom."""
    op.create_table(
        "staff_events",
        _own_id(),
        _text("what"),
        sa.Column("at", MOMENT, nullable=False),
        _text("who"),
        _text("done_by"),
        _text("data"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_events_who", "staff_events", ["who", "id"])


def _own_id() -> sa.Column[int]:
    return sa.Column("id", ROW_ID, autoincrement=True, nullable=False)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)
