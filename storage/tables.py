"""The tables. Unique constraints do the real work of 'nothing twice'."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.sql.elements import ColumnElement

from storage.column_types import AnyText, RowId, UtcTime

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _table(name: str, *parts: Column[Any] | UniqueConstraint) -> Table:
    """A table with a row id of its own that is never given twice, not even after deletion."""
    key: Column[int] = Column("id", RowId, primary_key=True, autoincrement=True)
    return Table(name, metadata, key, *parts, sqlite_autoincrement=True)


def _words(name: str) -> Column[str]:
    return Column(name, AnyText, nullable=False)


def _partial(name: str, condition: ColumnElement[bool], *columns: Column[Any]) -> Index:
    """An index over the few rows that matter."""
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


def is_state(column: ColumnElement[str], *states: str) -> ColumnElement[bool]:
    """`column` is one of `states`, written as literals so that partial indexes apply."""
    literals: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return column == literals[0] if len(literals) == 1 else column.in_(literals)


UNFINISHED = ("pending", "sending", "unknown")
"""States of an outbox row that still holds its lane."""

clients = _table(
    "clients",
    _words("channel"),
    _words("external_id"),
    _words("code"),
    _words("name"),
    _words("username"),
    Column("banned", Boolean, nullable=False),
    Column("reachable", Boolean, nullable=False),
    UniqueConstraint("channel", "external_id"),
    UniqueConstraint("code"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", AnyText, primary_key=True),
    _words("name"),
    _words("position"),
    Column("roles", Text, nullable=False),
    _words("department"),
    Column("left_at", UtcTime),
)

appeals = _table(
    "appeals",
    _words("number"),
    _words("kind"),
    _words("channel"),
    _words("chat"),
    _words("thread"),
    Column("client_id", RowId, ForeignKey("clients.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Text, nullable=False),
    _words("subject"),
    _words("search"),
    Column("published_at", UtcTime, nullable=False),
    Column("registered_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    _words("question_channel"),
    _words("question_chat"),
    _words("question_thread"),
    _words("question_id"),
    _words("executor"),
    Column("reason", Text),
    Column("seen", Integer, nullable=False),
    Column("spoken", Integer, nullable=False),
    Column("speakers", Text, nullable=False),
    Column("follows", RowId, ForeignKey("appeals.id")),
    Column("ended_at", UtcTime),
    Column("version", Integer, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("transfers", Integer, nullable=False),
    _words("department"),
    Column("next_step_at", UtcTime),
    Column("scene", Text, nullable=False),
    _words("link"),
    Column("by_hand", Boolean, nullable=False),
    UniqueConstraint("number"),
)
Index("ix_appeals_client", appeals.c.client_id, appeals.c.id)
_open = is_state(appeals.c.status, "open")
_partial("ix_appeals_deadline", _open, appeals.c.due_at, appeals.c.id)
_partial("ix_appeals_next_step", _open, appeals.c.next_step_at, appeals.c.id)
_partial("ix_appeals_open", _open, appeals.c.id)

events = Table(
    "events",
    metadata,
    Column("appeal_id", RowId, ForeignKey("appeals.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor_kind", Text, nullable=False),
    _words("actor_id"),
    Column("data", Text, nullable=False),
    PrimaryKeyConstraint("appeal_id", "seq"),
)

messages = _table(
    "messages",
    Column("appeal_id", RowId, ForeignKey("appeals.id")),
    Column("side", Text, nullable=False),
    _words("author"),
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("external_id"),
    Column("content", Text, nullable=False),
    _words("search"),
    Column("at", UtcTime, nullable=False),
    Column("fate", Text, nullable=False),
    _words("album"),
    _words("reply_to"),
    UniqueConstraint("channel", "chat", "external_id"),
)
Index("ix_messages_appeal", messages.c.appeal_id, messages.c.id)
_partial(
    "ix_messages_album",
    messages.c.album != literal_column("''"),
    messages.c.channel,
    messages.c.chat,
    messages.c.album,
)

versions = Table(
    "versions",
    metadata,
    Column("message_id", RowId, ForeignKey("messages.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("message_id", "number"),
)

copies = _table(
    "copies",
    Column("message_id", RowId, ForeignKey("messages.id"), nullable=False),
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("external_id"),
    UniqueConstraint("channel", "chat", "external_id"),
)
Index("ix_copies_message", copies.c.message_id, copies.c.id)

topics = Table(
    "topics",
    metadata,
    Column("appeal_id", RowId, ForeignKey("appeals.id"), primary_key=True, autoincrement=False),
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("card"),
    _words("name"),
    _words("drawn"),
    UniqueConstraint("channel", "chat", "thread"),
)

posts = _table(
    "posts",
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("root"),
    _words("source"),
    _words("link"),
    _words("excerpt"),
    Column("published_at", UtcTime, nullable=False),
    UniqueConstraint("channel", "chat", "thread", "root"),
)
Index("ix_posts_source", posts.c.source, posts.c.published_at)

dialogs = Table(
    "dialogs",
    metadata,
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("person"),
    _words("name"),
    Column("data", Text, nullable=False),
    Column("expires", UtcTime, nullable=False),
    PrimaryKeyConstraint("channel", "chat", "thread", "person"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("value", Integer, nullable=False),
)

inbox = _table(
    "inbox",
    _words("channel"),
    _words("event_id"),
    _words("conversation"),
    _words("raw"),
    Column("received_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    _words("error"),
    UniqueConstraint("channel", "event_id"),
)
_waiting = is_state(inbox.c.state, "new")
_dead = is_state(inbox.c.state, "dead")
_partial("ix_inbox_heads", _waiting, inbox.c.conversation, inbox.c.id)
_partial("ix_inbox_waiting", _waiting, inbox.c.id)
_partial("ix_inbox_dead", _dead, inbox.c.id)

cursors = Table(
    "cursors",
    metadata,
    Column("channel", AnyText, primary_key=True),
    _words("value"),
)

outbox = _table(
    "outbox",
    _words("lane"),
    _words("channel"),
    Column("job", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("place", Text, nullable=False),
    _words("chat"),
    _words("thread"),
    Column("appeal_id", RowId),
    Column("message_id", RowId),
    _words("key"),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unknowns", Integer, nullable=False),
    _words("why"),
    Column("external_ids", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
)
_unfinished = is_state(outbox.c.state, *UNFINISHED)
_pending = is_state(outbox.c.state, "pending")
_failed = is_state(outbox.c.state, "failed")
_partial("ix_outbox_lanes", _unfinished, outbox.c.lane, outbox.c.id)
_partial("ix_outbox_urgent", _unfinished, outbox.c.priority, outbox.c.id)
_partial("ix_outbox_key", _pending, outbox.c.key)
_partial("ix_outbox_failed", _failed, outbox.c.message_id)

chat_moves = Table(
    "chat_moves",
    metadata,
    _words("channel"),
    _words("old"),
    _words("new"),
    PrimaryKeyConstraint("channel", "old"),
)

steps = Table(
    "steps",
    metadata,
    Column("appeal_id", RowId, ForeignKey("appeals.id"), nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("late", Boolean, nullable=False),
    PrimaryKeyConstraint("appeal_id", "cycle", "key"),
)

notices = _table(
    "notices",
    _words("recipient"),
    Column("appeal_id", RowId, ForeignKey("appeals.id"), nullable=False),
    Column("step", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("said_at", UtcTime),
)
_partial("ix_notices_unsaid", notices.c.said_at.is_(None), notices.c.recipient, notices.c.id)
_partial("ix_notices_said", notices.c.said_at.is_not(None), notices.c.recipient, notices.c.said_at)

occurrences = Table(
    "occurrences",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("next_at", UtcTime, nullable=False),
)

occurrences_done = Table(
    "occurrences_done",
    metadata,
    Column("name", AnyText, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("at", UtcTime, nullable=False),
    PrimaryKeyConstraint("name", "due_at"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", AnyText, primary_key=True),
    _words("value"),
)

departments = Table(
    "departments",
    metadata,
    Column("id", AnyText, primary_key=True),
    _words("name"),
    _words("head"),
    Column("duty", Text, nullable=False),
    Column("place", Integer, nullable=False),
)

absences = _table(
    "absences",
    _words("employee"),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime),
    _words("substitute"),
)
Index("ix_absences_employee", absences.c.employee, absences.c.id)

invitations = _table(
    "invitations",
    Column("token_hash", Text, nullable=False),
    Column("roles", Text, nullable=False),
    _words("department"),
    _words("created_by"),
    Column("created_at", UtcTime, nullable=False),
    Column("expires", UtcTime, nullable=False),
    _words("used_by"),
    Column("used_at", UtcTime),
    UniqueConstraint("token_hash"),
)

switches = _table(
    "switches",
    _words("name"),
    _words("value"),
    _words("switched_by"),
    Column("at", UtcTime, nullable=False),
)
Index("ix_switches_name", switches.c.name, switches.c.id)

staff_events = _table(
    "staff_events",
    Column("what", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    _words("who"),
    _words("done_by"),
    Column("data", Text, nullable=False),
)
Index("ix_staff_events_who", staff_events.c.who, staff_events.c.id)

consents = _table(
    "consents",
    Column("client_id", RowId, ForeignKey("clients.id"), nullable=False),
    _words("topic"),
    Column("given", Boolean, nullable=False),
    Column("at", UtcTime, nullable=False),
)
Index("ix_consents_topic", consents.c.topic, consents.c.client_id, consents.c.id)

announcements = _table(
    "announcements",
    _words("wave"),
    _words("about"),
    _words("channel"),
    _words("chat"),
    _words("text"),
    _words("file"),
    _words("nonce"),
    Column("state", Text, nullable=False),
    _words("why"),
    _words("decided_by"),
    Column("decided_at", UtcTime),
    _words("published"),
    Column("tries", Integer, nullable=False),
    UniqueConstraint("wave", "about", "channel", "chat"),
)

incidents = _table(
    "incidents",
    _words("number"),
    _words("title"),
    _words("executor"),
    Column("made_at", UtcTime, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("number"),
)

incident_answers = _table(
    "incident_answers",
    Column("incident_id", RowId, ForeignKey("incidents.id"), nullable=False),
    Column("content", Text, nullable=False),
    _words("prepared_by"),
    _words("channel"),
    _words("chat"),
    _words("thread"),
    _words("reply_to"),
    Column("made_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
)
Index("ix_incident_answers_incident", incident_answers.c.incident_id, incident_answers.c.id)

incident_members = _table(
    "incident_members",
    Column("incident_id", RowId, ForeignKey("incidents.id"), nullable=False),
    Column("appeal_id", RowId, ForeignKey("appeals.id"), nullable=False),
    Column("seen", Integer, nullable=False),
    Column("answer_id", RowId),
    Column("outcome", Text, nullable=False),
    Column("message_id", RowId),
    UniqueConstraint("appeal_id"),
)
Index("ix_incident_members_incident", incident_members.c.incident_id, incident_members.c.id)
_partial(
    "ix_incident_members_waiting",
    is_state(incident_members.c.outcome, "waiting"),
    incident_members.c.id,
)

incident_hints = _table(
    "incident_hints",
    Column("appeal_id", RowId, ForeignKey("appeals.id"), nullable=False),
    Column("like_id", RowId, ForeignKey("appeals.id"), nullable=False),
    UniqueConstraint("appeal_id"),
)
