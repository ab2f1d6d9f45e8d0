"""The tables of a ledger as TinyDB has them, of records that are not decoded.

TinyDB looks records up in tables that hold them as the bytes of the file; one is
decoded when somebody asks for it.  A change does not go through TinyDB, which
would rebuild and write every table, but into the journal.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table as TinyTable

from dealtrack.store.ledger import Ledger
from dealtrack.store.scan import Stored


class LedgerStorage(Storage):
    """What TinyDB reads from, and writes checkpoints to."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the tables as they stand, changes included, records not decoded."""
        return {name: dict(table) for name, table in self._ledger.whole().tables.items()}

    def write(self, data: Mapping[str, Mapping[str, object]]) -> None:
        """Write a checkpoint of *data*."""
        self._ledger.write_checkpoint(data)


def stored(record: msgspec.Raw, id_: int) -> Stored:
    """Return what TinyDB makes of a record: its id and its bytes.  Who wants to decodes it."""
    return id_, record


class StoredTable(TinyTable):
    """A table of records that are not decoded."""

    document_class: Any = staticmethod(stored)


class LedgerDB(TinyDB):
    """A TinyDB whose tables do not decode."""

    table_class = StoredTable


def open_table(ledger: Ledger, name: str) -> Iterable[Stored]:
    """Return the table called *name*, whose records come by id."""
    db = LedgerDB(storage=lambda: LedgerStorage(ledger))
    # Without its cache, whose results would go stale and be shared
    table: Any = db.table(name, cache_size=0)
    return cast("Iterable[Stored]", table)
