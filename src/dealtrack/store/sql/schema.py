"""The tables of a ledger in SQL: what they are called, what they hold, what finds it.

Where columns have types, what holds at the end of time is kept apart from what is over:
nearly all that is asked is asked of today, and must not pay for the history.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from zlib import crc32

from dealtrack import __version__
from dealtrack.query.field import Kind
from dealtrack.query.fields import FIELDS
from dealtrack.store.sql.columns import COLUMNS, TABLES, Column, Table
from dealtrack.store.sql.dialect import Dialect
from dealtrack.store.sql.intervals import FOREVER

PARTS = ("records", "entries")

_SHAPE = 1
"""To be raised when cells are filled otherwise."""

_TYPES = {Kind.DATE: "integer", Kind.FLAG: "smallint", Kind.NUMBER: "numeric"}
_HEADS = {
    "records": {"id": "bigint", "from": "integer", "until": "integer", "over": "integer"},
    "entries": {
        "id": "bigint",
        "number": "integer",
        "from": "integer",
        "until": "integer",
        "partly": "smallint",
    },
}
_KEYS = {"records": '"id", "until"', "entries": '"id", "number", "until"'}


# Figures go through whole tables: what they do not look at, long texts, lies elsewhere
_SLIM = "WITH (toast_tuple_target = 256)"


class _Index(NamedTuple):
    """What finds rows of a *part* by *cells*, of those alone of which *only* is true."""

    part: str
    cells: str
    only: str = ""
    method: str = "btree"


# Hashed is what may be longer than a sorted index takes
_OF_NOW = (
    _Index("records", '"title"', method="hash"),
    _Index("records", '"signed"'),
    _Index("records", '"begins"'),
    _Index("records", '"trip"', '"trip" IS NOT NULL'),
    _Index("records", '"link"', '"link" IS NOT NULL', "gin"),
    _Index("records", '"id"', '"problem" IS NOT NULL'),
    _Index("entries", '"id"', '"problem" IS NOT NULL'),
    _Index("entries", '"original"', '"original" IS NOT NULL'),
    _Index("entries", '"promise", "promised", "due"', '"promise" IS NOT NULL'),
    _Index("entries", '"waits"', '"waits" IS NOT NULL', "gin"),
    _Index("entries", '"uid"', method="hash"),
    _Index("entries", '"due", "id", "number"', '"open" = 1'),
)
_OF_THEN = (_Index("records", '"until"'), _Index("entries", '"until"'))


def names_of(table: Table, part: str) -> tuple[str, ...]:
    """Return the columns of a part of a register, in their order."""
    return (*_HEADS[part], *(name for one in columns_of(table, part) for name in one.names))


def statements(dialect: Dialect) -> list[str]:
    """Return what makes the tables, and what makes their indexes."""
    return [*tables(dialect), *indexes(dialect)]


def tables(dialect: Dialect) -> list[str]:
    """Return what makes the tables."""
    return [
        statement
        for table in TABLES
        for part in PARTS
        for statement in _table(table, part, dialect)
    ]


def indexes(dialect: Dialect) -> list[str]:
    """Return what makes the indexes, best after the tables were filled."""
    return [statement for table in TABLES for statement in _indexes(table, dialect)]


@cache
def layout(dialect: Dialect) -> str:
    """Return what changes whenever the tables must be made and filled anew.

    Unlike that of an index, which belongs to one computer, it is the same for every Python:
    what a newer Unicode folds otherwise is letters that nobody had before.
    """
    kinds = [(name, field.kind.name) for name, field in FIELDS.items()]
    made = (_SHAPE, __version__, kinds, statements(dialect))
    return f"{crc32(repr(made).encode()):08x}"


def _table(table: Table, part: str, dialect: Dialect) -> Iterator[str]:
    name = f"{table}_{part}"
    cells = [f'"{head}" {kind} NOT NULL' for head, kind in list(_HEADS[part].items())[:-1]]
    cells += [f'"{head}" {kind}' for head, kind in list(_HEADS[part].items())[-1:]]
    for column in columns_of(table, part):
        cells += _cells(column, dialect)
    whole = f'CREATE TABLE "{name}" ({", ".join(cells)}, PRIMARY KEY ({_KEYS[part]}))'
    if not dialect.is_typed:
        yield f"{whole} WITHOUT ROWID"
        return
    yield f'{whole} PARTITION BY LIST ("until")'
    yield f'CREATE TABLE "{name}_now" PARTITION OF "{name}" FOR VALUES IN ({FOREVER}) {_SLIM}'
    yield f'CREATE TABLE "{name}_then" PARTITION OF "{name}" DEFAULT {_SLIM}'


def _cells(column: Column, dialect: Dialect) -> Iterator[str]:
    for number, name in enumerate(column.names):
        if not dialect.is_typed:
            yield f'"{name}"'  # of any type, for a number may be too long for one
        else:
            is_listed = column.several and (column.field.kind is not Kind.TEXT or number)
            of = _TYPES.get(column.field.kind, "bytea")
            yield f'"{name}" {of}{"[]" if is_listed else ""}'


def _indexes(table: Table, dialect: Dialect) -> Iterator[str]:
    if not dialect.is_typed:
        for part in PARTS:
            yield f'CREATE INDEX "{table}_{part}_until" ON "{table}_{part}" ("until")'
        return
    for suffix, those in (("now", _OF_NOW), ("then", _OF_THEN)):
        for number, one in enumerate(those):
            if set(one.cells.replace('"', "").split(", ")) <= {*names_of(table, one.part)}:
                on, only = f"{table}_{one.part}_{suffix}", f" WHERE {one.only}" * bool(one.only)
                yield (
                    f'CREATE INDEX "{on}_{number}" ON "{on}" '
                    f"USING {one.method} ({one.cells}){only}"
                )


def columns_of(table: Table, part: str) -> tuple[Column, ...]:
    """Return the fields in a part of a register."""
    return COLUMNS[table].records if part == "records" else COLUMNS[table].entries
