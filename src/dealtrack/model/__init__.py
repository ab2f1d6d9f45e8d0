"""What dealtrack remembers, and the rules its memories keep.

Everything here is a value: frozen, comparable, and ignorant of files and
screens.  To change a record, make a changed copy and give it to a store.
"""

from dealtrack.model.agreement import (
    Agreement,
    Draft,
    Funds,
    Link,
    Reached,
    StatusChange,
)
from dealtrack.model.entry import Entry, Kept, entries
from dealtrack.model.followup import (
    Evidence,
    FollowUp,
    Postponement,
    Promise,
    PromiseStep,
    StateChange,
)
from dealtrack.model.plan import Planned
from dealtrack.model.record import Record
from dealtrack.model.trip import Intention, Trip, TripDraft, Visit
from dealtrack.model.values import (
    UNNAMED,
    Amount,
    Assignment,
    Note,
    Party,
    Person,
    Problem,
    Source,
)

__all__ = [
    "UNNAMED",
    "Agreement",
    "Amount",
    "Assignment",
    "Draft",
    "Entry",
    "Evidence",
    "FollowUp",
    "Funds",
    "Intention",
    "Kept",
    "Link",
    "Note",
    "Party",
    "Person",
    "Planned",
    "Postponement",
    "Problem",
    "Promise",
    "PromiseStep",
    "Reached",
    "Record",
    "Source",
    "StateChange",
    "StatusChange",
    "Trip",
    "TripDraft",
    "Visit",
    "entries",
]
