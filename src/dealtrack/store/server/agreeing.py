"""Whether the rows that answer questions are those of the records, as they are stored."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from dealtrack.model import Kept
from dealtrack.store.server.server import Server
from dealtrack.store.sql.columns import Table, table_of
from dealtrack.store.sql.dialect import Sql
from dealtrack.store.sql.fitting import Fitting
from dealtrack.store.sql.intervals import rows_of_entries, rows_of_record
from dealtrack.store.sql.schema import PARTS, names_of

_MAKERS = {"records": rows_of_record, "entries": rows_of_entries}


def differing(server: Server, records: Sequence[Kept]) -> dict[str, str]:
    """Return the refs of those of *records*, all of one register, whose rows are others.

    Each comes with the part of the register in which they are.
    """
    if not records:
        return {}
    table = table_of(records[0])
    wrong = {id_: part for part in PARTS for id_ in _wrong(server, table, part, records)}
    return {record.ref: wrong[record.id] for record in records if record.id in wrong}


def counted(server: Server, table: Table) -> int:
    """Return how many records have rows."""
    asked = Sql(f'SELECT count(DISTINCT "id") FROM "{table}_records"')
    ((n,),) = server.rows(asked)
    return int(n)


def _wrong(server: Server, table: Table, part: str, records: Sequence[Kept]) -> Iterator[int]:
    names = ", ".join(f'"{name}"' for name in names_of(table, part))
    listed = ", ".join(str(record.id) for record in records)
    asked = Sql(f'SELECT {names} FROM "{table}_{part}" WHERE "id" IN ({listed})')
    fitting = Fitting(table, part, server.dialect)
    there = Counter(map(_plain, server.rows(asked)))
    made = Counter(
        _plain(fitting.fit(row)) for record in records for row in _MAKERS[part](record)
    )
    for row in (there - made) + (made - there):
        yield row[0]


def _plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return *row* as cells that are the same whichever way they came."""
    return tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row)
