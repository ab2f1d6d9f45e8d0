"""What a transaction is about to change: kept until the server says that it has it."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import uuid4

import msgspec

from dealtrack.model.codec import decode
from dealtrack.store.disk.journal import NOTHING, RecordChange

Key = tuple[str, int]
"""A table, and an id there."""


class _Versioned(msgspec.Struct):
    version: int = 1


class Pending:
    """The changes of one transaction, under a *key* by which the journal is asked for it.

    It *began* at a revision.  Changes that have reached the database are *written*; where
    that has forgotten them, everything is written once more.  Once the commit *is_sent*, it
    may have happened; when it *is_kept*, it has.  What it was *alone* with nobody else may
    have counted meanwhile.
    """

    def __init__(self, began: int, counters: Mapping[str, int]) -> None:
        self.key = str(uuid4())
        self.began = began
        self.is_sent = self.is_kept = False
        self.undoes = self.redoes = 0
        self.taken: set[str] = set()
        self.alone: set[str] = set()
        self.counters = dict(counters)
        self._counted = dict(counters)
        self._changes: dict[Key, RecordChange] = {}
        self._read: dict[Key, msgspec.Raw] = {}
        self._written: dict[Key, msgspec.Raw] = {}
        self._attached: dict[str, bytes] = {}
        self._filed: set[str] = set()

    @property
    def changes(self) -> tuple[RecordChange, ...]:
        """All that has changed, each record from what it was to what it is."""
        return tuple(self._changes.values())

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        marks = self.undoes or self.redoes
        return not (self._changes or marks or self.counted)

    @property
    def counted(self) -> dict[str, int]:
        """The counters that went on."""
        return {n: last for n, last in self.counters.items() if last != self._counted.get(n)}

    def seen(self, counters: Mapping[str, int]) -> None:
        """Take note of how far others have counted meanwhile."""
        for name, last in counters.items():
            if name not in self.counted:
                self.counters[name] = self._counted[name] = last

    def is_seen(self, counters: Mapping[str, int], names: Iterable[str]) -> bool:
        """Whether *counters* of these *names* are where this transaction saw them."""
        return all(counters.get(name, 0) == self._counted.get(name, 0) for name in names)

    def get(self, table: str, id_: int) -> msgspec.Raw | None:
        """Return a record as this transaction left or read it; None if it has done neither."""
        change = self._changes.get((table, id_))
        return change.after if change else self._read.get((table, id_))

    def note_read(self, table: str, id_: int, record: msgspec.Raw) -> None:
        """Take note of what a record was; its version will tell whether it still is."""
        self._read[table, id_] = record

    def put(self, change: RecordChange) -> None:
        """Make one change more."""
        key = change.table, change.id
        first = self._changes.get(key)
        before = first.before if first else change.before
        self._changes[key] = msgspec.structs.replace(change, before=before)

    def unwritten(self) -> Iterator[RecordChange]:
        """Yield what the database does not have, each from what it has to what it should."""
        for key, change in self._changes.items():
            there = self._written.get(key, change.before)
            if there != change.after:
                yield msgspec.structs.replace(change, before=there)

    def attach(self, name: str, content: bytes) -> None:
        """Keep one attachment more."""
        self._attached[name] = content

    def unfiled(self) -> Iterator[tuple[str, bytes]]:
        """Yield the attachments that the database does not have, once: it has them then."""
        for name, content in self._attached.items():
            if name not in self._filed:
                yield name, content
                self._filed.add(name)

    def note_written(self, changes: list[RecordChange]) -> None:
        """Take note that the database has *changes* now."""
        self._written.update({(one.table, one.id): one.after for one in changes})

    def forget_written(self) -> None:
        """Take note that the database has forgotten what it was told."""
        self._written.clear()
        self._filed.clear()


def version_of(record: msgspec.Raw) -> int:
    """Return the version of a record, 0 of one that is not there."""
    return 0 if record == NOTHING else decode(record, _Versioned).version
