"""What a change of the ledger was, as its journal tells."""

from datetime import datetime

from msgspec import Struct

from dealtrack.model.entry import Kept
from dealtrack.model.held import Held


class Change(Struct, frozen=True, kw_only=True):
    """What a transaction did to one record: by whom, with which words, from what to what."""

    revision: int
    at: datetime
    by: str
    what: str
    undoes: int = 0
    redoes: int = 0
    before: Held | None
    after: Held | None


class Touched(Struct, frozen=True, kw_only=True):
    """A record that a transaction changed; None where it was not there."""

    ref: str
    before: Held | None
    after: Held | None


class Step(Struct, frozen=True, kw_only=True):
    """A transaction with all that it changed.

    One that *undoes* or *redoes* names the revision back to which it took steps back, or
    up to which it brought them back.
    """

    revision: int
    at: datetime
    by: str
    what: str
    undoes: int = 0
    redoes: int = 0
    changes: tuple[Touched, ...]


class Entered(Struct, frozen=True, kw_only=True):
    """A record as it was once known, and the records *tied* to it, as they were then."""

    record: Kept
    tied: tuple[Kept, ...]
