"""The clock: rungs climbed, notices to give, regular jobs, and what an appeal's clock needs."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")
OPEN = "status = 'open'"


def upgrade() -> None:
    """Forward; there is no way back but a backup."""
    _appeals()
    _ladder()
    _regular_jobs()


def _appeals() -> None:
    """Appeals from before have a first cycle; when their ladder goes on is counted at start."""
    op.add_column("appeals", _filled("cycle", sa.Integer(), "1"))
    op.add_column("appeals", _filled("transfers", sa.Integer(), "0"))
    op.add_column("appeals", _filled("department", sa.Text(), ""))
    op.add_column("appeals", sa.Column("next_step_at", MOMENT, nullable=True))
    _partial("ix_appeals_next_step", "appeals", ["next_step_at", "id"], OPEN)
    _partial("ix_appeals_open", "appeals", ["id"], OPEN)


def _ladder() -> None:
    """Each rung once for an appeal and cycle, and whom to tell of it."""
    op.create_table(
        "steps",
        sa.Column("appeal_id", ROW_ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name="fk_steps_appeal_id_appeals"),
        sa.PrimaryKeyConstraint("appeal_id", "cycle", "key", name="pk_steps"),
    )
    op.create_table(
        "notices",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("appeal_id", ROW_ID, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name="fk_notices_appeal_id_appeals"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sqlite_autoincrement=True,
    )
    _partial("ix_notices_unsaid", "notices", ["recipient", "id"], "said_at IS NULL")
    _partial("ix_notices_said", "notices", ["recipient", "said_at"], "said_at IS NOT NULL")


def _regular_jobs() -> None:
    """When they run next, that they ran, and facts that outlive the process."""
    op.create_table(
        "occurrences",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_occurrences"),
    )
    op.create_table(
        "occurrences_done",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", "due_at", name="pk_occurrences_done"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def _filled(name: str, kind: sa.types.TypeEngine[Any], value: str) -> sa.Column[Any]:
    """A column whose rows from before get a value."""
    return sa.Column(name, kind, nullable=False, server_default=value)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    """An index over the few rows that matter."""
    rows = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
