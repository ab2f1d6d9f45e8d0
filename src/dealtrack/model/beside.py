"""What the ledger holds beside agreements and trips: targets, slips, closed months."""

from typing import Self

import msgspec

from dealtrack.model.values import Value


class Beside(Value, frozen=True, kw_only=True):
    """The common ground of what is kept in a small register of its own.

    *id*, *uid* and *version* are given by the store: 0, "" and 1 before it has the record.
    """

    id: int = 0
    uid: str = ""
    version: int = 1

    @property
    def ref(self) -> str:
        """How the history of the ledger names it."""
        raise NotImplementedError

    def counter(self, table: str) -> str:
        """Return the name under which the ids of *table* are counted."""
        return table

    @property
    def counted(self) -> int:
        """Its number as its `counter` counts it."""
        return self.id

    def named(self, number: int) -> Self:
        """Return this record under the next *number* of its `counter`."""
        return msgspec.structs.replace(self, id=number)

    def entered(self, uid: str) -> Self:
        """Return this record as a store has it that entered it under *uid*."""
        return msgspec.structs.replace(self, uid=uid, version=1)

    def check(self) -> None:
        """Raise the first `BrokenRule` of this record, if it breaks one."""
