"""Entries: the lines of the ledger that questions are put to."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dealtrack.model.agreement import Agreement
from dealtrack.model.followup import FollowUp
from dealtrack.model.trip import Trip

Kept = Agreement | Trip
"""A record in the ledger."""


class Entry(NamedTuple):
    """A record together with one of its follow-ups, looked at as of a day.

    A record without follow-ups makes a single entry, without one.
    """

    record: Kept
    follow_up: FollowUp | None
    as_of: date

    @property
    def ref(self) -> str:
        """How people call this entry: ``17``, ``17.2``, ``T3.1``."""
        return (
            f"{self.record.ref}.{self.follow_up.number}" if self.follow_up else self.record.ref
        )

    @property
    def agreement(self) -> Agreement | None:
        """The record, if it is an agreement."""
        return self.record if isinstance(self.record, Agreement) else None

    @property
    def trip(self) -> Trip | None:
        """The record, if it is a trip."""
        return self.record if isinstance(self.record, Trip) else None

    @property
    def waits_for(self) -> tuple[str, ...]:
        """The refs of what it had to wait for that day, closed or not."""
        found = self.follow_up.waits_for(self.as_of) if self.follow_up else ()
        return tuple(f"{self.record.ref}{on}" if on[:1] == "." else on for on in found)

    @property
    def owner(self) -> str:
        """Who answers for it that day: the follow-up's owner, else the record's."""
        own = self.follow_up.assigned(self.as_of).owner if self.follow_up else ""
        return own or self.record.assigned(self.as_of).owner

    @property
    def unit(self) -> str:
        """Which unit answers for it that day: the follow-up's, else the record's."""
        own = self.follow_up.assigned(self.as_of).unit if self.follow_up else ""
        return own or self.record.assigned(self.as_of).unit


def entries(record: Kept, as_of: date) -> Iterator[Entry]:
    """Yield the entries that *record* makes on *as_of*, in the order of its follow-ups.

    A follow-up that was only set later is not there yet.
    """
    there = [f for f in record.follow_ups if f.since is None or f.since <= as_of]
    if not there:
        yield Entry(record, None, as_of)
    for follow_up in there:
        yield Entry(record, follow_up, as_of)
