"""The tables of a ledger in SQL: what they are called, what they hold, what finds it.

Where columns have types, what holds at the end of time is kept apart from what is over:
nearly all that is asked is asked of today, and must not pay for the history.  And the words
of a record lie in a table of their own, each wording once, however often the rest changes:
figures go through all records, and do not look at words.  Whoever asks sees one table, a
view, of which a database leaves out what nobody asks for.
"""

from collections.abc import Iterable, Iterator
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


_DERIVED = rf"_({'|'.join(PARTS)})(_days|_words)?$"
"""What follows on the name of a register in those of its tables; others are not ours."""

_FEW_WORDS = {"keeper", "office", "follows"}
"""Texts that are short, and that figures are grouped by."""


class Piece(NamedTuple):
    """A table that holds some columns of a part of a register."""

    name: str
    columns: tuple[str, ...]


class _Index(NamedTuple):
    """What finds rows of a *part* by *cells*, of those alone of which *only* is true."""

    part: str
    cells: str
    only: str = ""
    method: str = "btree"


# Hashed is what may be longer than a sorted index takes
_OF_NOW = (
    _Index("records", '"signed"'),
    _Index("records", '"begins"'),
    _Index("records", '"trip"', '"trip" IS NOT NULL'),
    _Index("records", '"link"', '"link" IS NOT NULL', "gin"),
    _Index("entries", '"id"', '"problem" IS NOT NULL'),
    _Index("entries", '"original"', '"original" IS NOT NULL'),
    _Index("entries", '"promise", "promised", "due"', '"promise" IS NOT NULL'),
    _Index("entries", '"waits"', '"waits" IS NOT NULL', "gin"),
    _Index("entries", '"uid"', method="hash"),
    _Index("entries", '"due", "id", "number"', '"open" = 1'),
)
_OF_THEN = (_Index("records", '"until"'), _Index("entries", '"until"'))
_OF_WORDS = (
    _Index("records", '"title"', method="hash"),
    _Index("records", '"id"', '"problem" IS NOT NULL'),
)


def derived_from(registers: Iterable[str]) -> str:
    """Return the pattern of the names of tables that are derived from *registers*."""
    return f"^({'|'.join(registers)}){_DERIVED}"


def names_of(table: Table, part: str) -> tuple[str, ...]:
    """Return the columns of a part of a register, in their order."""
    return (*_HEADS[part], *(name for one in columns_of(table, part) for name in one.names))


def words_of(table: Table, part: str, dialect: Dialect) -> tuple[str, ...]:
    """Return the columns of a part that lie in a table of their own."""
    if not dialect.is_typed or part == "entries":
        return ()
    texts = (c for c in columns_of(table, part) if c.field.kind is Kind.TEXT)
    return tuple(name for c in texts if c.field.name not in _FEW_WORDS for name in c.names)


def pieces(table: Table, part: str, dialect: Dialect) -> list[Piece]:
    """Return the tables that hold a part of a register, the one with its days first."""
    every, words = names_of(table, part), words_of(table, part, dialect)
    if not words:
        return [Piece(f"{table}_{part}", every)]
    others = tuple(name for name in every if name not in words)
    return [
        Piece(f"{table}_{part}_days", (*others, "wording")),
        Piece(f"{table}_{part}_words", ("id", "wording", *words)),
    ]


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
    days, *words = pieces(table, part, dialect)
    types = _types(table, part, dialect)
    cells = ", ".join(types[name] for name in days.columns)
    whole = f'CREATE TABLE "{days.name}" ({cells}, PRIMARY KEY ({_KEYS[part]}))'
    if not dialect.is_typed:
        yield f"{whole} WITHOUT ROWID"
        return
    yield f'{whole} PARTITION BY LIST ("until")'
    yield f'CREATE TABLE "{days.name}_now" PARTITION OF "{days.name}" FOR VALUES IN ({FOREVER})'
    yield f'CREATE TABLE "{days.name}_then" PARTITION OF "{days.name}" DEFAULT'
    for one in words:
        cells = ", ".join(types[name] for name in one.columns)
        yield f'CREATE TABLE "{one.name}" ({cells}, PRIMARY KEY ("id", "wording"))'
        yield _view(f"{table}_{part}", names_of(table, part), days, one)


def _view(name: str, columns: tuple[str, ...], days: Piece, words: Piece) -> str:
    """Return what makes one table of two; what is not asked of *words* costs nothing."""
    listed = (f'{"d" if column in days.columns else "w"}."{column}"' for column in columns)
    return (
        f'CREATE VIEW "{name}" AS SELECT {", ".join(listed)} FROM "{days.name}" AS d '
        f'LEFT JOIN "{words.name}" AS w ON w."id" = d."id" AND w."wording" = d."wording"'
    )


def _types(table: Table, part: str, dialect: Dialect) -> dict[str, str]:
    """Return how each column of a part is declared."""
    *given, last = _HEADS[part].items()
    found = {head: f'"{head}" {kind} NOT NULL' for head, kind in given}
    found[last[0]] = f'"{last[0]}" {last[1]}'
    found["wording"] = '"wording" smallint NOT NULL'
    for column in columns_of(table, part):
        found |= dict(zip(column.names, _cells(column, dialect), strict=True))
    return found


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
    for part in PARTS:
        days, *words = pieces(table, part, dialect)
        for suffix, those in (("_now", _OF_NOW), ("_then", _OF_THEN)):
            yield from _indexes_on(f"{days.name}{suffix}", days.columns, part, those)
        for one in words:
            yield from _indexes_on(one.name, one.columns, part, _OF_WORDS)


def _indexes_on(
    on: str, columns: tuple[str, ...], part: str, indexes: Iterable[_Index]
) -> Iterator[str]:
    for number, one in enumerate(indexes):
        if one.part == part and set(one.cells.replace('"', "").split(", ")) <= {*columns}:
            only = f" WHERE {one.only}" * bool(one.only)
            yield (
                f'CREATE INDEX "{on}_{number}" ON "{on}" USING {one.method} ({one.cells}){only}'
            )


def columns_of(table: Table, part: str) -> tuple[Column, ...]:
    """Return the fields in a part of a register."""
    return COLUMNS[table].records if part == "records" else COLUMNS[table].entries
