"""No table of answers or participants knows a time, a person, a message or a sequence."""

import pytest
from sqlalchemy import text

from storage.surveys.store import SurveyStore
from storage.surveys.tables import box_of, mail_of, metadata, tags_of

COLUMNS = {
    "box": {"start": "bytes", "rest": "bytes"},
    "tags": {"tag": "bytes"},
    "mail": {
        "seat": "bytes",
        "channel": "text",
        "person": "text",
        "lot": "integer",
        "state": "text",
        "reminders": "integer",
    },
    "results": {"wave": "text", "number": "integer", "ballot": "text"},
    "texts": {"wave": "text", "question": "text", "number": "integer", "text": "text"},
    "withheld": {"wave": "text", "question": "text", "number": "integer"},
    "unsaid": {"wave": "text", "question": "text", "reason": "text", "people": "integer"},
}
"""All that there may be; whoever adds a column says here that it can't betray anybody."""

KINDS = {"blob": "bytes", "bytea": "bytes"}
MOMENTS = {"waves": {"opens", "closes", "closed"}}

SQLITE = "SELECT name, lower(type) FROM pragma_table_xinfo('{}')"
POSTGRES = (
    "SELECT column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = 'surveys' AND table_name = '{}'"
)


async def columns(store: SurveyStore, table: str, kind: str) -> dict[str, str]:
    """Columns that the database itself reports."""
    sql = (SQLITE if kind == "sqlite" else POSTGRES).format(table)
    async with store.begin() as unit:
        rows = [tuple(map(str, row)) for row in await unit.db.all(text(sql))]
    return {name: KINDS.get(kind_, kind_) for name, kind_ in rows}


async def test_the_tables_of_answers_have_these_columns_and_no_others(
    surveys: SurveyStore, kind: str
) -> None:
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.mail.draw_up("w", [])
    names = {"box": box_of("w").name, "tags": tags_of("w").name, "mail": mail_of("w").name}
    for table, expected in COLUMNS.items():
        assert await columns(surveys, names.get(table, table), kind) == expected


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
async def test_on_sqlite_no_hidden_row_number_remembers_an_order(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.mail.draw_up("w", [])
        sql = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
        rows = [tuple(row) for row in await unit.db.all(text(sql))]
        found = dict(rows)
    own = {box_of("w").name, tags_of("w").name, mail_of("w").name}
    tables = own | {"results", "texts", "unsaid", "withheld"}
    assert {name for name in tables if not found[name]} == set()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_on_postgresql_no_statistics_keep_samples_of_secrets(surveys: SurveyStore) -> None:
    async with surveys.begin() as unit:
        await unit.box.make("w")
        await unit.mail.draw_up("w", [])
        sql = (
            "SELECT attname FROM pg_attribute WHERE attstattarget IS DISTINCT FROM 0 "
            "AND attnum > 0 AND attrelid = 'surveys.{}'::regclass"
        )
        for table in (box_of("w").name, tags_of("w").name, mail_of("w").name):
            assert await unit.db.all(text(sql.format(table))) == []
        assert "text" not in [row[0] for row in await unit.db.all(text(sql.format("texts")))]


def test_only_waves_know_moments_and_only_announced_ones() -> None:
    moments = {
        table.name: {
            column.name
            for column in table.columns
            if type(column.type).__name__ in {"UtcTime", "Date", "DateTime", "Time"}
        }
        for table in (*metadata.sorted_tables, box_of("w"), tags_of("w"), mail_of("w"))
    }
    assert {name: found for name, found in moments.items() if found} == MOMENTS


def test_every_wave_has_tables_of_its_own_whatever_it_is_called() -> None:
    names = {box_of(wave).name for wave in ("a", "b", 'x"; DROP TABLE y', "я" * 200)}
    assert len(names) == 4
    assert all(name.replace("_", "").isalnum() and len(name) < 60 for name in names)
