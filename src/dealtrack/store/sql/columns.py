"""The columns of the tables that questions are put to.

Each register has two tables: one row for each record, and one for each of its
entries.  What all entries of a record have in common is kept once.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple
from unicodedata import unidata_version
from zlib import crc32

from dealtrack import __version__
from dealtrack.model import Kept, Trip
from dealtrack.query.field import Field, Kind
from dealtrack.query.fields import FIELDS

Table = Literal["agreements", "trips"]

TABLES: tuple[Table, ...] = ("agreements", "trips")
Mark = Literal["settled", "steady"]
"""The day from which on a record no longer changes, or only what `STEADY` does not name."""

NAMED = ("party", "person", "owner", "unit")
"""The fields whose values are counted as records come and go, name by name."""

OF_BOTH = {"note", "problem", "solver"}
"""The fields that a record and its follow-ups each have a part of."""

# A field that is named nowhere here is kept for each entry, with room for several values
_OF_RECORDS = {
    *("title", "place", "tag", "source", "begins", "progress", "trip", "name"),
    *("keeper", "office"),
}
_OF_AGREEMENTS = {
    *("kind", "binding", "party", "ours", "theirs", "third", "signatory", "witness", "sector"),
    *(
        "area",
        "follows",
        "count",
        "signed",
        "year",
        "precise",
        "expires",
        "terminated",
        "amount",
    ),
    *("currency", "funds", "stage", "reached", "status", "link", "relation"),
    *("plan", "next", "planned", "finish"),
    *("registered", "registered_in", "started", "started_in", "completed", "completed_in"),
    *("produced", "produced_in"),
}
_OF_TRIPS = {"start", "end", "days", "lead", "met", "visit", "intention", "became"}
MADE_UP = {"record", "id", "ref", "late", "behind", "text"}
"""The fields that are worked out from the columns of others."""
_SINGLE = {
    *("title", "trip", "keeper", "office", "kind", "binding", "follows", "amount", "currency"),
    *("stage", "status", "owner", "unit", "task", "state", "priority", "promise", "condition"),
    *("promised", "pledged", "uid", "next"),
}
_ALWAYS_SINGLE = {Kind.DATE, Kind.NUMBER, Kind.FLAG}


class Column(NamedTuple):
    """What one field says of a record or of an entry.

    A text has a second cell, for groups: the text itself, where it is not the same
    as what is searched.
    """

    field: Field
    several: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the cells."""
        name = self.field.name
        return (name, f"{name}_typed") if self.field.kind is Kind.TEXT else (name,)


class Columns(NamedTuple):
    """The columns of a register, those of its records and those of their entries."""

    records: tuple[Column, ...]
    entries: tuple[Column, ...]


def names_of_records(table: Table) -> tuple[str, ...]:
    """Return the columns of the table of records, in their order."""
    return ("id", "settled", "steady", "over", *_names(COLUMNS[table].records))


def names_of_entries(table: Table) -> tuple[str, ...]:
    """Return the columns of the table of entries, in their order."""
    return ("id", "number", "partly", *_names(COLUMNS[table].entries))


def table_of(record: Kept) -> Table:
    """Return the register that *record* belongs to."""
    return "trips" if isinstance(record, Trip) else "agreements"


def _names(columns: Iterable[Column]) -> Iterator[str]:
    return (name for column in columns for name in column.names)


def _columns(table: Table) -> Columns:
    """Return the columns of a register; what nobody placed is read of each entry."""
    own = _OF_AGREEMENTS if table == "agreements" else {*_OF_TRIPS, "person"}
    of_records = OF_BOTH | _OF_RECORDS | own
    elsewhere = MADE_UP | _OF_RECORDS | _OF_AGREEMENTS | _OF_TRIPS | {"person"}
    return Columns(
        tuple(_column(field) for name, field in FIELDS.items() if name in of_records),
        tuple(_column(field) for name, field in FIELDS.items() if name not in elsewhere),
    )


def _column(field: Field) -> Column:
    return Column(field, not (field.name in _SINGLE or field.kind in _ALWAYS_SINGLE))


COLUMNS: dict[Table, Columns] = {table: _columns(table) for table in TABLES}

STEADY = {"record", "id"} | {
    column.field.name
    for columns in COLUMNS.values()
    for column in columns.records
    if column.field.name not in OF_BOTH | {"progress"}
}
"""The fields that no note, no problem and no follow-up has any part in."""

_SHAPE = 8
"""To be raised when cells, tables or their indexes are made otherwise."""

# Another version may read a field otherwise, another Unicode fold a letter otherwise
LAYOUT = "{:08x}".format(
    crc32(
        repr(
            (
                *(_SHAPE, __version__, unidata_version, sorted(_SINGLE)),
                [(table, names_of_records(table), names_of_entries(table)) for table in TABLES],
                [(name, field.kind.name) for name, field in FIELDS.items()],
            )
        ).encode()
    )
)
"""Changes whenever the tables must be made anew."""
