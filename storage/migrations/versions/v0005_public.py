"""Where others read along: the spot of a question, and the posts below which people comment."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.BigInteger().with_variant(TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    """Forward; there is no way back but a backup. Everything from before was asked in private."""
    op.add_column("appeals", _filled("scene", sa.Text(), "private"))
    op.add_column("appeals", _filled("link", sa.Text(), ""))
    op.add_column("appeals", _filled("by_hand", sa.Boolean(), sa.false()))
    op.create_table(
        "posts",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        _text("channel"),
        _text("chat"),
        _text("thread"),
        _text("root"),
        _text("source"),
        _text("link"),
        _text("excerpt"),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint(
            "channel", "chat", "thread", "root", name="uq_posts_channel_chat_thread_root"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_posts_source", "posts", ["source", "published_at"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=False)


def _filled(name: str, kind: sa.types.TypeEngine[Any], value: object) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=value)  # type: ignore[arg-type] # a literal or a constant
