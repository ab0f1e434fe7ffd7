"""Column types that mean the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
BIGGEST_ID = 2**63 - 1

RowId = BigInteger().with_variant(Integer, "sqlite")
"""Row ids: 64 bits on both (SQLite counts rows itself only in a column called INTEGER)."""


class UtcTime(TypeDecorator[datetime]):
    """An aware moment: timestamptz on PostgreSQL, whole microseconds since 1970 on SQLite.

    Always aware UTC on the way out; a naive time on the way in is a bug and raises ValueError.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Native where the database knows time zones."""
        native = dialect.name == "postgresql"
        return dialect.type_descriptor(TIMESTAMP(timezone=True) if native else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | int | None:
        """Aware time → what the database keeps."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a time without its zone cannot be stored"
            raise ValueError(message)
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(
        self,
        value: datetime | int | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        """What the database kept → aware UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return EPOCH + value * MICROSECOND


class AnyText(TypeDecorator[str]):
    """Text from outside. NUL and broken surrogates, which no database takes, become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Whatever a person managed to send → what can be stored."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text without what neither database can hold."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in text)
    return text


def is_row_id(number: int) -> bool:
    """Can any row have this id? A forged button may carry a number no database takes."""
    return 0 < number <= BIGGEST_ID
